//! TOML front matter (`+++`), as Hugo and Zola write it, with every error at once.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::front_matter::{DUPLICATE, Entry, Node, RULE, Value};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

pub(super) fn read(inner: &str, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let (table, errors) = DeTable::parse_recoverable(inner);
    problems.extend(errors.iter().map(|error| {
        let span = error.span().map_or(Span::at(0), |range| visible(range, inner));
        // The parser has no other name for it.
        if error.message() == "duplicate key" {
            let key = span.slice(inner).trim();
            return Diagnostic::new(DUPLICATE, span).with("key", key).about(key);
        }
        Diagnostic::new(RULE, span).variant("syntax").with("reason", error.message()).about(error.message())
    }));
    entries(table.get_ref(), inner)
}

fn entries(table: &DeTable<'_>, text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span().into(),
            node: node(value, text),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

fn node(value: &Spanned<DeValue<'_>>, text: &str) -> Node {
    let span = Span::from(value.span());
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(item, text)).collect()),
        DeValue::Table(table) => Value::Map(entries(table, text)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Value::Text(span.slice(text).to_owned()),
    };
    Node { value, span }
}

/// An error at the end of a line points behind it: move it onto something that can be seen.
fn visible(range: Range<usize>, text: &str) -> Span {
    let mut start = range.start.min(text.len());
    if range.is_empty() || text[start..].starts_with(['\n', '\r']) {
        start = text[..start].trim_end().char_indices().next_back().map_or(0, |(at, _)| at);
    }
    let width = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, range.end.max(start + width))
}
