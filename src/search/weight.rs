//! How much of a word a document has into a level from 0 to 15, and levels into scores. Levels are what is stored, and
//! scores are whole numbers: a browser comes to the very same order.
//!
//! BM25F of Zaragoza, Craswell, Taylor, Saria and Robertson (Microsoft Cambridge at TREC 13, 2004): parts are weighed and
//! held against their usual length first; what comes of it is rounded to a level, and saturated once per word.

use super::entry::PARTS;
use super::{Index, Posting};

/// What each part counts for, in the order of `Part`.
const WEIGHTS: [f32; PARTS] = [10.0, 6.0, 4.0, 4.0, 3.0, 1.0];
/// How much the length of a part counts against it.
const LENGTHS: [f32; PARTS] = [0.3, 0.3, 0.3, 0.5, 0.6, 0.75];
/// One occurrence in a body of usual length is so many units.
const UNIT: f32 = 4.0;

/// The units that a level stands for.
pub(super) const UNITS: [u32; 16] = [1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 34, 44, 58, 76, 100, 140];
/// Units at which a word has half of its score.
pub(super) const HALF: u64 = 40;
/// The scale of scores.
pub(super) const SCALE: u64 = 1024;

/// Levels of the postings of an index.
#[derive(Debug, Clone, Default)]
pub(super) struct Levels {
    usual: [f32; PARTS],
}

impl Levels {
    pub(super) fn new(index: &Index<PARTS>) -> Self {
        let mut sums = [0u64; PARTS];
        for document in 0..index.documents() {
            let length = index.length(u32::try_from(document).unwrap_or(u32::MAX));
            (0..PARTS).for_each(|part| sums[part] += u64::from(length[part]));
        }
        #[allow(clippy::cast_precision_loss, reason = "an average need not be exact")]
        Self { usual: sums.map(|sum| (sum as f32 / index.documents().max(1) as f32).max(1.0)) }
    }

    /// The level of a posting.
    pub(super) fn of(&self, posting: &Posting<PARTS>, length: [u32; PARTS]) -> usize {
        let of_part = |part: usize| {
            if posting.counts[part] == 0 {
                return 0.0;
            }
            #[allow(clippy::cast_precision_loss, reason = "numbers of words are small")]
            let longer = length[part] as f32 / self.usual[part];
            WEIGHTS[part] * f32::from(posting.counts[part]) / (1.0 - LENGTHS[part] + LENGTHS[part] * longer)
        };
        let units = UNIT * (0..PARTS).map(of_part).sum::<f32>();
        #[allow(clippy::cast_precision_loss, reason = "small numbers")]
        UNITS.partition_point(|&level| level as f32 <= units).saturating_sub(1)
    }
}

/// The score of a word that a document has so many units of.
pub(super) fn score(units: u64, rarity: u64) -> u64 {
    rarity * (SCALE * units / (units + HALF))
}

/// How rare a word is that so many of all documents have: `round(64 · ln(1 + (N − n + ½) / (n + ½)))`. A fraction never
/// comes near a half by chance, so that whoever computes it rounds the same way.
pub(super) fn rarity(documents: usize, having: usize) -> u64 {
    #[allow(clippy::cast_precision_loss, reason = "numbers of documents are exact in f64")]
    let (all, having) = (documents as f64, having as f64);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 64 · ln of few digits")]
    let rounded = (64.0 * (1.0 + (all - having + 0.5) / (having + 0.5)).ln()).round() as u64;
    rounded.max(1)
}

#[cfg(test)]
mod tests {
    use super::{HALF, SCALE, rarity, score};

    #[test]
    fn the_score_is_the_formula_worked_by_hand() {
        // ln(1 + 9.5 / 1.5) = 1.9924, times 64: 127.5; half of the saturation.
        assert_eq!(rarity(10, 1), 128);
        assert_eq!(score(HALF, 128), 128 * SCALE / 2);
        assert_eq!(rarity(10, 10), 3, "what all have still counts a little");
    }
}
