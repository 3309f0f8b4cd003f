//! Finds what a template asks of its author and nobody answered.

use super::{Context, Meta, Needs, Rule, hollow, said};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, Section};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM020",
    name: "unfilled-template",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("unfilled_template.md"),
};

/// The message for guidance beside something that was written.
const BESIDE: &str = "beside";

pub(super) struct UnfilledTemplate;

impl Rule for UnfilledTemplate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn level(&self, variant: &str) -> Level {
        if variant == BESIDE { Level::Warning } else { META.level }
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        if !postmortem.kind.is_postmortem() {
            return;
        }
        let mut told: Vec<Span> = Vec::new();
        for &name in &context.demands(record).sections {
            if let Some(section) = hollow::section(record, name).filter(|_| hollow::is_of_template(record, name)) {
                let lines: Vec<Span> = postmortem
                    .sections
                    .iter()
                    .filter(|section| section.name == name)
                    .flat_map(|section| section.left.iter().map(|line| line.span))
                    .collect();
                let place = super::place::first_line(section.span, &record.document.text);
                found.extend(diagnostic(record, section, place, &lines));
                told.extend(lines);
            }
        }
        // The inner one of nested sections begins later.
        for section in postmortem.sections.iter().rev() {
            let asking = section.left.iter().filter(|line| line.asks).map(|line| line.span);
            let lines: Vec<Span> = asking.filter(|span| !told.contains(span)).collect();
            if let Some(&first) = lines.first() {
                found.extend(diagnostic(record, section, first, &lines).map(|this| this.variant(BESIDE)));
                told.extend(lines);
            }
        }
    }
}

fn diagnostic(record: &Record, section: &Section, place: Span, lines: &[Span]) -> Option<Diagnostic> {
    let text = lines.first()?.slice(&record.document.text);
    let diagnostic = Diagnostic::new(META.name, place)
        .term("section", section.name.name())
        .with("text", said::short(text))
        .with("lines", numbers(record, lines));
    Some(diagnostic.about(format!("{} {}", section.name.name(), text.trim())))
}

/// The numbers of lines: `12, 14–16`.
fn numbers(record: &Record, lines: &[Span]) -> String {
    let mut numbers: Vec<usize> = lines.iter().map(|span| record.document.line(*span)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let runs = numbers.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{first}–{last}"),
        run => run.iter().map(usize::to_string).collect(),
    });
    runs.collect::<Vec<String>>().join(", ")
}
