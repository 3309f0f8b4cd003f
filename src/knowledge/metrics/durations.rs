//! The key moments of incidents into lengths, in minutes from the start.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Distribution, is_incident};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Fact, Moment, Postmortem};

/// From the start of an incident to a moment of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretch {
    /// Until somebody or something noticed.
    Detect,
    /// Until users were no longer hurt.
    Mitigate,
    /// Until it was over.
    Resolve,
}

impl Stretch {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Detect, Self::Mitigate, Self::Resolve];

    /// The name used in JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Detect => "time-to-detect",
            Self::Mitigate => "time-to-mitigate",
            Self::Resolve => "time-to-resolve",
        }
    }
}

/// The lengths of one incident in minutes, in the order of [`Stretch::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The incident.
    pub record: RecordIndex,
    /// What is known of them.
    pub minutes: [Option<i64>; 3],
    /// Whether one of the moments was written as about right.
    pub approximate: bool,
}

/// The lengths of all incidents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Durations {
    /// Each incident, by day.
    pub incidents: Vec<Measured>,
}

impl Durations {
    /// Measures incidents; drills and near misses have hurt nobody.
    pub(super) fn of(base: &KnowledgeBase, records: &[RecordIndex], zone: &TimeZone) -> Self {
        let incidents = records.iter().filter(|&&index| is_incident(base, index));
        Self { incidents: incidents.map(|&index| measured(index, &base.records[index].postmortem, zone)).collect() }
    }

    /// The distribution of one of them.
    pub fn distribution(&self, stretch: Stretch) -> Distribution {
        self.incidents.iter().map(|incident| incident.minutes[stretch as usize]).collect()
    }
}

fn measured(record: RecordIndex, postmortem: &Postmortem, zone: &TimeZone) -> Measured {
    let moments = &postmortem.moments;
    let ends = [&moments.detected, &moments.mitigated, &moments.resolved].map(Option::as_ref);
    let begin = moments.started.as_ref();
    let minutes = ends.map(|end| between(postmortem, begin?, end?, zone));
    let is_approximate = |fact: &Fact<Moment>| fact.value.approximate;
    let known = begin.into_iter().chain(ends.into_iter().flatten());
    Measured { record, minutes, approximate: known.clone().any(is_approximate) }
}

/// Whole minutes; `None` where one of the two is not known, or they are the wrong way round.
fn between(postmortem: &Postmortem, begin: &Fact<Moment>, end: &Fact<Moment>, zone: &TimeZone) -> Option<i64> {
    let (begin, end) = (&begin.value, &end.value);
    // An author who names the zone once means it for both.
    let zone = begin.zone.as_ref().or(end.zone.as_ref()).unwrap_or(zone);
    let seconds = instant(postmortem, end, zone)?.duration_since(instant(postmortem, begin, zone)?).as_secs();
    (seconds >= 0).then_some(seconds / 60)
}

/// The instant of a moment, on the day of the incident where it names none.
fn instant(postmortem: &Postmortem, moment: &Moment, zone: &TimeZone) -> Option<Timestamp> {
    let date = moment.date.or(postmortem.date.as_ref().map(|fact| fact.value));
    Moment { date, ..moment.clone() }.instant(zone)
}
