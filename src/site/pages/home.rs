//! The home page: what came back, what is overdue, what waits, what is new, in sentences first.

use jiff::ToSpan;
use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::{Cause, CauseKind, Distribution, LedgerEntry, Standing, Stretch, Verdict};
use crate::site::pages::causes::{CauseRow, recurring};
use crate::site::paging;
use crate::site::promise_lists::ListKind;
use crate::site::view::{Axis, IncidentRow, LedgerRow};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

const MOST_CAUSES: usize = 6;
const MOST_OVERDUE: usize = 8;
const MOST_WAITING: usize = 8;
const NEWEST: usize = 8;

#[derive(Serialize)]
struct Home {
    sentences: Vec<Sentence>,
    axis: Axis,
    recurring: Vec<CauseRow>,
    causes: String,
    overdue: Vec<LedgerRow>,
    overdue_all: Option<String>,
    actions: String,
    waiting: Vec<IncidentRow>,
    newest: Vec<IncidentRow>,
    incidents: String,
    all: String,
}

/// A sentence of which a part is a link.
#[derive(Serialize)]
struct Sentence {
    before: String,
    link: String,
    after: String,
    href: String,
    alert: bool,
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let address = Address::folder("");
    let late: Vec<&LedgerEntry<'_>> =
        site.metrics.ledger.entries.iter().filter(|entry| entry.standing == Standing::Overdue).collect();
    let overdue = site.promises.named(ListKind::Standing, Standing::Overdue.name());
    let actions = overdue.map_or_else(|| Address::folder("actions"), |list| paging::address(&list.folder, 1));
    let ways = Ways {
        actions: address.link_to(&actions),
        metrics: format!("{}#page:durations", address.link_to(&Address::folder("metrics"))),
    };
    let came_back = came_back(site);
    let rows: Vec<IncidentRow> =
        site.incidents().iter().filter_map(|&index| IncidentRow::new(site, &address, index, words)).collect();
    let incidents = address.link_to(&Address::folder("incidents"));
    let causes = recurring(site);
    let axis = Axis::of(causes.iter().copied(), site.today);
    let page = Home {
        sentences: sentences(site, came_back, late.len(), &ways, words),
        recurring: causes
            .into_iter()
            .take(MOST_CAUSES)
            .filter_map(|cause| CauseRow::new(site, &address, cause, &axis, words))
            .collect(),
        axis,
        causes: address.link_to(&Address::folder("causes")),
        overdue_all: (late.len() > MOST_OVERDUE).then(|| words.count("actions.all_overdue", late.len(), &[])),
        overdue: late
            .into_iter()
            .filter_map(|entry| LedgerRow::new(site, &address, entry, words))
            .take(MOST_OVERDUE)
            .collect(),
        actions: ways.actions,
        waiting: rows.iter().filter(|row| row.is_waiting()).take(MOST_WAITING).cloned().collect(),
        all: words.count("home.all", rows.len(), &[]),
        newest: rows.into_iter().take(NEWEST).collect(),
        incidents,
    };
    let frame = Frame::new(site, address, Part::None, "", words);
    finish(site, "home.html", &frame, &page, words)
}

/// How many root causes struck again in the last twelve months.
fn came_back(site: &Site<'_>) -> usize {
    let since = site.today.checked_sub(1.year()).unwrap_or(site.today);
    let again = |cause: &&Cause| {
        cause.kind == CauseKind::RootCause
            && cause.occurrences.iter().any(|occurrence| {
                occurrence.verdict != Verdict::First && occurrence.date.is_some_and(|date| date > since)
            })
    };
    site.base.causes.values().filter(again).count()
}

/// Where the sentences lead.
struct Ways {
    actions: String,
    metrics: String,
}

fn sentences(site: &Site<'_>, came_back: usize, late: usize, ways: &Ways, words: &Words) -> Vec<Sentence> {
    if site.base.postmortems().is_empty() {
        return Vec::new();
    }
    let mut sentences = vec![
        sentence(&words.count("home.came_back", came_back, &[]), "#page:recurring", came_back > 0),
        sentence(&words.count("home.overdue", late, &[]), &ways.actions, late > 0),
    ];
    if let Some((median, count)) = median_minutes(site) {
        let median = words.minutes(median);
        sentences.push(sentence(&words.count("home.median", count, &[("median", &median)]), &ways.metrics, false));
    }
    sentences
}

/// `[3 causes] came back`: what stands in brackets is the link. Without brackets there is none.
fn sentence(text: &str, href: &str, alert: bool) -> Sentence {
    let (before, rest) = text.split_once('[').unwrap_or((text, ""));
    let (link, after) = rest.split_once(']').unwrap_or((rest, ""));
    Sentence { before: before.to_owned(), link: link.to_owned(), after: after.to_owned(), href: href.to_owned(), alert }
}

/// The median time to mitigate of the incidents of the last twelve months, and of how many it is. Never a mean: durations
/// are skewed. Approximate times do not count.
fn median_minutes(site: &Site<'_>) -> Option<(u64, usize)> {
    let since = site.today.checked_sub(1.year()).ok()?;
    let is_recent = |index: usize| {
        let date = site.base.records[index].postmortem.date.as_ref();
        date.is_some_and(|date| date.value > since)
    };
    let recent = site.metrics.durations.incidents.iter().filter(|one| !one.approximate && is_recent(one.record));
    let minutes: Distribution = recent.filter_map(|one| one.minutes[Stretch::Mitigate as usize]).map(Some).collect();
    Some((u64::try_from(minutes.median()?).ok()?, minutes.n()))
}
