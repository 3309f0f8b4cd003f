//! The days that a document gives its incident: in its metadata, at the begin of its title, in its file's name.

use jiff::civil::Date;

use crate::postmortem::{Field, Record, date_in, document_name};
use crate::text::Span;

/// A day, and where the document says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    /// A term of the message catalogue: `date`, `started`, `title` or `file-name`.
    pub(super) source: &'static str,
    /// The day.
    pub(super) day: Date,
    /// Its place; empty for the file's name.
    pub(super) span: Span,
}

/// The days of a document, in the order in which they are believed.
pub(super) fn days(record: &Record) -> Vec<Dated> {
    let postmortem = &record.postmortem;
    let mut days: Vec<Dated> =
        [Field::Date, Field::Started].into_iter().filter_map(|field| of_field(record, field)).collect();
    let title = &postmortem.title;
    let in_title = stated(&title.value).or_else(|| in_parenthesis(&title.value));
    days.extend(in_title.filter(|_| title.span != Span::at(0)).map(|day| Dated {
        source: Field::Title.key(),
        day,
        span: title.span,
    }));
    let in_name = date_in(document_name(&record.path)).map(|(day, _)| day);
    days.extend(in_name.map(|day| Dated { source: "file-name", day, span: Span::at(0) }));
    days
}

/// The day that a field states.
pub(super) fn of_field(record: &Record, field: Field) -> Option<Dated> {
    let fact = record.postmortem.fields.get(&field)?.first()?;
    Some(Dated { source: field.key(), day: stated(&fact.value)?, span: fact.span })
}

/// The day that a text begins with. A day somewhere in a sentence may be any day, and what is written `11/12/2026` is
/// the eleventh of a month to some and the twelfth to others.
fn stated(text: &str) -> Option<Date> {
    let text = text.trim_start_matches(['[', '(', ' ']);
    let (day, range) = date_in(text)?;
    let ambiguous = text[range.clone()].chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-'))
        && !text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    (range.start == 0 && !ambiguous).then_some(day)
}

/// `결제 장애 (2026-03-04)`
fn in_parenthesis(title: &str) -> Option<Date> {
    let (_, inside) = title.trim_end().strip_suffix([')', ']', '）'])?.rsplit_once(['(', '[', '（'])?;
    stated(inside)
}
