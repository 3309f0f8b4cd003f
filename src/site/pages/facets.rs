//! The list of services, of teams or of tags: how much happened to each, when, and when last.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::Standing;
use crate::site::facet::{Facet, FacetKind};
use crate::site::paging::{self, Pager};
use crate::site::view::{Axis, CauseLink, Day, Ticks};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct FacetIndex {
    title: String,
    sum: String,
    column: String,
    axis: Axis,
    rows: Vec<Row>,
    pager: Pager,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    count: usize,
    ticks: Ticks,
    last: Option<Day>,
    /// The root cause of most of them.
    cause: Option<CauseLink>,
    open: usize,
    overdue: usize,
}

pub(super) fn render(site: &Site<'_>, kind: FacetKind, number: usize) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = paging::address(kind.folder(), number);
    let facets = site.facets.of(kind);
    let title = words.text(&format!("facet.{}", kind.folder())).to_owned();
    let axis = Axis::of(site.base.causes.values(), site.today);
    let page = FacetIndex {
        sum: words.count(&format!("facet.{}_sum", kind.folder()), facets.len(), &[]),
        column: words.text(&format!("facet.{}", kind.name())).to_owned(),
        rows: paging::slice(facets, number).iter().map(|facet| row(site, &here, facet, &axis, words)).collect(),
        axis,
        pager: Pager::new(kind.folder(), number, facets.len()),
        title: title.clone(),
    };
    let frame = Frame::new(site, here, Part::Incidents, &title, words);
    finish(site, "facets.html", &frame, &page, words)
}

fn row(site: &Site<'_>, here: &Address, facet: &Facet, axis: &Axis, words: &Words) -> Row {
    let day = |&index: &usize| site.base.records[index].postmortem.date.as_ref().map(|fact| fact.value);
    let count = |standing: Standing| facet.records.iter().map(|&index| site.count_of(index, standing)).sum::<usize>();
    let overdue = count(Standing::Overdue);
    Row {
        name: facet.label.clone(),
        href: here.link_to(&facet.address()),
        count: facet.records.len(),
        ticks: axis.marks(facet.records.iter().filter_map(day).map(|day| (day, false))),
        last: facet.records.iter().filter_map(day).max().map(|day| Day::new(day, words)),
        cause: most_frequent(site, facet).and_then(|id| CauseLink::new(site, here, id, words)),
        open: count(Standing::Open) + overdue,
        overdue,
    }
}

/// The root cause that these incidents have most often; none where each has another.
fn most_frequent<'s>(site: &'s Site<'_>, facet: &Facet) -> Option<&'s str> {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let ids = facet.records.iter().flat_map(|&index| &site.base.causes_of[index]);
    ids.for_each(|id| *counts.entry(id).or_default() += 1);
    let most = counts.into_iter().max_by_key(|&(id, count)| (count, std::cmp::Reverse(id)))?;
    (most.1 > 1).then_some(most.0)
}
