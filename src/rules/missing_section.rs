//! Finds postmortems without a section that every postmortem here must have.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, SectionName};

const META: Meta = Meta {
    code: "PM005",
    name: "missing-section",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("missing_section.md"),
};

pub(super) struct MissingSection;

impl Rule for MissingSection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        if !postmortem.kind.is_postmortem() {
            return;
        }
        let required = context.demands(record).sections.iter().copied();
        for name in required.filter(|name| postmortem.section(*name).is_none()) {
            if name == SectionName::Actions && !postmortem.actions.is_empty() {
                continue;
            }
            let diagnostic = Diagnostic::new(META.name, super::place::title(record))
                .term("section", name.name())
                .with("heading", heading(context, record, name))
                .about(name.name());
            found.push(match line_before(record, name) {
                Some(line) => diagnostic.variant("after").with("line", line),
                None => diagnostic,
            });
        }
    }
}

/// The heading as it would stand in this document: its language, and the level of its other sections.
fn heading(context: &Context<'_>, record: &Record, name: SectionName) -> String {
    let postmortem = &record.postmortem;
    let level = postmortem.sections.iter().map(|section| section.level).filter(|level| (1..=6).contains(level)).min();
    format!("{} {}", "#".repeat(usize::from(level.unwrap_or(2))), context.lexicon.heading(postmortem.language, name))
}

/// The last line of the section that usually comes before.
fn line_before(record: &Record, name: SectionName) -> Option<usize> {
    let position = SectionName::ALL.iter().position(|other| *other == name)?;
    let document = &record.document;
    let before = record
        .postmortem
        .sections
        .iter()
        .filter(|section| (1..=2).contains(&section.level))
        .filter(|section| SectionName::ALL[..position].contains(&section.name))
        .max_by_key(|section| section.body.end)?;
    let body = before.span.to(before.body).trimmed(&document.text);
    Some(document.lines.line(body.end.saturating_sub(1)))
}
