//! A query's terms into the documents that answer it best: BM25F of Zaragoza, Craswell, Taylor, Saria and
//! Robertson (Microsoft Cambridge at TREC 13, 2004): the fields of a document are weighed and held against their
//! usual length first, and the term is saturated once.

use rustc_hash::FxHashMap;

use super::{DocumentNumber, Index, Posting};

/// What each of `F` fields counts for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bm25f<const F: usize> {
    /// How much more a term counts in a field.
    pub weights: [f32; F],
    /// How much a field's length counts against it, from 0 to 1.
    pub lengths: [f32; F],
    /// How soon more of the same term says nothing more: 1.2 is usual.
    pub saturation: f32,
}

/// A document that answers a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The document.
    pub document: DocumentNumber,
    /// How well; only to be compared with others of the same query.
    pub score: f32,
}

impl<const F: usize> Bm25f<F> {
    /// The documents that have any of the terms, best first, the first of the list first among equals. Each term
    /// comes with its weight in the query.
    pub fn rank<'q>(&self, index: &Index<F>, query: impl IntoIterator<Item = (&'q str, f32)>) -> Vec<Hit> {
        let usual = usual_lengths(index);
        let mut scores: FxHashMap<DocumentNumber, f32> = FxHashMap::default();
        for (term, weight) in query {
            let postings = index.number(term).map_or(&[][..], |number| index.postings(number));
            let weight = weight * rarity(index.documents(), postings.len());
            for posting in postings {
                let frequency = self.frequency(posting, index.length(posting.document), usual);
                let gain = weight * frequency / (frequency + self.saturation);
                *scores.entry(posting.document).or_default() += gain;
            }
        }
        let mut hits: Vec<Hit> = scores.into_iter().map(|(document, score)| Hit { document, score }).collect();
        hits.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
        hits
    }

    fn frequency(&self, posting: &Posting<F>, length: [u32; F], usual: [f32; F]) -> f32 {
        let of = |field: usize| {
            let b = self.lengths[field];
            let norm = 1.0 - b + b * small(length[field]) / usual[field].max(1.0);
            self.weights[field] * f32::from(posting.counts[field]) / norm.max(f32::EPSILON)
        };
        (0..F).map(of).sum()
    }
}

/// `ln(1 + (N − n + ½) / (n + ½))`, which is never negative.
fn rarity(documents: usize, having: usize) -> f32 {
    let (all, having) = (count(documents), count(having));
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

fn usual_lengths<const F: usize>(index: &Index<F>) -> [f32; F] {
    let mut sums = [0u64; F];
    for document in 0..index.documents() {
        let length = index.length(u32::try_from(document).unwrap_or(u32::MAX));
        (0..F).for_each(|field| sums[field] += u64::from(length[field]));
    }
    #[allow(clippy::cast_precision_loss, reason = "an average need not be exact")]
    sums.map(|sum| sum as f32 / count(index.documents().max(1)))
}

#[allow(clippy::cast_precision_loss, reason = "numbers of documents and letters are small")]
fn count(n: usize) -> f32 {
    n as f32
}

#[allow(clippy::cast_precision_loss, reason = "numbers of letters are small")]
fn small(n: u32) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::super::Index;
    use super::{Bm25f, Hit};

    const TITLE_AND_BODY: Bm25f<2> = Bm25f { weights: [4.0, 1.0], lengths: [0.5, 0.75], saturation: 1.2 };

    fn ranked(documents: &[[&str; 2]], query: &[&str]) -> Vec<u32> {
        let index = Index::build(documents.len(), |document, collector| {
            for (field, text) in documents[document].iter().enumerate() {
                text.split(' ').for_each(|word| collector.add(field, word, 1));
            }
        });
        let hits = TITLE_AND_BODY.rank(&index, query.iter().map(|term| (*term, 1.0)));
        hits.iter().map(|hit| hit.document).collect()
    }

    #[test]
    fn titles_count_for_more_than_text_and_rare_words_for_more_than_frequent_ones() {
        let documents = [["disk full", "the pool was small"], ["pool empty", "the disk was old"], ["login", "the key"]];
        assert_eq!(ranked(&documents, &["pool"]), [1, 0]);
        assert_eq!(ranked(&documents, &["the", "key"])[0], 2);
        assert!(ranked(&documents, &["queue"]).is_empty());
    }

    #[test]
    fn a_short_text_counts_for_more_than_a_long_one_and_equals_keep_their_order() {
        assert_eq!(
            ranked(&[["a", "pool and much more of other things"], ["b", "pool"], ["c", "pool"]], &["pool"]),
            [1, 2, 0]
        );
    }

    #[test]
    fn the_score_is_the_formula_worked_by_hand() {
        // Two documents of the same length: no field is longer than usual. 4 / (4 + 1.2) · ln(1 + 1.5 / 1.5).
        let index = Index::<2>::build(2, |document, collector| collector.add(0, ["pool", "disk"][document], 1));
        let hits = TITLE_AND_BODY.rank(&index, [("pool", 1.0)]);
        assert!(matches!(hits[..], [Hit { document: 0, score }] if (score - 0.533_19).abs() < 1e-4), "{hits:?}");
    }
}
