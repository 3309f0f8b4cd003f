//! The ledger as data.

use serde::Serialize;

use super::Columns;
use crate::knowledge::LedgerEntry;
use crate::site::view::action_anchor;
use crate::site::{Address, Site};

/// An action.
#[derive(Serialize)]
pub(super) struct Action {
    /// The id of the postmortem that promised it.
    incident: String,
    text: String,
    state: &'static str,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    owners: Vec<String>,
    teams: Vec<String>,
    root_causes: Vec<String>,
    opened: Option<String>,
    due: Option<String>,
    closed: Option<String>,
    days_overdue: Option<i32>,
    age_days: Option<i32>,
    days_to_close: Option<i32>,
    ticket: Option<String>,
    link: Option<String>,
    reason: Option<String>,
    url: String,
}

impl Columns for Action {
    const COLUMNS: &'static [&'static str] = &[
        "incident",
        "text",
        "state",
        "type",
        "owners",
        "teams",
        "root_causes",
        "opened",
        "due",
        "closed",
        "days_overdue",
        "age_days",
        "days_to_close",
        "ticket",
        "link",
        "reason",
        "url",
    ];
}

/// Every action, in the order of the ledger.
pub(super) fn all(site: &Site<'_>) -> Vec<Action> {
    site.metrics.ledger.entries.iter().filter_map(|entry| action(site, entry)).collect()
}

fn action(site: &Site<'_>, entry: &LedgerEntry<'_>) -> Option<Action> {
    let (action, place) = (entry.action, entry.place);
    let page = Address::folder("").link_to(site.directory.record(place.record)?);
    Some(Action {
        incident: site.base.records[place.record].postmortem.id.value.clone(),
        text: action.text.clone(),
        state: entry.standing.name(),
        kind: action.kind.map(crate::postmortem::ActionKind::name),
        owners: entry.owners.clone(),
        teams: entry.teams.iter().map(|team| (*team).to_owned()).collect(),
        root_causes: entry.causes.to_vec(),
        opened: entry.opened.map(|day| day.to_string()),
        due: action.due.as_ref().map(|due| due.value.to_string()),
        closed: entry.closed.map(|day| day.to_string()),
        days_overdue: entry.days_overdue,
        age_days: entry.age(site.today),
        days_to_close: entry.days_to_close(),
        ticket: action.ticket.clone(),
        link: action.link.clone(),
        reason: action.reason.clone(),
        url: format!("{page}#{}", action_anchor(place.number)),
    })
}
