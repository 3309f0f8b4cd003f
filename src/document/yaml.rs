//! YAML front matter into entries with byte spans, within a fixed budget, with every error at once: an
//! entry that cannot be read becomes a problem and is blanked, and the rest is read again.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Error, Location, NonFiniteFloatPolicy, Options, Spanned, budget, options};

use super::front_matter::{DEEPEST, DUPLICATE, Entry, Node, RULE, Value};
use crate::diagnostic::{Diagnostic, Fix};
use crate::text::Span;

/// After so many broken entries the rest is not read: the block is then not front matter at all.
const MOST_ERRORS: usize = 16;

/// Reads the text between the fences. Spans and problems are relative to `inner`.
pub(super) fn read(inner: &str, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut text = inner.to_owned();
    for _ in 0..MOST_ERRORS {
        match serde_saphyr::from_str_with_options::<Spanned<Raw>>(&text, budgeted()) {
            Ok(root) => return root_entries(root, inner, problems),
            Err(error) => {
                let error = error.without_snippet();
                let at = begin_of_quote(&text, place(error.location(), inner));
                problems.push(explain(error, at, inner));
                if !blank_entry(&mut text, at.start) {
                    break;
                }
            }
        }
    }
    Vec::new()
}

fn budgeted() -> Options {
    options! {
        budget: budget! {
            max_depth: DEEPEST,
            max_nodes: 10_000,
            max_events: 40_000,
            max_anchors: 0,
            max_aliases: 0,
            max_documents: 1,
            max_total_scalar_bytes: 256 * 1024,
        },
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        // The id of a commit may look like a number beyond all bounds: `7e20415`.
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
    }
}

fn root_entries(root: Spanned<Raw>, inner: &str, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    match node(root, inner).value {
        Value::Map(entries) => entries,
        Value::Null => Vec::new(),
        _ => {
            let span = Span::new(0, inner.lines().next().map_or(0, str::len));
            problems.push(Diagnostic::new(RULE, span).variant("not-entries"));
            Vec::new()
        }
    }
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let span = place(Some(raw.referenced), text);
    match raw.value {
        Raw::Null => Node { value: Value::Null, span },
        Raw::Bool(yes) => Node { value: Value::Bool(yes), span },
        Raw::Number => Node { value: Value::Text(span.slice(text).trim().to_owned()), span },
        Raw::Text(value) => Node { value: Value::Text(value), span },
        Raw::List(items) => {
            let nodes: Vec<Node> = items.into_iter().map(|item| node(item, text)).collect();
            let span = nodes.iter().fold(span, |whole, item| whole.to(item.span));
            Node { value: Value::List(nodes), span }
        }
        Raw::Map(pairs) => {
            let entries: Vec<Entry> = pairs.into_iter().map(|(key, value)| entry(key, value, text)).collect();
            let span = entries.iter().fold(span, |whole, entry| whole.to(entry.key_span).to(entry.node.span));
            Node { value: Value::Map(entries), span }
        }
    }
}

fn entry(key: Spanned<String>, value: Spanned<Raw>, text: &str) -> Entry {
    Entry { key_span: place(Some(key.referenced), text), node: node(value, text), key: key.value }
}

/// The byte span of a location; errors of the scanner have none, so it is counted from line and column.
fn place(location: Option<Location>, text: &str) -> Span {
    let Some(location) = location else { return Span::at(0) };
    if let (Some(start), Some(length)) = (location.span().byte_offset(), location.span().byte_len()) {
        let (start, length) = (bytes(start), bytes(length));
        if length > 0 && text.get(start..start + length).is_some() {
            return Span::new(start, start + length);
        }
        if text.is_char_boundary(start) && length == 0 && location.span().offset() > 0 {
            return one_character(text, start);
        }
    }
    let line = bytes(location.line()).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    let column: usize = rest.chars().take(bytes(location.column()).saturating_sub(1)).map(char::len_utf8).sum();
    one_character(text, (start + column).min(text.len()))
}

fn bytes(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The character at a place; at the end of a line, the last one before it, so that there is something to see.
fn one_character(text: &str, start: usize) -> Span {
    let start = if text[start..].trim_start_matches([' ', '\r']).starts_with('\n') || start == text.len() {
        text[..start].trim_end().char_indices().next_back().map_or(0, |(at, _)| at)
    } else {
        start
    };
    Span::new(start, start + text[start..].chars().next().map_or(0, char::len_utf8))
}

/// A quote that is never closed is noticed only where the text ends or another quote begins: the mistake is
/// where the value begins whose quotes do not come in pairs up to the error.
fn begin_of_quote(text: &str, at: Span) -> Span {
    let odd = |text: &str, quote: char| text.replace("\\\"", "").matches(quote).count() % 2 == 1;
    let mut next = 0;
    let mut open: Option<(char, Span)> = None;
    for line in text.split_inclusive('\n') {
        let begin = next;
        next += line.len();
        if begin > at.start {
            break;
        }
        let value = line.split_once(':').map_or("", |(_, value)| value.trim());
        match (open, value.chars().next()) {
            (Some((quote, _)), _) if odd(line, quote) => open = None,
            (None, Some(quote @ ('"' | '\''))) if odd(value, quote) => {
                let offset = begin + line.find(value).unwrap_or(0);
                open = Some((quote, Span::new(offset, offset + value.len())));
            }
            _ => {}
        }
    }
    open.map_or(at, |(_, span)| span)
}

/// The parser's error as a problem that names the usual cause and its cure.
fn explain(error: &Error, at: Span, inner: &str) -> Diagnostic {
    let line = line_around(inner, at.start);
    let value = line.slice(inner).split_once(':').map_or("", |(_, value)| value.trim());
    let problem = |variant, span| Diagnostic::new(RULE, span).variant(variant);
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.clone().unwrap_or_default();
            return Diagnostic::new(DUPLICATE, at).with("key", key.clone()).about(key);
        }
        Error::Budget { .. } if line.slice(inner).contains(['&', '*']) => problem("alias", line),
        Error::Budget { .. } => problem("too-deep", line).with("limit", DEEPEST),
        _ if line.slice(inner).contains('\t') && line.slice(inner).starts_with(['\t', ' ']) => problem("tab", line),
        _ if value.starts_with(['@', '`', '%', '*', '&', '!', '|', '>', ',', '[', ']', '{', '}']) => {
            quotable(problem("unquoted", value_span(line, value, inner)), value, inner)
        }
        _ if value.starts_with(['"', '\'']) => problem("unclosed-quote", value_span(line, value, inner)),
        _ if value.contains(": ") => quotable(problem("unquoted-colon", value_span(line, value, inner)), value, inner),
        other => problem("syntax", at).with("reason", reason(other)),
    }
    .about(line.slice(inner).split(':').next().unwrap_or_default().trim())
}

fn quotable(problem: Diagnostic, value: &str, inner: &str) -> Diagnostic {
    let quoted = if value.contains('"') {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\"))
    };
    let fix = is_whole(problem.span, value, inner).then(|| Fix::edit(problem.span, quoted.as_str()));
    problem.with("value", value).with("quoted", quoted).mended_by(fix)
}

/// Whether a value is certainly one text: of an entry at the top, on one line, without what could be a comment, and
/// not begun like a list, a map, a tag or a block that is broken.
fn is_whole(span: Span, value: &str, inner: &str) -> bool {
    let line = line_around(inner, span.start);
    let key = inner[line.start..span.start].trim_end();
    let plain_key = key.strip_suffix(':').is_some_and(|key| {
        begins_entry(key) && !key.contains(['"', '\'', '{', '[', '#', ':', '?']) && key.trim_end() == key
    });
    let next = inner[line.end..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
    let continued = next.starts_with([' ', '\t', '-']) && !next.starts_with("---");
    let begins = !value.starts_with(['*', '&', '!', '|', '>', ',', '[', ']', '{', '}', '#', '"', '\'']);
    plain_key && begins && !continued && !value.contains(" #") && !value.ends_with(':')
}

fn value_span(line: Span, value: &str, inner: &str) -> Span {
    let at = line.slice(inner).find(value).unwrap_or(0);
    Span::new(line.start + at, line.start + at + value.len())
}

/// The first line of the parser's own words, without the position it adds.
fn reason(error: &Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    first.split(" at line ").next().unwrap_or_default().trim_end_matches(':').trim().to_owned()
}

fn line_around(text: &str, at: usize) -> Span {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    Span::new(start, end).trimmed_end(text)
}

impl Span {
    fn trimmed_end(self, text: &str) -> Self {
        Self::new(self.start, self.start + self.slice(text).trim_end().len())
    }
}

/// Replaces the top-level entry around `at` by blanks of the same length; false when there is nothing to blank.
fn blank_entry(text: &mut String, at: usize) -> bool {
    let mut start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    while start > 0 && !begins_entry(&text[start..]) {
        start = text[..start - 1].rfind('\n').map_or(0, |newline| newline + 1);
    }
    let first = text[start..].split_inclusive('\n').next().map_or(0, str::len);
    let more: usize =
        text[start + first..].split_inclusive('\n').take_while(|line| !begins_entry(line)).map(str::len).sum();
    let end = start + first + more;
    if text[start..end].trim().is_empty() {
        return false;
    }
    let blank: String = text[start..end].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(start..end, &blank);
    true
}

fn begins_entry(line: &str) -> bool {
    !line.starts_with([' ', '\t', '-', '\n', '\r', '#', '}', ']'])
}

/// A value as the parser gives it, before spans are resolved.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Self>>),
    Map(Vec<(Spanned<String>, Spanned<Self>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(yes))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key()? {
            pairs.push((key, map.next_value()?));
        }
        Ok(Raw::Map(pairs))
    }
}
