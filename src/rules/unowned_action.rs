//! Finds open actions that nobody has.

use super::{Context, Meta, Rule, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;

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

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        found.extend(promises::lacking(META.name, record, |action| action.owner.is_some()));
    }
}
