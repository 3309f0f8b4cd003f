//! Finds incidents whose cause came back while what was promised against it is still open.

use super::{Context, Meta, Needs, Rule, cause};
use super::said::short;
use crate::diagnostic::{Diagnostic, Level, Value};
use crate::knowledge::{ActionPlace, Cause, CauseKind, KnowledgeBase, RecordIndex};
use crate::postmortem::{Action, ActionKind};

const META: Meta = Meta {
    code: "PM052",
    name: "unfixed-recurrence",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("unfixed_recurrence.md"),
};

pub(super) struct UnfixedRecurrence;

impl Rule for UnfixedRecurrence {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let causes = context.base.causes.values().filter(|cause| cause.kind == CauseKind::RootCause);
        for cause in causes.filter(|cause| cause.occurrences.len() > 1) {
            found.extend(finding(context.base, cause));
        }
    }
}

/// The last occurrence is the one that says how things stand; what came before it is history. Only promises that are
/// known to prevent, and whose document has a day before it, are held against anybody.
fn finding(base: &KnowledgeBase, cause: &Cause) -> Option<(RecordIndex, Diagnostic)> {
    let last = cause.occurrences.last()?;
    let date = last.date?;
    let mut open = base.open_promises(cause, last.record);
    open.retain(|place| base.action(*place).kind == Some(ActionKind::Prevent));
    open.retain(|place| base.records[place.record].postmortem.date.as_ref().is_some_and(|fact| fact.value < date));
    let first = *open.first()?;
    let record = &base.records[last.record];
    let (action, earlier) = (base.action(first), &base.records[first.record]);
    let since = earlier.postmortem.date.as_ref()?.value.to_string();
    let diagnostic = Diagnostic::new(META.name, cause::place_of(&cause.id, record, &base.cause_names))
        .with("cause", cause.id.as_str())
        .with("earlier", earlier.postmortem.id.value.as_str())
        .with("action", short(&action.text))
        .with("owner", owner(action))
        .with("since", since)
        .with("file", earlier.shown.as_str())
        .with("line", action.line)
        .about(cause.id.as_str())
        .because_of(files(base, &open));
    let diagnostic = if open.len() > 1 { diagnostic.variant("several").with("n", open.len()) } else { diagnostic };
    Some((last.record, diagnostic))
}

fn owner(action: &Action) -> Value {
    action.owner.as_ref().map_or(Value::Term("nobody-yet"), |owner| Value::from(owner.value.as_str()))
}

fn files<'b>(base: &'b KnowledgeBase, open: &'b [ActionPlace]) -> impl Iterator<Item = crate::text::RelPath> + 'b {
    open.iter().map(|place| base.records[place.record].path.clone())
}
