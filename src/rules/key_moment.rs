//! The key moments that a document states as facts, with their day: what the timeline or another field only suggests
//! is left out.

use jiff::civil::Date;

use crate::postmortem::{Field, Moment, Record, moment_in};
use crate::text::Span;

/// A stated moment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeyMoment {
    /// Which it is: its key is a term of the message catalogue.
    pub(super) field: Field,
    /// Its day.
    pub(super) day: Date,
    /// All of it.
    pub(super) moment: Moment,
    /// The words that say it.
    pub(super) written: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// The moment that a field states, if it names the day and knows the time for sure.
pub(super) fn key_moment(record: &Record, field: Field) -> Option<KeyMoment> {
    let fact = record.postmortem.fields.get(&field)?.first()?;
    let (moment, said) = moment_in(&fact.value).filter(|(moment, _)| !moment.approximate)?;
    Some(KeyMoment { field, day: moment.date?, written: fact.value[said].trim().to_owned(), moment, span: fact.span })
}

impl KeyMoment {
    /// Whether this surely lies before another, in whatever zone those are that name none.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        /// The widest that two zones lie apart, in hours.
        const APART: i32 = 26;
        let (Some(time), Some(other_time)) = (self.moment.time, other.moment.time) else {
            return self.day < other.day;
        };
        let zone = jiff::tz::TimeZone::UTC;
        if let (Some(_), Some(_)) | (None, None) = (&self.moment.zone, &other.moment.zone) {
            return self.moment.instant(&zone) < other.moment.instant(&zone);
        }
        let hours = (other.day.to_datetime(other_time) - self.day.to_datetime(time)).total(jiff::Unit::Hour);
        hours.is_ok_and(|hours| hours > f64::from(APART))
    }
}
