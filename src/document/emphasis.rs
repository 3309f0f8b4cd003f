//! Bold and italic next to Korean, Japanese and Chinese letters.
//!
//! CommonMark leaves `**강조(Emphasis)**는` literal, because its closing `**` stands between punctuation and
//! a letter (commonmark-spec issue 650). Where the only reason is a CJK letter on the outside, the pair
//! counts here.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::markdown::{Piece, Placed, is_inline, is_inline_end};
use crate::text::{Span, is_cjk};

/// Replaces literal pairs of `**` and `*` by the emphasis they were meant to be.
pub(super) fn repair<'a>(pieces: Vec<Placed<'a>>, source: &str) -> Vec<Placed<'a>> {
    let suspicious = |(piece, span): &Placed<'_>| {
        matches!(piece, Piece::Markdown(Event::Text(text)) if text.contains('*')) && span.slice(source).contains('*')
    };
    if !pieces.iter().any(suspicious) {
        return pieces;
    }
    let mut out = Vec::with_capacity(pieces.len());
    let mut run = Vec::new();
    for placed in pieces {
        if is_running(&placed.0) {
            run.push(placed);
        } else {
            flush(&mut run, &mut out, source);
            out.push(placed);
        }
    }
    flush(&mut run, &mut out, source);
    out
}

fn is_running(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Markdown(event) => match event {
            Event::Start(tag) => is_inline(tag),
            Event::End(tag) => is_inline_end(*tag),
            Event::Html(_) | Event::Rule => false,
            _ => true,
        },
        Piece::Open(_) | Piece::Close => false,
    }
}

fn flush<'a>(run: &mut Vec<Placed<'a>>, out: &mut Vec<Placed<'a>>, source: &str) {
    let is_code_or_plain =
        !run.iter().any(|(piece, _)| matches!(piece, Piece::Markdown(Event::Text(text)) if text.contains('*')));
    if is_code_or_plain {
        out.append(run);
        return;
    }
    let mut parts: Vec<Placed<'a>> = Vec::new();
    for part in run.drain(..).flat_map(|placed| split(placed, source)) {
        join(&mut parts, part, source);
    }
    pair(&mut parts, source);
    out.append(&mut parts);
}

/// A text event cut so that each run of `*` stands alone. Texts that are not their source (escapes,
/// entities) stay whole: their stars were never markup.
fn split<'a>((piece, span): Placed<'a>, source: &str) -> Vec<Placed<'a>> {
    let Piece::Markdown(Event::Text(text)) = &piece else { return vec![(piece, span)] };
    if !text.contains('*') || span.slice(source) != text.as_ref() {
        return vec![(piece, span)];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    while start < bytes.len() {
        let star = bytes[start] == b'*';
        let length = bytes[start..].iter().take_while(|&&b| (b == b'*') == star).count();
        let part = text[start..start + length].to_owned();
        let place = Span::new(span.start + start, span.start + start + length);
        parts.push((Piece::Markdown(Event::Text(CowStr::from(part))), place));
        start += length;
    }
    parts
}

/// Adds a part; the parser gives each star of a run as an event of its own, and here a run is one.
fn join<'a>(parts: &mut Vec<Placed<'a>>, (piece, span): Placed<'a>, source: &str) {
    if let (Piece::Markdown(Event::Text(text)), Some((Piece::Markdown(Event::Text(last)), before))) =
        (&piece, parts.last_mut())
        && all_stars(text)
        && all_stars(last)
        && before.end == span.start
    {
        *before = before.to(span);
        *last = CowStr::from(before.slice(source).to_owned());
    } else {
        parts.push((piece, span));
    }
}

fn all_stars(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

/// What stands around a run of stars.
struct Stars {
    index: usize,
    depth: usize,
    count: usize,
    opens: bool,
    closes: bool,
    /// Open or close only because the letter outside is CJK.
    mended: bool,
}

fn pair(parts: &mut [Placed<'_>], source: &str) {
    let mut open: Vec<Stars> = Vec::new();
    let mut pairs = Vec::new();
    let mut depth = 0usize;
    for (index, (piece, span)) in parts.iter().enumerate() {
        match piece {
            Piece::Markdown(Event::Start(_)) => depth += 1,
            Piece::Markdown(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                open.retain(|stars| stars.depth <= depth);
            }
            Piece::Markdown(Event::Text(text)) if is_stars(text) => {
                if source[..span.start].ends_with('\\') {
                    continue;
                }
                let stars = flanking(index, depth, *span, source);
                let opener = open.iter().rposition(|other| {
                    stars.closes && other.depth == depth && other.count == stars.count && (other.mended || stars.mended)
                });
                match opener {
                    Some(found) => {
                        pairs.push((open[found].index, index, stars.count));
                        open.truncate(found);
                    }
                    None if stars.opens => open.push(stars),
                    None => {}
                }
            }
            _ => {}
        }
    }
    for (start, end, count) in pairs {
        let (tag, close) = if count == 2 { (Tag::Strong, TagEnd::Strong) } else { (Tag::Emphasis, TagEnd::Emphasis) };
        parts[start].0 = Piece::Markdown(Event::Start(tag));
        parts[end].0 = Piece::Markdown(Event::End(close));
    }
}

fn is_stars(text: &str) -> bool {
    matches!(text, "*" | "**")
}

/// CommonMark's flanking rules (section 6.2), with CJK letters counted as punctuation on the outside.
fn flanking(index: usize, depth: usize, span: Span, source: &str) -> Stars {
    let before = source[..span.start].chars().next_back().unwrap_or(' ');
    let after = source[span.end..].chars().next().unwrap_or(' ');
    let outside = |c: char| c.is_whitespace() || is_punctuation(c);
    let opens_plainly = !after.is_whitespace() && (!is_punctuation(after) || outside(before));
    let closes_plainly = !before.is_whitespace() && (!is_punctuation(before) || outside(after));
    let opens = !after.is_whitespace() && (opens_plainly || is_cjk(before));
    let closes = !before.is_whitespace() && (closes_plainly || is_cjk(after));
    let mended = (opens && !opens_plainly) || (closes && !closes_plainly);
    Stars { index, depth, count: span.end - span.start, opens, closes, mended }
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(u32::from(c), 0x2010..=0x2027 | 0x2030..=0x205E | 0x3001..=0x3003 | 0x3008..=0x3011
            | 0x3014..=0x301F | 0xFF01..=0xFF0F | 0xFF1A..=0xFF20 | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF65 | 0x20A0..=0x20CF)
}

#[cfg(test)]
mod tests {
    use crate::document::markdown::{Piece, pieces};
    use pulldown_cmark::{Event, Tag};

    fn bold(text: &str) -> usize {
        pieces(text, 0, |pieces| {
            pieces.iter().filter(|(piece, _)| matches!(piece, Piece::Markdown(Event::Start(Tag::Strong)))).count()
        })
    }

    #[test]
    fn bold_next_to_a_particle_is_bold() {
        for text in [
            "**강조(Emphasis)**는 굵게",
            "**\"인용\"**은",
            "**제목:**내용",
            "これは**「重要」**です",
            "**该星号。**这是",
            "문서를 **마크다운(Markdown)**을 사용",
        ] {
            assert_eq!(bold(text), 1, "{text}");
        }
        assert_eq!(bold("**가(a)**는 **나(b)**는"), 2);
    }

    #[test]
    fn stars_that_are_no_emphasis_stay() {
        for text in ["a ** b", "\\**가(나)\\**는", "`**가(나)**는`", "**열린 채(로) 끝"] {
            assert_eq!(bold(text), 0, "{text}");
        }
    }
}
