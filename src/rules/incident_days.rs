//! The days between which an incident surely took place, and the entries of its timeline that cannot belong to them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dated;
use super::key_moment::key_moment;
use crate::postmortem::{Field, Record, TimelineEntry};

/// The first and the last day that a document states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IncidentDays {
    pub(super) first: Date,
    /// The same, if it states one alone.
    pub(super) last: Date,
}

impl IncidentDays {
    /// Those of a document; `None` where nothing but the timeline tells.
    pub(super) fn of(record: &Record) -> Option<Self> {
        use Field::{Acknowledged, Detected, Mitigated, Resolved};
        let stated = dated::days(record).into_iter().map(|dated| dated.day);
        let moments = [Detected, Acknowledged, Mitigated, Resolved];
        let moments = moments.into_iter().filter_map(|field| key_moment(record, field)).map(|moment| moment.day);
        let days: Vec<Date> = stated.chain(moments).collect();
        Some(Self { first: *days.iter().min()?, last: *days.iter().max()? })
    }

    /// How many days an entry lies outside, before (negative) or after; zones make a day of an hour.
    fn distance(self, entry: &TimelineEntry) -> Option<i32> {
        let day = entry.moment.date?;
        let days = (day - self.first).get_days().min(0) + (day - self.last).get_days().max(0);
        Some(days)
    }
}

/// Days outside from which on an entry is no longer taken for the night before or the morning after.
const FAR: i32 = 2;

/// The entries that stand between others of the incident and are dated far outside. What led to it and what followed
/// stands at the ends.
pub(super) fn strays(record: &Record, days: IncidentDays) -> Vec<&TimelineEntry> {
    let timeline = &record.postmortem.timeline;
    let far = |entry: &TimelineEntry| days.distance(entry).map(|days| days.abs() >= FAR);
    // Of each series, the first and the last entry of the incident.
    let mut ends: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (index, entry) in timeline.iter().enumerate().filter(|(_, entry)| far(entry) == Some(false)) {
        ends.entry(entry.series).and_modify(|(_, last)| *last = index).or_insert((index, index));
    }
    let amid =
        |index: usize| ends.get(&timeline[index].series).is_some_and(|(first, last)| *first < index && index < *last);
    (0..timeline.len())
        .filter(|&index| far(&timeline[index]) == Some(true) && amid(index))
        .map(|index| &timeline[index])
        .collect()
}

/// The first entry of a timeline that is told a whole number of years away from the incident, and the year it should
/// be. One entry alone may be a remark about another time.
pub(super) fn in_another_year(record: &Record, days: IncidentDays) -> Option<(&TimelineEntry, i16)> {
    let dated: Vec<&TimelineEntry> =
        record.postmortem.timeline.iter().filter(|entry| entry.moment.date.is_some()).collect();
    let fits = |entry: &&TimelineEntry, years: i16| {
        let day = entry.moment.date.and_then(|day| Date::new(day.year() + years, day.month(), day.day()).ok());
        day.is_some_and(|day| days.first <= day && day <= days.last)
    };
    let [first, _, ..] = dated.as_slice() else { return None };
    let year = days.first.year();
    let years = year - first.moment.date?.year();
    (years != 0 && dated.iter().all(|entry| fits(entry, years))).then_some((*first, year))
}
