//! The occurrences of one cause on a time strip: one mark each, the interval written between marks where
//! there is room for it.

use jiff::civil::{Date, date};
use serde::Serialize;

use crate::knowledge::{Cause, Verdict};
use crate::site::words::Words;

/// A strip as wide as its page; positions are percentages.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Strip {
    marks: Vec<Mark>,
    gaps: Vec<Gap>,
    years: Vec<Year>,
}

#[derive(Debug, Clone, Serialize)]
struct Mark {
    x: String,
    again: bool,
    /// The anchor of the occurrence below.
    number: usize,
    title: String,
}

#[derive(Debug, Clone, Serialize)]
struct Gap {
    x: String,
    text: String,
}

#[derive(Debug, Clone, Serialize)]
struct Year {
    x: String,
    name: i16,
}

/// An interval is written where its marks are at least so far apart, in hundredths of the width.
const ROOM: i32 = 13;
const MOST_YEARS: i16 = 8;

impl Strip {
    /// The strip of a cause; none before the second dated occurrence.
    pub(in crate::site) fn of(cause: &Cause, today: Date, words: &Words) -> Option<Self> {
        let days: Vec<(usize, Date, bool)> = cause
            .occurrences
            .iter()
            .enumerate()
            .filter_map(|(at, occurrence)| Some((at + 1, occurrence.date?, occurrence.verdict != Verdict::First)))
            .collect();
        let (first, last) = (days.first()?.1.year(), days.last()?.1.year().max(today.year()));
        if days.len() < 2 {
            return None;
        }
        let scale =
            Scale { begin: date(first, 1, 1), days: (date(last, 12, 31) - date(first, 1, 1)).get_days().max(1) };
        let marks = days.iter().map(|&(number, day, again)| Mark {
            x: scale.percent(day),
            again,
            number,
            title: words.date(day),
        });
        let step = ((last - first) / MOST_YEARS + 1).unsigned_abs();
        let years =
            (first..=last).step_by(usize::from(step)).map(|name| Year { x: scale.percent(date(name, 1, 1)), name });
        Some(Self { marks: marks.collect(), gaps: gaps(&days, &scale, words), years: years.collect() })
    }
}

struct Scale {
    begin: Date,
    days: i32,
}

impl Scale {
    fn days(&self, day: Date) -> i32 {
        (day - self.begin).get_days()
    }

    /// Hundredths of a percent, kept a little away from both ends.
    fn at(&self, days: i32) -> String {
        let hundredths = 100 + i64::from(days) * 9_800 / i64::from(self.days);
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    }

    fn percent(&self, day: Date) -> String {
        self.at(self.days(day))
    }
}

fn gaps(days: &[(usize, Date, bool)], scale: &Scale, words: &Words) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for pair in days.windows(2) {
        let (from, to) = (scale.days(pair[0].1), scale.days(pair[1].1));
        if (to - from) * 100 >= ROOM * scale.days {
            gaps.push(Gap { x: scale.at(i32::midpoint(from, to)), text: words.days(to - from) });
        }
    }
    gaps
}
