//! A line of links to other lists, each with how much is there.

use serde::Serialize;

use super::SeverityMark;
use crate::site::facet::FacetKind;
use crate::site::words::Words;
use crate::site::{Address, Site};

/// A line: what the lists tell apart, and the lists.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Rail {
    name: String,
    links: Vec<RailLink>,
    /// That there are more, and where.
    more: Option<String>,
    more_href: Option<String>,
}

/// One list.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct RailLink {
    pub(in crate::site) text: String,
    pub(in crate::site) href: String,
    pub(in crate::site) count: usize,
    pub(in crate::site) current: bool,
    pub(in crate::site) alert: bool,
    pub(in crate::site) severity: Option<SeverityMark>,
}

impl RailLink {
    /// A list with so many lines.
    pub(in crate::site) fn counted(text: String, href: String, count: usize) -> Self {
        Self { text, href, count, ..Self::default() }
    }
}

/// So many services are named at once.
const MOST: usize = 8;
/// Years and the like, which are never many on purpose.
const MOST_FIXED: usize = 40;

impl Rail {
    /// A line; none without a list.
    pub(in crate::site) fn new(
        name: &str,
        links: Vec<RailLink>,
        more: usize,
        more_href: Option<String>,
        words: &Words,
    ) -> Option<Self> {
        let more = (more > 0).then(|| words.count("rail.more", more, &[]));
        (!links.is_empty()).then(|| Self { name: name.to_owned(), links, more, more_href })
    }

    /// The facets of a kind, of which one may be where the reader is.
    pub(in crate::site) fn of_facets(
        site: &Site<'_>,
        here: &Address,
        kind: FacetKind,
        current: Option<&str>,
        words: &Words,
    ) -> Option<Self> {
        let most = if FacetKind::NAMED.contains(&kind) { MOST } else { MOST_FIXED };
        let facets = site.facets.of(kind);
        let link = |facet: &crate::site::facet::Facet| {
            let text = match kind {
                FacetKind::Status => words.text(&format!("status.{}", facet.label)).to_owned(),
                _ => facet.label.clone(),
            };
            let rank = facet.folder.rsplit('.').next().and_then(|rank| rank.parse().ok());
            let severity = rank.filter(|_| kind == FacetKind::Severity).map(|rank| SeverityMark::named(rank, &text));
            RailLink {
                current: current == Some(facet.folder.as_str()),
                severity,
                ..RailLink::counted(text, here.link_to(&facet.address()), facet.records.len())
            }
        };
        let index = FacetKind::NAMED.contains(&kind).then(|| here.link_to(&Address::folder(kind.folder())));
        let name = words.text(&format!("facet.{}", kind.name()));
        Self::new(name, facets.iter().take(most).map(link).collect(), facets.len().saturating_sub(most), index, words)
    }
}
