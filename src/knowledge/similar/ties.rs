//! What documents declare: the causes that they name, and each other.

use std::collections::{BTreeMap, HashMap};

use super::{CAUSE, RELATION};
use crate::knowledge::{KnowledgeBase, RecordIndex};

/// Occurrences of a cause, before and after, that a document is tied to; and documents that name it. A cause that
/// came back a thousand times has a page of its own.
const NEAREST: usize = 16;

/// What ties a document to another.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Tie<'b> {
    /// Ids of the causes that both name.
    pub(super) causes: Vec<&'b str>,
    /// What the most telling of them counts for.
    cause: f32,
    /// Whether the document names the other.
    pub(super) names: bool,
    /// Whether the other names it.
    pub(super) named_by: bool,
}

impl Tie<'_> {
    /// What it and the likeness of the texts come to.
    pub(super) fn score(&self, likeness: f32) -> f32 {
        let relation = if self.names || self.named_by { RELATION } else { 0.0 };
        1.0 - (1.0 - likeness) * (1.0 - self.cause) * (1.0 - relation)
    }
}

/// The documents that name each cause, oldest first.
pub(super) struct Ties {
    tellers: HashMap<String, Vec<RecordIndex>>,
    /// For each record, where it stands in time.
    places: Vec<usize>,
    postmortems: usize,
}

impl Ties {
    pub(super) fn of(base: &KnowledgeBase) -> Self {
        let day = |record: RecordIndex| base.records[record].postmortem.date.as_ref().map(|fact| fact.value);
        let is_told =
            |record: &RecordIndex| base.records[*record].postmortem.kind.is_postmortem() && base.is_current(*record);
        let mut order: Vec<RecordIndex> = (0..base.records.len()).filter(is_told).collect();
        order.sort_by_key(|&record| (day(record), &base.records[record].postmortem.id.value));
        let mut tellers: HashMap<String, Vec<RecordIndex>> = HashMap::new();
        let mut places = vec![usize::MAX; base.records.len()];
        for (place, &record) in order.iter().enumerate() {
            places[record] = place;
            for cause in &base.causes_of[record] {
                tellers.entry(cause.clone()).or_default().push(record);
            }
        }
        Self { tellers, places, postmortems: order.len() }
    }

    /// Everything that a record is tied to, itself left out.
    pub(super) fn of_record<'b>(&self, base: &'b KnowledgeBase, record: RecordIndex) -> BTreeMap<RecordIndex, Tie<'b>> {
        let mut ties: BTreeMap<RecordIndex, Tie<'_>> = BTreeMap::new();
        for cause in &base.causes_of[record] {
            let weight = self.weight(base, cause);
            for &other in self.nearest(cause, record).iter().filter(|_| weight > 0.0) {
                let tie = ties.entry(other).or_default();
                tie.causes.push(cause);
                tie.cause = tie.cause.max(weight);
            }
        }
        for &other in base.names[record].iter().take(2 * NEAREST) {
            ties.entry(other).or_default().names = true;
        }
        for &other in base.named_by[record].iter().rev().take(2 * NEAREST) {
            ties.entry(other).or_default().named_by = true;
        }
        ties.remove(&record);
        ties
    }

    /// What a cause counts for. One of the registry is what it says; a name that nobody registered may be no more
    /// than a category (`Kubernetes`), and counts the less the more documents have it.
    #[allow(clippy::cast_precision_loss, reason = "numbers of documents are small")]
    fn weight(&self, base: &KnowledgeBase, cause: &str) -> f32 {
        const LEAST: f32 = 0.5;
        if base.causes.get(cause).is_some_and(|cause| cause.record.is_some()) {
            return CAUSE;
        }
        let having = self.tellers.get(cause).map_or(1, Vec::len).max(2) as f32;
        let all = self.postmortems.max(3) as f32;
        let rarity = (all / having).ln().max(0.0) / (all / 2.0).ln();
        if rarity < LEAST { 0.0 } else { CAUSE * rarity }
    }

    /// The tellers of a cause that stand next to a record in time.
    fn nearest(&self, cause: &str, record: RecordIndex) -> &[RecordIndex] {
        let tellers = self.tellers.get(cause).map_or(&[][..], Vec::as_slice);
        let at = tellers.partition_point(|&teller| self.places[teller] < self.places[record]);
        &tellers[at.saturating_sub(NEAREST)..tellers.len().min(at + 1 + NEAREST)]
    }
}
