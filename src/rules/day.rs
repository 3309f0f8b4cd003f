//! Moments into days, as this repository counts them.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use crate::config::Settings;
use crate::history::Commit;

/// The zone of times that name none: that of the settings, else UTC.
pub(super) fn zone(settings: &Settings) -> TimeZone {
    configured(settings).unwrap_or(TimeZone::UTC)
}

/// The day of a commit.
pub(super) fn of(commit: &Commit, settings: &Settings) -> Option<Date> {
    commit.time.map(|time| zone(settings).to_datetime(time).date())
}

/// The latest day that it was anywhere when the commit was made: without a zone in the settings, nobody knows
/// which day the author lived in.
pub(super) fn latest(commit: &Commit, settings: &Settings) -> Option<Date> {
    const FARTHEST_EAST: i8 = 14;
    let zone = configured(settings).unwrap_or_else(|| Offset::constant(FARTHEST_EAST).to_time_zone());
    commit.time.map(|time| zone.to_datetime(time).date())
}

fn configured(settings: &Settings) -> Option<TimeZone> {
    settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok())
}
