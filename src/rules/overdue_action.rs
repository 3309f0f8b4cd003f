//! Finds open actions whose day has passed.

use jiff::civil::Date;

use super::{Context, Meta, Needs, Rule, place, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Action, Record, Status};

const META: Meta = Meta {
    code: "PM037",
    name: "overdue-action",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("overdue_action.md"),
};

/// So many are named one by one; more are a sum, lest they bury everything else.
const FEW: usize = 3;

pub(super) struct OverdueAction;

impl Rule for OverdueAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Day
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        // A translation repeats its original's actions, and a replaced account leaves them to its successor.
        let current = (0..context.base.records.len()).filter(|&index| context.base.is_current(index));
        for index in current {
            let overdue = overdue(&context.base.records[index], context.today);
            found.extend(overdue.into_iter().map(|diagnostic| (index, diagnostic)));
        }
    }
}

fn overdue(record: &Record, today: Date) -> Vec<Diagnostic> {
    // That a closed one has open actions is the matter of `closed-with-open-actions`.
    if record.postmortem.status.as_ref().is_some_and(|status| status.value == Status::Closed) {
        return Vec::new();
    }
    let late: Vec<(&Action, usize)> =
        promises::open(record).filter_map(|action| Some((action, days_late(action, today)?))).collect();
    match late.as_slice() {
        [(first, _), ..] if late.len() > FEW => vec![of_all(record, first, &late)],
        _ => late.into_iter().map(|(action, days)| of_one(record, action, days)).collect(),
    }
}

/// How many days ago an action should have been done, if the document tells that it keeps track of that.
fn days_late(action: &Action, today: Date) -> Option<usize> {
    /// The day is over everywhere only when the next one is.
    const TOLERANCE: i32 = 1;
    let days = (today - action.due.as_ref()?.value).get_days();
    (days > TOLERANCE && action.tracked).then(|| usize::try_from(days).ok()).flatten()
}

fn of_one(record: &Record, action: &Action, days: usize) -> Diagnostic {
    let due = action.due.as_ref();
    let place = due.map_or(action.span, |due| due.span);
    let diagnostic = promises::of_one(META.name, record, action).with("days", days);
    let diagnostic = diagnostic.with("due", due.map(|due| due.value.to_string()).unwrap_or_default());
    Diagnostic { span: place::first_line(place, &record.document.text), ..diagnostic }
}

fn of_all(record: &Record, first: &Action, late: &[(&Action, usize)]) -> Diagnostic {
    let (oldest, days) = late.iter().max_by_key(|(_, days)| *days).map_or((first, 0), |(action, days)| (*action, *days));
    let related = place::first_line(oldest.span, &record.document.text);
    promises::of_all(META.name, record, first, late.len()).with("days", days).and_at(related)
}
