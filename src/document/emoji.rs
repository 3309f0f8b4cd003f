//! Emoji codes (`:fire:`) in running text into the emoji they stand for, as GitHub shows them.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::markdown::{Piece, Placed};
use crate::text::Span;

/// Replaces the codes outside code. Times (`12:30:45`) and other colons are left alone: only known names count.
pub(super) fn show<'a>(pieces: Vec<Placed<'a>>, source: &str) -> Vec<Placed<'a>> {
    let mut in_code = false;
    let holds_code = |(piece, _): &Placed<'_>| match piece {
        Piece::Markdown(Event::Start(Tag::CodeBlock(_))) => {
            in_code = true;
            false
        }
        Piece::Markdown(Event::End(TagEnd::CodeBlock)) => {
            in_code = false;
            false
        }
        Piece::Markdown(Event::Text(text)) => !in_code && has_code(text),
        _ => false,
    };
    if !pieces.iter().any(holds_code) {
        return pieces;
    }
    let mut out = Vec::with_capacity(pieces.len());
    let mut in_code = false;
    for (piece, span) in pieces {
        match &piece {
            Piece::Markdown(Event::Start(Tag::CodeBlock(_))) => in_code = true,
            Piece::Markdown(Event::End(TagEnd::CodeBlock)) => in_code = false,
            Piece::Markdown(Event::Text(text)) if !in_code && has_code(text) && span.slice(source) == text.as_ref() => {
                let escaped = source[..span.start].ends_with('\\');
                out.extend(split(text, span, escaped));
                continue;
            }
            _ => {}
        }
        out.push((piece, span));
    }
    out
}

/// Whether a known name stands between two colons: nearly nowhere, though times and addresses have colons, too.
fn has_code(text: &str) -> bool {
    // What follows the last colon is closed by none.
    let closed = text.rsplit_once(':').map_or("", |(before, _)| before);
    closed.split(':').skip(1).any(|name| emojis::get_by_shortcode(name).is_some())
}

/// A text cut around its codes, each part with its own place. `escaped`: a back slash stands before it.
fn split<'a>(text: &str, span: Span, escaped: bool) -> Vec<Placed<'a>> {
    let mut parts = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    let mut push = |shown: &str, range: std::ops::Range<usize>| {
        if !shown.is_empty() {
            let place = Span::new(span.start + range.start, span.start + range.end);
            parts.push((Piece::Markdown(Event::Text(CowStr::from(shown.to_owned()))), place));
        }
    };
    while let Some(open) = text[at..].find(':').map(|found| at + found) {
        let Some(close) = text[open + 1..].find(':').map(|found| open + 1 + found) else { break };
        // `a:b:c` is three fields of something, not a letter between two others.
        let joined = text[..open].ends_with(|c: char| c.is_ascii_alphanumeric())
            || text[close + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let literal = joined || (escaped && open == 0);
        match emojis::get_by_shortcode(&text[open + 1..close]).filter(|_| !literal) {
            Some(emoji) => {
                push(&text[plain..open], plain..open);
                push(emoji.as_str(), open..close + 1);
                (plain, at) = (close + 1, close + 1);
            }
            None => at = close,
        }
    }
    push(&text[plain..], plain..text.len());
    parts
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Document};

    #[test]
    fn codes_become_emoji_and_times_stay() {
        let text = |markdown: &str| match &Document::parse(markdown.to_owned()).blocks[0].kind {
            BlockKind::Paragraph(text) => text.text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(":fire: 결제 :white_check_mark: 12:30:45 a:b:c"), "🔥 결제 ✅ 12:30:45 a:b:c");
        assert_eq!(text("`:fire:` \\:fire: ::"), ":fire: :fire: ::");
    }
}
