//! A knowledge base into everything of its site that is no page: feeds, a calendar, data, the map of the site, and what
//! programs read instead of pages.
//!
//! What must name the site's own address on the web (`feed`, `sitemap`) is only made where the settings say it.

mod calendar;
mod data;
mod feed;
mod headers;
mod llms;
mod sitemap;
mod twin;

use super::contents::Item;
use super::facet::FacetKind;
use super::{Address, Site};
use crate::knowledge::RecordIndex;

pub(in crate::site) use calendar::calendar;
pub(in crate::site) use data::file as data;
pub(in crate::site) use headers::{headers, robots};
pub(in crate::site) use llms::map as llms;
pub(in crate::site) use sitemap::file as sitemap;
pub(in crate::site) use twin::{address as twin, text as twin_of};

/// What a feed lists.
#[derive(Debug, Clone)]
pub(in crate::site) enum FeedOf {
    /// Every incident.
    Site,
    /// The incidents that have one thing in common: its place among the facets of its kind.
    Facet(FacetKind, usize),
    /// The occurrences of a cause.
    Cause(String),
}

/// Every file that is no page.
pub(in crate::site) fn all(site: &Site<'_>) -> Vec<(Address, Item)> {
    let mut files = vec![
        (Address::new("calendar.ics"), Item::Calendar),
        (Address::new("_headers"), Item::Headers),
        (Address::new("robots.txt"), Item::Robots),
        (Address::new("llms.txt"), Item::LanguageModels),
    ];
    let data = data::NAMES.iter().enumerate();
    files.extend(data.map(|(number, name)| (Address::new(format!("data/{name}")), Item::Data(number))));
    files.extend(feeds(site).into_iter().filter_map(|of| Some((site.feed_of(&of.folder(site)?)?, Item::Feed(of)))));
    files.extend(sitemap::addresses(site).into_iter().map(|(number, address)| (address, Item::Sitemap(number))));
    let twin_of = |index: RecordIndex| Some((twin(site.directory.record(index)?), Item::Twin(index)));
    files.extend((0..site.base.records.len()).filter_map(twin_of));
    files
}

/// The feed of the site, and one for each list of incidents and each cause.
fn feeds(site: &Site<'_>) -> Vec<FeedOf> {
    let facets = FacetKind::ALL.into_iter().flat_map(|kind| {
        let places = 0..site.facets.of(kind).len();
        places.map(move |at| FeedOf::Facet(kind, at))
    });
    let causes = site.base.causes.keys().cloned().map(FeedOf::Cause);
    std::iter::once(FeedOf::Site).chain(facets).chain(causes).collect()
}

impl FeedOf {
    /// The folder of the pages that list the same.
    fn folder(&self, site: &Site<'_>) -> Option<String> {
        match self {
            Self::Site => Some(String::new()),
            Self::Facet(kind, at) => Some(site.facets.of(*kind)[*at].folder.clone()),
            Self::Cause(id) => Some(site.directory.cause(id)?.as_str().strip_suffix("/index.html")?.to_owned()),
        }
    }
}

/// A feed.
pub(in crate::site) fn feed_of(site: &Site<'_>, of: &FeedOf) -> Vec<u8> {
    let folder = of.folder(site).unwrap_or_default();
    let (title, records): (String, Vec<RecordIndex>) = match of {
        FeedOf::Site => (String::new(), site.incidents().to_vec()),
        FeedOf::Facet(kind, at) => {
            let facet = &site.facets.of(*kind)[*at];
            (super::pages::facet_title(facet, site.words()), facet.records.clone())
        }
        FeedOf::Cause(id) => {
            let cause = &site.base.causes[id];
            let records = cause.all_occurrences().iter().rev().map(|occurrence| occurrence.record).collect();
            (cause.title(&site.words().tag).to_owned(), records)
        }
    };
    feed::bytes(site, &folder, &title, &records)
}
