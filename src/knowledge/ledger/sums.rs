//! The ledger by owner, team, cause, type or state: how many actions of each stand how.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Ledger, LedgerEntry, Standing, owner_key};
use crate::knowledge::metrics::Distribution;

/// What actions are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Who has them. One that several have counts for each.
    Owner,
    /// The teams of their documents.
    Team,
    /// The causes of their documents.
    Cause,
    /// What they are for.
    Kind,
    /// How they stand.
    Standing,
}

/// The actions of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Whose or what; `None` for those of nobody and nothing.
    pub of: Option<String>,
    /// How many stand so, in the order of [`Standing::ALL`].
    pub counts: [usize; 4],
    /// The days that the open ones are old.
    pub ages: Distribution,
}

impl Sum {
    /// All of them.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

impl Ledger<'_> {
    /// The groups: the one with the most overdue first, then with the most open, then by name.
    pub fn sums(&self, grouping: Grouping, today: Date) -> Vec<Sum> {
        let mut groups: BTreeMap<Option<String>, (Option<String>, Vec<&LedgerEntry<'_>>)> = BTreeMap::new();
        for entry in &self.entries {
            for name in names(entry, grouping) {
                let key = name.as_deref().map(owner_key);
                let (shown, entries) = groups.entry(key).or_default();
                *shown = shown.take().into_iter().chain(name).min();
                entries.push(entry);
            }
        }
        let mut sums: Vec<Sum> = groups.into_values().map(|(of, entries)| sum(of, &entries, today)).collect();
        sums.sort_by(|a, b| (b.counts[0], b.counts[1]).cmp(&(a.counts[0], a.counts[1])).then_with(|| a.of.cmp(&b.of)));
        sums
    }
}

fn sum(of: Option<String>, entries: &[&LedgerEntry<'_>], today: Date) -> Sum {
    let count = |standing| entries.iter().filter(|entry| entry.standing == standing).count();
    let open = entries.iter().filter(|entry| entry.standing.is_open());
    Sum { of, counts: Standing::ALL.map(count), ages: open.map(|entry| entry.age(today).map(i64::from)).collect() }
}

fn names(entry: &LedgerEntry<'_>, grouping: Grouping) -> Vec<Option<String>> {
    let some = |names: Vec<String>| -> Vec<Option<String>> {
        if names.is_empty() { vec![None] } else { names.into_iter().map(Some).collect() }
    };
    match grouping {
        Grouping::Owner => some(entry.owners.clone()),
        Grouping::Team => some(entry.teams.iter().map(|&team| team.to_owned()).collect()),
        Grouping::Cause => some(entry.causes.to_vec()),
        Grouping::Kind => vec![entry.action.kind.map(|kind| kind.name().to_owned())],
        Grouping::Standing => vec![Some(entry.standing.name().to_owned())],
    }
}
