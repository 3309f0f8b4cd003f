//! The actions that were taken out of a document and may come back: after a revert, or when a section moved
//! between two commits.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::follow::Life;
use super::wording::Line;

/// Those that are gone, in the order in which they went.
#[derive(Debug, Default)]
pub(super) struct Gone<'v> {
    lives: BTreeMap<usize, Life<'v>>,
    /// Which went with these words; may name some that are back.
    by_words: HashMap<String, VecDeque<usize>>,
    /// Which went last with this ticket; may name one that is back.
    by_ticket: HashMap<String, usize>,
    /// How many went so far.
    count: usize,
}

impl<'v> Gone<'v> {
    /// Keeps one that was taken out.
    pub(super) fn keep(&mut self, life: Life<'v>) {
        self.by_words.entry(life.line.words.clone()).or_default().push_back(self.count);
        life.line.ticket.iter().for_each(|ticket| _ = self.by_ticket.insert(ticket.clone(), self.count));
        self.lives.insert(self.count, life);
        self.count += 1;
    }

    /// Gives back the one that a new action is: by its ticket, else by its words.
    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Life<'v>> {
        let tracked = line.ticket.as_ref().and_then(|ticket| self.by_ticket.remove(ticket));
        tracked.and_then(|index| self.lives.remove(&index)).or_else(|| self.take_by_words(&line.words))
    }

    fn take_by_words(&mut self, words: &str) -> Option<Life<'v>> {
        let indexes = self.by_words.get_mut(words)?;
        std::iter::from_fn(|| indexes.pop_front()).find_map(|index| self.lives.remove(&index))
    }

    /// Those that never came back.
    pub(super) fn into_lives(self) -> impl Iterator<Item = Life<'v>> {
        self.lives.into_values()
    }
}
