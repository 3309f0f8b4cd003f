//! Finds key moments that lie before those which they must follow.

use super::key_moment::{KeyMoment, key_moment};
use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Kind, Record};

const META: Meta = Meta {
    code: "PM043",
    name: "end-before-start",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("end_before_start.md"),
};

/// Each moment with one that it must follow, the surest first.
const ORDER: [(Field, Field); 6] = [
    (Field::Resolved, Field::Started),
    (Field::Mitigated, Field::Started),
    (Field::Acknowledged, Field::Started),
    (Field::Resolved, Field::Mitigated),
    (Field::Acknowledged, Field::Detected),
    (Field::Detected, Field::Started),
];

/// The message about a detection before the start: a warning sign may be seen before anything is wrong.
const EARLY: &str = "detected";

pub(super) struct EndBeforeStart;

impl Rule for EndBeforeStart {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn level(&self, variant: &str) -> Level {
        if variant == EARLY { Level::Note } else { META.level }
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let kind = record.postmortem.kind;
        if !kind.is_postmortem() {
            return;
        }
        let pairs = ORDER.into_iter().filter_map(|(later, earlier)| {
            Some((key_moment(record, later)?, key_moment(record, earlier)?))
        });
        // One typo is often before several others.
        let wrong = pairs.filter(|(later, earlier)| later.is_before(earlier));
        let meant = |(later, _): &(KeyMoment, KeyMoment)| later.field != Field::Detected || kind == Kind::Incident;
        found.extend(wrong.filter(meant).take(1).map(|(later, earlier)| diagnostic(record, &later, &earlier)));
    }
}

fn diagnostic(record: &Record, later: &KeyMoment, earlier: &KeyMoment) -> Diagnostic {
    let text = &record.document.text;
    Diagnostic::new(META.name, place::first_line(later.span, text))
        .variant(if later.field == Field::Detected { EARLY } else { "" })
        .term("later", later.field.key())
        .with("time", later.written.as_str())
        .term("earlier", earlier.field.key())
        .with("before", earlier.written.as_str())
        .and_at(place::first_line(earlier.span, text))
        .about(format!("{} {}", later.field.key(), earlier.field.key()))
}
