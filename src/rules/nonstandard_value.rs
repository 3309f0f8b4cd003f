//! Finds days, statuses and severities in front matter that are understood, and written in a way that only people and
//! pmdoc understand.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Entry, Value};
use crate::postmortem::{Field, Record, entries, whole_day};
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

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
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
            ("word", Some(standard).filter(|standard| fold_key(value) != *standard)?.to_owned())
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
