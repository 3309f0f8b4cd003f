//! Finds postmortems without a section that every postmortem here must have.

use super::{Context, Meta, Rule, heading};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Block, BlockKind};
use crate::postmortem::{Carrier, Record, SectionName};

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
            let told = match name {
                SectionName::Actions => !postmortem.actions.is_empty(),
                // Labelled `왜 1: …` wherever they stand.
                SectionName::FiveWhys => !postmortem.whys.is_empty(),
                _ => false,
            };
            if told {
                continue;
            }
            let diagnostic = Diagnostic::new(META.name, super::place::title(record))
                .term("section", name.name())
                .with("heading", heading::of(context, record, name))
                .about(name.name());
            found.push(match line_before(record, name) {
                Some(line) => diagnostic.variant("after").with("line", line),
                // Running text may well tell it, in words that nobody can be sure of.
                None if is_unmarked(record) => diagnostic.variant("unmarked"),
                None => diagnostic,
            });
        }
    }
}

/// Whether the document is running text: no heading or label marks any of its parts.
fn is_unmarked(record: &Record) -> bool {
    let is_running = |carrier| matches!(carrier, Carrier::LeadProse | Carrier::FrontMatter);
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 2.., .. });
    record.postmortem.sections.iter().all(|section| is_running(section.carrier))
        && !record.document.blocks.iter().any(is_heading)
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
