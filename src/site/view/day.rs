//! A day as a machine and as a person reads it.

use jiff::civil::Date;
use serde::Serialize;

use crate::site::words::Words;

/// A day; `iso` is also what tables show, where days stand beneath each other.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Day {
    iso: String,
    shown: String,
}

impl Day {
    /// The day in a language.
    pub(in crate::site) fn new(date: Date, words: &Words) -> Self {
        Self { iso: date.to_string(), shown: words.date(date) }
    }

    /// Its year.
    pub(in crate::site) fn year(&self) -> &str {
        self.iso.split('-').next().unwrap_or_default()
    }
}
