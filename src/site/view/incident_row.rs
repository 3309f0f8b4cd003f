//! A postmortem as a line of a table.

use serde::Serialize;

use super::{Bar, CauseLink, Day, SeverityMark, standfirst};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Field, Kind, Status};
use crate::site::words::Words;
use crate::site::{Address, Site};

/// A postmortem in a list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct IncidentRow {
    id: String,
    href: String,
    title: String,
    language: &'static str,
    lead: String,
    date: Option<Day>,
    severity: Option<SeverityMark>,
    /// What it is, where it is not an incident.
    kind: Option<String>,
    causes: Vec<CauseLink>,
    /// `3번째`: which time its most frequent cause struck, from the second on.
    time: Option<String>,
    bar: Option<Bar>,
    status: Option<String>,
    waiting: bool,
    owner: Option<String>,
}

impl IncidentRow {
    /// The line of a postmortem that has a page.
    pub(in crate::site) fn new(site: &Site<'_>, from: &Address, index: RecordIndex, words: &Words) -> Option<Self> {
        let postmortem = &site.base.records[index].postmortem;
        let status = postmortem.status.as_ref().map(|fact| fact.value);
        let kind = (postmortem.kind != Kind::Incident).then(|| words.text(&format!("kind.{}", postmortem.kind.name())));
        Some(Self {
            id: postmortem.id.value.clone(),
            href: from.link_to(site.directory.record(index)?),
            title: postmortem.title.value.clone(),
            language: postmortem.language.tag(),
            lead: standfirst(postmortem),
            date: postmortem.date.as_ref().map(|fact| Day::new(fact.value, words)),
            severity: SeverityMark::of(postmortem),
            kind: kind.map(str::to_owned),
            causes: CauseLink::of(site, from, index, words),
            time: time(site, index).map(|n| words.ordinal("recurrence.time", n)),
            bar: Bar::of(site, postmortem, words),
            status: status.map(|status| words.text(&format!("status.{}", status.name())).to_owned()),
            waiting: matches!(status, Some(Status::Draft | Status::InReview)),
            owner: postmortem.value(Field::Owner).map(str::to_owned),
        })
    }

    /// The year, for lists that are divided by it.
    pub(in crate::site) fn year(&self) -> Option<&str> {
        self.date.as_ref().map(Day::year)
    }

    /// Whether it waits for somebody to finish it.
    pub(in crate::site) fn is_waiting(&self) -> bool {
        self.waiting
    }
}

/// Which time a cause struck with this postmortem: the most for any of its causes, from the second on.
fn time(site: &Site<'_>, index: RecordIndex) -> Option<usize> {
    let causes = site.base.causes_of.get(index)?;
    let place = |id: &String| {
        let occurrences = &site.base.causes.get(id)?.occurrences;
        occurrences.iter().position(|occurrence| occurrence.record == index)
    };
    causes.iter().filter_map(place).max().filter(|&place| place > 0).map(|place| place + 1)
}
