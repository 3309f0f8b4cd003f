//! The life of an action into a line beneath its state: since when it is open, or when and by whom it was
//! closed. Nothing where Git does not say it.

use jiff::civil::Date;
use serde::Serialize;

use super::{Day, commit_text};
use crate::history::Commit;
use crate::knowledge::LifeCycle;
use crate::postmortem::ActionState;
use crate::site::Site;
use crate::site::words::Words;

/// A day, and the words around it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Since {
    before: String,
    day: Day,
    after: String,
}

impl Since {
    /// The line of an action in a state.
    pub(super) fn of(site: &Site<'_>, life: &LifeCycle, state: ActionState, words: &Words) -> Option<Self> {
        let promised = life.opened().and_then(|event| event.commit.as_deref());
        if state == ActionState::Open {
            let commit = promised?;
            return Some(Self::new("action.since", site.day_of(commit)?, commit, None, words));
        }
        let commit = life.closed()?.commit.as_deref()?;
        let day = site.day_of(commit)?;
        let days = promised.and_then(|promised| site.day_of(promised)).map(|begin| (day - begin).get_days());
        Some(Self::new("action.closed", day, commit, days.filter(|&days| days > 0), words))
    }

    /// The words of a key, in the form for what is known: who, and after how many days.
    fn new(key: &str, day: Date, commit: &Commit, days: Option<i32>, words: &Words) -> Self {
        let who = commit_text::name(&commit.author.name);
        let form = match (&who, days) {
            (None, _) => "",
            (Some(_), None) => "_by",
            (Some(_), Some(_)) => "_by_after",
        };
        // The cell is narrow: names and lengths go to the next line as a whole.
        let whole = |text: String| text.replace(' ', "\u{a0}");
        let (who, length) = (whole(who.unwrap_or_default()), whole(days.map_or(String::new(), |n| words.days(n))));
        // The name last: it may hold anything, also a placeholder.
        let fill = |text: &str| text.replace("{length}", &length).replace("{who}", &who);
        let key = format!("{key}{form}");
        let (before, after) = words.around(&key, "day");
        Self { before: fill(before), day: Day::new(day, words), after: fill(after) }
    }
}
