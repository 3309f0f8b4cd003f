//! Finds recoveries that took longer than was promised, without anything promised about it.

use super::recovery::{Measured, is_answered, stated, took};
use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Record};

const META: Meta = Meta {
    code: "PM047",
    name: "missed-rto",
    level: Level::Note,
    note_in_drafts: false,
    page: include_str!("missed_rto.md"),
};

pub(super) struct MissedRto;

impl Rule for MissedRto {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let (objective, real) = (stated(record, Field::Rto), took(record));
        found.extend(missed(META.name, record, objective, real));
    }
}

/// A finding about an objective that was not kept.
pub(super) fn missed(
    rule: &'static str,
    record: &Record,
    objective: Option<Measured>,
    real: Option<Measured>,
) -> Option<Diagnostic> {
    let (objective, real) = (objective?, real?);
    let postmortem = &record.postmortem;
    let missed = postmortem.kind.is_postmortem() && real.length > objective.length && !is_answered(postmortem);
    let text = &record.document.text;
    missed.then(|| {
        Diagnostic::new(rule, place::first_line(real.span, text))
            .with("real", real.written)
            .with("objective", objective.written)
            .and_at(place::first_line(objective.span, text))
            .about(rule)
    })
}
