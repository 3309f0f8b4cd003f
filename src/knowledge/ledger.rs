//! Every action of every account that counts, with whose it is, what it is about, how old it is and whether it is late.

mod owners;
mod sums;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::life_cycle::LifeCycle;
use super::{ActionPlace, Cause, KnowledgeBase, RecordIndex};
use crate::postmortem::{Action, ActionKind, ActionState, Field};
use crate::text::fold_label;

pub use owners::{owner_key, owners};
pub use sums::{Grouping, Sum};

/// Where an action stands, in exactly one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not done, and past the day by which it was promised.
    Overdue,
    /// Not done yet.
    Open,
    /// Done.
    Done,
    /// Decided against.
    Dropped,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Open, Self::Done, Self::Dropped];

    /// The name used in JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether there is still something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Overdue | Self::Open)
    }
}

/// An action and what is known of it.
#[derive(Debug, Clone)]
pub struct LedgerEntry<'b> {
    /// Where it is written.
    pub place: ActionPlace,
    /// What it is.
    pub action: &'b Action,
    /// Where it stands.
    pub standing: Standing,
    /// Everybody who has it, as written; empty for nobody.
    pub owners: Vec<String>,
    /// The teams of its document.
    pub teams: Vec<&'b str>,
    /// The ids of the causes of its document.
    pub causes: &'b [String],
    /// Since when it is promised: the day of the incident; Git's, where it was written down later than the document.
    pub opened: Option<Date>,
    /// When it was done or dropped, as the document says, else as Git does.
    pub closed: Option<Date>,
    /// How many days past its day an overdue action is.
    pub days_overdue: Option<i32>,
}

impl LedgerEntry<'_> {
    /// How many days an open action is old.
    pub fn age(&self, today: Date) -> Option<i32> {
        self.opened.filter(|_| self.standing.is_open()).and_then(|opened| days(opened, today))
    }

    /// How many days it took to close it.
    pub fn days_to_close(&self) -> Option<i32> {
        days(self.opened?, self.closed?)
    }

    /// Whether somebody is among those who have it; `@` and case do not matter.
    pub fn is_of(&self, owner: &str) -> bool {
        let key = owner_key(owner);
        self.owners.iter().any(|one| owner_key(one) == key)
    }
}

/// All actions.
#[derive(Debug, Clone, Default)]
pub struct Ledger<'b> {
    /// The most urgent first: the longest overdue, then the oldest; after them what is closed, the latest first.
    pub entries: Vec<LedgerEntry<'b>>,
}

/// Which actions are asked for; `None` and empty for all.
#[derive(Debug, Clone, Default)]
pub struct LedgerFilter<'b> {
    /// Those that stand so.
    pub standings: Vec<Standing>,
    /// Those that somebody has.
    pub owner: Option<String>,
    /// Those of a team.
    pub team: Option<String>,
    /// Those about a cause or one of its cases.
    pub cause: Option<&'b Cause>,
    /// Those that are for something.
    pub kind: Option<ActionKind>,
}

impl LedgerFilter<'_> {
    fn is_met(&self, entry: &LedgerEntry<'_>) -> bool {
        let team = |team: &String| entry.teams.iter().any(|one| fold_label(one) == fold_label(team));
        let cause = |cause: &Cause| entry.causes.iter().any(|id| *id == cause.id || cause.cases.contains(id));
        (self.standings.is_empty() || self.standings.contains(&entry.standing))
            && self.owner.as_ref().is_none_or(|owner| entry.is_of(owner))
            && self.team.as_ref().is_none_or(team)
            && self.cause.is_none_or(cause)
            && self.kind.is_none_or(|kind| entry.action.kind == Some(kind))
    }
}

impl<'b> Ledger<'b> {
    /// The ledger of a knowledge base on a day; Git's days are those of `zone`.
    pub fn of(base: &'b KnowledgeBase, today: Date, zone: &TimeZone) -> Self {
        let records = 0..base.records.len();
        let mut entries: Vec<LedgerEntry<'b>> =
            records.flat_map(|index| Self::of_record(base, index, today, zone)).collect();
        entries.sort_by_key(|entry| {
            let closed = (!entry.standing.is_open()).then_some(std::cmp::Reverse(entry.closed));
            (entry.standing, std::cmp::Reverse(entry.days_overdue), closed, entry.opened, entry.place)
        });
        Self { entries }
    }

    /// The actions of one record in its own order; none of one that others replace.
    pub fn of_record(
        base: &'b KnowledgeBase,
        index: RecordIndex,
        today: Date,
        zone: &TimeZone,
    ) -> Vec<LedgerEntry<'b>> {
        let counts = base.is_current(index) && base.records[index].postmortem.kind.is_postmortem();
        if counts { of_record(base, index, today, zone) } else { Vec::new() }
    }

    /// Those that are asked for, in the same order.
    #[must_use]
    pub fn filtered(mut self, filter: &LedgerFilter<'_>) -> Self {
        self.entries.retain(|entry| filter.is_met(entry));
        self
    }

    /// How many stand so.
    pub fn count(&self, standing: Standing) -> usize {
        self.entries.iter().filter(|entry| entry.standing == standing).count()
    }
}

fn of_record<'b>(base: &'b KnowledgeBase, index: RecordIndex, today: Date, zone: &TimeZone) -> Vec<LedgerEntry<'b>> {
    let postmortem = &base.records[index].postmortem;
    let entry = |(number, action): (usize, &'b Action)| {
        let life = base.life_cycles.get(index).and_then(|lives| lives.current.get(number));
        let late = action.due.as_ref().and_then(|due| days(due.value, today)).filter(|days| *days > 0);
        let days_overdue = late.filter(|_| action.state == ActionState::Open);
        LedgerEntry {
            place: ActionPlace { record: index, number },
            action,
            standing: match action.state {
                ActionState::Open if days_overdue.is_some() => Standing::Overdue,
                ActionState::Open => Standing::Open,
                ActionState::Done => Standing::Done,
                ActionState::Dropped => Standing::Dropped,
            },
            owners: action.owner.as_ref().map(|owner| owners(&owner.value)).unwrap_or_default(),
            teams: postmortem.values(Field::Teams).collect(),
            causes: &base.causes_of[index],
            opened: opened(base, index, life, zone),
            closed: closed(action, life, zone),
            days_overdue,
        }
    };
    postmortem.actions.iter().enumerate().map(entry).collect()
}

/// The day of the incident stands for the day of its promises. One that was written down after the document was, began
/// with that commit.
fn opened(base: &KnowledgeBase, index: RecordIndex, life: Option<&LifeCycle>, zone: &TimeZone) -> Option<Date> {
    let incident = base.records[index].postmortem.date.as_ref().map(|fact| fact.value);
    let event = life.and_then(LifeCycle::opened);
    let commit = event.and_then(|event| event.commit.as_ref());
    let first = base.history_of(index).and_then(|history| history.first());
    let was_added = commit.is_some_and(|commit| first.is_some_and(|first| first.id != commit.id));
    let by_git = event.and_then(|event| event.day(zone));
    if was_added { by_git.max(incident) } else { incident.or(by_git) }
}

fn closed(action: &Action, life: Option<&LifeCycle>, zone: &TimeZone) -> Option<Date> {
    let by_git = || life.and_then(LifeCycle::closed).and_then(|event| event.day(zone));
    (action.state != ActionState::Open).then(|| action.closed.or_else(by_git)).flatten()
}

/// The days between two; `None` where they are the wrong way round.
fn days(from: Date, to: Date) -> Option<i32> {
    Some((to - from).get_days()).filter(|days| *days >= 0)
}
