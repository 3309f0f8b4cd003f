//! Which services were hurt each time that a cause struck: a line for each service, a column for each time.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::knowledge::{Cause, Occurrence};
use crate::postmortem::Field;
use crate::site::facet::FacetKind;
use crate::site::words::Words;
use crate::site::{Address, Site};
use crate::text::fold_label;

/// The latest so many times, and the services hurt most often.
const MOST_TIMES: usize = 24;
const MOST_SERVICES: usize = 20;

/// The table.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Matrix {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Serialize)]
struct Column {
    /// `2026-07`
    name: String,
    href: String,
    title: String,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    name: String,
    href: Option<String>,
    hurt: Vec<bool>,
    count: usize,
}

impl Matrix {
    /// The table of a cause that struck more than once and hurt something that has a name.
    pub(in crate::site) fn of(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Option<Self> {
        let all = cause.all_occurrences();
        let shown = &all[all.len().saturating_sub(MOST_TIMES)..];
        let mut services: BTreeMap<String, (String, Vec<bool>)> = BTreeMap::new();
        for (at, occurrence) in shown.iter().enumerate() {
            for service in site.base.records[occurrence.record].postmortem.values(Field::Services) {
                let row = services.entry(fold_label(service));
                let (_, hurt) = row.or_insert_with(|| (service.trim().to_owned(), vec![false; shown.len()]));
                hurt[at] = true;
            }
        }
        let mut rows: Vec<Row> = services.into_values().map(|(name, hurt)| row(site, here, name, hurt)).collect();
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        rows.truncate(MOST_SERVICES);
        let columns = shown.iter().map(|occurrence| column(site, here, occurrence, words)).collect();
        (shown.len() > 1 && !rows.is_empty()).then_some(Self { columns, rows })
    }
}

fn row(site: &Site<'_>, here: &Address, name: String, hurt: Vec<bool>) -> Row {
    let facet = site.facets.named(FacetKind::Service, &name);
    Row {
        href: facet.map(|facet| here.link_to(&facet.address())),
        count: hurt.iter().filter(|hurt| **hurt).count(),
        name,
        hurt,
    }
}

fn column(site: &Site<'_>, here: &Address, occurrence: &Occurrence, words: &Words) -> Column {
    let postmortem = &site.base.records[occurrence.record].postmortem;
    let month = occurrence.date.map(|date| format!("{:04}-{:02}", date.year(), date.month()));
    Column {
        name: month.unwrap_or_else(|| words.text("date.unknown").to_owned()),
        href: site.directory.record(occurrence.record).map(|page| here.link_to(page)).unwrap_or_default(),
        title: format!("{} · {}", postmortem.id.value, postmortem.title.value),
    }
}
