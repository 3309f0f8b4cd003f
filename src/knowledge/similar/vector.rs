//! Postings into weights: the more often a document has a term, and the fewer others have it, the more it weighs.
//! Two texts are as alike as the cosine of their weights; the essence of both counts once more.
//!
//! Weights are (1 + ln tf) · (1 + ln ((N + 1) / (df + 1))), Salton and Buckley's (1988) with smoothed rarity.
//! A term that every document has, as those of a template, still weighs a little, but beside few rare ones nothing.

use rayon::prelude::*;

use super::passages::{ESSENCE, FIELDS, WHOLE};
use super::words::worth;
use crate::search::{Index, Posting, TermNumber};

/// What texts are compared by. The default was chosen on labelled documents; `benches/similar.rs` prints what others do.
#[derive(Debug, Clone, Copy)]
pub struct Comparison {
    /// How much the likeness of title and summary counts beside that of the whole texts.
    pub essence: f32,
    /// Terms of a document that are compared, the most telling: a bound for long documents.
    pub terms: usize,
}

impl Default for Comparison {
    fn default() -> Self {
        Self { essence: 0.4, terms: 400 }
    }
}

/// Terms of a text of a few words.
const FEW: usize = 24;

/// Terms by number, each with its weight; of length 1.
type Vector = Box<[(TermNumber, f32)]>;

/// The weights of all documents.
pub(super) struct Vectors {
    by: Comparison,
    whole: Vec<Vector>,
    essence: Vec<Vector>,
    /// For each document, what its weights were divided by.
    lengths: Vec<f32>,
    /// `1 + ln tf` of every count that a posting can have.
    frequencies: Vec<f32>,
    /// For each term, how telling it is.
    rarity: Vec<f32>,
    /// For each term, whether no more than a quarter of the documents have it.
    telling: Vec<bool>,
}

impl Vectors {
    /// Weighs every term of every document. `ids` are no evidence: who names whom is asked elsewhere.
    pub(super) fn of(index: &Index<FIELDS>, by: Comparison, postmortems: usize, ids: &[&str]) -> Self {
        let rarity = rarities(index, postmortems, ids);
        let frequencies = (0..=2 * u16::from(u8::MAX)).map(frequency).collect();
        let is_telling = |term: TermNumber| index.postings(term).len() <= (postmortems / 4).max(2);
        let telling = (0u32..).take(index.terms().len()).map(is_telling).collect();
        let mut counts: Vec<Vec<(TermNumber, [u8; FIELDS])>> = vec![Vec::new(); index.documents()];
        for term in (0u32..).take(index.terms().len()) {
            for posting in index.postings(term) {
                counts[posting.document as usize].push((term, posting.counts));
            }
        }
        let vectors: Vec<(Vector, f32, Vector)> =
            counts.into_par_iter().map(|counts| weigh(counts, by.terms, &rarity)).collect();
        let mut all =
            Self { by, whole: Vec::new(), essence: Vec::new(), lengths: Vec::new(), frequencies, rarity, telling };
        for (whole, length, essence) in vectors {
            all.whole.push(whole);
            all.lengths.push(length);
            all.essence.push(essence);
        }
        all
    }

    /// Spreads the weights of a document out, to hold others against it.
    pub(super) fn spread(&self, document: usize, spread: &mut Spread) {
        spread.fill(&self.whole[document], &self.essence[document]);
        spread.is_short = self.whole[document].len() < FEW;
    }

    /// How alike a document is to the one that was spread out, from 0 to 1. A text of a few words says what a title and
    /// a summary say, and is held against those.
    pub(super) fn likeness(&self, spread: &Spread, other: usize) -> f32 {
        let (whole, essence) = (&self.whole[other], &self.essence[other]);
        let share = self.by.essence;
        let both = (dot(&spread.whole, whole) + share * dot(&spread.essence, essence)) / (1.0 + share);
        let as_short = if spread.is_short { dot(&spread.whole, essence) } else { 0.0 };
        let to_short = if whole.len() < FEW { dot(&spread.essence, whole) } else { 0.0 };
        both.max(as_short).max(to_short).clamp(0.0, 1.0)
    }

    /// The terms of a document with their weights.
    pub(super) fn terms(&self, document: usize) -> &[(TermNumber, f32)] {
        &self.whole[document]
    }

    /// For each of some terms, ascending, how much it adds to the likeness of two documents; 0 where one lacks it.
    pub(super) fn gains(&self, a: usize, b: usize, terms: &[TermNumber]) -> Vec<f32> {
        let weights = |document: usize| {
            let mut rest = self.whole[document].iter().peekable();
            terms.iter().map(move |term| {
                while rest.next_if(|(other, _)| other < term).is_some() {}
                rest.peek().filter(|(other, _)| other == term).map_or(0.0, |(_, weight)| *weight)
            })
        };
        weights(a).zip(weights(b)).map(|(a, b)| a * b).collect()
    }

    /// Whether few enough documents have a term for it to be a reason.
    pub(super) fn tells_apart(&self, term: TermNumber) -> bool {
        self.telling[term as usize]
    }

    /// The weight that a posting stands for, bounds aside.
    pub(super) fn weight_of(&self, term: TermNumber, posting: Posting<FIELDS>) -> f32 {
        let count: u16 = posting.counts.iter().map(|&count| u16::from(count)).sum();
        self.frequencies[usize::from(count)] * self.rarity[term as usize] / self.lengths[posting.document as usize]
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

fn weigh(counts: Vec<(TermNumber, [u8; FIELDS])>, most: usize, rarity: &[f32]) -> (Vector, f32, Vector) {
    let weight = |term: TermNumber, count: u16| frequency(count) * rarity[term as usize];
    let mut weighed: Vec<(f32, TermNumber, [u8; FIELDS])> = counts
        .into_iter()
        .map(|(term, counts)| (weight(term, counts.iter().map(|&count| u16::from(count)).sum()), term, counts))
        .filter(|(weight, ..)| *weight > 0.0)
        .collect();
    if weighed.len() > most {
        weighed.select_nth_unstable_by(most, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        weighed.truncate(most);
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

/// The weights of one document, by term: what is to be held against many is looked up in it.
#[derive(Default)]
pub(super) struct Spread {
    whole: Vec<f32>,
    essence: Vec<f32>,
    /// The terms that are set.
    set: Vec<TermNumber>,
    is_short: bool,
}

impl Spread {
    /// Room for so many terms.
    pub(super) fn new(terms: usize) -> Self {
        Self { whole: vec![0.0; terms], essence: vec![0.0; terms], ..Self::default() }
    }

    fn fill(&mut self, whole: &[(TermNumber, f32)], essence: &[(TermNumber, f32)]) {
        for term in self.set.drain(..) {
            self.whole[term as usize] = 0.0;
            self.essence[term as usize] = 0.0;
        }
        whole.iter().for_each(|(term, weight)| self.whole[*term as usize] = *weight);
        essence.iter().for_each(|(term, weight)| self.essence[*term as usize] = *weight);
        self.set.extend(whole.iter().map(|(term, _)| *term));
    }
}

/// Of two vectors of length 1, the cosine.
fn dot(spread: &[f32], vector: &[(TermNumber, f32)]) -> f32 {
    vector.iter().map(|(term, weight)| spread[*term as usize] * weight).sum()
}
