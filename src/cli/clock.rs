//! The clock: what a run takes for the present.

use std::time::SystemTime;

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

/// The day, where the user is.
#[allow(clippy::disallowed_methods, reason = "the command line is where the day is known")]
pub(super) fn today() -> Date {
    Zoned::now().date()
}

/// The moment.
#[allow(clippy::disallowed_methods, reason = "the command line is where the time is known")]
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}

/// The moment, as file systems have it.
#[allow(clippy::disallowed_methods, reason = "the command line is where the time is known")]
pub(super) fn system() -> SystemTime {
    SystemTime::now()
}

/// The time of day, where the user is: `14:03:22`.
#[allow(clippy::disallowed_methods, reason = "the command line is where the time is known")]
pub(super) fn time() -> String {
    Zoned::now().strftime("%H:%M:%S").to_string()
}
