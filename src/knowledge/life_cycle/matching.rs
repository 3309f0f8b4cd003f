//! The actions of two consecutive versions into pairs: which of the new ones is which of the old ones.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use super::likeness::Shape;
use super::wording::Line;

/// How many comparisons by likeness the history of one document may cost: all actions of 30 rewritten in each
/// of 400 commits. A step that needs more than what is left of it follows only what kept its words or ticket.
pub(super) const MOST_COMPARISONS: usize = 400_000;

/// Which action of the new version is which of the old one: each has one partner or none.
#[derive(Debug)]
pub(super) struct Pairs {
    old_of_new: Vec<Option<usize>>,
    new_of_old: Vec<Option<usize>>,
}

impl Pairs {
    /// No pair yet, of so many actions on each side.
    pub(super) fn none(old: usize, new: usize) -> Self {
        Self { old_of_new: vec![None; new], new_of_old: vec![None; old] }
    }

    /// Makes two a pair, unless one of them has a partner already.
    pub(super) fn join(&mut self, old: usize, new: usize) {
        if self.new_of_old[old].is_none() && self.old_of_new[new].is_none() {
            self.new_of_old[old] = Some(new);
            self.old_of_new[new] = Some(old);
        }
    }

    /// An old action that comes from elsewhere, and its partner.
    pub(super) fn join_another(&mut self, new: usize) {
        self.new_of_old.push(None);
        self.join(self.new_of_old.len() - 1, new);
    }

    /// For each new action, the old one that it is.
    pub(super) fn old_of_new(&self) -> &[Option<usize>] {
        &self.old_of_new
    }

    /// The new actions that have no partner.
    pub(super) fn free_new(&self) -> Vec<usize> {
        free(&self.old_of_new)
    }

    fn free_old(&self) -> Vec<usize> {
        free(&self.new_of_old)
    }
}

fn free(partners: &[Option<usize>]) -> Vec<usize> {
    (0..partners.len()).filter(|&index| partners[index].is_none()).collect()
}

/// Joins those with the same ticket, then those with the same words. Of several with the same words those come
/// first that did not change at all, where they stood before if that can be; the others in their order.
pub(super) fn join_same(old: &[&Line<'_>], new: &[&Line<'_>], pairs: &mut Pairs) {
    join_tickets(old, new, pairs);
    join_by(old, new, pairs, |line| (line.words.as_str(), line.details(), line.repeat));
    join_by(old, new, pairs, |line| (line.words.as_str(), line.details()));
    join_by(old, new, pairs, |line| line.words.as_str());
}

/// Joins free actions that have the same key, in their order.
fn join_by<'l, K: Hash + Eq>(
    old: &[&'l Line<'_>],
    new: &[&'l Line<'_>],
    pairs: &mut Pairs,
    key: impl Fn(&'l Line<'_>) -> K,
) {
    let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
    for index in pairs.free_old() {
        waiting.entry(key(old[index])).or_default().push_back(index);
    }
    for index in pairs.free_new() {
        if let Some(found) = waiting.get_mut(&key(new[index])).and_then(VecDeque::pop_front) {
            pairs.join(found, index);
        }
    }
}

/// Joins those with the same ticket, but for numbers that the document gives itself and gave anew: other words
/// have the number now, and the words that had it, or those that have it, stand at another one.
fn join_tickets(old: &[&Line<'_>], new: &[&Line<'_>], pairs: &mut Pairs) {
    let words_of = |lines: &[&Line<'_>]| lines.iter().map(|line| line.words.clone()).collect::<HashSet<String>>();
    let (old_words, new_words) = (words_of(old), words_of(new));
    let renumbered = |before: &Line<'_>, after: &Line<'_>| {
        before.words != after.words
            && (new_words.contains(&before.words) || old_words.contains(&after.words))
            && Shape::new(&before.words).likeness(&Shape::new(&after.words)).is_none()
    };
    let by_ticket: HashMap<&str, usize> =
        old.iter().enumerate().filter_map(|(index, line)| Some((line.ticket.as_deref()?, index))).collect();
    for (index, line) in new.iter().enumerate() {
        let before = line.ticket.as_deref().and_then(|ticket| by_ticket.get(ticket));
        if let Some(&before) = before.filter(|&&before| !renumbered(old[before], line)) {
            pairs.join(before, index);
        }
    }
}

/// Joins the others by likeness, the most alike first, then those that moved least. Takes what it costs from
/// `comparisons`, and does nothing where too little is left.
pub(super) fn join_alike(old: &[&Line<'_>], new: &[&Line<'_>], pairs: &mut Pairs, comparisons: &mut usize) {
    let (free_old, free_new) = (pairs.free_old(), pairs.free_new());
    let Some(left) = comparisons.checked_sub(free_old.len().saturating_mul(free_new.len())) else { return };
    *comparisons = left;
    let shapes: Vec<(usize, Shape<'_>)> =
        free_new.iter().map(|&index| (index, Shape::new(&new[index].words))).collect();
    let mut candidates = Vec::new();
    for before in free_old {
        let shape = Shape::new(&old[before].words);
        for (after, other) in shapes.iter().filter(|(after, _)| !are_two_tickets(old[before], new[*after])) {
            if let Some(likeness) = shape.likeness(other) {
                candidates.push((Reverse(likeness), before.abs_diff(*after), before, *after));
            }
        }
    }
    candidates.sort_unstable();
    candidates.into_iter().for_each(|(_, _, before, after)| pairs.join(before, after));
}

/// Whether two actions are tracked as two pieces of work, however alike they read.
fn are_two_tickets(one: &Line<'_>, other: &Line<'_>) -> bool {
    matches!((&one.ticket, &other.ticket), (Some(one), Some(other)) if one != other)
}
