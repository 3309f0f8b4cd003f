//! An action as a line of the ledger: where it stands, what it is, who promised it after what, and how old it is.

use serde::Serialize;

use super::Day;
use crate::knowledge::LedgerEntry;
use crate::site::words::Words;
use crate::site::{Address, Site};

/// A line of the ledger.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct LedgerRow {
    /// `open`, `done`, `dropped` or `overdue`.
    state: &'static str,
    /// The state in words, with the days where it is overdue.
    standing: String,
    /// `751 days`, where it is overdue.
    late: Option<String>,
    text: String,
    language: &'static str,
    /// Where it is written.
    href: String,
    owners: Vec<Name>,
    kind: Option<String>,
    due: Option<Day>,
    closed: Option<Day>,
    /// How old an open one is, or how long a closed one took.
    age: Option<String>,
    /// The postmortem that promised it.
    id: String,
    title: String,
}

#[derive(Debug, Clone, Serialize)]
struct Name {
    name: String,
    href: Option<String>,
}

/// The place of an action on the page of its postmortem.
pub(in crate::site) fn anchor(number: usize) -> String {
    format!("page:action-{}", number + 1)
}

impl LedgerRow {
    /// The line of an action whose postmortem has a page.
    pub(in crate::site) fn new(
        site: &Site<'_>,
        from: &Address,
        entry: &LedgerEntry<'_>,
        words: &Words,
    ) -> Option<Self> {
        let (action, place) = (entry.action, entry.place);
        let postmortem = &site.base.records[place.record].postmortem;
        let page = from.link_to(site.directory.record(place.record)?);
        let late = entry.days_overdue.and_then(|days| usize::try_from(days).ok());
        let days = if entry.standing.is_open() { entry.age(site.today) } else { entry.days_to_close() };
        Some(Self {
            state: entry.standing.name(),
            standing: match late {
                Some(days) => words.count("action.overdue", days, &[]),
                None => words.text(&format!("action.{}", action.state.name())).to_owned(),
            },
            late: late.map(|days| words.count("duration.days", days, &[])),
            text: action.text.clone(),
            language: postmortem.language.tag(),
            href: format!("{page}#{}", anchor(place.number)),
            owners: entry.owners.iter().map(|owner| name(site, from, owner)).collect(),
            kind: action.kind.map(|kind| words.text(&format!("action.{}", kind.name())).to_owned()),
            due: action.due.as_ref().map(|due| Day::new(due.value, words)),
            closed: entry.closed.map(|day| Day::new(day, words)),
            age: days.map(|days| words.days(days)),
            id: postmortem.id.value.clone(),
            title: postmortem.title.value.clone(),
        })
    }
}

fn name(site: &Site<'_>, from: &Address, owner: &str) -> Name {
    Name { name: owner.to_owned(), href: site.owner_page(owner).map(|address| from.link_to(&address)) }
}
