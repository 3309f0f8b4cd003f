//! The incidents that a trigger set off.

use std::collections::{BTreeSet, HashMap};

use crate::knowledge::{Cause, KnowledgeBase, RecordIndex};
use crate::postmortem::Field;
use crate::site::Site;
use crate::text::fold_label;

/// What postmortems name as their triggers.
#[derive(Debug, Default)]
pub(in crate::site) struct Triggers {
    /// The postmortems that name any, newest first.
    postmortems: Vec<RecordIndex>,
    /// For each name, folded, their places there.
    places: HashMap<String, Vec<usize>>,
}

impl Triggers {
    pub(in crate::site) fn of(base: &KnowledgeBase) -> Self {
        let mut triggers = Self::default();
        for index in base.postmortems() {
            let named = base.records[index].postmortem.values(Field::Trigger);
            let named: BTreeSet<String> = named.map(fold_label).collect();
            for name in &named {
                triggers.places.entry(name.clone()).or_default().push(triggers.postmortems.len());
            }
            triggers.postmortems.extend((!named.is_empty()).then_some(index));
        }
        triggers
    }
}

/// The postmortems that name a cause as their trigger, by id, name or alias, newest first.
pub(in crate::site) fn triggered(site: &Site<'_>, cause: &Cause) -> Vec<RecordIndex> {
    let triggers = site.triggers();
    let names = std::iter::once(&cause.id).chain(cause.titles.values()).chain(&cause.aliases);
    let places = names.filter_map(|name| triggers.places.get(&fold_label(name))).flatten().copied();
    let places: BTreeSet<usize> = places.collect();
    places.into_iter().map(|place| triggers.postmortems[place]).collect()
}
