//! JSON front matter, as Hugo reads it. JSON is YAML in flow style, so the YAML reader gives the spans.

use super::front_matter::Entry;
use super::yaml;
use crate::diagnostic::Diagnostic;

/// Where the object that begins the text ends; `None` where it is not an object (then it is ordinary text).
pub(super) fn end(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<_, serde_json::Value>>();
    values.next()?.ok()?;
    let end = values.byte_offset();
    let line = text[end..].split_inclusive('\n').next().unwrap_or_default();
    line.trim().is_empty().then_some(end + line.len())
}

pub(super) fn read(inner: &str, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    yaml::read(&inner.replace('\t', " "), problems)
}
