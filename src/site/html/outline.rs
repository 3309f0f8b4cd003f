//! A document's headings, Markdown and raw HTML alike, into anchors.

use std::collections::{BTreeMap, HashSet};

use pulldown_cmark::{Event, Tag, TagEnd};

use super::raw;
use crate::document::markdown::{self, Piece, Placed};
use crate::postmortem::Record;
use crate::text::{Anchors, Slug, fold_label};

/// The headings of one document in its order.
#[derive(Debug, Clone, Default)]
pub(in crate::site) struct Outline {
    /// The headings.
    pub(in crate::site) headings: Vec<Heading>,
    /// For a heading by its number, the canonical names of the sections that begin there.
    pub(in crate::site) aliases: BTreeMap<usize, Vec<&'static str>>,
    anchors: HashSet<String>,
    /// What every id of the document begins with, where it shares its page with others.
    pub(in crate::site) prefix: String,
}

/// One heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::site) struct Heading {
    /// The level on the page, 2 to 6: below the page's own heading, and never two deeper than the one before.
    pub(in crate::site) level: u8,
    /// The text without markup.
    pub(in crate::site) text: String,
    /// Its anchor, unique on the page.
    pub(in crate::site) anchor: String,
    /// Whether it repeats the title and is not shown.
    pub(in crate::site) is_title: bool,
}

impl Outline {
    /// The outline of a record, whose ids begin with a prefix.
    pub(in crate::site) fn new(record: &Record, prefix: String) -> Self {
        let document = &record.document;
        let found = markdown::pieces(&document.text, document.body, |pieces| find(&pieces));
        let mut outline = Self::named(found.iter().map(|(level, text, _)| (*level, text.as_str())), record);
        outline.alias(record, &found.iter().map(|(.., at)| *at).collect::<Vec<_>>());
        outline.headings.iter_mut().for_each(|heading| heading.anchor.insert_str(0, &prefix));
        outline.prefix = prefix;
        outline
    }

    fn named<'t>(found: impl Iterator<Item = (u8, &'t str)>, record: &Record) -> Self {
        let title = fold_label(&record.postmortem.title.value);
        let mut anchors = Anchors::default();
        let mut outline = Self::default();
        for (number, (level, text)) in found.enumerate() {
            let mut anchor = anchors.next(text);
            while !outline.anchors.insert(anchor.clone()) {
                anchor = anchors.next(text);
            }
            let is_title = number == 0 && level == 1 && fold_label(text) == title;
            outline.headings.push(Heading { level, text: text.to_owned(), anchor, is_title });
        }
        outline.settle();
        outline
    }

    /// Turns the author's levels into the page's.
    fn settle(&mut self) {
        let highest = self.headings.iter().filter(|heading| !heading.is_title).map(|heading| heading.level).min();
        let mut deepest = 2;
        for heading in self.headings.iter_mut().filter(|heading| !heading.is_title) {
            let level = (heading.level + 2).saturating_sub(highest.unwrap_or(2));
            heading.level = level.clamp(2, deepest);
            deepest = (heading.level + 1).min(6);
        }
    }

    /// Sections that begin at a heading give it their canonical name as a second anchor.
    fn alias(&mut self, record: &Record, places: &[usize]) {
        for section in &record.postmortem.sections {
            let name = section.name.name();
            let number = places.partition_point(|&at| at <= section.span.start);
            let near = number.checked_sub(1).filter(|&n| !section.heading.is_empty() && self.says(n, &section.heading));
            if let Some(number) = near
                && self.anchors.insert(name.to_owned())
            {
                self.aliases.entry(number).or_default().push(name);
            }
        }
    }

    fn says(&self, number: usize, heading: &str) -> bool {
        fold_label(&self.headings[number].text) == fold_label(heading)
    }

    /// The anchor that a link's fragment means, if the page has it.
    pub(in crate::site) fn anchor(&self, fragment: &str) -> Option<String> {
        let slug = Slug::new(fragment);
        [fragment, slug.as_str()]
            .into_iter()
            .find(|name| self.anchors.contains(*name))
            .map(|name| format!("{}{name}", self.prefix))
    }
}

/// Level, text and place of every heading.
fn find(pieces: &[Placed<'_>]) -> Vec<(u8, String, usize)> {
    let mut found = Vec::new();
    let mut html: Option<(String, usize)> = None;
    for (at, (piece, span)) in pieces.iter().enumerate() {
        match piece {
            Piece::Markdown(Event::Start(Tag::Heading { level, .. })) => {
                found.push((markdown::level(*level), plain(&pieces[at + 1..]), span.start));
            }
            Piece::Markdown(Event::Start(Tag::HtmlBlock)) => html = Some((String::new(), span.start)),
            Piece::Markdown(Event::Html(text)) => {
                if let Some((block, _)) = &mut html {
                    block.push_str(text);
                }
            }
            Piece::Markdown(Event::End(TagEnd::HtmlBlock)) => {
                let (block, start) = html.take().unwrap_or_default();
                found.extend(raw::headings(&block).into_iter().map(|(level, text, at)| (level, text, start + at)));
            }
            _ => {}
        }
    }
    found
}

/// The text of the pieces up to the end of the block or image that they are inside of.
pub(super) fn plain(pieces: &[Placed<'_>]) -> String {
    let mut text = String::new();
    let mut depth = 0;
    for (piece, _) in pieces {
        match piece {
            Piece::Markdown(Event::Start(_)) => depth += 1,
            Piece::Markdown(Event::End(_)) if depth == 0 => break,
            Piece::Markdown(Event::End(_)) => depth -= 1,
            Piece::Markdown(Event::Text(part) | Event::Code(part)) => text.push_str(part),
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}
