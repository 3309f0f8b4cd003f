//! Causes and their occurrences as data.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Columns;
use crate::knowledge::{Cause, CauseKind};
use crate::site::{Address, Site};

/// A cause.
#[derive(Serialize)]
pub(super) struct CauseRow {
    id: String,
    /// In the language of the site.
    title: String,
    /// By language; `""` where its page gives a single one.
    titles: BTreeMap<String, String>,
    kind: &'static str,
    parent: Option<String>,
    owner: Option<String>,
    /// Whether it has a page in the repository.
    registered: bool,
    times: usize,
    last: Option<String>,
    /// The oldest first; those of its cases too.
    occurrences: Vec<Occurrence>,
    url: String,
}

#[derive(Serialize)]
struct Occurrence {
    incident: String,
    date: Option<String>,
    days_since: Option<i32>,
    verdict: &'static str,
}

impl Columns for CauseRow {
    const COLUMNS: &'static [&'static str] =
        &["id", "title", "kind", "parent", "owner", "registered", "times", "last", "url"];
}

/// Every cause, by id.
pub(super) fn all(site: &Site<'_>) -> Vec<CauseRow> {
    site.base.causes.values().filter_map(|cause| row(site, cause)).collect()
}

fn row(site: &Site<'_>, cause: &Cause) -> Option<CauseRow> {
    let occurrences = cause.all_occurrences().iter().map(|one| Occurrence {
        incident: site.base.records[one.record].postmortem.id.value.clone(),
        date: one.date.map(|date| date.to_string()),
        days_since: one.days_since,
        verdict: one.verdict.name(),
    });
    let occurrences: Vec<Occurrence> = occurrences.collect();
    Some(CauseRow {
        id: cause.id.clone(),
        title: cause.title(&site.words().tag).to_owned(),
        titles: cause.titles.clone(),
        kind: match cause.kind {
            CauseKind::RootCause => "root-cause",
            CauseKind::Trigger => "trigger",
        },
        parent: cause.parent.clone(),
        owner: cause.owner.clone(),
        registered: cause.record.is_some(),
        times: occurrences.len(),
        last: occurrences.last().and_then(|last| last.date.clone()),
        occurrences,
        url: Address::folder("").link_to(site.directory.cause(&cause.id)?),
    })
}
