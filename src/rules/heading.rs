//! The name of a section into the heading that a document would give it.

use super::Context;
use crate::postmortem::{Record, SectionName};

/// The heading as it would stand in this document: its language, and the level of its other sections.
pub(super) fn of(context: &Context<'_>, record: &Record, name: SectionName) -> String {
    let postmortem = &record.postmortem;
    let level = postmortem.sections.iter().map(|section| section.level).filter(|level| (1..=6).contains(level)).min();
    format!("{} {}", "#".repeat(usize::from(level.unwrap_or(2))), context.lexicon.heading(postmortem.language, name))
}
