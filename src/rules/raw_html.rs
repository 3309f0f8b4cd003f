//! The raw HTML in a document into its start tags.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::Document;
use crate::document::markdown::{self, Piece, Placed};
use crate::text::Span;

/// `<name attribute="value">`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StartTag {
    /// In lower case.
    pub(super) name: String,
    /// By name in lower case.
    pub(super) attributes: BTreeMap<String, String>,
    /// The whole tag.
    pub(super) span: Span,
}

/// A run of raw HTML, and where its parts come from: pairs of an offset in it and one in the document.
#[derive(Default)]
struct Chunk {
    html: String,
    origins: Vec<(usize, usize)>,
}

impl Chunk {
    fn push(&mut self, html: &str, at: usize) {
        self.origins.push((self.html.len(), at));
        self.html.push_str(html);
    }

    fn source_of(&self, offset: usize) -> usize {
        let before = self.origins.partition_point(|(at, _)| *at <= offset);
        before.checked_sub(1).map_or(0, |index| self.origins[index].1 + offset - self.origins[index].0)
    }
}

/// The start tags of all raw HTML. A document without any is not parsed again.
pub(super) fn start_tags(document: &Document) -> Vec<StartTag> {
    let body = document.text.get(document.body..).unwrap_or_default();
    let opens = |(at, _): (usize, &str)| body[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    if !body.match_indices('<').any(opens) {
        return Vec::new();
    }
    let chunks = markdown::pieces(&document.text, document.body, |pieces| chunks(&pieces));
    chunks.iter().flat_map(tags).collect()
}

/// A block of HTML is one chunk; in running text every tag is.
fn chunks(pieces: &[Placed<'_>]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut block: Option<Chunk> = None;
    for (piece, span) in pieces {
        match piece {
            Piece::Markdown(Event::Start(Tag::HtmlBlock)) => block = Some(Chunk::default()),
            Piece::Markdown(Event::End(TagEnd::HtmlBlock)) => chunks.extend(block.take()),
            Piece::Markdown(Event::Html(html) | Event::InlineHtml(html) | Event::Text(html)) if block.is_some() => {
                block.iter_mut().for_each(|block| block.push(html, span.start));
            }
            Piece::Markdown(Event::Html(html) | Event::InlineHtml(html)) => {
                let mut chunk = Chunk::default();
                chunk.push(html, span.start);
                chunks.push(chunk);
            }
            _ => {}
        }
    }
    chunks.extend(block);
    chunks
}

fn tags(chunk: &Chunk) -> Vec<StartTag> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut found = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(&chunk.html, emitter) {
        let Token::StartTag(tag) = token else { continue };
        let attributes = tag.attributes.iter().map(|(name, value)| (lossy(name), lossy(&value.value))).collect();
        let span = Span::new(chunk.source_of(tag.span.start), chunk.source_of(tag.span.end.saturating_sub(1)) + 1);
        found.push(StartTag { name: lossy(&tag.name), attributes, span });
    }
    found
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
