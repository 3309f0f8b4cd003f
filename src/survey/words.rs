//! Phrases with numbers and lengths in them.

use crate::diagnostic::Value;
use crate::messages::{self, Locale};
use crate::text::Printable;

/// What is said, in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub(super) locale: Locale,
}

impl Words {
    /// The language tag that titles of causes are looked up by.
    pub(super) fn tag(self) -> &'static str {
        self.locale.tag()
    }

    /// A phrase without values.
    pub(super) fn text(self, key: &str) -> String {
        messages::phrase(key, &[], self.locale)
    }

    /// A phrase with values.
    pub(super) fn fill(self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values: Vec<(&'static str, Value)> =
            values.iter().map(|(name, text)| (*name, Value::from(*text))).collect();
        messages::phrase(key, &values, self.locale)
    }

    /// A phrase for a number: the entry `KEY-one` or `KEY-many`.
    pub(super) fn count(self, key: &str, n: usize, values: &[(&'static str, &str)]) -> String {
        let number = n.to_string();
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(values);
        self.fill(&format!("{key}-{}", if n == 1 { "one" } else { "many" }), &all)
    }

    /// `41 min`, `2 h 5 min`, `3 d 4 h`.
    pub(super) fn minutes(self, minutes: i64) -> String {
        let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
        let parts = match (days, hours) {
            (0, 0) => vec![("length-minutes", rest)],
            (0, hours) => vec![("length-hours", hours), ("length-minutes", rest)],
            (days, hours) => vec![("length-days", days), ("length-hours", hours)],
        };
        let shown = parts.iter().enumerate().filter(|(at, (_, n))| *at == 0 || *n > 0);
        let texts: Vec<String> = shown.map(|(_, (unit, n))| self.fill(unit, &[("n", &n.to_string())])).collect();
        texts.join(" ")
    }

    /// `12 days`.
    pub(super) fn days(self, days: i64) -> String {
        self.count("days", usize::try_from(days).unwrap_or(0), &[])
    }

    /// Sentences about one thing on one line.
    pub(super) fn line(parts: &[String]) -> Printable {
        let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        Printable::line(&said.join(" · "))
    }
}
