//! The links and pictures of a document's Markdown into what has to be changed, so that they lead around in the site: to the
//! Markdown of other documents, to files that the site carries. What leads nowhere keeps its text and loses its link.

use pulldown_cmark::{Event, LinkType, Tag};

use crate::document::markdown::{Piece, Placed};
use crate::site::html::{Links, Target};
use crate::text::Span;

/// A part of the text, and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) text: String,
}

/// What has to be changed in a document.
pub(super) fn edits(text: &str, pieces: &[Placed<'_>], links: &Links<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (at, (piece, span)) in pieces.iter().enumerate() {
        let (link_type, url, is_image) = match piece {
            Piece::Markdown(Event::Start(Tag::Link { link_type, dest_url, .. })) => (*link_type, dest_url, false),
            Piece::Markdown(Event::Start(Tag::Image { link_type, dest_url, .. })) => (*link_type, dest_url, true),
            _ => continue,
        };
        if matches!(link_type, LinkType::WikiLink { .. }) {
            edits.extend(wiki(&pieces[at + 1..], *span, links, url).into_iter().flatten());
            continue;
        }
        let inner_end = inner_end(&pieces[at + 1..], *span, is_image);
        edits
            .extend(change(text, *span, inner_end, link_type, destination(links, url, is_image)).into_iter().flatten());
    }
    edits
}

/// `[[name]]` as a link that every reader of Markdown knows.
fn wiki(inside: &[Placed<'_>], link: Span, links: &Links<'_>, url: &str) -> Option<[Edit; 2]> {
    let Target::Inside(to, _) = links.wiki(url) else { return None };
    let site = links.site;
    let name = url.split('#').next().unwrap_or_default().trim();
    // A cause may have a page and no document.
    let is_cause = !site.base.ids.contains_key(name) && site.directory.cause_named(name).is_some();
    let to = if is_cause { to } else { markdown_of(&to) };
    let label = inside.first()?.1;
    let is_within = link.start < label.start && label.end < link.end;
    is_within.then(|| {
        [
            Edit { span: Span::new(link.start, label.start), text: "[".to_owned() },
            Edit { span: Span::new(label.end, link.end), text: format!("]({to})") },
        ]
    })
}

/// Where a link leads.
enum Destination {
    /// Where its author says.
    Same,
    Other(String),
    Nowhere,
}

fn destination(links: &Links<'_>, url: &str, is_image: bool) -> Destination {
    match links.resolve(url) {
        Target::Outside(_) if is_image => Destination::Same,
        _ if is_image => links.image(url).map_or(Destination::Nowhere, Destination::Other),
        Target::Outside(outside) if outside == url => Destination::Same,
        Target::Outside(outside) => Destination::Other(outside),
        Target::Inside(inside, _) => Destination::Other(markdown_of(&inside)),
        Target::Nowhere => Destination::Nowhere,
    }
}

/// A document's Markdown stands beside its page.
fn markdown_of(link: &str) -> String {
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.strip_suffix("index.html").map_or_else(|| path.to_owned(), |folder| format!("{folder}index.md"));
    fragment.map_or_else(|| path.clone(), |fragment| format!("{path}#{fragment}"))
}

/// Where the text of a link ends.
fn inner_end(inside: &[Placed<'_>], link: Span, is_image: bool) -> usize {
    let within = inside.iter().map(|(_, span)| *span).take_while(|span| span.start > link.start && span.end < link.end);
    within.map(|span| span.end).max().unwrap_or(link.start + 1 + usize::from(is_image))
}

fn change(text: &str, link: Span, inner_end: usize, link_type: LinkType, to: Destination) -> Option<Vec<Edit>> {
    let tail = text.get(inner_end..link.end)?;
    let close = inner_end + tail.find(']')?;
    let edit = |start: usize, end: usize, text: String| Edit { span: Span::new(start, end), text };
    let to = match to {
        Destination::Same => return None,
        Destination::Other(to) => to,
        Destination::Nowhere => {
            let open = link.start + text.get(link.start..)?.find('[')? + 1;
            return Some(vec![edit(link.start, open, String::new()), edit(close, link.end, String::new())]);
        }
    };
    match link_type {
        LinkType::Inline => {
            let (start, end) = inline_destination(text, close + 1, link.end)?;
            Some(vec![edit(start, end, to)])
        }
        // Where the destination was defined for several links, each gets its own.
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
            let end = if text.get(link.end..)?.starts_with("[]") { link.end + 2 } else { link.end };
            Some(vec![edit(close, end, format!("]({to})"))])
        }
        _ => None,
    }
}

/// Where the destination stands in `(destination "title")`, with its angle brackets.
fn inline_destination(text: &str, at: usize, end: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..end)?.strip_prefix('(')?;
    let start = at + 1 + (rest.len() - rest.trim_start().len());
    let written = text.get(start..end)?;
    if written.starts_with('<') {
        return Some((start, start + written.find('>')? + 1));
    }
    let mut depth = 0_usize;
    for (offset, c) in written.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some((start, start + offset)),
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some((start, start + offset)),
            _ => {}
        }
    }
    None
}
