//! The only clock.

/// The moment.
#[allow(clippy::disallowed_methods, reason = "the command line is where the time is known")]
pub(super) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
