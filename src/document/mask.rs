//! Container blocks that CommonMark does not know (`:::note`, `!!! note "Title"`, `??? tip`) into ones it
//! does, without moving a byte: a marker line becomes a thematic break (`***`) or a list item that holds one
//! (`+ ***`), padded to its old length. `container` turns these back into admonitions.

use std::collections::BTreeMap;

/// What a marker line begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admonition {
    /// The type as written: `note`, `info`, `시크릿`, …
    pub name: String,
    /// The title as written; `None` for the type's usual one.
    pub title: Option<String>,
}

/// A masked marker, by the byte offset of its thematic break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marker {
    /// `:::note`, closed by the marker at the other offset.
    Open(Admonition, usize),
    /// `:::`
    Close(usize),
    /// `!!! note`: the list item that it stands in is the container.
    Item(Admonition),
}

/// A text of the same length, and the markers hidden in it.
pub(super) struct Masked {
    pub(super) text: String,
    pub(super) markers: BTreeMap<usize, Marker>,
}

/// A marker line that was found, before pairs are known.
struct Found {
    at: usize,
    length: usize,
    colons: usize,
    admonition: Option<Admonition>,
}

/// Masks the container markers of `source`. `None` where there are none, which is nearly always.
pub(super) fn mask(source: &str) -> Option<Masked> {
    if !source.contains(":::") && !source.contains("!!! ") && !source.contains("??? ") && !source.contains("???+") {
        return None;
    }
    let found = find(source);
    let mut markers = pairs(&found);
    for marker in found.iter().filter(|marker| marker.colons == 0) {
        if let Some(admonition) = &marker.admonition {
            markers.insert(marker.at + 2, Marker::Item(admonition.clone()));
        }
    }
    if markers.is_empty() {
        return None;
    }
    let mut text = source.to_owned();
    for marker in &found {
        let (mask, at) = if marker.colons == 0 { ("+ ***", marker.at + 2) } else { ("***", marker.at) };
        if markers.contains_key(&at) {
            text.replace_range(marker.at..marker.at + marker.length, &format!("{mask:<width$}", width = marker.length));
        }
    }
    Some(Masked { text, markers })
}

fn pairs(found: &[Found]) -> BTreeMap<usize, Marker> {
    let mut markers = BTreeMap::new();
    let mut open: Vec<(&Found, &Admonition)> = Vec::new();
    for marker in found.iter().filter(|marker| marker.colons > 0) {
        if let Some(admonition) = &marker.admonition {
            open.push((marker, admonition));
            continue;
        }
        if let Some(index) = open.iter().rposition(|(opener, _)| opener.colons == marker.colons) {
            let (opener, admonition) = open[index];
            open.truncate(index);
            markers.insert(opener.at, Marker::Open(admonition.clone(), marker.at));
            markers.insert(marker.at, Marker::Close(opener.at));
        }
    }
    markers
}

/// Every marker line outside fenced code.
fn find(source: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let bare = line.trim_end();
        let content = bare.trim_start_matches([' ', '\t', '>']);
        let start = at + (bare.len() - content.len());
        at += line.len();
        if let Some((c, length)) = fence {
            if run(content, c) >= length && content.trim_start_matches(c).trim().is_empty() {
                fence = None;
            }
            continue;
        }
        match content.chars().next() {
            Some(c @ ('`' | '~')) if run(content, c) >= 3 => fence = Some((c, run(content, c))),
            Some(':') if run(content, ':') >= 3 => found.extend(colons(content, start)),
            Some('!' | '?') => found.extend(exclamation(content, start)),
            _ => {}
        }
    }
    found
}

fn run(text: &str, c: char) -> usize {
    text.chars().take_while(|&other| other == c).count()
}

/// `:::note[Title]`, `:::note Title`, `::: {.warning}`, `:::tip[Title]{icon="x"}`, `:::`.
fn colons(content: &str, at: usize) -> Option<Found> {
    let colons = run(content, ':');
    let rest = content[colons..].trim();
    let admonition = if rest.is_empty() { None } else { Some(colon_admonition(rest)?) };
    Some(Found { at, length: content.len(), colons, admonition })
}

fn colon_admonition(rest: &str) -> Option<Admonition> {
    if let Some(class) = rest.strip_prefix('{') {
        let name = class.trim_start_matches(['.', ' ']).split(['}', ' ', '.', '#']).next()?;
        return Some(Admonition { name: name.to_owned(), title: None });
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    let (name, tail) = rest.split_at(end);
    let tail = tail.split('{').next().unwrap_or_default().trim();
    let title = tail.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(tail).trim();
    (!name.is_empty())
        .then(|| Admonition { name: name.to_owned(), title: (!title.is_empty()).then(|| title.to_owned()) })
}

/// `!!! note "Title"`, `??? note`, `???+ note`.
fn exclamation(content: &str, at: usize) -> Option<Found> {
    let rest = ["!!! ", "???+ ", "??? "].iter().find_map(|marker| content.strip_prefix(marker))?.trim();
    let mut words = rest.splitn(2, [' ', '"']);
    let name = words.next().filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '-'))?;
    let quoted = rest.split('"').nth(1).map(str::to_owned);
    (!name.is_empty() && (rest.len() == name.len() || rest.contains('"') || rest.contains(" inline"))).then(|| Found {
        at,
        length: content.len(),
        colons: 0,
        admonition: Some(Admonition { name: name.to_owned(), title: quoted }),
    })
}
