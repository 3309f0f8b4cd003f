//! The search page: a box, what narrows the results, and room for them. The script fills it; without one it leads to the
//! list of all incidents.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::postmortem::{Kind, Status};
use crate::search::Facet;
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct Search {
    /// The facets, as JSON.
    facets: String,
    incidents: String,
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
    let labels = Facet::ALL.map(|facet| labels(facet, words));
    let page = Search {
        facets: serde_json::to_string(&labels).unwrap_or_default(),
        incidents: here.link_to(&Address::folder("incidents")),
    };
    let frame = Frame::new(site, here, Part::None, words.text("search.title"), words).with_own_search();
    finish(site, "search.html", &frame, &page, words)
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
