//! The versions of one document into the life of each of its actions: when it appeared, was ticked, changed
//! hands or date, and was taken out.

use std::sync::Arc;

use jiff::civil::Date;

use crate::history::Commit;
use crate::postmortem::{Action, ActionState};

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

/// Follows every action through the versions of its document, oldest first. `whole` says whether the first
/// version is the one that made the file.
pub fn follow(_versions: &[Version], _whole: bool) -> LifeCycles {
    LifeCycles::default()
}
