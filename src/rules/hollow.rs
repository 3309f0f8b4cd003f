//! Sections into whether they say anything: `empty-section` and `unfilled-template` share them between each other, and
//! `placeholder-text` leaves them alone.

use super::{Context, Demands};
use crate::postmortem::{Record, Section, SectionName};

/// The first section of a name, if there is one and all of that name together say nothing.
pub(super) fn section(record: &Record, name: SectionName) -> Option<&Section> {
    let postmortem = &record.postmortem;
    let mut all = postmortem.sections.iter().filter(|section| section.name == name);
    let first = all.next()?;
    let says = |section: &Section| section.characters > 0;
    // A list in front matter, or one whose entries are pictures of words, is no empty one.
    let promised = name == SectionName::Actions && !postmortem.actions.is_empty();
    (!says(first) && !all.any(says) && !promised).then_some(first)
}

/// Whether a section must say something and is reported for saying nothing.
pub(super) fn is_reported(context: &Context<'_>, record: &Record, section: &Section) -> bool {
    let demands: &Demands = context.demands(record);
    demands.sections.contains(&section.name) && self::section(record, section.name).is_some()
}

/// Whether all that stands in a section of this name is text of a template.
pub(super) fn is_of_template(record: &Record, name: SectionName) -> bool {
    record.postmortem.sections.iter().any(|section| section.name == name && !section.left.is_empty())
}
