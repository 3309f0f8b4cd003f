//! Finds summaries that are only a paragraph before the first section.

use super::{Context, Meta, Rule, heading, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::BlockKind;
use crate::postmortem::{Carrier, Record, Section, SectionName};

const META: Meta = Meta {
    code: "PM023",
    name: "lead-only-summary",
    level: Level::Note,
    note_in_drafts: true,
    page: include_str!("lead_only_summary.md"),
};

pub(super) struct LeadOnlySummary;

impl Rule for LeadOnlySummary {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        let required = context.demands(record).sections.contains(&SectionName::Summary);
        // Where nothing has a heading, the summary needs none either.
        let has_headings = postmortem.sections.iter().any(|section| (1..=6).contains(&section.level));
        if !postmortem.kind.is_postmortem() || !required || !has_headings {
            return;
        }
        let lead = |summary: &&Section| summary.carrier == Carrier::LeadProse && !is_headed(summary, record);
        let leads = postmortem.section(SectionName::Summary).filter(lead);
        found.extend(leads.map(|summary| {
            Diagnostic::new(META.name, place::first_line(summary.span, &record.document.text))
                .with("heading", heading::of(context, record, SectionName::Summary))
                .with("line", record.document.line(summary.span))
                .about(SectionName::Summary.name())
        }));
    }
}

/// Whether a heading stands above it, the document's title aside: that one says what the text is, if not in words that
/// are known.
fn is_headed(summary: &Section, record: &Record) -> bool {
    let mut above = record.document.blocks.iter().take_while(|block| block.span.start < summary.span.start);
    let mut is_first = true;
    above.any(|block| match block.kind {
        BlockKind::Heading { level, .. } => !(std::mem::take(&mut is_first) && level == 1),
        _ => false,
    })
}
