//! Postings into weights: the more often a document has a term, and the fewer others have it, the more it weighs.
//! Two texts are as alike as the cosine of their weights; the essence of both counts once more.
//!
//! Weights are (1 + ln tf) · (1 + ln ((N + 1) / (df + 1))), Salton and Buckley's (1988) with smoothed rarity.
//! A term that every document has, as those of a template, still weighs a little, but beside few rare ones nothing.

use rayon::prelude::*;

use super::passages::{ESSENCE, FIELDS, WHOLE};
use super::words::worth;
use crate::search::{Index, Posting, TermNumber};

/// How much the likeness of title and summary counts beside that of the whole texts. From 0.2 to 0.6 every label
/// set gives the same results within one hundredth.
const ESSENCE_SHARE: f32 = 0.4;

/// Terms of a document that are compared, the most telling: a bound for long documents. Fewer than 300 lose.
const MOST: usize = 400;

/// Terms by number, each with its weight; of length 1.
type Vector = Box<[(TermNumber, f32)]>;

/// The weights of all documents.
pub(super) struct Vectors {
    whole: Vec<Vector>,
    essence: Vec<Vector>,
    /// For each document, what its weights were divided by.
    lengths: Vec<f32>,
    /// For each term, how telling it is.
    rarity: Vec<f32>,
}

impl Vectors {
    /// Weighs every term of every document. `ids` are no evidence: who names whom is asked elsewhere.
    pub(super) fn of(index: &Index<FIELDS>, postmortems: usize, ids: &[&str]) -> Self {
        let rarity = rarities(index, postmortems, ids);
        let mut counts: Vec<Vec<(TermNumber, [u8; FIELDS])>> = vec![Vec::new(); index.documents()];
        for term in (0u32..).take(index.terms().len()) {
            for posting in index.postings(term) {
                counts[posting.document as usize].push((term, posting.counts));
            }
        }
        let vectors: Vec<(Vector, f32, Vector)> = counts.into_par_iter().map(|counts| weigh(counts, &rarity)).collect();
        let mut all = Self { whole: Vec::new(), essence: Vec::new(), lengths: Vec::new(), rarity };
        for (whole, length, essence) in vectors {
            all.whole.push(whole);
            all.lengths.push(length);
            all.essence.push(essence);
        }
        all
    }

    /// How alike two documents are, from 0 to 1.
    pub(super) fn likeness(&self, a: usize, b: usize) -> f32 {
        let whole = cosine(&self.whole[a], &self.whole[b]);
        let essence = cosine(&self.essence[a], &self.essence[b]);
        ((whole + ESSENCE_SHARE * essence) / (1.0 + ESSENCE_SHARE)).clamp(0.0, 1.0)
    }

    /// The terms of a document with their weights.
    pub(super) fn terms(&self, document: usize) -> &[(TermNumber, f32)] {
        &self.whole[document]
    }

    /// The weight of a term in a document; 0 where it has none.
    pub(super) fn weight(&self, document: usize, term: TermNumber) -> f32 {
        let vector = &self.whole[document];
        vector.binary_search_by_key(&term, |(term, _)| *term).map_or(0.0, |at| vector[at].1)
    }

    /// The weight that a posting stands for, bounds aside.
    pub(super) fn weight_of(&self, term: TermNumber, posting: &Posting<FIELDS>) -> f32 {
        let count = posting.counts.iter().map(|&count| u16::from(count)).sum();
        frequency(count) * self.rarity[term as usize] / self.lengths[posting.document as usize]
    }
}

#[allow(clippy::cast_precision_loss, reason = "numbers of documents are small")]
fn rarities(index: &Index<FIELDS>, postmortems: usize, ids: &[&str]) -> Vec<f32> {
    let all = (postmortems + 1) as f32;
    let rarity = |term: TermNumber| {
        let having = (index.postings(term).len() + 1) as f32;
        (1.0 + (all / having).ln()) * worth(&index.terms()[term as usize])
    };
    let mut rarities: Vec<f32> = (0u32..).take(index.terms().len()).map(rarity).collect();
    let numbers = ids.iter().filter_map(|id| index.number(&id.to_lowercase()));
    numbers.for_each(|number| rarities[number as usize] = 0.0);
    rarities
}

/// `1 + ln tf`, from a count of half words.
fn frequency(count: u16) -> f32 {
    let times = f32::from(count) / f32::from(WHOLE);
    if times < 1.0 { times } else { 1.0 + times.ln() }
}

fn weigh(counts: Vec<(TermNumber, [u8; FIELDS])>, rarity: &[f32]) -> (Vector, f32, Vector) {
    let weight = |term: TermNumber, count: u16| frequency(count) * rarity[term as usize];
    let mut weighed: Vec<(f32, TermNumber, [u8; FIELDS])> = counts
        .into_iter()
        .map(|(term, counts)| (weight(term, counts.iter().map(|&count| u16::from(count)).sum()), term, counts))
        .filter(|(weight, ..)| *weight > 0.0)
        .collect();
    if weighed.len() > MOST {
        weighed.select_nth_unstable_by(MOST, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        weighed.truncate(MOST);
    }
    weighed.sort_unstable_by_key(|(_, term, _)| *term);
    let essence = weighed.iter().filter(|(.., counts)| counts[ESSENCE] > 0);
    let essence = essence.map(|(_, term, counts)| (*term, weight(*term, u16::from(counts[ESSENCE])))).collect();
    let (whole, length) = unit(weighed.into_iter().map(|(weight, term, _)| (term, weight)).collect());
    (whole, length, unit(essence).0)
}

/// The same direction, of length 1, and the length it had.
fn unit(mut vector: Vec<(TermNumber, f32)>) -> (Vector, f32) {
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    (vector.into_boxed_slice(), length)
}

fn cosine(a: &[(TermNumber, f32)], b: &[(TermNumber, f32)]) -> f32 {
    let (mut at, mut other, mut sum) = (0, 0, 0.0);
    while at < a.len() && other < b.len() {
        match a[at].0.cmp(&b[other].0) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                sum += a[at].1 * b[other].1;
                at += 1;
                other += 1;
            }
        }
    }
    sum
}
