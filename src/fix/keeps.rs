//! Whether a document says after a change what it said before. A fix may add facts that could not be read, and empty
//! sections; it may take nothing away and alter nothing.

use std::collections::BTreeMap;

use crate::postmortem::{Carrier, Fact, Record, SectionName};
use crate::text::Span;

/// Whether everything that was understood of `before` is understood of `after`, and so many insertions into the body
/// are understood as sections.
pub(super) fn keeps(before: &Record, after: &Record, insertions: usize) -> bool {
    let (old, new) = (&before.postmortem, &after.postmortem);
    let same_fact = |old: &Fact<String>, new: &Fact<String>| {
        old.value == new.value || (!is_declared(before, old.span) && is_declared(after, new.span))
    };
    let day = |old: &Fact<_>, new: &Fact<_>| {
        old.value == new.value || (!is_declared(before, old.span) && is_declared(after, new.span))
    };
    let actions = |record: &Record| {
        let actions = record.postmortem.actions.iter();
        let told = actions.map(|action| {
            let owner = action.owner.as_ref().map(|owner| owner.value.clone());
            (action.text.clone(), owner, action.due.as_ref().map(|due| due.value), action.state)
        });
        told.collect::<Vec<_>>()
    };
    let events =
        |record: &Record| record.postmortem.timeline.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>();
    old.kind == new.kind
        && old.language == new.language
        && same_fact(&old.title, &new.title)
        && same_fact(&old.id, &new.id)
        && old.date.as_ref().is_none_or(|old| new.date.as_ref().is_some_and(|new| day(old, new)))
        && old.status.as_ref().is_none_or(|old| new.status.as_ref().is_some_and(|new| old.value == new.value))
        && old
            .severity
            .as_ref()
            .is_none_or(|old| new.severity.as_ref().is_some_and(|new| old.value.rank == new.value.rank))
        && old.fields.keys().all(|field| new.fields.contains_key(field))
        && actions(before) == actions(after)
        && events(before) == events(after)
        && keeps_sections(before, after)
        && new.sections.len() >= old.sections.len() + insertions
        && after.document.problems.len() <= before.document.problems.len()
}

/// Whether a fact stands in front matter: what is written there wins over what was taken from elsewhere.
fn is_declared(record: &Record, span: Span) -> bool {
    span != Span::at(0) && span.end <= record.document.body
}

/// Whether every section holds as much as it did, and new ones hold nothing.
fn keeps_sections(before: &Record, after: &Record) -> bool {
    let (old, new) = (contents(before), contents(after));
    let declared = |name: &SectionName| {
        let of_name = after.postmortem.section(*name);
        of_name.is_some_and(|section| section.carrier == Carrier::FrontMatter)
    };
    let is_kept = |(name, content): (&SectionName, &(usize, usize))| match old.get(name) {
        Some(old) => old == content,
        None => content.0 == 0 || declared(name),
    };
    old.keys().all(|name| new.contains_key(name)) && new.iter().all(is_kept)
}

/// How many characters and placeholders each section has.
fn contents(record: &Record) -> BTreeMap<SectionName, (usize, usize)> {
    let mut contents: BTreeMap<SectionName, (usize, usize)> = BTreeMap::new();
    for section in &record.postmortem.sections {
        let content = contents.entry(section.name).or_default();
        *content = (content.0 + section.characters, content.1 + section.placeholders.len());
    }
    contents
}
