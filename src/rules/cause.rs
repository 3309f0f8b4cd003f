//! The causes that a postmortem names, and where.

use super::place;
use crate::postmortem::{Fact, Record};
use crate::text::Span;

/// What an author gave as the name of a cause, and its place. A sentence about the cause is no name of one.
pub(super) fn names(record: &Record) -> impl Iterator<Item = (&str, Span)> {
    let named = record.postmortem.root_causes.iter().filter(|fact| is_name(fact, record));
    named.map(|fact| (fact.value.trim(), place::within(fact.span, &fact.value, &record.document.text)))
}

fn is_name(fact: &Fact<String>, record: &Record) -> bool {
    const LONGEST: usize = 60;
    const LONGEST_IN_TEXT: usize = 40;
    let most = if fact.span.start < record.document.body { LONGEST } else { LONGEST_IN_TEXT };
    let text = fact.value.trim();
    let is_sentence = text.ends_with(['.', '。', '!', '?']) || text.contains(". ") || text.contains(['\n', '。']);
    !is_sentence && text.chars().count() <= most && text.contains(char::is_alphabetic)
}

/// The place at which a postmortem names a cause of the registry, by whatever name; its title where it does not.
pub(super) fn place_of(id: &str, record: &Record, names: &crate::knowledge::CauseNames) -> Span {
    let is_meant = |fact: &&Fact<String>| match names.meaning(&fact.value) {
        Some(meaning) => meaning.id == id,
        None => fact.value.trim() == id,
    };
    let fact = record.postmortem.root_causes.iter().find(is_meant);
    fact.map_or_else(|| place::title(record), |fact| place::within(fact.span, &fact.value, &record.document.text))
}
