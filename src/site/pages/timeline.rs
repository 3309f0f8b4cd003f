//! Incidents over the years, a lane for each severity and for each of the services that were hurt most often; and the same
//! counted, year by year.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::RecordIndex;
use crate::site::chart::{Lanes, Mark};
use crate::site::facet::{Facet, FacetKind};
use crate::site::view::SeverityMark;
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

/// As many lanes as can be told apart.
const MOST: usize = 12;

#[derive(Serialize)]
struct Timeline {
    sum: String,
    charts: Vec<Chart>,
}

#[derive(Serialize)]
struct Chart {
    title: String,
    note: String,
    column: String,
    lanes: Option<Lanes>,
    years: Vec<String>,
    rows: Vec<Row>,
}

/// A lane in numbers.
#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    counts: Vec<usize>,
    total: usize,
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = Address::folder("timeline");
    let kinds = [FacetKind::Severity, FacetKind::Service];
    let page = Timeline {
        sum: words.count("incidents.count", site.incidents().len(), &[]),
        charts: kinds.into_iter().filter_map(|kind| chart(site, &here, kind, words)).collect(),
    };
    let frame = Frame::new(site, here.clone(), Part::Timeline, words.text("timeline.title"), words);
    finish(site, "timeline.html", &frame, &page, words)
}

fn chart(site: &Site<'_>, here: &Address, kind: FacetKind, words: &Words) -> Option<Chart> {
    let facets: Vec<&Facet> = site.facets.of(kind).iter().take(MOST).collect();
    let lanes: Vec<(String, Vec<Mark>)> = facets
        .iter()
        .map(|facet| {
            (facet.label.clone(), facet.records.iter().filter_map(|&index| mark(site, here, index, words)).collect())
        })
        .collect();
    let years: Vec<String> = site.facets.of(FacetKind::Year).iter().rev().map(|year| year.label.clone()).collect();
    let more = |count: usize| words.count("incidents.count", count, &[]);
    let left_out = site.facets.of(kind).len().saturating_sub(MOST);
    (!facets.is_empty()).then(|| Chart {
        title: words.text(&format!("timeline.by_{}", kind.name())).to_owned(),
        note: if left_out > 0 { words.count("timeline.left_out", left_out, &[]) } else { String::new() },
        column: words.text(&format!("facet.{}", kind.name())).to_owned(),
        lanes: Lanes::new(&lanes, site.today, &more),
        rows: facets.iter().map(|facet| row(site, here, facet, &years)).collect(),
        years,
    })
}

fn mark(site: &Site<'_>, here: &Address, index: RecordIndex, words: &Words) -> Option<Mark> {
    let postmortem = &site.base.records[index].postmortem;
    let day = postmortem.date.as_ref()?.value;
    Some(Mark {
        day,
        title: format!("{} · {} · {}", words.date(day), postmortem.id.value, postmortem.title.value),
        href: here.link_to(site.directory.record(index)?),
        alert: SeverityMark::of(postmortem).is_some_and(|mark| mark.rank() == 1),
    })
}

fn row(site: &Site<'_>, here: &Address, facet: &Facet, years: &[String]) -> Row {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let dates = facet.records.iter().filter_map(|&index| site.base.records[index].postmortem.date.as_ref());
    dates.for_each(|date| *counts.entry(date.value.year().to_string()).or_default() += 1);
    Row {
        name: facet.label.clone(),
        href: here.link_to(&facet.address()),
        counts: years.iter().map(|year| counts.get(year).copied().unwrap_or(0)).collect(),
        total: facet.records.len(),
    }
}
