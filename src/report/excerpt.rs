//! The line that a finding is on, cleaned for a terminal, with the place marked.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::messages::Sentences;
use crate::text::{Printable, Span, concealed};

/// More characters of a line than this are not shown.
const WIDEST: usize = 160;
/// How many characters stand before the place where a line is cut.
const BEFORE: usize = 40;

/// A marked line, and the line it refers to if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line of the finding.
    pub line: Marked,
    /// A second line that explains it.
    pub related: Option<Marked>,
}

/// One cleaned line with a marked range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Line number, from 1.
    pub number: usize,
    /// The text.
    pub text: String,
    /// The marked bytes of it.
    pub range: Range<usize>,
    /// What the mark says; may be empty.
    pub label: String,
}

impl Excerpt {
    /// The excerpt for a diagnostic; `None` for a document without text.
    pub(super) fn new(document: &Document, diagnostic: &Diagnostic, sentences: &Sentences) -> Option<Self> {
        if document.text.is_empty() {
            return None;
        }
        let hidden = &diagnostic.concealed;
        let related = diagnostic.related.map(|span| Marked::new(document, span, &sentences.related, hidden));
        Some(Self { line: Marked::new(document, diagnostic.span, &sentences.label, hidden), related })
    }
}

impl Marked {
    fn new(document: &Document, span: Span, label: &str, hidden: &[Span]) -> Self {
        let number = document.lines.line(span.start);
        let line_start = document.lines.start_of(number, &document.text);
        let line_end = document.lines.start_of(number + 1, &document.text);
        let line = concealed(&document.text, Span::new(line_start, line_end), hidden);
        let line = line.trim_end_matches(['\n', '\r']);
        let start = boundary(line, span.start.saturating_sub(line_start));
        let end = boundary(line, (span.end.saturating_sub(line_start)).clamp(start, line.len()));
        let (from, to) = window(line, start);
        let (before, marked, after) =
            (&line[from..start], &line[start..end.clamp(start, to)], &line[end.clamp(start, to)..to]);
        let before = format!("{}{before}", if from > 0 { "…" } else { "" });
        let after = format!("{after}{}", if to < line.len() { "…" } else { "" });
        let (text, range) = Printable::parts(&before, marked, &after);
        Self { number, text: text.as_str().to_owned(), range, label: Printable::line(label).as_str().to_owned() }
    }
}

fn boundary(line: &str, offset: usize) -> usize {
    let mut offset = offset.min(line.len());
    while !line.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The bytes of the line to show around `start`.
fn window(line: &str, start: usize) -> (usize, usize) {
    let from = if line.char_indices().nth(WIDEST).is_some() {
        line[..start].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at)
    } else {
        0
    };
    let to = line[from..].char_indices().nth(WIDEST).map_or(line.len(), |(at, _)| from + at);
    (from, to.max(start))
}
