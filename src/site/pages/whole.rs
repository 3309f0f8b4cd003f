//! Everything on one page, for a theme that is printed or kept: the same typed contexts as on pages of their own,
//! one after the other.

use serde::Serialize;

use super::cause::{self, CausePage};
use super::guide::{self, Guide};
use super::incident::{self, Incident};
use super::{Frame, Part, finish};
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct Whole {
    incidents: Vec<Chapter<Incident>>,
    causes: Vec<Chapter<CausePage>>,
    guides: Vec<Chapter<Guide>>,
}

/// A page as part of another.
#[derive(Serialize)]
struct Chapter<T> {
    /// Where links to it lead.
    anchor: String,
    /// The language of what it is about.
    language: String,
    page: T,
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let here = Address::folder("");
    let words = site.words();
    let language = |index: usize| site.base.records[index].postmortem.language.tag().to_owned();
    let incidents = site.base.postmortems().into_iter().filter_map(|index| {
        let anchor = site.directory.record(index)?.fragment()?.to_owned();
        Some(Chapter { anchor, language: language(index), page: incident::page(site, &here, index) })
    });
    let causes = site.base.causes.keys().filter_map(|id| {
        let anchor = site.directory.cause(id)?.fragment()?.to_owned();
        Some(Chapter { anchor, language: words.tag.clone(), page: cause::page(site, &here, id) })
    });
    let guides = site.base.guides().into_iter().filter_map(|index| {
        let anchor = site.directory.record(index)?.fragment()?.to_owned();
        Some(Chapter { anchor, language: language(index), page: guide::page(site, &here, index) })
    });
    let whole = Whole { incidents: incidents.collect(), causes: causes.collect(), guides: guides.collect() };
    let frame = Frame::new(site, here.clone(), Part::None, "", words);
    finish(site, "book.html", &frame, &whole, words)
}
