//! Times as people write them into instants, where they say enough for one.

mod clock;
mod date;
mod parse;
mod pattern;
mod zone;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

pub use date::{date_in, whole_day};
pub use parse::moment_in;
pub(super) use parse::moment_near;
pub(super) use zone::zone_in;

/// A point in time, as exactly as the author knew it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moment {
    /// The day, if it is known.
    pub date: Option<Date>,
    /// The time of day, if it is known.
    pub time: Option<Time>,
    /// The zone, if the entry itself, its heading or the document names one.
    pub zone: Option<TimeZone>,
    /// The end of a span of time (`12:43 - 12:49`).
    pub until: Option<Time>,
    /// Written with `~`, `약`, `around`: not to be used for exact arithmetic.
    pub approximate: bool,
}

impl Moment {
    /// The instant; `None` where day or time is unknown. Without a zone, `zone` is taken.
    pub fn instant(&self, zone: &TimeZone) -> Option<Timestamp> {
        let local = DateTime::from_parts(self.date?, self.time?);
        let zone = self.zone.as_ref().unwrap_or(zone);
        zone.to_ambiguous_zoned(local).compatible().ok().map(|zoned| zoned.timestamp())
    }

    /// Whether nothing at all is known.
    pub fn is_unknown(&self) -> bool {
        self.date.is_none() && self.time.is_none()
    }
}
