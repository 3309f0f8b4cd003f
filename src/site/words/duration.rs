//! Lengths of time as a language writes them: the two largest units, never a sum of three.

use super::Words;

impl Words {
    /// `1 h 35 min`, `1시간 35분`, `2 d 3 h`; less than a minute is said so.
    pub(in crate::site) fn minutes(&self, minutes: u64) -> String {
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let parts = match (days, hours, rest) {
            (0, 0, 0) => return self.text("duration.moment").to_owned(),
            (0, 0, rest) => vec![("duration.minute", rest)],
            (0, hours, rest) => vec![("duration.hour", hours), ("duration.minute", rest)],
            (days, hours, _) => vec![("duration.day", days), ("duration.hour", hours)],
        };
        let texts: Vec<String> = parts
            .into_iter()
            .filter(|&(_, n)| n > 0)
            .map(|(unit, n)| self.count(unit, usize::try_from(n).unwrap_or(usize::MAX), &[]))
            .collect();
        texts.join(" ")
    }

    /// A distance between days, in the unit that a person would say it in: days, then months, then years.
    pub(in crate::site) fn days(&self, days: i32) -> String {
        let days = usize::try_from(days.abs()).unwrap_or_default();
        match days {
            0..=89 => self.count("duration.days", days, &[]),
            90..=729 => self.count("duration.months", (days * 12 + 182) / 365, &[]),
            _ => self.count("duration.years", (days + 182) / 365, &[]),
        }
    }
}
