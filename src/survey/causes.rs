//! The registry into a list of causes: those that struck most often first.

use std::cmp::Reverse;

use super::Survey;
use super::words::Words;
use crate::knowledge::{Cause, CauseKind, Distribution, Origin, Verdict};
use crate::postmortem::Kind;
use crate::report::{Cell, Column, Sheet, Shown, Table};
use crate::text::Printable;

impl<'b> Survey<'b> {
    /// Every cause, registered or only named.
    pub fn causes(&self) -> Sheet {
        let mut causes: Vec<&Cause> = self.base.causes.values().filter(|cause| is_listed(cause)).collect();
        causes.sort_by_cached_key(|cause| {
            let last = cause.occurrences.last().and_then(|occurrence| occurrence.date);
            (Reverse(cause.occurrences.len()), Reverse(last), cause.id.clone())
        });
        let rows = causes.iter().map(|cause| self.cause_row(cause)).collect();
        let table = Table { name: "causes", columns: self.cause_columns(), rows, ..Table::default() };
        Sheet { lead: vec![self.causes_lead(&causes)], tables: vec![table] }
    }

    fn causes_lead(&self, causes: &[&Cause]) -> Printable {
        let back = causes.iter().filter(|cause| cause.occurrences.len() > 1);
        let last = |verdict| back.clone().filter(|cause| last_verdict(cause) == Some(verdict)).count();
        let part = |key: &str, n: usize| if n == 0 { String::new() } else { self.words.count(key, n, &[]) };
        let unfixed = back.clone().filter(|cause| self.open_promises_of(cause) > 0).count();
        let parts = [
            self.words.count("causes-all", causes.len(), &[]),
            part("causes-back", back.clone().count()),
            part("causes-open", unfixed),
            part("causes-after-fix", last(Verdict::AfterFix)),
        ];
        Words::line(&parts)
    }

    fn cause_columns(&self) -> Vec<Column> {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        vec![
            heading("title", "column-cause"),
            heading("id", "column-id").shown(Shown::WithRoom),
            Column::data("kind"),
            heading("occurrences", "column-times"),
            Column::data("occurrences_with_cases"),
            Column::data("first"),
            heading("last", "column-last"),
            heading("median_interval_days", "column-interval"),
            Column::data("intervals_days"),
            heading("open_promises", "column-open-promises"),
            heading("", "column-verdict"),
            Column::data("last_verdict"),
            Column::data("near_misses"),
            Column::data("drills"),
            Column::data("parent"),
            Column::data("owner"),
            Column::data("registered"),
            Column::data("deprecated"),
        ]
    }

    fn cause_row(&self, cause: &'b Cause) -> Vec<Cell> {
        let occurrences = &cause.occurrences;
        let intervals = intervals(cause);
        let of_kind = |kind| cause.near().filter(|&index| self.base.records[index].postmortem.kind == kind).count();
        vec![
            Cell::text(self.title_of(cause)),
            Cell::text(&cause.id),
            Cell::text(kind_name(cause.kind)),
            Cell::count(occurrences.len()),
            Cell::count(cause.all_occurrences().len()),
            Cell::day(occurrences.first().and_then(|occurrence| occurrence.date)),
            Cell::day(occurrences.last().and_then(|occurrence| occurrence.date)),
            Cell::number(intervals.median()),
            Cell::Numbers(occurrences.iter().filter_map(|occurrence| occurrence.days_since.map(i64::from)).collect()),
            Cell::count(self.open_promises_of(cause)),
            Cell::text(&last_verdict(cause).map(|verdict| self.verdict(verdict)).unwrap_or_default()),
            last_verdict(cause).map_or(Cell::None, |verdict| Cell::text(verdict.name())),
            Cell::count(of_kind(Kind::NearMiss)),
            Cell::count(of_kind(Kind::Drill)),
            Cell::text(cause.parent.as_deref().unwrap_or_default()),
            Cell::text(cause.owner.as_deref().unwrap_or_default()),
            Cell::Flag(cause.origin == Origin::Registered),
            Cell::Flag(cause.deprecated.is_some()),
        ]
    }

    /// What a verdict says; nothing for what happened for the first time.
    pub(super) fn verdict(&self, verdict: Verdict) -> String {
        if verdict == Verdict::First { String::new() } else { self.words.text(&format!("verdict-{}", verdict.name())) }
    }

    /// How many preventive actions about a cause are open.
    pub(super) fn open_promises_of(&self, cause: &Cause) -> usize {
        self.base.open_promises(cause, usize::MAX).len()
    }
}

/// A deprecated cause that nothing is told of any more is of no use in a list.
fn is_listed(cause: &Cause) -> bool {
    cause.deprecated.is_none() || !cause.told.is_empty()
}

pub(super) fn kind_name(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::RootCause => "root-cause",
        CauseKind::Trigger => "trigger",
    }
}

pub(super) fn intervals(cause: &Cause) -> Distribution {
    cause.occurrences.iter().skip(1).map(|occurrence| occurrence.days_since.map(i64::from)).collect()
}

fn last_verdict(cause: &Cause) -> Option<Verdict> {
    cause.occurrences.last().map(|occurrence| occurrence.verdict).filter(|verdict| *verdict != Verdict::First)
}
