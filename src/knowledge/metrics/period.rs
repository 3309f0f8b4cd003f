//! Days into years, quarters and months, and how much happened in each.

use std::fmt;

use jiff::civil::Date;

use super::{Question, day};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::Kind;

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Granularity {
    /// A year.
    Year,
    /// Three months.
    Quarter,
    /// A month.
    Month,
}

/// A year, or a part of one: `2026`, `2026-Q3`, `2026-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    year: i16,
    /// From 1; 0 for the whole year.
    part: i8,
    granularity: Granularity,
}

impl Period {
    /// The period that a day is in.
    pub fn of(day: Date, granularity: Granularity) -> Self {
        let part = match granularity {
            Granularity::Year => 0,
            Granularity::Quarter => (day.month() - 1) / 3 + 1,
            Granularity::Month => day.month(),
        };
        Self { year: day.year(), part, granularity }
    }

    fn next(self) -> Self {
        let last = match self.granularity {
            Granularity::Year => 0,
            Granularity::Quarter => 4,
            Granularity::Month => 12,
        };
        if self.part >= last {
            return Self { year: self.year.saturating_add(1), part: last.min(1), ..self };
        }
        Self { part: self.part + 1, ..self }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.granularity {
            Granularity::Year => write!(f, "{:04}", self.year),
            Granularity::Quarter => write!(f, "{:04}-Q{}", self.year, self.part),
            Granularity::Month => write!(f, "{:04}-{:02}", self.year, self.part),
        }
    }
}

/// How much happened in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodCount {
    /// When; `None` for accounts that do not say.
    pub period: Option<Period>,
    /// Incidents and spent error budgets.
    pub incidents: usize,
    /// What nearly happened.
    pub near_misses: usize,
    /// Exercises.
    pub drills: usize,
}

/// More periods than this are not listed one by one: the empty ones are left out.
const MOST: usize = 1_200;

/// The counts, from the first period with an account to the last; empty ones between them stay.
pub(super) fn count(base: &KnowledgeBase, records: &[RecordIndex], question: &Question<'_>) -> Vec<PeriodCount> {
    let period = |index: &RecordIndex| day(&base.records[*index]).map(|day| Period::of(day, question.granularity));
    let mut counts: Vec<PeriodCount> = Vec::new();
    for index in records {
        let period = period(index);
        if counts.last().is_none_or(|last| last.period != period) {
            fill(&mut counts, period);
            counts.push(PeriodCount { period, incidents: 0, near_misses: 0, drills: 0 });
        }
        let Some(last) = counts.last_mut() else { continue };
        match base.records[*index].postmortem.kind {
            Kind::NearMiss => last.near_misses += 1,
            Kind::Drill => last.drills += 1,
            _ => last.incidents += 1,
        }
    }
    // Accounts without a day come first in `records` and belong last.
    let undated = counts.iter().take_while(|count| count.period.is_none()).count();
    counts.rotate_left(undated);
    counts
}

/// The empty periods before the next.
fn fill(counts: &mut Vec<PeriodCount>, next: Option<Period>) {
    let Some(mut at) = counts.last().and_then(|last| last.period).map(Period::next) else { return };
    while next.is_some_and(|next| at < next) && counts.len() < MOST {
        counts.push(PeriodCount { period: Some(at), incidents: 0, near_misses: 0, drills: 0 });
        at = at.next();
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Granularity, Period};

    #[test]
    fn a_period_follows_another() {
        for (granularity, names) in [
            (Granularity::Year, ["2025", "2026"]),
            (Granularity::Quarter, ["2025-Q4", "2026-Q1"]),
            (Granularity::Month, ["2025-12", "2026-01"]),
        ] {
            let last = Period::of(date(2025, 12, 31), granularity);
            assert_eq!([last.to_string(), last.next().to_string()], names);
        }
    }
}
