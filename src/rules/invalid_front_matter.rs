//! Passes on what could not be parsed in front matter.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;

const META: Meta = Meta {
    code: "PM002",
    name: "invalid-front-matter",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("invalid_front_matter.md"),
};

pub(super) struct InvalidFrontMatter;

impl Rule for InvalidFrontMatter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        found.extend(record.document.problems.iter().filter(|problem| problem.rule == META.name).cloned());
    }
}
