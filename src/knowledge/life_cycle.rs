//! The versions of one document into the life of each of its actions: when it appeared, was ticked, changed
//! hands or date, and was taken out. An action has no name, so `matching` says which is which by ticket, by
//! words (`wording`) and by likeness; `follow` tells the story, and `gone` keeps those that may come back.

mod follow;
mod gone;
mod likeness;
mod matching;
mod wording;

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::history::{Commit, Person};
use crate::postmortem::{Action, ActionState};

pub use follow::follow;

/// The actions of a document as one commit left them.
#[derive(Debug, Clone)]
pub struct Version {
    /// The commit; `None` for what is not committed yet.
    pub commit: Option<Arc<Commit>>,
    /// The actions, in the order of the document.
    pub actions: Vec<Action>,
}

/// What happened to an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was written down, in this state.
    Appeared(ActionState),
    /// It was done, dropped or opened again.
    Moved(ActionState),
    /// Somebody else has it; `None` for nobody.
    Owner(Option<String>),
    /// It is due at another day; `None` for none.
    Due(Option<Date>),
    /// It says something else; what it said before.
    Reworded(String),
    /// It was taken out of the document, with nothing said.
    Removed,
}

/// A change and the commit that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The commit; `None` for what is not committed yet.
    pub commit: Option<Arc<Commit>>,
    /// What it did.
    pub change: Change,
}

/// What became of one action, oldest event first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LifeCycle {
    /// The last words of it.
    pub text: String,
    /// What happened to it.
    pub events: Vec<Event>,
    /// Whether the first event is its true beginning: the history reaches back beyond it.
    pub whole: bool,
}

/// What became of the actions of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LifeCycles {
    /// One for each action of the document, in its order; empty where nothing is known.
    pub current: Vec<LifeCycle>,
    /// Those that are not in the document any more, in the order in which they went.
    pub removed: Vec<LifeCycle>,
}

impl Event {
    /// Who did it; `None` for what is not committed yet.
    pub fn author(&self) -> Option<&Person> {
        self.commit.as_ref().map(|commit| &commit.author)
    }

    /// The day on which it was committed, as a calendar in `zone` has it; `None` where that is not known.
    pub fn day(&self, zone: &TimeZone) -> Option<Date> {
        self.commit.as_ref()?.time.map(|time| time.to_zoned(zone.clone()).date())
    }
}

impl LifeCycle {
    /// Where it stands, or stood when it was taken out.
    pub fn state(&self) -> ActionState {
        let told = self.events.iter().rev().find_map(|event| match event.change {
            Change::Appeared(state) | Change::Moved(state) => Some(state),
            _ => None,
        });
        told.unwrap_or(ActionState::Open)
    }

    /// Its being written down; `None` where that was before the known history.
    pub fn opened(&self) -> Option<&Event> {
        self.events.first().filter(|_| self.whole)
    }

    /// Its being done or dropped, for the last time where it was opened again in between. `None` for one that
    /// is open, and for one that was already so when it appeared: when it was closed is not known.
    pub fn closed(&self) -> Option<&Event> {
        let moved = self.events.iter().rfind(|event| matches!(event.change, Change::Moved(_)));
        moved.filter(|_| self.state() != ActionState::Open)
    }

    /// Whether it is not in the document any more.
    pub fn is_removed(&self) -> bool {
        self.events.last().is_some_and(|event| event.change == Change::Removed)
    }

    /// How old it is, in days from its opening until `today`. `None` for one that is not open or not there any
    /// more, and where the day of its opening is not known.
    pub fn days_open(&self, today: Date, zone: &TimeZone) -> Option<i32> {
        let open = self.state() == ActionState::Open && !self.is_removed();
        self.opened().filter(|_| open).and_then(|opened| days(opened.day(zone)?, today))
    }

    /// The days from its opening until its closing; `None` where one of them is not known.
    pub fn time_to_close(&self, zone: &TimeZone) -> Option<i32> {
        days(self.opened()?.day(zone)?, self.closed()?.day(zone)?)
    }
}

/// The days between two; none where the clocks that the commits were made by put them the wrong way round.
fn days(from: Date, to: Date) -> Option<i32> {
    Some((to - from).get_days()).filter(|days| *days >= 0)
}
