//! Finds timeline entries that are dated days away from the incident they stand amid.

use super::incident_days::{IncidentDays, in_another_year, strays};
use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, TimelineEntry};

const META: Meta = Meta {
    code: "PM042",
    name: "timeline-outside-incident",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("timeline_outside_incident.md"),
};

pub(super) struct TimelineOutsideIncident;

impl Rule for TimelineOutsideIncident {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let days = IncidentDays::of(record).filter(|_| record.postmortem.kind.is_postmortem());
        let Some(days) = days else { return };
        if let Some((entry, year)) = in_another_year(record, days) {
            found.push(of(record, entry).variant("year").with("year", year.to_string()));
            return;
        }
        let mut said = None;
        for entry in strays(record, days) {
            // A day is written once for all entries of it.
            if said != entry.moment.date {
                found.push(of(record, entry).with("days", shown(days)));
            }
            said = entry.moment.date;
        }
    }
}

fn of(record: &Record, entry: &TimelineEntry) -> Diagnostic {
    let day = entry.moment.date.map(|day| day.to_string()).unwrap_or_default();
    Diagnostic::new(META.name, place::first_line(entry.span, &record.document.text))
        .with("day", day)
        .about(format!("{} {}", entry.written, entry.text))
}

fn shown(days: IncidentDays) -> String {
    if days.first == days.last { days.first.to_string() } else { format!("{} – {}", days.first, days.last) }
}
