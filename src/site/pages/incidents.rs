//! Every postmortem, newest first, divided by year, in pages of two hundred; and the same for those that have one thing in
//! common.

use std::collections::BTreeMap;

use serde::Serialize;

use super::search::facet_labels;
use super::{Frame, Part, finish};
use crate::knowledge::{Distribution, RecordIndex, Standing, Stretch};
use crate::search;
use crate::site::facet::{Facet, FacetKind};
use crate::site::paging::{self, Pager};
use crate::site::view::{CauseLink, IncidentRow, Rail, RailLink, SeverityMark};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct Incidents {
    /// What these have in common: `Service`, and its name. Nothing for all incidents.
    kind: String,
    title: String,
    severity: Option<SeverityMark>,
    sum: String,
    /// The ways to other lists.
    rails: Vec<Rail>,
    years: Vec<Year>,
    pager: Pager,
    feed: Option<String>,
    /// The facets that a script narrows and sorts the list of all by, as JSON; empty for none.
    filter: String,
}

#[derive(Serialize)]
struct Year {
    name: String,
    sum: String,
    rows: Vec<IncidentRow>,
}

/// A page of the list of all.
pub(super) fn render(site: &Site<'_>, number: usize) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = paging::address("incidents", number);
    let incidents = site.incidents();
    let rails = [FacetKind::Year, FacetKind::Severity, FacetKind::Status, FacetKind::Service, FacetKind::Team];
    let filters = search::Facet::ALL.into_iter().filter(|facet| *facet != search::Facet::Kind);
    let page = Incidents {
        kind: String::new(),
        title: words.text("incidents.title").to_owned(),
        severity: None,
        sum: words.count("incidents.sum", incidents.len(), &[]),
        rails: rails.into_iter().filter_map(|kind| Rail::of_facets(site, &here, kind, None, words)).collect(),
        years: years(site, &here, paging::slice(incidents, number), words),
        pager: Pager::new("incidents", number, incidents.len()),
        feed: None,
        filter: if incidents.is_empty() { String::new() } else { facet_labels(filters, words) },
    };
    let frame = Frame::new(site, here, Part::Incidents, words.text("incidents.title"), words);
    finish(site, "incidents.html", &frame, &page, words)
}

/// A page of those that have one thing in common.
pub(super) fn render_facet(site: &Site<'_>, facet: &Facet, number: usize) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = paging::address(&facet.folder, number);
    let title = title(facet, words);
    let siblings = (!FacetKind::NAMED.contains(&facet.kind))
        .then(|| Rail::of_facets(site, &here, facet.kind, Some(&facet.folder), words));
    let mut rails: Vec<Rail> = siblings.flatten().into_iter().collect();
    rails.extend(causes(site, &here, facet, words));
    rails.extend(promises(site, &here, facet, words));
    let page = Incidents {
        kind: words.text(&format!("facet.{}", facet.kind.name())).to_owned(),
        severity: (facet.kind == FacetKind::Severity)
            .then(|| site.base.records.get(*facet.records.first()?))
            .flatten()
            .and_then(|record| SeverityMark::of(&record.postmortem)),
        sum: sum(site, facet, words),
        rails,
        years: years(site, &here, paging::slice(&facet.records, number), words),
        pager: Pager::new(&facet.folder, number, facet.records.len()),
        feed: site.feed_of(&facet.folder).map(|feed| here.link_to(&feed)),
        title: title.clone(),
        filter: String::new(),
    };
    let frame = Frame::new(site, here, Part::Incidents, &title, words).with_feed(page.feed.clone());
    finish(site, "incidents.html", &frame, &page, words)
}

/// What a facet is called on its page.
pub(in crate::site) fn title(facet: &Facet, words: &Words) -> String {
    match facet.kind {
        FacetKind::Status => words.text(&format!("status.{}", facet.label)).to_owned(),
        _ => facet.label.clone(),
    }
}

fn years(site: &Site<'_>, here: &Address, incidents: &[RecordIndex], words: &Words) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for row in incidents.iter().filter_map(|&index| IncidentRow::new(site, here, index, words)) {
        let name = row.year().unwrap_or_default();
        match years.last_mut() {
            Some(year) if year.name == name => year.rows.push(row),
            _ => years.push(Year { name: name.to_owned(), sum: String::new(), rows: vec![row] }),
        }
    }
    for year in &mut years {
        year.sum = words.count("incidents.count", year.rows.len(), &[]);
    }
    years
}

/// `12 postmortems. Half of them were mitigated within 41 min (9 say so).`
fn sum(site: &Site<'_>, facet: &Facet, words: &Words) -> String {
    let minutes = |index: &RecordIndex| site.measured(*index)?.minutes[Stretch::Mitigate as usize];
    let known: Distribution = facet.records.iter().filter_map(minutes).map(Some).collect();
    let mut sum = words.count("incidents.count_sentence", facet.records.len(), &[]);
    if let Some(median) = known.median().and_then(|median| u64::try_from(median).ok()) {
        sum.push(' ');
        sum.push_str(&words.count("facet.median", known.n(), &[("median", &words.minutes(median))]));
    }
    sum
}

/// The root causes of these incidents, the most frequent first.
fn causes(site: &Site<'_>, here: &Address, facet: &Facet, words: &Words) -> Option<Rail> {
    const MOST: usize = 12;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let ids = facet.records.iter().flat_map(|&index| &site.base.causes_of[index]);
    ids.for_each(|id| *counts.entry(id).or_default() += 1);
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    let links = counts.iter().take(MOST).filter_map(|&(id, count)| {
        let cause = CauseLink::new(site, here, id, words)?;
        Some(RailLink::counted(cause.title, cause.href, count))
    });
    Rail::new(words.text("facet.causes"), links.collect(), counts.len().saturating_sub(MOST), None, words)
}

/// What is still to be done after these incidents.
fn promises(site: &Site<'_>, here: &Address, facet: &Facet, words: &Words) -> Option<Rail> {
    let standings = [Standing::Overdue, Standing::Open];
    let links = standings.into_iter().filter_map(|standing| {
        let count = facet.records.iter().map(|&index| site.count_of(index, standing)).sum();
        let team = (facet.kind == FacetKind::Team).then(|| site.promises.named(super::ListKind::Team, &facet.label));
        let list = team.flatten().or_else(|| site.promises.named(super::ListKind::Standing, standing.name()))?;
        let name = words.text(&format!("standing.{}", standing.name())).to_owned();
        let href = here.link_to(&paging::address(&list.folder, 1));
        (count > 0).then(|| RailLink { alert: standing == Standing::Overdue, ..RailLink::counted(name, href, count) })
    });
    Rail::new(words.text("navigation.actions"), links.collect(), 0, None, words)
}
