//! The versions of a document, one after the other, into the story of each action.

use std::mem;
use std::sync::Arc;

use super::gone::Gone;
use super::matching::{self, Pairs};
use super::wording::{Line, lines};
use super::{Change, Event, LifeCycle, LifeCycles, Version};
use crate::history::Commit;

/// Follows every action through the versions of its document, oldest first. `whole` says whether the first
/// version is the one that made the file.
///
/// From one version to the next an action is the one with the same ticket, else the one with the same words,
/// else the one with the most similar words if they are similar enough; one that was taken out and comes back
/// with the same ticket or words goes on as if it had stayed.
pub fn follow(versions: &[Version], whole: bool) -> LifeCycles {
    let mut story = Story { here: Vec::new(), gone: Gone::default(), comparisons: matching::MOST_COMPARISONS };
    for (index, version) in versions.iter().enumerate() {
        story.go_on(version, whole || index > 0);
    }
    LifeCycles {
        current: story.here.into_iter().map(|life| life.cycle).collect(),
        removed: story.gone.into_lives().map(|life| life.cycle).collect(),
    }
}

/// An action on its way through the versions.
#[derive(Debug)]
pub(super) struct Life<'v> {
    /// How the last version that has it has it.
    pub(super) line: Line<'v>,
    cycle: LifeCycle,
}

/// What is known after some versions.
struct Story<'v> {
    /// The actions of the last of them, in its order.
    here: Vec<Life<'v>>,
    gone: Gone<'v>,
    /// How many comparisons may still be made.
    comparisons: usize,
}

impl<'v> Story<'v> {
    /// `whole` as in [`LifeCycle::whole`], for what appears in this version.
    fn go_on(&mut self, version: &'v Version, whole: bool) {
        let lines = lines(&version.actions);
        let pairs = self.pair(&lines);
        let mut before: Vec<Option<Life<'v>>> = mem::take(&mut self.here).into_iter().map(Some).collect();
        for (line, old) in lines.into_iter().zip(pairs.old_of_new()) {
            let life = old.and_then(|old| before[old].take());
            self.here.push(match life {
                Some(life) => life.go_on(line, version.commit.as_ref()),
                None => Life::begin(line, version.commit.as_ref(), whole),
            });
        }
        before.into_iter().flatten().for_each(|life| self.gone.keep(life.end(version.commit.as_ref())));
    }

    /// Which of the actions so far each new one is. Those that come back are put behind those that are here.
    /// They are looked for before likeness is: what somebody took out and put back was not reworded from
    /// another.
    fn pair(&mut self, lines: &[Line<'v>]) -> Pairs {
        let new: Vec<&Line<'_>> = lines.iter().collect();
        let mut pairs = Pairs::none(self.here.len(), new.len());
        matching::join_same(&self.lines_here(), &new, &mut pairs);
        for index in pairs.free_new() {
            if let Some(life) = self.gone.take(new[index]) {
                self.here.push(life);
                pairs.join_another(index);
            }
        }
        let mut comparisons = self.comparisons;
        matching::join_alike(&self.lines_here(), &new, &mut pairs, &mut comparisons);
        self.comparisons = comparisons;
        pairs
    }

    fn lines_here(&self) -> Vec<&Line<'v>> {
        self.here.iter().map(|life| &life.line).collect()
    }
}

impl<'v> Life<'v> {
    fn begin(line: Line<'v>, commit: Option<&Arc<Commit>>, whole: bool) -> Self {
        let appeared = event(commit, Change::Appeared(line.action.state));
        let cycle = LifeCycle { text: line.action.text.clone(), events: vec![appeared], whole };
        Self { line, cycle }
    }

    fn go_on(mut self, line: Line<'v>, commit: Option<&Arc<Commit>>) -> Self {
        self.cycle.events.pop_if(|event| event.change == Change::Removed);
        self.cycle.events.extend(changes(&self.line, &line).map(|change| event(commit, change)));
        self.cycle.text.clone_from(&line.action.text);
        Self { line, ..self }
    }

    fn end(mut self, commit: Option<&Arc<Commit>>) -> Self {
        self.cycle.events.push(event(commit, Change::Removed));
        self
    }
}

fn event(commit: Option<&Arc<Commit>>, change: Change) -> Event {
    Event { commit: commit.cloned(), change }
}

/// What is not as it was before, in the order of [`Change`].
fn changes(before: &Line<'_>, after: &Line<'_>) -> impl Iterator<Item = Change> {
    let (old, new) = (before.action, after.action);
    let moved = (old.state != new.state).then_some(Change::Moved(new.state));
    let owner = new.owner.as_ref().filter(|_| after.owner.is_some()).map(|owner| owner.value.clone());
    let owner = (before.owner != after.owner).then_some(Change::Owner(owner));
    let due = (before.due() != after.due()).then(|| Change::Due(after.due()));
    let reworded = (before.words != after.words).then(|| Change::Reworded(old.text.clone()));
    [moved, owner, due, reworded].into_iter().flatten()
}
