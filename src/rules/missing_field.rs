//! Finds postmortems without a field that every postmortem here must have.

use std::sync::LazyLock;

use regex::Regex;

use super::reference::is_reference;
use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Fact, Field, Lexicon, Record, date_in, is_placeholder};
use crate::text::{Span, is_cjk};

const META: Meta = Meta {
    code: "PM003",
    name: "missing-field",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("missing_field.md"),
};

/// What is written like a day and is none: one digit too many in the year, or a month that no calendar has.
static LIKE_A_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:[12]\d{4}-[01]?\d-[0-3]?\d|(?:19|20)\d\d-\d{1,2}-\d{1,2})\b").ok()
});

pub(super) struct MissingField;

impl Rule for MissingField {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() || is_reference(record) {
            return;
        }
        for &field in &context.demands(record).fields {
            if !has(record, field, context.lexicon) {
                let place = super::place::title(record);
                let missing = |place| Diagnostic::new(META.name, place).term("field", field.key()).with("key", field.key());
                found.push(match mistyped_day(record).filter(|_| field == Field::Date) {
                    Some((day, span)) => missing(span).variant("mistyped").with("day", day).about(field.key()),
                    None => missing(place).about(field.key()),
                });
            }
        }
    }
}

/// Whether the fact is known, wherever it was found, or at least said: what front matter says and cannot be understood
/// is the matter of `invalid-value`.
fn has(record: &Record, field: Field, lexicon: &Lexicon) -> bool {
    let postmortem = &record.postmortem;
    let (known, read) = match field {
        Field::Title => (postmortem.title.span != Span::at(0) || is_telling(&postmortem.title.value), true),
        Field::Date => (postmortem.date.is_some(), true),
        Field::Status => (postmortem.status.is_some(), true),
        Field::Severity => (postmortem.severity.is_some(), true),
        Field::Started => (postmortem.moments.started.is_some(), true),
        Field::Detected => (postmortem.moments.detected.is_some(), true),
        Field::Mitigated => (postmortem.moments.mitigated.is_some(), true),
        Field::Resolved => (postmortem.moments.resolved.is_some(), true),
        _ => (false, false),
    };
    let declared = |fact: &&Fact<String>| !read || fact.span.start < record.document.body;
    let mut facts = postmortem.fields.get(&field).into_iter().flatten().filter(declared);
    known || facts.any(|fact| says(field, &fact.value, lexicon))
}

/// What the text has instead of a day: `20202-01-16`, `2026-13-04`, and where it stands first. A real day somewhere in
/// the text may be any day.
fn mistyped_day(record: &Record) -> Option<(String, Span)> {
    let mut found = None;
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            found = found.take().or_else(|| block.inlines().find_map(|text| {
                let day = LIKE_A_DAY.as_ref()?.find_iter(&text.text).find(|day| date_in(day.as_str()).is_none())?;
                Some((day.as_str().to_owned(), text.span_of(day.range())))
            }));
        });
    }
    found
}

/// Whether a title that was taken from the file's name says more than a date or a number: it has words.
fn is_telling(title: &str) -> bool {
    const FEWEST: usize = 2;
    let is_word = |word: &&str| word.chars().all(char::is_alphabetic) && (word.len() > FEWEST || word.chars().any(is_cjk));
    title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).filter(is_word).count() >= FEWEST
}

/// Whether a value says something. That there was no impact, or that the end is unknown, is a fact; that nobody owns it
/// is none.
fn says(field: Field, value: &str, lexicon: &Lexicon) -> bool {
    use Field::{Authors, Date, Id, Kind, Owner, Reviewers, Severity, Status, Title};
    let must_be_something =
        matches!(field, Title | Id | Date | Status | Kind | Severity | Owner | Authors | Reviewers);
    !(is_placeholder(value, lexicon) || must_be_something && lexicon.is_nothing(value))
}
