//! Inline events into one text with marks.

use crate::document::block::{Inline, Mark, MarkKind};
use crate::text::Span;

/// A text that is being put together.
#[derive(Default)]
pub(in crate::document) struct InlineBuilder {
    inline: Inline,
    open: Vec<(MarkKind, usize, Span)>,
}

impl InlineBuilder {
    /// Begins a text that stands at `span`, and is seldom longer than its source.
    pub(in crate::document) fn at(span: Span) -> Self {
        let inline = Inline { text: String::with_capacity(span.end - span.start), ..Inline::default() };
        Self { inline, open: Vec::new() }
    }

    /// Appends text that stands at `span`.
    pub(in crate::document) fn text(&mut self, text: &str, span: Span) {
        let at = self.inline.text.len();
        // What goes on where the last run would has the same way back to the source.
        match self.inline.origins.last() {
            Some(&(begin, source)) if source + (at - begin) == span.start => {}
            Some(_) => self.inline.origins.push((at, span.start)),
            None => self.inline.origins = vec![(at, span.start)],
        }
        self.inline.text.push_str(text);
    }

    /// Appends text that is marked as a whole.
    pub(in crate::document) fn marked(&mut self, kind: MarkKind, text: &str, span: Span) {
        let start = self.inline.text.len();
        self.text(text, span);
        self.inline.marks.push(Mark { kind, range: start..self.inline.text.len(), span });
    }

    /// Begins a mark.
    pub(in crate::document) fn open(&mut self, kind: MarkKind, span: Span) {
        self.open.push((kind, self.inline.text.len(), span));
    }

    /// Ends the mark begun last.
    pub(in crate::document) fn close(&mut self) {
        if let Some((kind, start, span)) = self.open.pop() {
            self.inline.marks.push(Mark { kind, range: start..self.inline.text.len(), span });
        }
    }

    /// An inline HTML tag: line breaks and the tags that mean what Markdown can say.
    pub(in crate::document) fn html(&mut self, tag: &str, span: Span) {
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if name == "br" {
            self.text("\n", span);
        } else if tag.starts_with("</") {
            if self.open.last().is_some_and(|(kind, ..)| *kind == html_mark(&name)) {
                self.close();
            }
        } else if is_paired(&name) && !tag.ends_with("/>") {
            self.open(html_mark(&name), span);
        }
    }

    /// The finished text.
    pub(in crate::document) fn finish(mut self, span: Span) -> Inline {
        while !self.open.is_empty() {
            self.close();
        }
        self.inline.marks.retain(|mark| !matches!(mark.kind, MarkKind::Html(_)));
        self.inline.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        self.inline.span = span;
        self.inline
    }

    /// Only the text.
    pub(in crate::document) fn into_text(self) -> String {
        self.inline.text
    }
}

/// Inline HTML whose marks must nest with the others.
fn is_paired(name: &str) -> bool {
    matches!(name, "b" | "strong" | "i" | "em" | "s" | "del" | "strike" | "u" | "ins" | "span" | "mark" | "small")
}

/// The mark that an HTML tag stands for.
pub(in crate::document) fn html_mark(name: &str) -> MarkKind {
    match name {
        "b" | "strong" => MarkKind::Strong,
        "i" | "em" => MarkKind::Emphasis,
        "s" | "del" | "strike" => MarkKind::Struck,
        other => MarkKind::Html(other.to_owned()),
    }
}
