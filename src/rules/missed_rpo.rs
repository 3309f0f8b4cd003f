//! Finds losses of data larger than was promised, without anything promised about it.

use super::missed_rto::missed;
use super::recovery::stated;
use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Record};

const META: Meta = Meta {
    code: "PM048",
    name: "missed-rpo",
    level: Level::Note,
    note_in_drafts: false,
    page: include_str!("missed_rpo.md"),
};

pub(super) struct MissedRpo;

impl Rule for MissedRpo {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let (objective, real) = (stated(record, Field::Rpo), stated(record, Field::DataLoss));
        found.extend(missed(META.name, record, objective, real));
    }
}
