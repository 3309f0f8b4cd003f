//! The key moments of an incident: from fields, else from timeline entries that say so.

use jiff::civil::Date;

use super::lexicon::Mark;
use super::metadata::Fields;
use super::moment::moment_in;
use super::{Fact, Field, Lexicon, Moment, Moments, TimelineEntry};

/// The key moments. A field that names only a time belongs to `day`.
pub(super) fn moments(fields: &Fields, timeline: &[TimelineEntry], day: Option<Date>, lexicon: &Lexicon) -> Moments {
    let mut marks: Vec<Option<Mark>> = timeline.iter().map(|entry| lexicon.mark(&entry.text)).collect();
    lone(timeline, &mut marks, lexicon);
    let find = |field, mark| from_field(fields, field, day).or_else(|| from_timeline(timeline, &marks, mark));
    Moments {
        started: find(Field::Started, Mark::Started),
        detected: find(Field::Detected, Mark::Detected),
        acknowledged: find(Field::Acknowledged, Mark::Acknowledged),
        mitigated: find(Field::Mitigated, Mark::Mitigated),
        resolved: find(Field::Resolved, Mark::Resolved),
    }
}

/// Where no entry says at length that it began, one that is called `Start` does, if no other is: of several, each begins
/// something else.
fn lone(timeline: &[TimelineEntry], marks: &mut [Option<Mark>], lexicon: &Lexicon) {
    if marks.contains(&Some(Mark::Started)) {
        return;
    }
    let mut called = timeline.iter().enumerate().filter_map(|(at, entry)| Some((at, lexicon.lone_mark(&entry.text)?)));
    let (Some((at, mark)), None) = (called.next(), called.next()) else { return };
    if marks[at].is_none() {
        marks[at] = Some(mark);
    }
}

fn from_field(fields: &Fields, field: Field, day: Option<Date>) -> Option<Fact<Moment>> {
    let fact = fields.get(&field)?.first()?;
    let (mut moment, _) = moment_in(&fact.value)?;
    moment.date = moment.date.or(day);
    (!moment.is_unknown()).then(|| Fact::new(moment, fact.span))
}

/// An entry that begins with the word for the moment (`Detected: …`, `탐지 — …`).
fn from_timeline(timeline: &[TimelineEntry], marks: &[Option<Mark>], mark: Mark) -> Option<Fact<Moment>> {
    let (entry, _) = timeline.iter().zip(marks).find(|(_, found)| **found == Some(mark))?;
    entry.moment.time.map(|_| Fact::new(entry.moment.clone(), entry.span))
}
