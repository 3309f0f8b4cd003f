//! All records together into a [`KnowledgeBase`]: causes with their occurrences, ids, mentions both ways.
//!
//! 1. `causes`: the registry, and what each name in a postmortem resolves to.
//! 2. `recurrence`: the occurrences of each cause in order, and what had been promised before each (`promises`).
//! 3. `relations`: who has to do with whom, and why; `similar`: which past incidents are like which; `past`: what came
//!    before one of them; `suggested`: causes that one may mean.
//! 4. `ledger`: every action; `metrics`: figures about all of it; `findable`: what search knows of it.

mod causes;
mod editions;
mod findable;
mod ledger;
mod life_cycle;
mod metrics;
mod past;
mod promises;
mod recurrence;
mod relations;
mod similar;
mod suggested;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

pub use causes::{Cause, CauseKind, CauseNames, Deprecated, Meaning, Origin, Suggestion};
pub use editions::{Edition, original_beside};
pub use findable::Findable;
pub use ledger::{Grouping, Ledger, LedgerEntry, LedgerFilter, Standing, Sum, owner_key, owners};
pub use life_cycle::{Change, Event, LifeCycle, LifeCycles, Version, follow};
pub use metrics::{
    Completeness, Distribution, Durations, Granularity, Measured, Metrics, Objectives, Outcome, Period, PeriodCount,
    Question, Recurrences, Stretch,
};
pub use past::Again;
pub use promises::{ActionPlace, may_prevent};
pub use recurrence::{Occurrence, Verdict};
pub use relations::{Relation, RelationReason, Relations, Shared};
pub use similar::{Comparison, LIKELY, Reason, Similar, Similarity, TELLING};
pub use suggested::{SuggestedCause, SuggestionReason};

use crate::history::{DocumentHistory, History};
use crate::postmortem::{Kind, Record};
use promises::Lives;

/// Where a record stands in [`KnowledgeBase::records`].
pub type RecordIndex = usize;

/// Everything known about a repository of postmortems.
#[derive(Debug, Default)]
pub struct KnowledgeBase {
    /// Every document, by path; one that did not change is shared by what was known before and after.
    pub records: Vec<Arc<Record>>,
    /// The registry and every other cause that is named, by id.
    pub causes: BTreeMap<String, Cause>,
    /// What causes are called.
    pub cause_names: CauseNames,
    /// Which record has an id (the first by path, where several claim it).
    pub ids: BTreeMap<String, RecordIndex>,
    /// For each record, whether it is the account of its incident that counts.
    pub editions: Vec<Edition>,
    /// For each record, the older accounts that it replaces and its translations.
    pub other_editions: Vec<Vec<RecordIndex>>,
    /// For each record, the ids of the causes it names, in its own order, without repeats.
    pub causes_of: Vec<Vec<String>>,
    /// For each record, the records it names, by index, each with the strongest reason.
    pub references: Vec<Vec<Relation>>,
    /// The same without the reasons.
    pub names: Vec<Vec<RecordIndex>>,
    /// For each record, the records that name it.
    pub named_by: Vec<Vec<RecordIndex>>,
    /// What Git says about the documents; empty where it was not asked or there is none.
    pub history: History,
    /// For each record, what became of its actions; empty where it was not asked.
    pub life_cycles: Vec<LifeCycles>,
    /// Whether documents are left out that have nothing to do with those that somebody asks about.
    pub is_partial: bool,
}

impl KnowledgeBase {
    /// Puts records together. Their order does not matter: they are sorted by path.
    pub fn new<R: Into<Arc<Record>>>(records: Vec<R>) -> Self {
        let mut base = Self::untraced(records.into_iter().map(Into::into).collect(), None);
        base.trace(&TimeZone::UTC);
        base
    }

    /// Without the recurrences of causes. `before` is what is known of records of the same paths.
    fn untraced(mut records: Vec<Arc<Record>>, before: Option<&Self>) -> Self {
        records.sort_by(|a, b| a.path.cmp(&b.path));
        let mut ids = BTreeMap::new();
        for (index, record) in records.iter().enumerate() {
            ids.entry(record.postmortem.id.value.clone()).or_insert(index);
        }
        let references = || match before.filter(|before| before.ids == ids) {
            Some(before) => {
                let is_new = |&index: &RecordIndex| !Arc::ptr_eq(&before.records[index], &records[index]);
                let changed: Vec<RecordIndex> = (0..records.len()).filter(is_new).collect();
                relations::renewed(&before.references, &changed, &records, &ids)
            }
            None => relations::named(&records, &ids),
        };
        let ((causes, cause_names, causes_of), (editions, references)) =
            rayon::join(|| causes::read(&records), || (editions::editions(&records, &ids), references()));
        let names: Vec<Vec<RecordIndex>> =
            references.iter().map(|named| named.iter().map(|relation| relation.to).collect()).collect();
        Self {
            causes,
            cause_names,
            other_editions: editions::reverse(&editions),
            editions,
            causes_of,
            named_by: relations::reverse(&names),
            names,
            references,
            history: History::default(),
            life_cycles: vec![LifeCycles::default(); records.len()],
            ids,
            records,
            is_partial: false,
        }
    }

    /// The same with other records of the same paths. What Git says is what it was; recurrences are to be judged again
    /// ([`Self::trace`]).
    #[must_use]
    pub fn renewed(&self, records: Vec<Arc<Record>>) -> Self {
        let mut base = Self::untraced(records, Some(self));
        base.history = self.history.clone();
        base.life_cycles.clone_from(&self.life_cycles);
        base
    }

    /// Takes in what became of the actions, and judges every recurrence again by it. Days are those of `zone`.
    pub fn learn(&mut self, life_cycles: Vec<LifeCycles>, zone: &TimeZone) {
        self.life_cycles = life_cycles;
        self.trace(zone);
    }

    /// Judges every recurrence. Days are those of `zone`.
    pub fn trace(&mut self, zone: &TimeZone) {
        let lives = Lives { of: &self.life_cycles, zone };
        recurrence::trace(&self.records, &self.editions, &self.causes_of, &mut self.causes, lives);
    }

    /// Whether the repository has a page about a cause.
    pub fn is_registered(&self, id: &str) -> bool {
        self.causes.get(id).is_some_and(|cause| cause.origin == Origin::Registered)
    }

    /// Whether the repository has a registry of causes.
    pub fn has_registry(&self) -> bool {
        self.causes.values().any(|cause| cause.origin == Origin::Registered)
    }

    /// The same with one more record, and where that stands. What Git says is to be asked again.
    pub fn with(mut self, record: Record) -> (Self, RecordIndex) {
        let path = record.path.clone();
        self.records.push(record.into());
        let whole = Self::new(self.records);
        let index = whole.records.binary_search_by(|record| record.path.cmp(&path)).unwrap_or_default();
        (whole, index)
    }

    /// The same without some records, as if they were not there; their indexes are in order. Days are those of `zone`.
    #[must_use]
    pub fn without(&self, left_out: &[RecordIndex], zone: &TimeZone) -> Self {
        let is_kept = |index: &RecordIndex| left_out.binary_search(index).is_err();
        let kept: Vec<RecordIndex> = (0..self.records.len()).filter(is_kept).collect();
        let mut base = Self::new(kept.iter().map(|&index| Arc::clone(&self.records[index])).collect());
        let histories = base.records.iter().filter_map(|record| self.history.documents.get_key_value(&record.path));
        base.history.documents = histories.map(|(path, history)| (path.clone(), history.clone())).collect();
        base.history.commits = self.history.commits.clone();
        let life_cycles = kept.iter().map(|&index| self.life_cycles.get(index).cloned().unwrap_or_default()).collect();
        base.learn(life_cycles, zone);
        base
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
