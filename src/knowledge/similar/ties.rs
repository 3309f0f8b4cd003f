//! What documents declare: the causes that they name, and each other.

use std::collections::{BTreeMap, HashMap};

use super::{CAUSE, RELATION};
use crate::knowledge::{KnowledgeBase, RecordIndex};

/// Occurrences of a cause, before and after, that a document is tied to; and documents that name it. A cause that
/// came back a thousand times has a page of its own.
const NEAREST: usize = 16;

/// What ties a document to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tie {
    /// Ids of the causes that both name.
    pub(super) causes: Vec<String>,
    /// Whether the document names the other.
    pub(super) names: bool,
    /// Whether the other names it.
    pub(super) named_by: bool,
}

impl Tie {
    /// What it and the likeness of the texts come to.
    pub(super) fn score(&self, likeness: f32) -> f32 {
        let cause = if self.causes.is_empty() { 0.0 } else { CAUSE };
        let relation = if self.names || self.named_by { RELATION } else { 0.0 };
        1.0 - (1.0 - likeness) * (1.0 - cause) * (1.0 - relation)
    }
}

/// The documents that name each cause, oldest first.
pub(super) struct Ties<'b> {
    tellers: HashMap<&'b str, Vec<RecordIndex>>,
}

impl<'b> Ties<'b> {
    pub(super) fn of(base: &'b KnowledgeBase) -> Self {
        let day = |record: RecordIndex| base.records[record].postmortem.date.as_ref().map(|fact| fact.value);
        let mut order: Vec<RecordIndex> = (0..base.records.len()).filter(|&record| base.is_current(record)).collect();
        order.sort_by_key(|&record| (day(record), &base.records[record].postmortem.id.value));
        let mut tellers: HashMap<&str, Vec<RecordIndex>> = HashMap::new();
        for record in order.into_iter().filter(|&record| base.records[record].postmortem.kind.is_postmortem()) {
            for cause in &base.causes_of[record] {
                tellers.entry(cause).or_default().push(record);
            }
        }
        Self { tellers }
    }

    /// Everything that a record is tied to, itself left out.
    pub(super) fn of_record(&self, base: &KnowledgeBase, record: RecordIndex) -> BTreeMap<RecordIndex, Tie> {
        let mut ties: BTreeMap<RecordIndex, Tie> = BTreeMap::new();
        for cause in &base.causes_of[record] {
            for &other in self.nearest(cause, record) {
                ties.entry(other).or_default().causes.push(cause.clone());
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

    /// The tellers of a cause that stand next to a record in time.
    fn nearest(&self, cause: &str, record: RecordIndex) -> &[RecordIndex] {
        let tellers = self.tellers.get(cause).map_or(&[][..], Vec::as_slice);
        let at = tellers.iter().position(|&teller| teller == record).unwrap_or(tellers.len());
        &tellers[at.saturating_sub(NEAREST)..tellers.len().min(at + 1 + NEAREST)]
    }
}
