//! The registry of causes: those that came back first.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::{Cause, CauseKind, Occurrence};
use crate::site::view::{Axis, Day, Ticks, VerdictMark, triggered};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct Causes {
    axis: Axis,
    why: Vec<CauseRow>,
    triggers: Vec<CauseRow>,
}

/// A cause in a table.
#[derive(Serialize)]
pub(super) struct CauseRow {
    id: String,
    title: String,
    href: String,
    registered: bool,
    /// Its cases are counted too.
    with_cases: bool,
    times: String,
    ticks: Ticks,
    last: Option<Day>,
    verdict: Option<VerdictMark>,
}

impl CauseRow {
    /// The line of a cause with its own occurrences, on an axis shared by its table.
    pub(super) fn new(site: &Site<'_>, from: &Address, cause: &Cause, axis: &Axis, words: &Words) -> Option<Self> {
        Self::with(site, from, cause, &cause.occurrences, axis, words)
    }

    /// The same with those of its cases.
    fn of_family(site: &Site<'_>, from: &Address, cause: &Cause, axis: &Axis, words: &Words) -> Option<Self> {
        let whole = cause.all_occurrences();
        let row = Self::with(site, from, cause, whole, axis, words)?;
        Some(Self { with_cases: whole.len() > cause.occurrences.len(), ..row })
    }

    fn with(
        site: &Site<'_>,
        from: &Address,
        cause: &Cause,
        occurrences: &[Occurrence],
        axis: &Axis,
        words: &Words,
    ) -> Option<Self> {
        let last = occurrences.last();
        let times = match cause.kind {
            CauseKind::RootCause => occurrences.len(),
            CauseKind::Trigger => triggered(site, cause).len(),
        };
        Some(Self {
            id: cause.id.clone(),
            title: cause.title(&words.tag).to_owned(),
            href: from.link_to(site.directory.cause(&cause.id)?),
            registered: cause.record.is_some(),
            times: words.count("recurrence.times", times, &[]),
            ticks: axis.ticks(occurrences),
            with_cases: false,
            last: last.and_then(|occurrence| Some(Day::new(occurrence.date?, words))),
            verdict: last.and_then(|occurrence| VerdictMark::new(occurrence.verdict, words)),
        })
    }
}

/// The root causes that struck more than once: most often first, then the most recent.
pub(super) fn recurring<'a>(site: &Site<'a>) -> Vec<&'a Cause> {
    let mut causes: Vec<&Cause> = site.base.causes.values().collect();
    causes.retain(|cause| cause.kind == CauseKind::RootCause && cause.occurrences.len() > 1);
    sort(&mut causes, |cause| &cause.occurrences);
    causes
}

fn sort(causes: &mut [&Cause], counted: fn(&Cause) -> &[Occurrence]) {
    causes.sort_by_key(|cause| {
        let last = counted(cause).last().and_then(|occurrence| occurrence.date);
        (Reverse(counted(cause).len()), Reverse(last), cause.id.clone())
    });
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = Address::folder("causes");
    let mut causes: Vec<&Cause> = site.base.causes.values().collect();
    sort(&mut causes, Cause::all_occurrences);
    let axis = Axis::of(causes.iter().copied(), site.today);
    let rows = |kind: CauseKind| {
        let of_kind = causes.iter().filter(|cause| cause.kind == kind);
        of_kind.filter_map(|cause| CauseRow::of_family(site, &here, cause, &axis, words)).collect()
    };
    let page = Causes { why: rows(CauseKind::RootCause), triggers: rows(CauseKind::Trigger), axis: axis.clone() };
    let frame = Frame::new(site, here.clone(), Part::Causes, words.text("causes.title"), words);
    finish(site, "causes.html", &frame, &page, words)
}
