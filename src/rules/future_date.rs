//! Finds incidents that are dated in the future.

use jiff::civil::Date;

use super::dated::{self, Dated};
use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Fact, Field, Kind, Record};

const META: Meta = Meta {
    code: "PM019",
    name: "future-date",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("future_date.md"),
};

pub(super) struct FutureDate;

impl Rule for FutureDate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let kind = record.postmortem.kind;
        if !kind.is_postmortem() || kind == Kind::Drill {
            return;
        }
        found.extend(of_incident(record).find(|dated| is_future(dated.day, context.today)).map(|dated| {
            let place = place::of_fact(&Fact::new((), dated.span), record);
            Diagnostic::new(META.name, place)
                .term("source", dated.source)
                .with("date", dated.day.to_string())
                .about(dated.source)
        }));
    }
}

/// Whether a day has not begun anywhere, with a day to spare for clocks and zones.
pub(super) fn is_future(day: Date, today: Date) -> bool {
    const TOLERANCE: i32 = 1;
    (day - today).get_days() > TOLERANCE
}

/// The day of the incident, and those of its key moments. A wrong year is often wrong in all of them.
fn of_incident(record: &Record) -> impl Iterator<Item = Dated> + '_ {
    use Field::{Acknowledged, Detected, Mitigated, Resolved};
    let moments = [Detected, Acknowledged, Mitigated, Resolved].into_iter();
    let moments = moments.filter_map(|field| dated::of_field(record, field));
    dated::days(record).into_iter().take(1).chain(moments)
}
