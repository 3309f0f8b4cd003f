//! Markdown text into events with spans: the one place where the parser and its options are chosen, and
//! where dialects are made alike, so that the tree and the page see the same document.
//!
//! 1. `mask`: container markers of other dialects become blocks that CommonMark knows.
//! 2. pulldown-cmark.
//! 3. `container`: these become admonitions, and so do `> [!NOTE] Title` quotes.
//! 4. `emoji`: codes become emoji.
//! 5. `emphasis`: bold next to Korean, Japanese and Chinese letters.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

pub use super::mask::Admonition;
use super::{container, emoji, emphasis, mask};
use crate::text::Span;

/// A parser event, or the begin or end of an admonition in any dialect.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    /// CommonMark and GFM.
    Markdown(Event<'a>),
    /// An admonition begins.
    Open(Admonition),
    /// It ends.
    Close,
}

/// A piece and where it stands in the whole file.
pub type Placed<'a> = (Piece<'a>, Span);

/// Every dialect that pulldown-cmark reads and that harms no plain text. Math only where a document shows by
/// `$$` that it means it (`$5/$10` is money). Left out: super- and subscript (they swallow footnotes), heading
/// attributes and metadata blocks (ours).
fn options(source: &str) -> Options {
    let math = if source.contains("$$") { Options::ENABLE_MATH } else { Options::empty() };
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
        | math
}

/// Calls `sink` with the pieces of the Markdown from `body` on. Spans are offsets into `text`.
pub fn pieces<T>(text: &str, body: usize, sink: impl FnOnce(Vec<Placed<'_>>) -> T) -> T {
    let source = &text[body..];
    let masked = mask::mask(source);
    let parsed = masked.as_ref().map_or(source, |masked| masked.text.as_str());
    // Room for as many as a document of lists and tables has: to make it bit by bit costs more.
    const BYTES_A_PIECE: usize = 16;
    let mut pieces: Vec<Placed<'_>> = Vec::with_capacity(parsed.len() / BYTES_A_PIECE);
    let events = Parser::new_ext(parsed, options(parsed)).into_offset_iter();
    pieces.extend(events.map(|(event, range)| (Piece::Markdown(event), Span::from(range))));
    if let Some(masked) = &masked {
        pieces = container::open(pieces, &masked.markers, source);
    }
    pieces = container::titled_quotes(pieces);
    pieces = emoji::show(pieces, parsed);
    pieces = emphasis::repair(pieces, parsed);
    for (_, span) in &mut pieces {
        *span = span.shifted(body);
    }
    sink(pieces)
}

/// 1 to 6.
pub fn level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Whether a tag holds running text rather than blocks.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// The same for its end.
pub(super) fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
