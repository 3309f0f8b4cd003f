//! Raw HTML into the same blocks that Markdown gives: headings, paragraphs, list items, table rows.
//!
//! Enough to understand a body that is HTML throughout; it is not a browser's parser, and what a page
//! shows comes from the sanitiser.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, Spanned, Token, Tokenizer};

use super::block::{Block, BlockKind, Item, MarkKind, Row, Table};
use super::tree::{InlineBuilder, html_mark};
use crate::text::Span;

/// The blocks of a chunk of raw HTML that stands at `offset` in the file.
pub(super) fn blocks(html: &str, offset: usize) -> Vec<Block> {
    let mut chunk = Chunk { offset, ..Chunk::default() };
    let emitter = DefaultEmitter::<usize>::new_with_span();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        chunk.token(token);
    }
    chunk.finish(html.len())
}

/// Tags that end the text before them.
const BREAKING: [&str; 24] = [
    "p",
    "div",
    "section",
    "article",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "details",
    "summary",
    "pre",
    "dl",
    "dt",
    "dd",
    "hr",
    "figure",
    "header",
    "footer",
    "aside",
    "thead",
];

/// Whether what an element holds is shown as it is written, or run: what looks like a comment in it may be an example.
pub(super) fn is_code(name: &str) -> bool {
    ["pre", "code", "samp", "kbd", "textarea", "script", "style", "xmp"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

#[derive(Default)]
struct Chunk {
    offset: usize,
    out: Vec<Block>,
    text: InlineBuilder,
    /// The place of the text so far; `None` while there is none.
    span: Option<Span>,
    heading: Option<u8>,
    items: Vec<Item>,
    table: Table,
    in_item: bool,
    cell: Option<bool>,
    /// Inside `<script>` or `<style>`.
    silent: bool,
    /// How many elements with code are open.
    code: usize,
}

impl Chunk {
    fn token(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => {
                let name = lossy(&tag.name);
                let span = self.place(tag.span.start, tag.span.end);
                self.code += usize::from(is_code(&name) && !tag.self_closing);
                let attributes = tag.attributes.iter().map(|(key, value)| (lossy(key), lossy(&value.value))).collect();
                self.start(&name, &attributes, span);
            }
            Token::EndTag(tag) => {
                let name = lossy(&tag.name);
                self.code = self.code.saturating_sub(usize::from(is_code(&name)));
                self.end(&name);
            }
            Token::String(Spanned { value, span }) if !self.silent => {
                let span = self.place(span.start, span.end);
                let text = lossy(&value);
                if !text.trim().is_empty() || self.span.is_some() {
                    self.text.text(&text, span);
                    self.span = Some(self.span.unwrap_or(span).to(span));
                }
            }
            Token::Comment(comment) if self.code == 0 => {
                let span = self.place(comment.span.start, comment.span.end);
                self.flush();
                self.out.push(Block { span, kind: BlockKind::Comment(lossy(&comment.value)) });
            }
            _ => {}
        }
    }

    fn start(&mut self, name: &str, attributes: &BTreeMap<String, String>, span: Span) {
        match name {
            "script" | "style" => self.silent = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = name[1..].parse().ok();
                self.span = Some(span);
            }
            "br" => self.text.text("\n", span),
            "a" => self.text.open(MarkKind::Link(attributes.get("href").cloned().unwrap_or_default()), span),
            "img" => {
                let source = attributes.get("src").cloned().unwrap_or_default();
                self.text.marked(MarkKind::Image(source), attributes.get("alt").map_or("", String::as_str), span);
                self.span = Some(self.span.unwrap_or(span).to(span));
            }
            name if BREAKING.contains(&name) => {
                self.flush();
                match name {
                    "li" | "dt" => self.in_item = true,
                    "tr" => self.table.rows.push(Row { span, cells: Vec::new() }),
                    "td" | "th" => self.cell = Some(name == "th"),
                    _ => {}
                }
            }
            name => self.text.open(html_mark(name), span),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "script" | "style" => self.silent = false,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.flush(),
            "ul" | "ol" | "dl" => {
                self.flush();
                self.close_list();
            }
            "table" => {
                self.flush();
                self.close_table();
            }
            "li" | "dd" => {
                self.flush();
                self.in_item = false;
            }
            name if BREAKING.contains(&name) => self.flush(),
            _ => self.text.close(),
        }
    }

    /// Ends the text so far as whatever it belongs to.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let (heading, cell) = (self.heading.take(), self.cell.take());
        let Some(span) = self.span.take() else { return };
        let inline = text.finish(span);
        let kind = match (heading, cell) {
            (Some(level), _) => BlockKind::Heading { level, text: inline, html: true },
            (None, Some(head)) => {
                let first = self.table.rows.len() == 1;
                match self.table.rows.last_mut() {
                    Some(_) if head && first => self.table.head.push(inline),
                    Some(row) => row.cells.push(inline),
                    None => {}
                }
                return;
            }
            (None, None) => BlockKind::Paragraph(inline),
        };
        let block = Block { span, kind };
        if self.in_item && heading.is_none() {
            self.items.push(Item { span, task: None, blocks: vec![block] });
        } else {
            self.out.push(block);
        }
    }

    fn close_list(&mut self) {
        let items = std::mem::take(&mut self.items);
        if let (Some(first), Some(last)) = (items.first(), items.last()) {
            let span = first.span.to(last.span);
            self.out.push(Block { span, kind: BlockKind::List { ordered: false, items } });
        }
    }

    fn close_table(&mut self) {
        let mut table = std::mem::take(&mut self.table);
        table.rows.retain(|row| !row.cells.is_empty());
        if let (Some(first), Some(last)) = (table.rows.first(), table.rows.last()) {
            let span = first.span.to(last.span);
            self.out.push(Block { span, kind: BlockKind::Table(table) });
        }
    }

    fn finish(mut self, length: usize) -> Vec<Block> {
        self.flush();
        self.close_list();
        self.close_table();
        let end = self.offset + length;
        self.out.retain(|block| block.span.end <= end);
        self.out
    }

    fn place(&self, start: usize, end: usize) -> Span {
        Span::new(start, end).shifted(self.offset)
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
