//! The name of a section into the heading that a document would give it.

use super::Context;
use crate::postmortem::{Record, SectionName};
use crate::template;

/// The heading as it would stand in this document: its language, and the level of its other sections.
pub(super) fn of(context: &Context<'_>, record: &Record, name: SectionName) -> String {
    const USUAL: u8 = 2;
    let postmortem = &record.postmortem;
    let level = postmortem.sections.iter().map(|section| section.level).filter(|level| (1..=6).contains(level)).min();
    template::heading(level.unwrap_or(USUAL), name, postmortem.language, context.lexicon)
}
