//! What came before a postmortem: the earlier incidents of each of its causes, and what was promised after these
//! and is still open.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Cause, KnowledgeBase, Occurrence, RecordIndex, Verdict};
use crate::postmortem::{Action, ActionState};

/// A cause of a postmortem that struck before.
#[derive(Debug, Clone)]
pub struct Again<'b> {
    /// The cause.
    pub cause: &'b Cause,
    /// The incidents before this one, the latest first.
    pub before: Vec<&'b Occurrence>,
    /// How many of them were in the twelve months before this one.
    pub recent: usize,
    /// Whether and in spite of what it came back; `None` where this postmortem tells of no further incident: a
    /// near miss, a drill, a translation.
    pub verdict: Option<Verdict>,
}

impl KnowledgeBase {
    /// The causes of a postmortem that struck before it, in its own order.
    pub fn again(&self, index: RecordIndex) -> Vec<Again<'_>> {
        let causes = self.causes_of[index].iter().filter_map(|id| self.causes.get(id));
        causes.map(|cause| self.again_of(cause, index)).filter(|again| !again.before.is_empty()).collect()
    }

    fn again_of<'b>(&self, cause: &'b Cause, index: RecordIndex) -> Again<'b> {
        let date = self.day(index);
        let place = cause.occurrences.iter().position(|occurrence| occurrence.record == index);
        let is_earlier = |occurrence: &&Occurrence| {
            occurrence.record != index && matches!((occurrence.date, date), (Some(then), Some(date)) if then < date)
        };
        let before: Vec<&Occurrence> = match place {
            Some(place) => cause.occurrences[..place].iter().rev().collect(),
            None => cause.occurrences.iter().filter(is_earlier).rev().collect(),
        };
        let since = date.and_then(|date| date.checked_sub(12.months()).ok());
        let is_recent =
            |occurrence: &&&Occurrence| matches!((occurrence.date, since), (Some(then), Some(since)) if then >= since);
        let recent = before.iter().filter(is_recent).count();
        Again { cause, before, recent, verdict: place.map(|place| cause.occurrences[place].verdict) }
    }

    /// The open actions of every earlier postmortem, drill and near miss that names a cause of this one, the
    /// latest first; each with the postmortem that promised it.
    pub fn still_open(&self, index: RecordIndex) -> Vec<(RecordIndex, &Action)> {
        let Some(date) = self.day(index) else { return Vec::new() };
        let shares = |other: &RecordIndex| self.causes_of[*other].iter().any(|id| self.causes_of[index].contains(id));
        let is_earlier = |other: &RecordIndex| {
            *other != index && self.is_current(*other) && self.day(*other).is_some_and(|day| day < date)
        };
        let open = |other: RecordIndex| {
            let actions = self.records[other].postmortem.actions.iter();
            actions.filter(|action| action.state == ActionState::Open).map(move |action| (other, action))
        };
        self.postmortems().into_iter().filter(is_earlier).filter(shares).flat_map(open).collect()
    }

    fn day(&self, index: RecordIndex) -> Option<Date> {
        self.records[index].postmortem.date.as_ref().map(|fact| fact.value)
    }
}
