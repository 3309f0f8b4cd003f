//! Finds days, statuses and severities in front matter that are understood, and written in a way that only people and
//! pmdoc understand.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Entry, Value};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Fact, Field, Kind, Record, Status, entries, whole_day};
use crate::text::fold_key;

const META: Meta = Meta {
    code: "PM070",
    name: "nonstandard-value",
    level: Level::Note,
    note_in_drafts: true,
    page: include_str!("nonstandard_value.md"),
};

pub(super) struct NonstandardValue;

impl Rule for NonstandardValue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn weighs_all(&self) -> bool {
        true
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let begin = found.len();
        let mut standard = 0;
        let mut is_in_template = false;
        for (index, record) in context.base.records.iter().enumerate() {
            let postmortem = &record.postmortem;
            let mut own = Vec::new();
            look(context, record, &mut own);
            if postmortem.kind.is_postmortem() {
                let says = postmortem.status.as_ref().is_some_and(|status| is_standard(status, record));
                standard += usize::from(says);
                found.extend(own.into_iter().map(|diagnostic| (index, diagnostic)));
            } else if postmortem.kind == Kind::Template {
                is_in_template |= own.iter().any(|diagnostic| diagnostic.variant == WORD);
            }
        }
        // A team that has words of its own for it, in its template or nearly everywhere, has a standard.
        let words = found[begin..].iter().filter(|(_, diagnostic)| diagnostic.variant == WORD).count();
        if is_in_template || (words >= A_HABIT && words > standard && !context.base.is_partial) {
            let kept = found.split_off(begin);
            found.extend(kept.into_iter().filter(|(_, diagnostic)| diagnostic.variant != WORD));
        }
    }
}

/// So many documents that say it alike are a habit.
const A_HABIT: usize = 3;

/// The variant about words for a status.
const WORD: &str = "word";

fn is_standard(status: &Fact<Status>, record: &Record) -> bool {
    record.postmortem.value(Field::Status).is_some_and(|written| written.eq_ignore_ascii_case(status.value.name()))
}

/// What is nonstandard in one document.
fn look(context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        for entry in entries(&record.document) {
            let Value::Text(value) = &entry.node.value else { continue };
            let Some(field) = context.lexicon.field_of_key(&entry.key) else { continue };
            let Some((variant, standard)) = standard(context, entry, field, value) else { continue };
            let fix = super::place::respelt(entry.node.span, value, &standard, &record.document.text);
            found.push(
                Diagnostic::new(META.name, super::place::first_line(entry.node.span, &record.document.text))
                    .variant(variant)
                    .with("value", value.trim())
                    .with("standard", standard)
                    .about(field.key())
                    .mended_by(fix),
            );
        }
}

/// Which message a value deserves, and the same value as it is written everywhere.
fn standard(context: &Context<'_>, entry: &Entry, field: Field, value: &str) -> Option<(&'static str, String)> {
    let value = value.trim();
    let (variant, standard) = match field {
        Field::Date
        | Field::Started
        | Field::Detected
        | Field::Acknowledged
        | Field::Mitigated
        | Field::Resolved
        | Field::ReviewDate
        | Field::ReviewMeeting
        | Field::Published => ("", whole_day(value)?.to_string()),
        // Who writes the key in a language of their own writes the value in it too, and rightly.
        Field::Status if entry.key.is_ascii() => {
            let standard = context.lexicon.status_certain(value)?.name();
            (WORD, Some(standard).filter(|standard| fold_key(value) != *standard)?.to_owned())
        }
        Field::Severity => ("severity", own_severity(context, value)?.to_owned()),
        _ => return None,
    };
    (standard != value).then_some((variant, standard))
}

/// The one severity of the settings that has the same letters and digits.
fn own_severity<'c>(context: &'c Context<'_>, value: &str) -> Option<&'c str> {
    let letters = |word: &str| -> String {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let own = &context.settings.severities;
    let same = |word: &&String| letters(word) == letters(value);
    let first = own.iter().find(same).filter(|_| !letters(value).is_empty() && own.iter().filter(same).count() == 1)?;
    (!own.iter().any(|word| word == value)).then_some(first)
}
