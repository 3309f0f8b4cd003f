//! Postmortems as data.

use serde::Serialize;

use super::Columns;
use crate::knowledge::{RecordIndex, Standing, Stretch};
use crate::postmortem::Field;
use crate::site::files::twin;
use crate::site::view::standfirst;
use crate::site::{Address, Site};

/// A postmortem. Addresses are below the root of the site.
#[derive(Serialize)]
pub(super) struct Incident {
    id: String,
    title: String,
    kind: &'static str,
    language: &'static str,
    date: Option<String>,
    status: Option<&'static str>,
    severity: Option<String>,
    /// 1 is the worst, 5 the mildest.
    severity_rank: Option<u8>,
    summary: String,
    services: Vec<String>,
    teams: Vec<String>,
    tags: Vec<String>,
    root_causes: Vec<String>,
    owner: Option<String>,
    minutes_to_detect: Option<i64>,
    minutes_to_mitigate: Option<i64>,
    minutes_to_resolve: Option<i64>,
    /// One of the moments is only about right.
    approximate: bool,
    /// Whether it is the account that counts: neither replaced by another nor its translation.
    current: bool,
    actions_overdue: usize,
    actions_open: usize,
    actions_done: usize,
    actions_dropped: usize,
    /// The ids of the documents that this one names.
    related: Vec<String>,
    url: String,
    markdown: String,
}

impl Columns for Incident {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title",
        "kind",
        "language",
        "date",
        "status",
        "severity",
        "severity_rank",
        "summary",
        "services",
        "teams",
        "tags",
        "root_causes",
        "owner",
        "minutes_to_detect",
        "minutes_to_mitigate",
        "minutes_to_resolve",
        "approximate",
        "current",
        "actions_overdue",
        "actions_open",
        "actions_done",
        "actions_dropped",
        "related",
        "url",
        "markdown",
    ];
}

/// Every postmortem, the newest first.
pub(super) fn all(site: &Site<'_>) -> Vec<Incident> {
    site.base.postmortems().into_iter().filter_map(|index| incident(site, index)).collect()
}

fn incident(site: &Site<'_>, index: RecordIndex) -> Option<Incident> {
    let postmortem = &site.base.records[index].postmortem;
    let page = site.directory.record(index)?;
    let texts = |field: Field| postmortem.values(field).map(|text| text.trim().to_owned()).collect();
    let measured = site.measured(index);
    let minutes = |stretch: Stretch| measured.and_then(|measured| measured.minutes[stretch as usize]);
    let entries = site.entries_of(index);
    let count = |standing: Standing| entries.iter().filter(|entry| entry.standing == standing).count();
    let related = site.base.names[index].iter().map(|&other| site.base.records[other].postmortem.id.value.clone());
    let root = Address::folder("");
    Some(Incident {
        id: postmortem.id.value.clone(),
        title: postmortem.title.value.clone(),
        kind: postmortem.kind.name(),
        language: postmortem.language.tag(),
        date: postmortem.date.as_ref().map(|date| date.value.to_string()),
        status: postmortem.status.as_ref().map(|status| status.value.name()),
        severity: postmortem.severity.as_ref().map(|severity| severity.value.label.clone()),
        severity_rank: postmortem.severity.as_ref().map(|severity| severity.value.rank.clamp(1, 5)),
        summary: standfirst(postmortem),
        services: texts(Field::Services),
        teams: texts(Field::Teams),
        tags: texts(Field::Tags),
        root_causes: site.base.causes_of[index].clone(),
        owner: postmortem.value(Field::Owner).map(str::to_owned),
        minutes_to_detect: minutes(Stretch::Detect),
        minutes_to_mitigate: minutes(Stretch::Mitigate),
        minutes_to_resolve: minutes(Stretch::Resolve),
        approximate: measured.is_some_and(|measured| measured.approximate),
        current: site.base.is_current(index),
        actions_overdue: count(Standing::Overdue),
        actions_open: count(Standing::Open),
        actions_done: count(Standing::Done),
        actions_dropped: count(Standing::Dropped),
        related: related.collect(),
        url: root.link_to(page),
        markdown: root.link_to(&twin(page)),
    })
}
