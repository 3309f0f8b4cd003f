//! Patterns that are constants, and the numbers they catch.

use regex::{Captures, Regex};

/// A constant pattern; a test compiles them all.
pub(super) fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

pub(super) fn number<T: std::str::FromStr>(captures: &Captures<'_>, name: &str) -> Option<T> {
    let digits: String = captures.name(name)?.as_str().chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
