//! Masked markers and titled quotes into admonitions.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Tag, TagEnd};

use super::markdown::{Piece, Placed};
use super::mask::{Admonition, Marker};
use crate::text::Span;

/// Turns the thematic breaks at the markers into the admonitions they stand for. A pair that does not
/// nest with the blocks around it is shown as its author wrote it.
pub(super) fn open<'a>(pieces: Vec<Placed<'a>>, markers: &BTreeMap<usize, Marker>, source: &str) -> Vec<Placed<'a>> {
    let parents = parents(&pieces, markers);
    let nests = |a: usize, b: usize| parents.contains_key(&a) && parents.get(&a) == parents.get(&b);
    let items = item_containers(&pieces, markers);
    let mut out = Vec::with_capacity(pieces.len());
    for (index, (piece, span)) in pieces.into_iter().enumerate() {
        match (&piece, markers.get(&span.start)) {
            (Piece::Markdown(Event::Rule), Some(marker)) => match marker {
                Marker::Open(admonition, close) if nests(span.start, *close) => {
                    out.push((Piece::Open(admonition.clone()), span));
                }
                Marker::Close(opener) if nests(*opener, span.start) => out.push((Piece::Close, span)),
                Marker::Item(_) => {}
                _ => literal(&mut out, span, source),
            },
            _ => match items.get(&index) {
                Some(Some(piece)) => out.push((piece.clone(), span)),
                Some(None) => {}
                None => out.push((unmasked(piece, span, markers, source), span)),
            },
        }
    }
    out
}

/// For each marker, the index of the event that opened the block around it.
fn parents(pieces: &[Placed<'_>], markers: &BTreeMap<usize, Marker>) -> BTreeMap<usize, usize> {
    let mut parents = BTreeMap::new();
    let mut open = vec![0];
    for (index, (piece, span)) in pieces.iter().enumerate() {
        match piece {
            Piece::Markdown(Event::Start(_)) => open.push(index + 1),
            Piece::Markdown(Event::End(_)) => drop(open.pop()),
            Piece::Markdown(Event::Rule) if markers.contains_key(&span.start) => {
                parents.insert(span.start, open.last().copied().unwrap_or(0));
            }
            _ => {}
        }
    }
    parents
}

/// The list items that are containers: their begin and end events by index, and the events of a list that
/// holds nothing else (`None`: dropped).
fn item_containers(
    pieces: &[Placed<'_>],
    markers: &BTreeMap<usize, Marker>,
) -> BTreeMap<usize, Option<Piece<'static>>> {
    let mut replaced = BTreeMap::new();
    let mut lists: Vec<(usize, bool)> = Vec::new();
    let mut items: Vec<Option<Admonition>> = Vec::new();
    for (index, (piece, _)) in pieces.iter().enumerate() {
        match piece {
            Piece::Markdown(Event::Start(Tag::List(_))) => lists.push((index, true)),
            Piece::Markdown(Event::Start(Tag::Item)) => {
                let admonition =
                    pieces.get(index + 1).and_then(|(next, span)| match (next, markers.get(&span.start)) {
                        (Piece::Markdown(Event::Rule), Some(Marker::Item(admonition))) => Some(admonition.clone()),
                        _ => None,
                    });
                match (&admonition, lists.last_mut()) {
                    (Some(admonition), _) => drop(replaced.insert(index, Some(Piece::Open(admonition.clone())))),
                    (None, Some(list)) => list.1 = false,
                    (None, None) => {}
                }
                items.push(admonition);
            }
            Piece::Markdown(Event::End(TagEnd::Item)) if items.pop().flatten().is_some() => {
                replaced.insert(index, Some(Piece::Close));
            }
            Piece::Markdown(Event::End(TagEnd::List(_))) => {
                if let Some((start, true)) = lists.pop() {
                    replaced.insert(start, None);
                    replaced.insert(index, None);
                }
            }
            _ => {}
        }
    }
    replaced
}

fn literal(out: &mut Vec<Placed<'_>>, span: Span, source: &str) {
    let text = span.slice(source).trim_end().to_owned();
    out.push((Piece::Markdown(Event::Start(Tag::Paragraph)), span));
    out.push((Piece::Markdown(Event::Text(CowStr::from(text))), span));
    out.push((Piece::Markdown(Event::End(TagEnd::Paragraph)), span));
}

/// Code that holds a marker line shows the author's line, not the mask.
fn unmasked<'a>(piece: Piece<'a>, span: Span, markers: &BTreeMap<usize, Marker>, source: &str) -> Piece<'a> {
    match piece {
        Piece::Markdown(Event::Text(_)) if markers.range(span.start..span.end).next().is_some() => {
            Piece::Markdown(Event::Text(CowStr::from(span.slice(source).to_owned())))
        }
        other => other,
    }
}

/// `> [!NOTE]` and `> [!info]- Title` quotes become admonitions.
pub(super) fn titled_quotes(pieces: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let is_quote = |piece: &Piece<'_>| matches!(piece, Piece::Markdown(Event::Start(Tag::BlockQuote(_))));
    if !pieces.iter().any(|(piece, _)| is_quote(piece)) {
        return pieces;
    }
    let mut out: Vec<Placed<'_>> = Vec::with_capacity(pieces.len());
    let mut converted: Vec<bool> = Vec::new();
    let mut skip = BTreeSet::new();
    for index in 0..pieces.len() {
        let (piece, span) = &pieces[index];
        match piece {
            _ if skip.contains(&index) => {}
            Piece::Markdown(Event::Start(Tag::BlockQuote(kind))) => {
                let admonition = match kind {
                    Some(kind) => Some(Admonition { name: kind_name(*kind).to_owned(), title: None }),
                    None => marked(&pieces[index + 1..]).map(|(admonition, used)| {
                        skip.extend(index + 2..index + 2 + used);
                        admonition
                    }),
                };
                converted.push(admonition.is_some());
                out.push((admonition.map_or(piece.clone(), Piece::Open), *span));
            }
            Piece::Markdown(Event::End(TagEnd::BlockQuote(_))) => {
                let close = if converted.pop() == Some(true) { Piece::Close } else { piece.clone() };
                out.push((close, *span));
            }
            _ => out.push((piece.clone(), *span)),
        }
    }
    out
}

fn kind_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

/// The admonition that the first line of a quote's first paragraph names, and how many events that line has.
fn marked(inside: &[Placed<'_>]) -> Option<(Admonition, usize)> {
    if !matches!(inside.first()?.0, Piece::Markdown(Event::Start(Tag::Paragraph))) {
        return None;
    }
    let mut line = String::new();
    let mut used = 0;
    for (piece, _) in &inside[1..] {
        match piece {
            Piece::Markdown(Event::Text(text) | Event::Code(text)) => line.push_str(text),
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => {
                used += 1;
                break;
            }
            Piece::Markdown(Event::End(TagEnd::Paragraph)) => break,
            Piece::Markdown(Event::Start(_) | Event::End(_)) => {}
            _ => return None,
        }
        used += 1;
    }
    let (name, title) = line.trim().strip_prefix("[!")?.split_once(']')?;
    let title = title.trim_start_matches(['-', '+']).trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    is_name.then(|| {
        let title = (!title.is_empty()).then(|| title.to_owned());
        (Admonition { name: name.to_lowercase(), title }, used)
    })
}
