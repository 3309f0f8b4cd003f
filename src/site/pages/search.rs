//! The search page: a box, what narrows the results, and room for them. The script fills it; without one it leads to the
//! list of all incidents.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::postmortem::{Kind, Status};
use crate::search::{Facet, Tiers};
use crate::site::search as site_search;
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct Search {
    /// The facets, as JSON.
    facets: String,
    incidents: String,
    /// Whether there are so many documents that values are counted for those only who ask for it.
    when_asked: bool,
}

/// What a facet and its values are called.
#[derive(Serialize)]
struct Labels<'w> {
    name: &'static str,
    label: &'w str,
    values: BTreeMap<&'static str, &'w str>,
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = Address::folder("search");
    let page = Search {
        facets: facet_labels(Facet::ALL, words),
        incidents: here.link_to(&Address::folder("incidents")),
        when_asked: Tiers::of(site_search::records(site).len()).is_some(),
    };
    let frame = Frame::new(site, here, Part::None, words.text("search.title"), words).with_own_search();
    finish(site, "search.html", &frame, &page, words)
}

/// What facets and their values are called, as JSON.
pub(super) fn facet_labels(facets: impl IntoIterator<Item = Facet>, words: &Words) -> String {
    let labels: Vec<Labels<'_>> = facets.into_iter().map(|facet| labels(facet, words)).collect();
    serde_json::to_string(&labels).unwrap_or_default()
}

fn labels(facet: Facet, words: &Words) -> Labels<'_> {
    let called = |group: &str, name: &'static str| (name, words.text(&format!("{group}.{name}")));
    let values = match facet {
        Facet::Status => Status::ALL.iter().map(|status| called("status", status.name())).collect(),
        Facet::Kind => Kind::ALL.iter().map(|kind| called("kind", kind.name())).collect(),
        _ => BTreeMap::new(),
    };
    Labels { name: facet.name(), label: words.text(&format!("facet.{}", facet.name())), values }
}
