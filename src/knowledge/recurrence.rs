//! The occurrences of each cause in order, and whether what was promised before each was done by then.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::causes::Cause;
use super::{Edition, RecordIndex};
use crate::postmortem::{ActionKind, ActionState, Kind, Record};

/// One postmortem that names a cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The postmortem.
    pub record: RecordIndex,
    /// Its day.
    pub date: Option<Date>,
    /// Days since the occurrence before; `None` for the first, or where a day is unknown.
    pub days_since: Option<i32>,
    /// Whether it came back, and in spite of what.
    pub verdict: Verdict,
}

/// What a recurrence says about the promises made before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing came before.
    First,
    /// It came back, and nothing preventive had been promised.
    Unpromised,
    /// It came back while a preventive action promised before was still open.
    Unfixed,
    /// It came back although every preventive action promised before was done.
    AfterFix,
}

/// Fills in the occurrences. Superseded documents and translations are none; drills and near misses are none
/// either, but what was promised after them counts as promised.
pub(super) fn trace(
    records: &[Record],
    editions: &[Edition],
    causes_of: &[Vec<String>],
    causes: &mut BTreeMap<String, Cause>,
) {
    let tells =
        |index: RecordIndex| editions[index] == Edition::Current && records[index].postmortem.kind.is_postmortem();
    let mut order: Vec<RecordIndex> = (0..records.len()).filter(|&index| tells(index)).collect();
    order.sort_by_key(|&index| (day(&records[index]), records[index].postmortem.id.value.clone()));
    let mut told: BTreeMap<&str, Vec<RecordIndex>> = BTreeMap::new();
    for index in order {
        for id in &causes_of[index] {
            let earlier = told.entry(id).or_default();
            if let Some(cause) = causes.get_mut(id)
                && is_occurrence(records[index].postmortem.kind)
            {
                let occurrence = follow(records, &cause.occurrences, earlier, index);
                cause.occurrences.push(occurrence);
            }
            earlier.push(index);
        }
    }
}

fn is_occurrence(kind: Kind) -> bool {
    matches!(kind, Kind::Incident | Kind::ErrorBudget)
}

fn day(record: &Record) -> Option<Date> {
    record.postmortem.date.as_ref().map(|fact| fact.value)
}

fn follow(records: &[Record], before: &[Occurrence], told: &[RecordIndex], index: RecordIndex) -> Occurrence {
    let date = day(&records[index]);
    let days_since = before.last().and_then(|last| Some((date? - last.date?).get_days()));
    let verdict = if before.is_empty() { Verdict::First } else { verdict(records, told, date) };
    Occurrence { record: index, date, days_since, verdict }
}

/// Judged by the preventive actions of everything told of the cause before. A document that says when an
/// action was done is believed; one that only says *done* is taken to have been so in time unless its due
/// date lies after the recurrence.
fn verdict(records: &[Record], told: &[RecordIndex], date: Option<Date>) -> Verdict {
    let mut promised = 0;
    let mut open = 0;
    for action in told.iter().flat_map(|&earlier| &records[earlier].postmortem.actions) {
        let preventive = matches!(action.kind, Some(ActionKind::Prevent) | None);
        if !preventive || action.state == ActionState::Dropped {
            continue;
        }
        promised += 1;
        let closed = action.closed.or(action.due.as_ref().map(|due| due.value));
        let late = matches!((closed, date), (Some(closed), Some(date)) if closed > date);
        if action.state == ActionState::Open || late {
            open += 1;
        }
    }
    match (promised, open) {
        (0, _) => Verdict::Unpromised,
        (_, 0) => Verdict::AfterFix,
        _ => Verdict::Unfixed,
    }
}
