//! One document into the few that share its most telling terms: the work for it is bounded, however many
//! documents there are.

use super::RecordIndex;
use super::passages::FIELDS;
use super::phrases::Words;
use super::vector::{Spread, Vectors};
use crate::search::{Index, TermNumber};

/// Terms of a document by which others are found.
const TERMS: usize = 32;
/// Postings that are read for a document. A term that so many documents have tells them apart badly anyway.
const POSTINGS: usize = 4 * 1024;
/// Documents that are compared in full.
const CANDIDATES: usize = 32;

/// Room to add up in, used again for the next document.
pub(super) struct Scratch {
    sums: Vec<f32>,
    touched: Vec<u32>,
    /// The document that others are held against.
    pub(super) spread: Spread,
    /// Words of the documents before.
    pub(super) words: Words,
}

impl Scratch {
    pub(super) fn new(index: &Index<FIELDS>) -> Self {
        let sums = vec![0.0; index.documents()];
        let spread = Spread::new(index.terms().len());
        Self { sums, touched: Vec::new(), spread, words: Words::default() }
    }
}

/// The documents that share the most of a document's most telling terms, in no order that matters.
pub(super) fn candidates(
    index: &Index<FIELDS>,
    vectors: &Vectors,
    document: RecordIndex,
    scratch: &mut Scratch,
) -> Vec<RecordIndex> {
    let mut budget = POSTINGS;
    for (term, weight) in most_telling(vectors.terms(document)) {
        let postings = index.postings(term);
        if postings.len() > budget {
            continue;
        }
        budget -= postings.len();
        for posting in postings {
            let sum = &mut scratch.sums[posting.document as usize];
            if *sum == 0.0 {
                scratch.touched.push(posting.document);
            }
            *sum += weight * vectors.weight_of(term, *posting);
        }
    }
    best(document, scratch)
}

fn most_telling(terms: &[(TermNumber, f32)]) -> Vec<(TermNumber, f32)> {
    let mut terms = terms.to_vec();
    let by_weight = |a: &(TermNumber, f32), b: &(TermNumber, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if terms.len() > TERMS {
        terms.select_nth_unstable_by(TERMS, by_weight);
        terms.truncate(TERMS);
    }
    terms.sort_unstable_by(by_weight);
    terms
}

/// The documents with the largest sums; the room is left empty.
fn best(document: RecordIndex, scratch: &mut Scratch) -> Vec<RecordIndex> {
    let Scratch { sums, touched, .. } = scratch;
    touched.retain(|&other| other as usize != document);
    if touched.len() > CANDIDATES {
        let by_sum = |a: &u32, b: &u32| sums[*b as usize].total_cmp(&sums[*a as usize]).then(a.cmp(b));
        touched.select_nth_unstable_by(CANDIDATES, by_sum);
    }
    let best = touched.iter().take(CANDIDATES).map(|&other| other as usize).collect();
    touched.iter().for_each(|&other| sums[other as usize] = 0.0);
    sums[document] = 0.0;
    touched.clear();
    best
}
