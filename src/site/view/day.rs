//! A day as a machine and as a person reads it.

use jiff::civil::Date;
use serde::Serialize;

use crate::history::Commit;
use crate::site::Site;
use crate::site::words::Words;

/// A day; `iso` is also what tables show, where days stand beneath each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::site) struct Day {
    iso: String,
    shown: String,
}

impl Day {
    /// The day in a language.
    pub(in crate::site) fn new(date: Date, words: &Words) -> Self {
        Self { iso: date.to_string(), shown: words.date(date) }
    }

    /// The day of a commit, if Git holds one.
    pub(super) fn of(commit: &Commit, site: &Site<'_>, words: &Words) -> Option<Self> {
        site.day_of(commit).map(|date| Self::new(date, words))
    }

    /// Its year.
    pub(in crate::site) fn year(&self) -> &str {
        self.iso.split('-').next().unwrap_or_default()
    }
}
