//! The block at the top of a file into entries with spans: YAML (`---`), TOML (`+++`) or JSON (`{`).

use super::{json, toml, yaml};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// The most a front matter block may have, in bytes; more is a problem and is not read.
pub const LARGEST: usize = 64 * 1024;
/// How deep values may be nested.
pub const DEEPEST: usize = 16;

pub(super) const RULE: &str = "invalid-front-matter";
/// The rule about keys that occur twice: nothing is broken, but one of the two values is not read.
pub(super) const DUPLICATE: &str = "duplicate-key";

/// Which notation the block is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `---`
    Yaml,
    /// `+++`
    Toml,
    /// `{`
    Json,
}

/// The entries at the top of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The notation; `None` where there is no block.
    pub format: Option<Format>,
    /// The block with its fences.
    pub span: Span,
    /// Its entries in the order written.
    pub entries: Vec<Entry>,
    /// Where the Markdown after it begins.
    pub body: usize,
}

/// A key and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// What it holds.
    pub node: Node,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A value. Numbers and dates keep the author's spelling.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any other single value, as written, without quotes.
    Text(String),
    /// Several values.
    List(Vec<Node>),
    /// Values with names.
    Map(Vec<Entry>),
}

impl Node {
    /// The single texts in here: itself, or those of the list. Maps give none.
    pub fn texts(&self) -> Vec<(&str, Span)> {
        match &self.value {
            Value::Text(text) => vec![(text.as_str(), self.span)],
            Value::List(nodes) => nodes.iter().flat_map(Self::texts).collect(),
            Value::Null | Value::Bool(_) | Value::Map(_) => Vec::new(),
        }
    }

    /// The entries of a map; empty for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }
}

/// A text as a YAML value: plain where nothing in it could be taken for anything else, else quoted (a JSON
/// string is a YAML string).
pub fn scalar(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.'))
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    if plain { text } else { serde_json::Value::String(text).to_string() }
}

/// Where the block is, before it is parsed.
struct Fenced {
    format: Format,
    /// With fences.
    whole: Span,
    /// Without fences.
    inner: Span,
}

/// Reads the block at the top of `text`. Problems name a place in `text`.
pub(super) fn read(text: &str, problems: &mut Vec<Diagnostic>) -> FrontMatter {
    let Some(fenced) = locate(text, problems) else {
        return FrontMatter { body: start_of_text(text), ..FrontMatter::default() };
    };
    let mut front =
        FrontMatter { format: Some(fenced.format), span: fenced.whole, entries: Vec::new(), body: fenced.whole.end };
    let size = fenced.inner.end - fenced.inner.start;
    if size > LARGEST {
        let diagnostic = Diagnostic::new(RULE, first_line(text, fenced.whole)).variant("too-large");
        problems.push(diagnostic.with("kib", size / 1024).with("limit", LARGEST / 1024));
        return front;
    }
    let inner = fenced.inner.slice(text);
    let mut found = Vec::new();
    front.entries = match fenced.format {
        Format::Yaml => yaml::read(inner, &mut found),
        Format::Toml => toml::read(inner, &mut found),
        Format::Json => json::read(inner, &mut found),
    };
    let offset = fenced.inner.start;
    front.entries.iter_mut().for_each(|entry| entry.shift(offset));
    problems.extend(found.into_iter().map(|mut problem| {
        problem.span = problem.span.shifted(offset);
        problem.related = problem.related.map(|span| span.shifted(offset));
        let edits = problem.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|edit| edit.span = edit.span.shifted(offset));
        problem
    }));
    front
}

impl Entry {
    fn shift(&mut self, offset: usize) {
        self.key_span = self.key_span.shifted(offset);
        self.node.shift(offset);
    }
}

impl Node {
    fn shift(&mut self, offset: usize) {
        self.span = self.span.shifted(offset);
        match &mut self.value {
            Value::List(nodes) => nodes.iter_mut().for_each(|node| node.shift(offset)),
            Value::Map(entries) => entries.iter_mut().for_each(|entry| entry.shift(offset)),
            Value::Null | Value::Bool(_) | Value::Text(_) => {}
        }
    }
}

/// Behind a byte order mark and one leading blank line, which editors and templates leave behind.
fn start_of_text(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { 3 } else { 0 }
}

fn locate(text: &str, problems: &mut Vec<Diagnostic>) -> Option<Fenced> {
    let mut start = start_of_text(text);
    let blank = text[start..].len() - text[start..].trim_start_matches(['\r', '\n', ' ']).len();
    if text[start..start + blank].matches('\n').count() <= 1 {
        start += blank;
    }
    let line = text[start..].lines().next().unwrap_or_default().trim_end();
    match line {
        "---" => fenced(text, start, Format::Yaml, problems),
        "+++" => fenced(text, start, Format::Toml, problems),
        _ if line.starts_with('{') && !line.starts_with("{{") && !line.starts_with("{%") => json::end(&text[start..])
            .map(|end| {
                let whole = Span::new(start, start + end);
                Fenced { format: Format::Json, whole, inner: whole }
            }),
        _ => None,
    }
}

fn fenced(text: &str, start: usize, format: Format, problems: &mut Vec<Diagnostic>) -> Option<Fenced> {
    let inner_start = start + text[start..].find('\n')? + 1;
    let mut at = inner_start;
    for line in text[inner_start..].split_inclusive('\n') {
        let bare = line.trim_end();
        let closes = match format {
            Format::Yaml => bare == "---" || bare == "...",
            _ => bare == "+++",
        };
        if closes {
            return Some(Fenced {
                format,
                whole: Span::new(start, at + line.len()),
                inner: Span::new(inner_start, at),
            });
        }
        at += line.len();
    }
    unclosed(text, Span::new(start, inner_start), format, problems)
}

/// A fence without an end: front matter if the next line looks like an entry, else a thematic break.
fn unclosed(text: &str, fence: Span, format: Format, problems: &mut Vec<Diagnostic>) -> Option<Fenced> {
    let rest = &text[fence.end..];
    let is_entry = |line: &str| {
        let key = line.split([':', '=']).next().unwrap_or_default().trim_end();
        key.len() < line.trim_end().len() && !key.is_empty() && !key.contains([' ', '#', '*'])
    };
    if !rest.lines().next().is_some_and(is_entry) {
        return None;
    }
    let length: usize = rest.split_inclusive('\n').take_while(|line| !ends_entries(line)).map(str::len).sum();
    let fence_text = if format == Format::Yaml { "---" } else { "+++" };
    problems.push(Diagnostic::new(RULE, fence.trimmed(text)).variant("unclosed").with("fence", fence_text));
    let inner = Span::new(fence.end, fence.end + length);
    Some(Fenced { format, whole: fence.to(inner), inner })
}

fn ends_entries(line: &str) -> bool {
    let bare = line.trim();
    bare.is_empty() || bare.starts_with('#')
}

fn first_line(text: &str, span: Span) -> Span {
    let length = span.slice(text).lines().next().map_or(0, str::len);
    Span::new(span.start, span.start + length)
}
