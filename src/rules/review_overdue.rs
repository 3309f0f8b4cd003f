//! Finds follow-up reviews whose day has passed without a trace in the document.

use jiff::civil::Date;

use super::{Context, Meta, Needs, Rule, day, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Fact, Field, Postmortem, Status, date_in};

const META: Meta = Meta {
    code: "PM014",
    name: "review-overdue",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("review_overdue.md"),
};

pub(super) struct ReviewOverdue;

impl Rule for ReviewOverdue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Day
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        // A translation repeats its original's date, and a replaced account leaves the review to its successor.
        let current = (0..context.base.records.len()).filter(|&index| context.base.is_current(index));
        found.extend(current.filter_map(|index| Some((index, overdue(context, index)?))));
    }
}

fn overdue(context: &Context<'_>, index: RecordIndex) -> Option<Diagnostic> {
    /// The day is over everywhere only when the next one is.
    const TOLERANCE: i32 = 1;
    let record = &context.base.records[index];
    let postmortem = &record.postmortem;
    let closed = postmortem.status.as_ref().is_some_and(|status| status.value == Status::Closed);
    let review = review(postmortem).filter(|_| postmortem.kind.is_postmortem() && !closed)?;
    let days = (context.today - review.value).get_days();
    (days > TOLERANCE && is_without_trace(context, index, &review)).then(|| {
        Diagnostic::new(META.name, place::of_fact(&review, record))
            .with("date", review.value.to_string())
            .with("days", days.to_string())
            .about(review.value.to_string())
    })
}

/// The last of the days that the document names for its review.
fn review(postmortem: &Postmortem) -> Option<Fact<Date>> {
    let facts = postmortem.fields.get(&Field::ReviewDate)?.iter();
    let days = facts.flat_map(|fact| days_in(&fact.value).into_iter().map(|day| Fact::new(day, fact.span)));
    days.max_by_key(|fact| fact.value)
}

fn days_in(mut text: &str) -> Vec<Date> {
    let mut days = Vec::new();
    while let Some((day, range)) = date_in(text) {
        days.push(day);
        text = &text[range.end..];
    }
    days
}

/// Whether the document surely was not touched since. Outside front matter a date says less of what is still to come,
/// and without Git nothing but the document tells.
fn is_without_trace(context: &Context<'_>, index: RecordIndex, review: &Fact<Date>) -> bool {
    let record = &context.base.records[index];
    let declared = review.span.start < record.document.body;
    let stated = record.postmortem.status.is_some();
    match context.base.history_of(index) {
        Some(history) => {
            let last = history.last().and_then(|commit| day::latest(commit, context.settings));
            (declared || stated) && !history.edited && last.is_some_and(|day| day < review.value)
        }
        // Where Git knows the others, this one is new.
        None if !context.base.history.documents.is_empty() => false,
        None => declared && stated && !tells_of_later(&record.postmortem, review.value),
    }
}

/// Whether an action was done on the day or later, as the document itself says.
fn tells_of_later(postmortem: &Postmortem, day: Date) -> bool {
    postmortem.actions.iter().filter_map(|action| action.closed).any(|closed| closed >= day)
}
