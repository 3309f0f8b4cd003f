//! The occurrences of several causes on one small axis of years, one tick each.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::knowledge::{Cause, Occurrence, Verdict};

/// The axis that all causes of a table share.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Axis {
    #[serde(skip)]
    first: i16,
    #[serde(skip)]
    last: i16,
    #[serde(skip)]
    since: Date,
    width: u32,
    years: Vec<Year>,
}

#[derive(Debug, Clone, Serialize)]
struct Year {
    name: i16,
    x: u32,
}

/// The ticks of one cause.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Ticks {
    width: u32,
    marks: Vec<Tick>,
}

#[derive(Debug, Clone, Serialize)]
struct Tick {
    x: u32,
    /// It came back within the last twelve months: what is older has had its time to be seen to.
    again: bool,
}

/// Pixels.
const WIDTH: u32 = 168;
/// More years than this are not all named.
const MOST_NAMES: u32 = 4;

impl Axis {
    /// From the year of the earliest occurrence to this one.
    pub(in crate::site) fn of<'a>(causes: impl Iterator<Item = &'a Cause>, today: Date) -> Self {
        let earliest = causes.flat_map(Cause::all_occurrences).filter_map(|occurrence| occurrence.date).min();
        let last = today.year();
        let first = earliest.map_or(last, Date::year).min(last);
        let since = today.checked_sub(1.year()).unwrap_or(today);
        let mut axis = Self { first, last, since, width: WIDTH, years: Vec::new() };
        let count = u32::from((last - first).unsigned_abs()) + 1;
        let step = count.div_ceil(MOST_NAMES);
        for (number, name) in (first..=last).enumerate() {
            if u32::try_from(number).unwrap_or(0) % step == 0 {
                axis.years.push(Year { name, x: axis.x(date(name, 1, 1)) });
            }
        }
        axis
    }

    /// The ticks of the occurrences of a cause on this axis.
    pub(in crate::site) fn ticks(&self, occurrences: &[Occurrence]) -> Ticks {
        let days = occurrences.iter().filter_map(|occurrence| {
            let date = occurrence.date?;
            Some((date, occurrence.verdict != Verdict::First && date > self.since))
        });
        self.marks(days)
    }

    /// The ticks of some days, each with whether it needs a human. As many as the axis has pixels.
    pub(in crate::site) fn marks(&self, days: impl Iterator<Item = (Date, bool)>) -> Ticks {
        let mut marks: BTreeMap<u32, bool> = BTreeMap::new();
        days.for_each(|(day, again)| *marks.entry(self.x(day)).or_default() |= again);
        Ticks { width: WIDTH, marks: marks.into_iter().map(|(x, again)| Tick { x, again }).collect() }
    }

    /// Where a day lies.
    fn x(&self, day: Date) -> u32 {
        let begin = date(self.first, 1, 1);
        let whole = u32::from((self.last - self.first).unsigned_abs() + 1) * 366;
        let days = u32::try_from((day - begin).get_days()).unwrap_or(0);
        (days * (WIDTH - 2) / whole.max(1)).min(WIDTH - 2)
    }
}
