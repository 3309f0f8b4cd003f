//! Finds actions of which none keeps the incident from happening again.

use super::{Context, Meta, Needs, Rule, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::RecordIndex;
use crate::postmortem::{ActionKind, Record};

const META: Meta = Meta {
    code: "PM036",
    name: "no-preventive-action",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("no_preventive_action.md"),
};

pub(super) struct NoPreventiveAction;

impl Rule for NoPreventiveAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        // What a replaced account promised no longer counts, and a translation repeats its original.
        let current = (0..context.base.records.len()).filter(|&index| context.base.is_current(index));
        found.extend(current.filter_map(|index| Some((index, of(&context.base.records[index])?))));
    }
}

fn of(record: &Record) -> Option<Diagnostic> {
    let postmortem = &record.postmortem;
    let kinds: Vec<ActionKind> = postmortem.actions.iter().map(|action| action.kind).collect::<Option<_>>()?;
    let first = postmortem.actions.first().filter(|_| postmortem.kind.is_postmortem() && prevents_nothing(&kinds))?;
    Some(match kinds.len() {
        1 => promises::of_one(META.name, record, first),
        count => promises::of_all(META.name, record, first, count),
    })
}

/// Whether the types say for certain that nothing prevents: only noticing, or noticing and mitigating told apart. A
/// fix of the fault itself is often called mitigating or corrective, and a process may prevent.
fn prevents_nothing(kinds: &[ActionKind]) -> bool {
    let has = |kind| kinds.contains(&kind);
    let only_detect = kinds.iter().all(|kind| *kind == ActionKind::Detect);
    !has(ActionKind::Prevent) && (only_detect || has(ActionKind::Detect) && has(ActionKind::Mitigate))
}
