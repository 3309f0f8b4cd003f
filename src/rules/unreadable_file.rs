//! Passes on what kept a file from being read.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;

const META: Meta = Meta {
    code: "PM001",
    name: "unreadable-file",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("unreadable_file.md"),
};

pub(super) struct UnreadableFile;

impl Rule for UnreadableFile {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        found.extend(record.document.problems.iter().filter(|problem| problem.rule == META.name).cloned());
    }
}
