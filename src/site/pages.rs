//! The list of pages, and the frame that all of them have. One file per kind of page turns the knowledge
//! base into that page's typed context.

mod actions;
mod agenda;
mod cause;
mod causes;
mod facets;
mod frame;
mod guide;
mod guides;
mod home;
mod incident;
mod incidents;
mod metrics;
mod not_found;
mod rule;
mod rules;
mod search;
mod timeline;
mod whole;

use serde::Serialize;

use frame::{Frame, Part};
pub(super) use incidents::title as facet_title;

use super::facet::FacetKind;
use super::promise_lists::ListKind;
use super::words::Words;
use super::{Address, Site, SiteError, paging};
use crate::knowledge::RecordIndex;
use crate::postmortem::Kind;
use crate::rules::RULES;

/// One page to be written.
#[derive(Debug, Clone)]
pub(super) enum Page {
    /// Everything.
    Whole,
    Home,
    NotFound,
    Causes,
    Guides,
    Rules,
    Search,
    /// The page of a rule, by its place in the registry.
    Rule(usize),
    Actions,
    Timeline,
    Metrics,
    /// A page of the list, from 1.
    Incidents(usize),
    /// A page of those that have one thing in common: its place among the facets of its kind.
    Facet(FacetKind, usize, usize),
    /// A page of the list of services, teams or tags.
    Facets(FacetKind, usize),
    /// A page of a list of actions, by its place among the lists.
    Promises(usize, usize),
    /// A page of the list of such lists.
    PromiseGroups(ListKind, usize),
    Incident(RecordIndex),
    Agenda(RecordIndex),
    Guide(RecordIndex),
    Cause(String),
}

/// Every page of a site.
pub(super) fn all(site: &Site<'_>) -> Vec<Page> {
    if site.theme.is_one_page() {
        return vec![Page::Whole];
    }
    let mut pages = vec![Page::Home, Page::NotFound, Page::Causes, Page::Guides, Page::Rules, Page::Search];
    pages.extend([Page::Actions, Page::Timeline, Page::Metrics]);
    pages.extend((0..RULES.len()).map(Page::Rule));
    let postmortems = site.base.postmortems();
    pages.extend((1..=paging::count(site.incidents().len())).map(Page::Incidents));
    pages.extend(lists(site));
    let has_page = |index: &RecordIndex| site.directory.record(*index).is_some();
    pages.extend(postmortems.iter().copied().filter(has_page).map(Page::Incident));
    pages.extend(postmortems.into_iter().filter(|&index| agenda::address(site, index).is_some()).map(Page::Agenda));
    pages.extend(site.base.guides().into_iter().filter(has_page).map(Page::Guide));
    pages.extend(site.base.causes.keys().cloned().map(Page::Cause));
    pages
}

/// The pages of everything that is listed by what it has in common.
fn lists(site: &Site<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    for kind in FacetKind::ALL {
        for (at, facet) in site.facets.of(kind).iter().enumerate() {
            pages.extend((1..=paging::count(facet.records.len())).map(|number| Page::Facet(kind, at, number)));
        }
    }
    for kind in FacetKind::NAMED {
        pages.extend((1..=paging::count(site.facets.of(kind).len())).map(|number| Page::Facets(kind, number)));
    }
    for (at, list) in site.promises.all().iter().enumerate() {
        pages.extend((1..=paging::count(list.entries.len())).map(|number| Page::Promises(at, number)));
    }
    for kind in ListKind::NAMED {
        pages.extend((1..=paging::count(site.promises.of(kind).len())).map(|number| Page::PromiseGroups(kind, number)));
    }
    pages
}

impl Page {
    /// The page that is made from a record alone, if it has one.
    pub(super) fn of_record(site: &Site<'_>, index: RecordIndex) -> Option<Self> {
        site.directory.record(index)?;
        match site.base.records[index].postmortem.kind {
            kind if kind.is_postmortem() => Some(Self::Incident(index)),
            Kind::Guide | Kind::Index => Some(Self::Guide(index)),
            _ => None,
        }
    }

    /// Where it is.
    pub(super) fn address(&self, site: &Site<'_>) -> Address {
        let of_record = |index: &RecordIndex| site.directory.record(*index).cloned();
        let known = match self {
            Self::Whole | Self::Home => Some(Address::folder("")),
            Self::NotFound => Some(Address::new("404.html")),
            Self::Causes => Some(Address::folder("causes")),
            Self::Guides => Some(Address::folder("guides")),
            Self::Rules => Some(Address::folder("rules")),
            Self::Search => Some(Address::folder("search")),
            Self::Rule(number) => Some(rule::address(RULES[*number].meta().name)),
            Self::Actions => Some(Address::folder("actions")),
            Self::Timeline => Some(Address::folder("timeline")),
            Self::Metrics => Some(Address::folder("metrics")),
            Self::Incidents(number) => Some(paging::address("incidents", *number)),
            Self::Facet(kind, at, number) => Some(paging::address(&site.facets.of(*kind)[*at].folder, *number)),
            Self::Facets(kind, number) => Some(paging::address(kind.folder(), *number)),
            Self::Promises(at, number) => Some(paging::address(&site.promises.all()[*at].folder, *number)),
            Self::PromiseGroups(kind, number) => Some(paging::address(&kind.folder(), *number)),
            Self::Incident(index) | Self::Guide(index) => of_record(index),
            Self::Agenda(index) => agenda::address(site, *index),
            Self::Cause(id) => site.directory.cause(id).cloned(),
        };
        known.unwrap_or_else(|| Address::folder(""))
    }

    /// The finished file.
    pub(super) fn render(&self, site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
        match self {
            Self::Whole => whole::render(site),
            Self::Home => home::render(site),
            Self::NotFound => not_found::render(site),
            Self::Causes => causes::render(site),
            Self::Guides => guides::render(site),
            Self::Rules => rules::render(site),
            Self::Search => search::render(site),
            Self::Rule(number) => rule::render(site, RULES[*number]),
            Self::Actions => actions::render(site),
            Self::Timeline => timeline::render(site),
            Self::Metrics => metrics::render(site),
            Self::Facet(kind, at, number) => incidents::render_facet(site, &site.facets.of(*kind)[*at], *number),
            Self::Facets(kind, number) => facets::render(site, *kind, *number),
            Self::Promises(at, number) => actions::render_list(site, &site.promises.all()[*at], *number),
            Self::PromiseGroups(kind, number) => actions::render_groups(site, *kind, *number),
            Self::Incidents(number) => incidents::render(site, *number),
            Self::Incident(index) => incident::render(site, *index),
            Self::Agenda(index) => agenda::render(site, *index),
            Self::Guide(index) => guide::render(site, *index),
            Self::Cause(id) => cause::render(site, id),
        }
    }
}

/// What a template is given: `frame` on every page, `page` as the page's own file describes it, and `words`.
#[derive(Serialize)]
struct Context<'a, T> {
    frame: &'a Frame,
    page: &'a T,
}

/// Fills in a template.
fn finish<T: Serialize>(
    site: &Site<'_>,
    template: &str,
    frame: &Frame,
    page: &T,
    words: &Words,
) -> Result<Vec<u8>, SiteError> {
    let context = tera::Context::from_serialize(&Context { frame, page })?;
    Ok(site.theme.render(template, context, words)?.into_bytes())
}
