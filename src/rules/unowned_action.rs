//! Finds open actions that nobody has.

use super::{Context, Meta, Rule, promises, tracking};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Action, Record};

const META: Meta = Meta {
    code: "PM008",
    name: "unowned-action",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("unowned_action.md"),
};

pub(super) struct UnownedAction;

impl Rule for UnownedAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        // The ticket has an owner of its own.
        let is_tracked = |action: &Action| tracking::is_tracked(action, context.settings, &record.document.text);
        found.extend(promises::lacking(META.name, record, |action| action.owner.is_some(), is_tracked));
    }
}
