//! Finds open actions that no ticket follows.

use super::{Context, Meta, Rule, promises, tracking};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;

const META: Meta = Meta {
    code: "PM034",
    name: "untracked-action",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("untracked_action.md"),
};

pub(super) struct UntrackedAction;

impl Rule for UntrackedAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        // Who has no tracker is asked for no ticket, unless the settings say so.
        if !context.settings.trackers.is_empty() || context.demands(record).chooses(&Self) {
            let text = &record.document.text;
            let is_tracked = |action: &_| tracking::is_tracked(action, context.settings, text);
            found.extend(promises::lacking(META.name, record, is_tracked, |_| false));
        }
    }
}
