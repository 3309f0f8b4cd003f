//! Finds incidents whose cause came back in spite of what was done, and whose postmortem does not say so.

use std::collections::BTreeSet;

use super::{Context, Meta, Needs, Rule, cause};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{Cause, CauseKind, KnowledgeBase, RecordIndex, Verdict};
use crate::postmortem::{ActionKind, ActionState};

const META: Meta = Meta {
    code: "PM053",
    name: "recurrence-after-fix",
    level: Level::Note,
    note_in_drafts: true,
    page: include_str!("recurrence_after_fix.md"),
};

pub(super) struct RecurrenceAfterFix;

impl Rule for RecurrenceAfterFix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let causes = context.base.causes.values().filter(|cause| cause.kind == CauseKind::RootCause);
        causes.for_each(|cause| of_cause(context.base, cause, found));
    }
}

/// Goes through the accounts of a cause in order. One that names an earlier one is not told of: somebody has thought
/// about it.
fn of_cause(base: &KnowledgeBase, cause: &Cause, found: &mut Vec<(RecordIndex, Diagnostic)>) {
    let day = |index: RecordIndex| base.records[index].postmortem.date.as_ref().map(|fact| fact.value);
    let mut occurrences = cause.occurrences.iter().peekable();
    let mut before: BTreeSet<RecordIndex> = BTreeSet::new();
    let mut fixed: Option<RecordIndex> = None;
    for &index in &cause.told {
        let occurrence = occurrences.next_if(|occurrence| occurrence.record == index);
        let came_back = occurrence.is_some_and(|occurrence| occurrence.verdict == Verdict::AfterFix);
        let is_named = base.names[index].iter().any(|named| before.contains(named));
        if let Some(earlier) = fixed.filter(|&earlier| came_back && !is_named && day(earlier).is_some() && day(earlier) < day(index)) {
            found.push((index, finding(base, cause, index, earlier)));
        }
        before.insert(index);
        fixed = if was_fixed(base, index) { Some(index) } else { fixed };
    }
}

/// Whether something was done after an incident so that it does not happen again.
fn was_fixed(base: &KnowledgeBase, index: RecordIndex) -> bool {
    let actions = &base.records[index].postmortem.actions;
    actions.iter().any(|action| action.state == ActionState::Done && action.kind == Some(ActionKind::Prevent))
}

fn finding(base: &KnowledgeBase, cause: &Cause, index: RecordIndex, earlier: RecordIndex) -> Diagnostic {
    let (record, earlier) = (&base.records[index], &base.records[earlier]);
    Diagnostic::new(META.name, cause::place_of(&cause.id, record, &base.cause_names))
        .with("cause", cause.id.as_str())
        .with("earlier", earlier.postmortem.id.value.as_str())
        .about(cause.id.as_str())
        .because_of([earlier.path.clone()])
}
