//! A knowledge base into the past incidents that each of its incidents is like, and why: what the documents
//! declare first, then what their texts share.
//!
//! 1. `passages` and `words`: a record becomes the terms that tell something of its incident.
//! 2. `vector` and `search`: terms become weights, weights become the likeness of texts, in bounded work.
//! 3. `ties`: causes and names that documents declare.
//! 4. `evidence` and `phrases`: the reasons, in the documents' own words.
//!
//! Nothing here depends on the order of files. The likeness of two texts depends on other documents only through
//! how rare their terms are: beside N others, a further one without any of these terms changes it by less than the
//! factor (1 + 1/(N + 1))².

mod evidence;
mod passages;
mod phrases;
mod search;
mod ties;
mod vector;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Edition, KnowledgeBase, RecordIndex};
use crate::search::Index;
use evidence::Evidence;
use passages::FIELDS;
use search::Scratch;
use ties::{Tie, Ties};
pub use vector::Comparison;
use vector::Vectors;

/// An incident that is like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    /// The document.
    pub record: RecordIndex,
    /// How like, from 0 to 1: 1 − (1 − likeness of the texts) · (1 − weight of what is declared).
    pub score: f32,
    /// How alike the texts are, from 0 to 1.
    pub likeness: f32,
    /// Why; the strongest first.
    pub reasons: Vec<Reason>,
}

/// Why an incident is like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Both declare the cause of this id.
    SameCause(String),
    /// The document names the other.
    Names,
    /// The other names the document.
    NamedBy,
    /// Both name this alert.
    SameAlert(String),
    /// Both quote this error, numbers aside.
    SameError(String),
    /// Both hurt this service, within some days of each other.
    SameService {
        /// The service, as the document writes it.
        service: String,
        /// How many days lie between them.
        days: i32,
    },
    /// Both texts speak of these, the most telling first.
    SharedTerms(Vec<String>),
}

/// From here on an incident is worth showing to whoever asks. Set on labelled documents; `benches/similar.rs` prints what
/// it holds.
pub const LIKELY: f32 = 0.2;

/// From here on it is worth showing unasked. Of 36 suggestions of shared words alone, drawn at random from 24 real
/// repositories and judged by title and summary, 15 of the 17 above it were of use, and 10 of the 19 below.
/// It was chosen on that sample: elsewhere it may hold less.
pub const TELLING: f32 = 0.25;

/// What a declared cause counts for, and a declared relation or a mention.
const CAUSE: f32 = 0.9;
const RELATION: f32 = 0.8;

/// Finds similar incidents; made once for a knowledge base, which it borrows or shares.
pub struct Similarity<B> {
    base: B,
    index: Index<FIELDS>,
    vectors: Vectors,
    evidence: Vec<Evidence>,
    ties: Ties,
    /// For each record, the current account of its incident, where that is another.
    current: Vec<RecordIndex>,
    /// Room that nobody needs right now.
    idle: Mutex<Vec<Scratch>>,
}

impl<B: Deref<Target = KnowledgeBase> + Sync> Similarity<B> {
    /// Reads every postmortem of the knowledge base.
    pub fn new(base: B) -> Self {
        Self::by(base, Comparison::default())
    }

    /// The same, with texts compared in another way.
    pub fn by(base: B, comparison: Comparison) -> Self {
        let records = &base.records;
        let index = Index::build(records.len(), |number, collector| {
            if records[number].postmortem.kind.is_postmortem() {
                passages::collect(&records[number], collector);
            }
        });
        let ids: Vec<&str> = records.iter().map(|record| record.postmortem.id.value.as_str()).collect();
        let postmortems = records.iter().filter(|record| record.postmortem.kind.is_postmortem()).count();
        let vectors = Vectors::of(&index, comparison, postmortems, &ids);
        let evidence = records.par_iter().map(|record| Evidence::of(record)).collect();
        let (ties, current) = (Ties::of(&base), current(&base));
        Self { base, index, vectors, evidence, ties, current, idle: Mutex::default() }
    }

    /// What it was made for.
    pub fn base(&self) -> &KnowledgeBase {
        &self.base
    }

    /// The incidents most like one of the knowledge base, best first; at most `limit`. Neither itself nor another
    /// edition of it is among them, nor an account that was replaced.
    pub fn of(&self, record: RecordIndex, limit: usize) -> Vec<Similar> {
        self.find(record, limit, 0.0, &mut Scratch::new(&self.index))
    }

    /// For each of some records those that are worth showing unasked; at most `limit` of each.
    pub fn of_each(&self, records: &[RecordIndex], limit: usize) -> Vec<Vec<Similar>> {
        let find = |scratch: &mut Scratch, record: &RecordIndex| self.find(*record, limit, TELLING, scratch);
        records.par_iter().map_init(|| Scratch::new(&self.index), find).collect()
    }

    /// Those that are worth showing unasked; at most `limit`.
    pub fn telling(&self, record: RecordIndex, limit: usize) -> Vec<Similar> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = idle().pop().unwrap_or_else(|| Scratch::new(&self.index));
        let found = self.find(record, limit, TELLING, &mut scratch);
        idle().push(scratch);
        found
    }

    /// How alike the texts of two records are, from 0 to 1.
    pub fn likeness(&self, a: RecordIndex, b: RecordIndex) -> f32 {
        let mut scratch = Scratch::new(&self.index);
        self.vectors.spread(a, &mut scratch.spread);
        self.vectors.likeness(&scratch.spread, b)
    }

    fn find(&self, record: RecordIndex, limit: usize, least: f32, scratch: &mut Scratch) -> Vec<Similar> {
        let mut ties: BTreeMap<RecordIndex, Tie<'_>> = self.ties.of_record(&self.base, record);
        for candidate in search::candidates(&self.index, &self.vectors, record, scratch) {
            ties.entry(candidate).or_default();
        }
        self.vectors.spread(record, &mut scratch.spread);
        let mut found: Vec<(f32, f32, RecordIndex)> = ties
            .iter()
            .filter(|(other, _)| self.may_be_shown(record, **other))
            .map(|(&other, tie)| {
                let likeness = self.vectors.likeness(&scratch.spread, other);
                (tie.score(likeness), likeness, other)
            })
            .filter(|(score, ..)| *score > 0.0 && *score >= least)
            .collect();
        found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        found.truncate(limit);
        let others: Vec<RecordIndex> = found.iter().map(|(.., other)| *other).collect();
        let (index, vectors, words) = (&self.index, &self.vectors, &mut scratch.words);
        let mut shared = phrases::shared(&self.base.records[record], record, &others, index, vectors, words);
        let similar = |(at, (score, likeness, other)): (usize, (f32, f32, RecordIndex))| {
            let terms = std::mem::take(&mut shared[at]);
            Similar { record: other, score, likeness, reasons: self.reasons(record, other, &ties[&other], terms) }
        };
        found.into_iter().enumerate().map(similar).collect()
    }

    /// Whether a record is a postmortem that tells of another incident, and the account of it that counts.
    fn may_be_shown(&self, record: RecordIndex, other: RecordIndex) -> bool {
        let records = &self.base.records;
        let is_same = self.current[record] == self.current[other]
            || records[record].postmortem.id.value == records[other].postmortem.id.value;
        records[other].postmortem.kind.is_postmortem() && self.current[other] == other && !is_same
    }

    fn reasons(&self, record: RecordIndex, other: RecordIndex, tie: &Tie<'_>, terms: Vec<String>) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = tie.causes.iter().map(|cause| Reason::SameCause((*cause).to_owned())).collect();
        reasons.extend(tie.names.then_some(Reason::Names));
        reasons.extend(tie.named_by.then_some(Reason::NamedBy));
        reasons.extend(self.evidence[record].shared(&self.evidence[other]));
        reasons.extend(evidence::same_service(&self.base.records[record], &self.base.records[other]));
        reasons.extend((!terms.is_empty()).then_some(Reason::SharedTerms(terms)));
        reasons
    }
}

/// For each record, the account that it is an edition of, followed to the last; itself where it is current or
/// that account is not here.
fn current(base: &KnowledgeBase) -> Vec<RecordIndex> {
    let next = |record: RecordIndex| match base.editions[record] {
        Edition::Superseded(Some(of)) | Edition::Translation(Some(of)) => Some(of),
        _ => None,
    };
    let last = |record: RecordIndex| {
        let mut seen = BTreeSet::from([record]);
        let mut at = record;
        while let Some(of) = next(at) {
            // Two documents that replace each other are one incident all the same.
            if !seen.insert(of) {
                return seen.first().copied().unwrap_or(record);
            }
            at = of;
        }
        at
    };
    (0..base.records.len()).map(last).collect()
}
