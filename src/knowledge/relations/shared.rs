//! What documents share: a cause, an alert, an error, a service. Of many that share one thing, each is related to the
//! few that are nearest in time.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use super::{Relation, RelationReason};
use crate::document::MarkKind;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Field, Record};
use crate::text::fold_label;

/// To how many earlier and how many later ones a document is related for one reason.
const NEAREST: usize = 4;
/// Incidents of one service farther apart than this have no more to do with each other than any two.
const NEAR_DAYS: i32 = 30;
/// What more documents say than this is a common word and tells nothing.
const RARE: usize = 40;

/// What documents can share.
#[derive(Debug, Clone, Copy)]
enum Thing {
    Cause,
    Alert,
    Error,
    Service,
}

const THINGS: [Thing; 4] = [Thing::Cause, Thing::Alert, Thing::Error, Thing::Service];

/// A text that two may share, folded for comparison, and as it is written.
type Text = (String, String);
/// The texts of a document, for each thing, in order and each once.
type Said = [Vec<Text>; THINGS.len()];

/// What documents share. Only accounts that count are related so: others repeat them.
pub struct Shared {
    /// For each record.
    said: Vec<Arc<Said>>,
    /// For each thing and text, the accounts that count and have it, by day; those without one first.
    holders: [FxHashMap<String, Vec<RecordIndex>>; THINGS.len()],
    /// For each record, its place among the accounts that count.
    places: Vec<Option<usize>>,
}

impl Shared {
    /// Looks at every record.
    pub fn of(base: &KnowledgeBase) -> Self {
        Self::from(base, |_| None)
    }

    /// The same, where some records are those of an earlier state with the same paths.
    #[must_use]
    pub fn renewed(&self, before: &KnowledgeBase, base: &KnowledgeBase) -> Self {
        let is_same = |index: RecordIndex| {
            Arc::ptr_eq(&before.records[index], &base.records[index])
                && before.causes_of[index] == base.causes_of[index]
        };
        Self::from(base, |index| is_same(index).then(|| Arc::clone(&self.said[index])))
    }

    fn from(base: &KnowledgeBase, known: impl Fn(RecordIndex) -> Option<Arc<Said>> + Sync) -> Self {
        let records = 0..base.records.len();
        let of = |index| known(index).unwrap_or_else(|| Arc::new(said(base, index)));
        let said: Vec<Arc<Said>> = records.into_par_iter().map(of).collect();
        let order = order(base);
        let mut places = vec![None; base.records.len()];
        let mut holders: [FxHashMap<String, Vec<RecordIndex>>; THINGS.len()] = Default::default();
        for (place, &index) in order.iter().enumerate() {
            places[index] = Some(place);
            for (texts, holders) in said[index].iter().zip(&mut holders) {
                for (folded, _) in texts {
                    match holders.get_mut(folded) {
                        Some(known) => known.push(index),
                        None => drop(holders.insert(folded.clone(), vec![index])),
                    }
                }
            }
        }
        Self { said, holders, places }
    }

    /// Adds what a record shares with others, the earlier first.
    pub(super) fn add(&self, base: &KnowledgeBase, index: RecordIndex, to: &mut Vec<Relation>) {
        let Some(place) = self.places[index] else { return };
        for (number, thing) in THINGS.into_iter().enumerate() {
            for (folded, written) in &self.said[index][number] {
                let holders = self.holders[number].get(folded).map_or(&[][..], Vec::as_slice);
                if !(2..=thing.most()).contains(&holders.len()) {
                    continue;
                }
                let at = holders.partition_point(|&other| self.places[other] < Some(place));
                let earlier = &holders[at.saturating_sub(NEAREST)..at];
                let later = &holders[at + 1..holders.len().min(at + 1 + NEAREST)];
                // Of two it is told as the earlier one writes it.
                let written_by = |other: RecordIndex| {
                    let texts = &self.said[other][number];
                    texts.iter().find(|(other, _)| other == folded).map_or(written.as_str(), |(_, text)| text)
                };
                let earlier = earlier.iter().map(|&other| (other, thing.why(base, written_by(other), (other, index))));
                let later = later.iter().map(|&other| (other, thing.why(base, written, (index, other))));
                to.extend(earlier.chain(later).filter_map(|(to, reason)| Some(Relation { to, reason: reason? })));
            }
        }
    }
}

impl Thing {
    /// What more documents have than this is common, and tells nothing.
    fn most(self) -> usize {
        match self {
            Self::Cause | Self::Service => usize::MAX,
            Self::Alert | Self::Error => RARE,
        }
    }

    /// Why two documents that have it are related, the earlier first; nothing where they are too far apart.
    fn why(self, base: &KnowledgeBase, same: &str, (a, b): (RecordIndex, RecordIndex)) -> Option<RelationReason> {
        let same = same.to_owned();
        match self {
            Self::Cause => Some(RelationReason::SameCause(same)),
            Self::Alert => Some(RelationReason::SameAlert(same)),
            Self::Error => Some(RelationReason::SameError(same)),
            Self::Service => {
                let days = (day(base, b)? - day(base, a)?).get_days().abs();
                (days <= NEAR_DAYS).then_some(RelationReason::SameService { service: same, days })
            }
        }
    }

    fn texts(self, base: &KnowledgeBase, index: RecordIndex) -> Vec<Text> {
        match self {
            Self::Cause => base.causes_of[index].iter().map(|id| (id.clone(), id.clone())).collect(),
            Self::Alert => values(base, index, Field::Alerts),
            Self::Error => errors(base, index),
            Self::Service => values(base, index, Field::Services),
        }
    }
}

/// What a record has of each thing; of two ways to write one text the first counts.
fn said(base: &KnowledgeBase, index: RecordIndex) -> Said {
    THINGS.map(|thing| {
        let mut texts = if counts(base, index) { thing.texts(base, index) } else { Vec::new() };
        texts.sort_by(|one, other| one.0.cmp(&other.0));
        texts.dedup_by(|later, first| later.0 == first.0);
        texts
    })
}

/// Whether a record is an account that counts.
fn counts(base: &KnowledgeBase, index: RecordIndex) -> bool {
    base.is_current(index) && base.records[index].postmortem.kind.is_postmortem()
}

/// The accounts that count, by day; those without one first.
fn order(base: &KnowledgeBase) -> Vec<RecordIndex> {
    let mut order: Vec<RecordIndex> = (0..base.records.len()).filter(|&index| counts(base, index)).collect();
    order.sort_by_key(|&index| (day(base, index), index));
    order
}

fn values(base: &KnowledgeBase, index: RecordIndex, field: Field) -> Vec<Text> {
    let values = base.records[index].postmortem.values(field);
    values.map(|value| (fold_label(value), value.to_owned())).filter(|(folded, _)| !folded.is_empty()).collect()
}

/// The errors that a document says in code spans.
fn errors(base: &KnowledgeBase, index: RecordIndex) -> Vec<Text> {
    let record: &Record = &base.records[index];
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            for inline in block.inlines() {
                let spans = inline.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
                let texts = spans.filter_map(|mark| inline.text.get(mark.range.clone())).map(str::trim);
                found.extend(texts.filter(|text| is_error(text)));
            }
        });
    }
    found.into_iter().map(|text| (text.to_owned(), text.to_owned())).collect()
}

/// A text that a program says when something is wrong. A word such as `error` alone says nothing.
fn is_error(text: &str) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 12..=200;
    const WORDS: [&str; 14] = [
        "error",
        "exception",
        "timed out",
        "timeout",
        "refused",
        "denied",
        "failed",
        "failure",
        "exhausted",
        "exceeded",
        "too many",
        "not available",
        "no space",
        "out of memory",
    ];
    let lower = text.to_lowercase();
    LENGTHS.contains(&text.len()) && !text.contains('\n') && WORDS.iter().any(|word| lower.contains(word))
}

fn day(base: &KnowledgeBase, index: RecordIndex) -> Option<Date> {
    base.records[index].postmortem.date.as_ref().map(|fact| fact.value)
}

#[cfg(test)]
mod tests {
    use super::is_error;

    #[test]
    fn errors_are_told_from_commands() {
        assert!(is_error("Connection is not available, request timed out"));
        assert!(is_error("java.lang.OutOfMemoryError: Java heap space"));
        assert!(!is_error("kubectl get pods -n payments"));
        assert!(!is_error("error"));
    }
}
