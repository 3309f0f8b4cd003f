//! The clock: what a run takes for the present.

use jiff::Zoned;
use jiff::civil::Date;

/// The day, where the user is.
#[allow(clippy::disallowed_methods, reason = "the command line is where the day is known")]
pub(super) fn today() -> Date {
    Zoned::now().date()
}
