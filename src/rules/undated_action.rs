//! Finds open actions that nobody promised for a day.

use super::{Context, Meta, Rule, promises, tracking};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, Status};

const META: Meta = Meta {
    code: "PM033",
    name: "undated-action",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("undated_action.md"),
};

pub(super) struct UndatedAction;

impl Rule for UndatedAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn level(&self, variant: &str) -> Level {
        // A team may have its reasons to name no days; one that names some has forgotten the others.
        if variant == promises::ALL { Level::Note } else { META.level }
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let is_dated = record.postmortem.actions.iter().any(|action| action.due.is_some());
        let (open, broken) = (promises::open(record), promises::broken_rows(record));
        // In a finished document, what nothing marks as open may well be done, or a rule to live by.
        let is_finished = record.postmortem.status.as_ref().is_some_and(|status| status.value >= Status::Final);
        let open = open.filter(|action| action.stated || !is_finished);
        // The ticket has a date of its own.
        let without: Vec<_> = open
            .filter(|action| action.due.is_none() && !action.standing && !broken.contains(&action.span.start))
            .filter(|action| !tracking::is_tracked(action, context.settings, &record.document.text))
            .collect();
        match without.as_slice() {
            [] => {}
            [first, ..] if !is_dated => found.push(promises::of_all(META.name, record, first, without.len())),
            _ => found.extend(without.into_iter().map(|action| promises::of_one(META.name, record, action))),
        }
    }
}
