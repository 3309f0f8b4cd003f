//! Comments and entries that ask pmdoc to be silent into [`Suppression`]s: what they name, why, and which part of
//! the document they mean. What they name is not known here.
//!
//! - `<!-- pmdoc-ignore rule, rule: reason -->` means the block that follows, a whole section before a heading, and
//!   inside a text the paragraph, list item, table row or section that it stands in;
//! - `<!-- pmdoc-ignore-file rule: reason -->`, and `pmdoc: {ignore: {rule: reason}}` in front matter, the document.

use super::block::{Block, BlockKind};
use super::front_matter::{Entry, FrontMatter, Node, Value};
use crate::text::Span;

/// The most names that one comment may have; the rest is not read.
const MOST_NAMES: usize = 32;
/// What every comment to pmdoc begins with.
const PREFIX: &str = "pmdoc-";

/// Somebody asks for silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The whole comment or entry.
    pub span: Span,
    /// How it is written: `pmdoc-ignore`, `pmdoc-ignore-file`, or a command that pmdoc does not have.
    pub command: String,
    /// The rules it names, as written, each with its place.
    pub names: Vec<(String, Span)>,
    /// Why; may be empty.
    pub reason: String,
    /// What it means.
    pub scope: Scope,
}

/// What a suppression means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole document.
    Document,
    /// A part of it; empty where nothing follows.
    Part(Span),
    /// Nothing: its command is none.
    Unknown,
}

/// Everything that asks for silence, in the order of the text. `inside` are the comments that stand in a text.
pub(super) fn read(text: &str, front_matter: &FrontMatter, blocks: &[Block], inside: &[Span]) -> Vec<Suppression> {
    let mut found: Vec<Suppression> = front_matter.entries.iter().flat_map(of_entry).collect();
    let mut parts = Parts::default();
    parts.add(blocks, &sections(blocks, text.len()));
    parts.all.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let before = parts.comments.iter().filter_map(|&span| of_comment(text, span, |span| parts.after(span)));
    let within = inside.iter().filter_map(|&span| of_comment(text, span, |span| parts.around(span)));
    found.extend(before.chain(within));
    found.sort_by_key(|suppression| suppression.span);
    found
}

/// The parts of a document that a comment can mean.
#[derive(Default)]
struct Parts {
    /// Where each block, item and row stands, and what a comment about it covers. Sorted by where they begin, the
    /// outermost first.
    all: Vec<(Span, Span)>,
    /// The comments among the blocks.
    comments: Vec<Span>,
}

impl Parts {
    /// Adds blocks that stand side by side, with what a comment about each covers.
    fn add(&mut self, blocks: &[Block], covers: &[Span]) {
        for (block, &covered) in blocks.iter().zip(covers) {
            if let BlockKind::Comment(_) = block.kind {
                self.comments.push(block.span);
                continue;
            }
            if block.kind == BlockKind::Rule {
                continue;
            }
            self.all.push((block.span, covered));
            match &block.kind {
                BlockKind::Quote(inner) | BlockKind::Admonition { blocks: inner, .. } | BlockKind::Footnote(inner) => {
                    self.add(inner, &sections(inner, block.span.end));
                }
                BlockKind::List { items, .. } => {
                    for item in items {
                        self.all.push((item.span, item.span));
                        self.add(&item.blocks, &sections(&item.blocks, item.span.end));
                    }
                }
                BlockKind::Table(table) => self.all.extend(table.rows.iter().map(|row| (row.span, row.span))),
                _ => {}
            }
        }
    }

    /// What follows a place.
    fn after(&self, place: Span) -> Span {
        let next = self.all.partition_point(|(span, _)| span.start < place.end);
        self.all.get(next).map_or(Span::at(place.end), |(_, covered)| *covered)
    }

    /// What a place is in.
    fn around(&self, place: Span) -> Span {
        let next = self.all.partition_point(|(span, _)| span.start <= place.start);
        let around = self.all[..next].last().filter(|(span, _)| span.contains(place.start));
        around.map_or(Span::at(place.end), |(_, covered)| *covered)
    }
}

/// What a comment about each of these blocks covers: the block, and of a heading its section.
fn sections(blocks: &[Block], end: usize) -> Vec<Span> {
    // Where the next heading of this level, or of a higher one, begins.
    let mut next = [end; 7];
    let mut covers: Vec<Span> = Vec::with_capacity(blocks.len());
    for block in blocks.iter().rev() {
        covers.push(match block.kind {
            BlockKind::Heading { level, .. } => {
                let level = usize::from(level.clamp(1, 6));
                let section = Span::new(block.span.start, next[level]);
                next[level..].fill(block.span.start);
                section
            }
            _ => block.span,
        });
    }
    covers.reverse();
    covers
}

/// A comment, if it speaks to pmdoc. `part` tells what it covers.
fn of_comment(text: &str, span: Span, part: impl Fn(Span) -> Span) -> Option<Suppression> {
    let inner = span.slice(text).strip_prefix("<!--")?;
    let inner = inner.strip_suffix("-->").unwrap_or(inner);
    let start = span.start + "<!--".len() + (inner.len() - inner.trim_start().len());
    let words = inner.trim();
    let length = words.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(words.len());
    let command = words[..length].to_ascii_lowercase();
    if !command.starts_with(PREFIX) {
        return None;
    }
    let scope = match command.as_str() {
        "pmdoc-ignore" => Scope::Part(part(span)),
        "pmdoc-ignore-file" => Scope::Document,
        _ => {
            return Some(Suppression {
                span,
                command,
                names: Vec::new(),
                reason: String::new(),
                scope: Scope::Unknown,
            });
        }
    };
    let (listed, reason) = match words[length..].split_once([':', '：']) {
        Some((listed, reason)) => (listed, reason.trim()),
        // Without a colon, what follows the first word is no name.
        None => (first_words(&words[length..]), ""),
    };
    Some(Suppression { span, command, names: names(listed, start + length), reason: reason.to_owned(), scope })
}

/// A list of names, up to the first that is followed by another word.
fn first_words(text: &str) -> &str {
    let mut end = 0;
    for part in text.split_inclusive(SEPARATORS) {
        let name = part.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
        let Some(space) = name.find(char::is_whitespace) else {
            end += part.len();
            continue;
        };
        end += part.find(name).unwrap_or(0) + space;
        break;
    }
    &text[..end]
}

const SEPARATORS: [char; 3] = [',', '，', '、'];

/// The names of a list that stands at `offset`.
fn names(listed: &str, offset: usize) -> Vec<(String, Span)> {
    let is_between = |c: char| c.is_whitespace() || SEPARATORS.contains(&c);
    let mut at = 0;
    let mut found = Vec::new();
    for part in listed.split_inclusive(is_between) {
        let name = part.trim_end_matches(is_between);
        if !name.is_empty() && found.len() < MOST_NAMES {
            found.push((name.to_owned(), Span::new(offset + at, offset + at + name.len())));
        }
        at += part.len();
    }
    found
}

/// `pmdoc: {ignore: …}` or `pmdoc.ignore: …`
fn of_entry(entry: &Entry) -> Vec<Suppression> {
    match entry.key.as_str() {
        "pmdoc.ignore" => ignored(&entry.node),
        "pmdoc" => entry.node.entries().iter().flat_map(of_inner_entry).collect(),
        _ => Vec::new(),
    }
}

fn of_inner_entry(entry: &Entry) -> Vec<Suppression> {
    if entry.key == "ignore" {
        return ignored(&entry.node);
    }
    let command = format!("pmdoc.{}", entry.key);
    vec![Suppression { span: entry.key_span, command, names: Vec::new(), reason: String::new(), scope: Scope::Unknown }]
}

/// `{rule: reason}`; a list of rules has no reasons.
fn ignored(node: &Node) -> Vec<Suppression> {
    let one = |name: &str, span: Span, reason: &str| Suppression {
        span,
        command: "pmdoc.ignore".to_owned(),
        names: vec![(name.to_owned(), span)],
        reason: reason.trim().to_owned(),
        scope: Scope::Document,
    };
    match &node.value {
        Value::Map(entries) => {
            let reason = |entry: &Entry| match &entry.node.value {
                Value::Text(text) => text.clone(),
                _ => String::new(),
            };
            entries.iter().map(|entry| one(&entry.key, entry.key_span, &reason(entry))).collect()
        }
        _ => node.texts().into_iter().map(|(name, span)| one(name, span, "")).collect(),
    }
}
