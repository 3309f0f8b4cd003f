//! The preventive actions that were promised about a cause: all together, for judging what came after them, and one by
//! one where they are open today.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::life_cycle::{Change, LifeCycles};
use super::{Cause, KnowledgeBase, RecordIndex, Verdict};
use crate::postmortem::{Action, ActionKind, ActionState, Record};

/// An action of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActionPlace {
    /// The document.
    pub record: RecordIndex,
    /// Its place among the document's actions, from 0.
    pub number: usize,
}

/// Whether an action is to keep the incident from happening again. One that does not say what it is for may be.
pub fn may_prevent(action: &Action) -> bool {
    matches!(action.kind, Some(ActionKind::Prevent) | None)
}

/// What Git knows of actions.
#[derive(Clone, Copy)]
pub(super) struct Lives<'a> {
    pub(super) of: &'a [LifeCycles],
    pub(super) zone: &'a TimeZone,
}

/// The promises made so far about one cause, as far as judging a recurrence needs them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Promises {
    promised: usize,
    open: usize,
    untold: usize,
    last_closed: Option<Date>,
}

impl Promises {
    /// Adds those of a document. What was dropped is no promise any more.
    pub(super) fn add(&mut self, index: RecordIndex, record: &Record, lives: Lives<'_>) {
        for (number, action) in record.postmortem.actions.iter().enumerate().filter(|(_, action)| may_prevent(action)) {
            match action.state {
                ActionState::Dropped => continue,
                ActionState::Open if is_said_open(action) => self.open += 1,
                ActionState::Open => self.untold += 1,
                ActionState::Done => self.last_closed = self.last_closed.max(closed(action, index, number, lives)),
            }
            self.promised += 1;
        }
    }

    /// What an incident on a day says about them.
    pub(super) fn verdict(&self, date: Option<Date>) -> Verdict {
        let late = matches!((self.last_closed, date), (Some(closed), Some(date)) if closed > date);
        match self {
            Self { promised: 0, .. } => Verdict::Unpromised,
            Self { open, .. } if *open > 0 || late => Verdict::Unfixed,
            Self { untold: 0, .. } => Verdict::AfterFix,
            _ => Verdict::Untold,
        }
    }
}

/// The day from which a done action counts as done: the document's, else Git's. Where neither says one, it was so in
/// time unless it was due later still.
fn closed(action: &Action, index: RecordIndex, number: usize, lives: Lives<'_>) -> Option<Date> {
    let life = lives.of.get(index).and_then(|lives| lives.current.get(number));
    let by_git = life.and_then(|life| life.closed()?.day(lives.zone));
    // Done when it was written down: when it was done nobody knows, but not later than that.
    let appeared_done = life
        .filter(|life| life.events.first().is_some_and(|event| event.change == Change::Appeared(ActionState::Done)));
    let due = || action.due.as_ref().map(|due| due.value).filter(|_| appeared_done.is_none());
    action.closed.or(by_git).or_else(due)
}

impl KnowledgeBase {
    /// The preventive actions about a cause, promised by others before a postmortem that names it, that are open today.
    /// Those of which a document keeps no track are not among them.
    pub fn open_promises(&self, cause: &Cause, before: RecordIndex) -> Vec<ActionPlace> {
        let earlier = cause.told.iter().take_while(|&&index| index != before);
        let open = earlier.flat_map(|&record| {
            let actions = self.records[record].postmortem.actions.iter().enumerate();
            let open = actions
                .filter(|(_, action)| action.state == ActionState::Open && may_prevent(action) && is_said_open(action));
            open.map(move |(number, _)| ActionPlace { record, number })
        });
        open.collect()
    }

    /// The postmortems whose promises decide whether a cause came back after they were kept in one that is asked about, and
    /// that do not say since when they are: Git may know.
    pub fn undated_promises(&self, is_asked: &dyn Fn(RecordIndex) -> bool) -> BTreeSet<RecordIndex> {
        self.causes.values().flat_map(|cause| self.undated_of(cause, is_asked)).collect()
    }

    fn undated_of(&self, cause: &Cause, is_asked: &dyn Fn(RecordIndex) -> bool) -> Vec<RecordIndex> {
        let (mut deciding, mut undated) = (Vec::new(), Vec::new());
        for &index in &cause.told {
            if is_asked(index) {
                deciding.append(&mut undated);
            }
            let mut actions = self.records[index].postmortem.actions.iter().filter(|action| may_prevent(action));
            // With an open promise nothing was fixed, whenever the others were kept.
            if actions.clone().any(|action| action.state == ActionState::Open && is_said_open(action)) {
                break;
            }
            if actions.any(|action| action.state == ActionState::Done && action.closed.is_none()) {
                undated.push(index);
            }
        }
        deciding
    }

    /// An action by its place.
    pub fn action(&self, place: ActionPlace) -> &Action {
        &self.records[place.record].postmortem.actions[place.number]
    }
}

/// Whether an open action is one that somebody keeps track of: it has a box or a status cell, somebody's name, a day or
/// a ticket. A bare sentence in a list may have been done for years.
fn is_said_open(action: &Action) -> bool {
    let has_facts = action.owner.is_some() || action.due.is_some() || action.ticket.is_some() || action.link.is_some();
    action.tracked && (has_facts || action.marked)
}
