//! The occurrences of each cause in order, and whether what was promised before each was done by then.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::RecordIndex;
use super::causes::Cause;
use crate::postmortem::{ActionKind, ActionState, Field, Kind, Record};

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

/// Fills in the occurrences. Superseded documents, translations, drills and near misses are no occurrence.
pub(super) fn trace(records: &[Record], causes_of: &[Vec<String>], causes: &mut BTreeMap<String, Cause>) {
    let mut order: Vec<RecordIndex> = (0..records.len()).filter(|&index| counts(&records[index])).collect();
    order.sort_by_key(|&index| (day(&records[index]), records[index].postmortem.id.value.clone()));
    for index in order {
        for id in &causes_of[index] {
            if let Some(cause) = causes.get_mut(id) {
                let occurrence = follow(records, &cause.occurrences, index);
                cause.occurrences.push(occurrence);
            }
        }
    }
}

fn counts(record: &Record) -> bool {
    let postmortem = &record.postmortem;
    matches!(postmortem.kind, Kind::Incident | Kind::ErrorBudget)
        && postmortem.value(Field::SupersededBy).is_none()
        && postmortem.value(Field::TranslationOf).is_none()
}

fn day(record: &Record) -> Option<Date> {
    record.postmortem.date.as_ref().map(|fact| fact.value)
}

fn follow(records: &[Record], earlier: &[Occurrence], index: RecordIndex) -> Occurrence {
    let date = day(&records[index]);
    let days_since = earlier.last().and_then(|last| Some((date? - last.date?).get_days()));
    Occurrence { record: index, date, days_since, verdict: verdict(records, earlier, date) }
}

/// Judged by the preventive actions of all earlier occurrences. A document that says when an action was
/// done is believed; one that only says *done* is taken to have been so in time unless its due date lies
/// after the recurrence.
fn verdict(records: &[Record], earlier: &[Occurrence], date: Option<Date>) -> Verdict {
    if earlier.is_empty() {
        return Verdict::First;
    }
    let mut promised = 0;
    let mut open = 0;
    for action in earlier.iter().flat_map(|occurrence| &records[occurrence.record].postmortem.actions) {
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
