//! The occurrences of one cause on a time strip: one mark each, the interval written between marks where there is room for
//! it, and beneath each mark what was promised to prevent the next, and whether it was done.

use jiff::civil::Date;
use serde::Serialize;

use crate::knowledge::{Cause, RecordIndex, Standing, Verdict, may_prevent};
use crate::site::Site;
use crate::site::chart::{Days, percent};
use crate::site::words::Words;

/// A strip as wide as its page; positions are percentages.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Strip {
    height: usize,
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
    /// The preventive actions, from the top down.
    promises: Vec<Promise>,
}

#[derive(Debug, Clone, Serialize)]
struct Promise {
    y: usize,
    /// `open`, `done`, `dropped` or `overdue`.
    state: &'static str,
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

/// An interval is written where its marks are at least so far apart, in hundredths of a percent.
const ROOM: i64 = 1_300;
/// Pixels: how far down the line and the first promise are, and from one promise to the next.
const PROMISES: usize = 52;
const STEP: usize = 10;
/// As many promises as are drawn beneath one mark, and as many marks as a strip has.
const MOST: usize = 6;
const MOST_MARKS: usize = 100;

/// A dated occurrence.
struct Struck {
    number: usize,
    record: RecordIndex,
    day: Date,
    again: bool,
}

impl Strip {
    /// The strip of a cause; none before the second dated occurrence.
    pub(in crate::site) fn of(site: &Site<'_>, cause: &Cause, words: &Words) -> Option<Self> {
        let dated = cause.all_occurrences().iter().enumerate().filter_map(|(at, occurrence)| {
            let again = occurrence.verdict != Verdict::First;
            Some(Struck { number: at + 1, record: occurrence.record, day: occurrence.date?, again })
        });
        let mut days: Vec<Struck> = dated.collect();
        days.drain(..days.len().saturating_sub(MOST_MARKS));
        let (first, last) = (days.first()?.day, days.last()?.day);
        if days.len() < 2 {
            return None;
        }
        let scale = Days::new(first, last.max(site.today));
        let mark = |one: &Struck| Mark {
            x: percent(scale.at(one.day)),
            again: one.again,
            number: one.number,
            title: words.date(one.day),
            promises: promises(site, one.record),
        };
        let marks: Vec<Mark> = days.iter().map(mark).collect();
        let deepest = marks.iter().map(|mark| mark.promises.len()).max().unwrap_or(0);
        let years = scale.years().into_iter().map(|(x, name)| Year { x: percent(x), name });
        Some(Self {
            height: PROMISES + deepest * STEP + 20,
            gaps: gaps(&days, &scale, words),
            years: years.collect(),
            marks,
        })
    }
}

/// What was promised after an occurrence to prevent the next, as it stands today: what is not done first.
fn promises(site: &Site<'_>, record: RecordIndex) -> Vec<Promise> {
    let preventive = site.entries_of(record).into_iter().filter(|entry| may_prevent(entry.action));
    let mut standings: Vec<Standing> = preventive.map(|entry| entry.standing).collect();
    standings.sort_unstable();
    let drawn = standings.into_iter().take(MOST).enumerate();
    drawn.map(|(at, standing)| Promise { y: PROMISES + at * STEP, state: standing.name() }).collect()
}

fn gaps(days: &[Struck], scale: &Days, words: &Words) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for pair in days.windows(2) {
        let (from, to) = (scale.at(pair[0].day), scale.at(pair[1].day));
        if to - from >= ROOM {
            let days = (pair[1].day - pair[0].day).get_days();
            gaps.push(Gap { x: percent(i64::midpoint(from, to)), text: words.days(days) });
        }
    }
    gaps
}
