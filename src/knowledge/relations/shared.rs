//! What documents share: a cause, an alert, an error, a service. Of many that share one thing, each is related to the
//! few that are nearest in time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

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

/// Adds what documents share. Only accounts that count are related so: others repeat them.
pub(super) fn add(base: &KnowledgeBase, to: &mut [Vec<Relation>]) {
    let order = order(base);
    add_same(&order, causes, &|_, same, _| Some(RelationReason::SameCause(same.to_owned())), base, usize::MAX, to);
    add_same(&order, alerts, &|_, same, _| Some(RelationReason::SameAlert(same.to_owned())), base, RARE, to);
    add_same(&order, errors, &|_, same, _| Some(RelationReason::SameError(same.to_owned())), base, RARE, to);
    let service = |base: &KnowledgeBase, same: &str, (a, b): (RecordIndex, RecordIndex)| {
        let days = (day(base, b)? - day(base, a)?).get_days().abs();
        (days <= NEAR_DAYS).then(|| RelationReason::SameService { service: same.to_owned(), days })
    };
    add_same(&order, services, &service, base, usize::MAX, to);
}

/// The accounts that count, by day; those without one first.
fn order(base: &KnowledgeBase) -> Vec<RecordIndex> {
    let counts = |&index: &RecordIndex| base.is_current(index) && base.records[index].postmortem.kind.is_postmortem();
    let mut order: Vec<RecordIndex> = (0..base.records.len()).filter(counts).collect();
    order.sort_by_cached_key(|&index| (day(base, index), index));
    order
}

/// A text that two may share, folded for comparison, and as it is written.
type Shared = (String, String);
type Why<'a> = dyn Fn(&KnowledgeBase, &str, (RecordIndex, RecordIndex)) -> Option<RelationReason> + 'a;

fn add_same(
    order: &[RecordIndex],
    of: fn(&KnowledgeBase, RecordIndex) -> Vec<Shared>,
    why: &Why<'_>,
    base: &KnowledgeBase,
    most: usize,
    to: &mut [Vec<Relation>],
) {
    let said: Vec<Vec<Shared>> = order.par_iter().map(|&index| of(base, index)).collect();
    let mut holders: BTreeMap<&str, Vec<(RecordIndex, &str)>> = BTreeMap::new();
    for (index, said) in order.iter().zip(&said) {
        for (folded, written) in said {
            let holders = holders.entry(folded).or_default();
            if holders.last().is_none_or(|(last, _)| last != index) {
                holders.push((*index, written));
            }
        }
    }
    for holders in holders.values().filter(|holders| (2..=most).contains(&holders.len())) {
        for (at, (one, written)) in holders.iter().enumerate() {
            for (other, _) in &holders[at + 1..holders.len().min(at + 1 + NEAREST)] {
                let Some(reason) = why(base, written, (*one, *other)) else { break };
                to[*one].push(Relation { to: *other, reason: reason.clone() });
                to[*other].push(Relation { to: *one, reason });
            }
        }
    }
}

fn causes(base: &KnowledgeBase, index: RecordIndex) -> Vec<Shared> {
    base.causes_of[index].iter().map(|id| (id.clone(), id.clone())).collect()
}

fn alerts(base: &KnowledgeBase, index: RecordIndex) -> Vec<Shared> {
    values(base, index, Field::Alerts)
}

fn services(base: &KnowledgeBase, index: RecordIndex) -> Vec<Shared> {
    values(base, index, Field::Services)
}

fn values(base: &KnowledgeBase, index: RecordIndex, field: Field) -> Vec<Shared> {
    let values = base.records[index].postmortem.values(field);
    values.map(|value| (fold_label(value), value.to_owned())).filter(|(folded, _)| !folded.is_empty()).collect()
}

/// The errors that a document says in code spans.
fn errors(base: &KnowledgeBase, index: RecordIndex) -> Vec<Shared> {
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
