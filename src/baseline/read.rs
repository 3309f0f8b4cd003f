//! The text of a baseline into its entries, or into everything that is wrong with it.

use toml::de::{DeTable, DeValue};

use super::{Baseline, Entry, Key, Place};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// The most a baseline may have, in bytes.
pub const LARGEST: u64 = 16 * 1024 * 1024;
/// Under this name mistakes are reported.
const RULE: &str = "invalid-baseline";
/// More mistakes than this are no help.
const MOST_MISTAKES: usize = 20;
const VERSION: &str = "1";
/// An entry, as help shows it.
const SHAPE: &str = r#"{ path = "…", rule = "…", subject = "…", count = 1 }"#;

impl Baseline {
    /// Reads the text of a baseline. Where two branches left two lines for one key, the larger count holds.
    ///
    /// # Errors
    /// What is wrong, with places in the text.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        if let Some(mark) = conflict(text) {
            return Err(vec![Diagnostic::new(RULE, mark).variant("conflict")]);
        }
        // A broken line makes all the lines after it look broken: the first mistake is the one to mend.
        let table = DeTable::parse(text).map_err(|error| {
            let span = error.span().map_or(Span::at(0), Span::from);
            vec![Diagnostic::new(RULE, span).variant("syntax").with("reason", error.message())]
        })?;
        let mut mistakes = Vec::new();
        let mut entries = Vec::new();
        let mut version = false;
        for (name, value) in table.get_ref() {
            let place = Span::from(value.span());
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("version", DeValue::Integer(number)) if number.as_str() == VERSION => version = true,
                ("version", _) => return Err(vec![Diagnostic::new(RULE, place).variant("version")]),
                ("findings", DeValue::Array(items)) => {
                    for item in items {
                        match entry(item.get_ref()) {
                            Some(entry) => entries.push(entry),
                            None => mistakes
                                .push(Diagnostic::new(RULE, item.span().into()).variant("entry").with("shape", SHAPE)),
                        }
                    }
                }
                _ => mistakes.push(Diagnostic::new(RULE, Span::from(name.span())).variant("key")),
            }
        }
        if !version && mistakes.is_empty() {
            mistakes.push(Diagnostic::new(RULE, Span::at(0)).variant("version"));
        }
        mistakes.sort_by_key(|mistake| mistake.span);
        mistakes.truncate(MOST_MISTAKES);
        if mistakes.is_empty() { Ok(Self::sorted(entries, usize::max)) } else { Err(mistakes) }
    }
}

/// The first line that a merge left between two sides.
fn conflict(text: &str) -> Option<Span> {
    let mut start = 0;
    text.split_inclusive('\n').find_map(|line| {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        ["<<<<<<< ", ">>>>>>> "].iter().any(|mark| line.starts_with(mark)).then_some(span)
    })
}

/// `{ path = "…", rule = "…", subject = "…", count = 1 }`
fn entry(value: &DeValue<'_>) -> Option<Entry> {
    let table = value.as_table()?;
    let (mut path, mut rule, mut subject, mut count, mut draft) = (None, None, "", 1, false);
    let mut place = Place::default();
    for (name, value) in table {
        let span = Span::from(value.span());
        match name.get_ref().as_ref() {
            "path" => place.path = span,
            "rule" if place.subject == Span::default() => place.subject = span,
            "subject" if span.end > span.start + "\"\"".len() => place.subject = span,
            _ => {}
        }
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("path", DeValue::String(text)) => path = Some(text.as_ref()),
            ("rule", DeValue::String(text)) => rule = Some(text.as_ref()),
            ("subject", DeValue::String(text)) => subject = text.as_ref(),
            ("count", DeValue::Integer(number)) => count = number.as_str().parse().ok().filter(|count| *count > 0)?,
            ("draft", DeValue::Boolean(value)) => draft = *value,
            _ => return None,
        }
    }
    let key = Key { path: path?.to_owned(), rule: rule?.to_owned(), subject: subject.to_owned(), draft };
    // More than anybody can find; and sums of such numbers stay numbers.
    const LARGEST: usize = 1_000_000_000;
    (count <= LARGEST).then_some(Entry { key, count, place })
}
