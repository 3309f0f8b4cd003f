//! All records together into a [`KnowledgeBase`]: causes with their occurrences, ids, mentions both ways.
//!
//! 1. `causes`: the registry, and what each name in a postmortem resolves to.
//! 2. `recurrence`: the occurrences of each cause in order, and what had been promised before each.
//! 3. `links`: who names whom.
//! 4. `similar`: which past incidents are like which.

mod causes;
mod editions;
mod life_cycle;
mod links;
mod recurrence;
mod similar;

use std::collections::BTreeMap;

pub use causes::{Cause, CauseKind};
pub use editions::Edition;
pub use life_cycle::{Change, Event, LifeCycle, LifeCycles, Version, follow};
pub use recurrence::{Occurrence, Verdict};
pub use similar::{LIKELY, Reason, Similar, Similarity};

use crate::history::{DocumentHistory, History};
use crate::postmortem::{Kind, Record};

/// Where a record stands in [`KnowledgeBase::records`].
pub type RecordIndex = usize;

/// Everything known about a repository of postmortems.
#[derive(Debug, Default)]
pub struct KnowledgeBase {
    /// Every document, by path.
    pub records: Vec<Record>,
    /// The registry and every other cause that is named, by id.
    pub causes: BTreeMap<String, Cause>,
    /// Which record has an id (the first by path, where several claim it).
    pub ids: BTreeMap<String, RecordIndex>,
    /// For each record, whether it is the account of its incident that counts.
    pub editions: Vec<Edition>,
    /// For each record, the older accounts that it replaces and its translations.
    pub other_editions: Vec<Vec<RecordIndex>>,
    /// For each record, the ids of the causes it names, in its own order, without repeats.
    pub causes_of: Vec<Vec<String>>,
    /// For each record, the records it names (declared, mentioned or linked), by index.
    pub names: Vec<Vec<RecordIndex>>,
    /// For each record, the records that name it.
    pub named_by: Vec<Vec<RecordIndex>>,
    /// What Git says about the documents; empty where it was not asked or there is none.
    pub history: History,
    /// For each record, what became of its actions; empty where it was not asked.
    pub life_cycles: Vec<LifeCycles>,
}

impl KnowledgeBase {
    /// Puts records together. Their order does not matter: they are sorted by path.
    pub fn new(mut records: Vec<Record>) -> Self {
        records.sort_by(|a, b| a.path.cmp(&b.path));
        let mut ids = BTreeMap::new();
        for (index, record) in records.iter().enumerate() {
            ids.entry(record.postmortem.id.value.clone()).or_insert(index);
        }
        let mut causes = causes::registry(&records);
        let causes_of = causes::resolve(&records, &mut causes);
        let editions = editions::editions(&records, &ids);
        recurrence::trace(&records, &editions, &causes_of, &mut causes);
        let names = links::names(&records, &ids);
        let named_by = links::reverse(&names);
        let other_editions = editions::reverse(&editions);
        let life_cycles = vec![LifeCycles::default(); records.len()];
        let history = History::default();
        Self { records, causes, ids, editions, other_editions, causes_of, names, named_by, history, life_cycles }
    }

    /// The same with one more record, and where that stands. What Git says is to be asked again.
    pub fn with(mut self, record: Record) -> (Self, RecordIndex) {
        let path = record.path.clone();
        self.records.push(record);
        let whole = Self::new(self.records);
        let index = whole.records.binary_search_by(|record| record.path.cmp(&path)).unwrap_or_default();
        (whole, index)
    }

    /// What Git says about a record.
    pub fn history_of(&self, index: RecordIndex) -> Option<&DocumentHistory> {
        self.history.documents.get(&self.records[index].path)
    }

    /// The postmortems, newest first; ties by id.
    pub fn postmortems(&self) -> Vec<RecordIndex> {
        let mut indexes: Vec<RecordIndex> =
            (0..self.records.len()).filter(|&index| self.records[index].postmortem.kind.is_postmortem()).collect();
        indexes.sort_by_key(|&index| {
            let postmortem = &self.records[index].postmortem;
            (std::cmp::Reverse(postmortem.date.as_ref().map(|fact| fact.value)), &postmortem.id.value)
        });
        indexes
    }

    /// The incidents, newest first: each once, whatever languages it is told in.
    pub fn incidents(&self) -> Vec<RecordIndex> {
        let told_elsewhere = |index: &RecordIndex| matches!(self.editions[*index], Edition::Translation(Some(_)));
        self.postmortems().into_iter().filter(|index| !told_elsewhere(index)).collect()
    }

    /// Whether a record is the account of its incident that counts.
    pub fn is_current(&self, index: RecordIndex) -> bool {
        self.editions[index] == Edition::Current
    }

    /// The guides, by path.
    pub fn guides(&self) -> Vec<RecordIndex> {
        (0..self.records.len())
            .filter(|&index| matches!(self.records[index].postmortem.kind, Kind::Guide | Kind::Index))
            .collect()
    }
}
