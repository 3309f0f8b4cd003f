//! One guide: a runbook, a practice page, a plan.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::RecordIndex;
use crate::postmortem::Field;
use crate::site::html::{self, Links, Outline};
use crate::site::view::{Fact, Related, Relation, Revisions, alternates, facts, linked, related, revisions};
use crate::site::{Address, Site, SiteError};
use crate::text::Html;

#[derive(Serialize)]
pub(super) struct Guide {
    title: String,
    description: String,
    path: String,
    facts: Vec<Fact>,
    contents: Vec<Contents>,
    body_html: Html,
    related: Vec<Relation>,
    backlinks: Vec<Relation>,
    /// That there are more.
    backlinks_more: Option<String>,
    history: Option<Revisions>,
}

/// A line of a page's table of contents.
#[derive(Serialize)]
pub(super) struct Contents {
    text: String,
    anchor: String,
    deep: bool,
}

/// Fewer headings than this need no table of contents.
const FEWEST: usize = 4;
/// With more lines than this, only the first level is listed.
const MOST: usize = 18;

/// The table of contents of a long document: its first level, and the second where there is room.
pub(super) fn contents(outline: &Outline) -> Vec<Contents> {
    let shown = |deepest: u8| -> Vec<Contents> {
        let headings = outline.headings.iter().filter(|heading| !heading.is_title && !heading.text.is_empty());
        headings
            .filter(|heading| heading.level <= deepest)
            .map(|heading| Contents {
                text: heading.text.clone(),
                anchor: heading.anchor.clone(),
                deep: heading.level > 2,
            })
            .collect()
    };
    let both = shown(3);
    match both.len() {
        0..FEWEST => Vec::new(),
        FEWEST..=MOST => both,
        _ => shown(2),
    }
}

pub(super) fn render(site: &Site<'_>, index: RecordIndex) -> Result<Vec<u8>, SiteError> {
    let record = &site.base.records[index];
    let words = site.words_for(record);
    let address = site.directory.record(index).cloned().unwrap_or_else(|| Address::folder("guides"));
    let page = page(site, &address, index);
    let frame = Frame::new(site, address.clone(), Part::Guides, &page.title, words)
        .about(record.postmortem.language.tag(), &page.description)
        .among(alternates(site, &address, index))
        .of_document(None, Some(linked(site, &address, index, words)));
    finish(site, "guide.html", &frame, &page, words)
}

/// A guide, as the page at an address shows it.
pub(super) fn page(site: &Site<'_>, address: &Address, index: RecordIndex) -> Guide {
    let record = &site.base.records[index];
    let postmortem = &record.postmortem;
    let words = site.words_for(record);
    let links = Links { site, from: address, record: index };
    let description = postmortem.value(Field::Description).unwrap_or_default().trim().to_owned();
    let Related { related, backlinks, backlinks_more } = related(site, address, index, words);
    Guide {
        title: postmortem.title.value.clone(),
        path: record.path.to_string(),
        facts: facts(site, address, index, words),
        contents: contents(site.outline(index)),
        body_html: html::body(record, site.outline(index), &links, words),
        related,
        backlinks,
        backlinks_more,
        history: revisions(site, index, words),
        description,
    }
}
