//! Long lists of documents into tiers, so that a page of answers among very many documents costs what it costs among a
//! few thousand: the best documents of each list first, and the others by ranges of documents, read stage by stage.
//!
//! Tiered indexes, impact ordering: Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), § 7.1.4
//! and § 7.2.1.

use rustc_hash::FxHashMap;

use super::{Catalogue, DocumentNumber, TermNumber};

/// So many documents are few enough that every list is read as a whole.
const FEW: usize = 20_000;
/// Documents of the first tier of a list: about the bytes of a third of 10,000 documents.
const BEST: usize = 2_000;
/// Documents of a range, unless there would be more ranges than letters that tell them apart.
const RANGE: usize = 8_192;
/// Ranges, at most.
const MOST_RANGES: usize = 50;

/// How lists are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tiers {
    /// A longer list is divided, and so many of its documents are its first tier.
    pub best: usize,
    /// The others are divided by ranges of so many documents.
    pub range: usize,
}

/// How far lists are read: the first tiers only, then one range more, two more, four more, until all is read.
pub(super) type Stage = u32;

/// What of long lists is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Extent {
    pub(super) stage: Stage,
    /// For each range whether it matters, where not all do.
    pub(super) within: Option<Vec<bool>>,
}

impl Extent {
    fn has(&self, range: usize) -> bool {
        range < read(self.stage) && self.matters(range)
    }

    fn matters(&self, range: usize) -> bool {
        self.within.as_ref().is_none_or(|within| within[range])
    }

    /// Whether nothing that matters of so many ranges is left.
    fn is_through(&self, ranges: usize) -> bool {
        !(read(self.stage).min(ranges)..ranges).any(|range| self.matters(range))
    }
}

/// A document that has a term, and the level of it.
pub(super) type Leveled = (DocumentNumber, usize);

/// The documents that have a term, each part in their order.
#[derive(Debug, Default)]
pub(super) struct Tiered {
    pub(super) best: Vec<Leveled>,
    pub(super) others: Vec<Leveled>,
}

impl Tiers {
    /// What fits so many documents: nothing where they are few.
    pub fn of(documents: usize) -> Option<Self> {
        let range = RANGE.max(documents.div_ceil(MOST_RANGES));
        (documents > FEW).then_some(Self { best: BEST, range })
    }

    /// How many ranges so many documents have.
    pub(super) fn ranges(self, documents: usize) -> usize {
        documents.div_ceil(self.range)
    }

    /// Which range a document is in.
    pub(super) fn range_of(self, document: DocumentNumber) -> usize {
        document as usize / self.range
    }
}

/// How many ranges have been read at a stage.
fn read(stage: Stage) -> usize {
    1_usize.checked_shl(stage).map_or(usize::MAX, |ranges| ranges - 1)
}

impl Catalogue {
    /// The same, with lists divided otherwise: for those who try what happens among very many documents with a few.
    #[must_use]
    pub fn with_tiers(self, tiers: Tiers) -> Self {
        Self { tiers: Some(tiers), ..self }
    }

    /// The stage at which all is read.
    pub(super) fn last_stage(&self) -> Stage {
        let ranges = self.ranges();
        (0..Stage::BITS).find(|&stage| read(stage) >= ranges).unwrap_or(Stage::BITS)
    }

    /// All there is.
    pub(super) fn all(&self) -> Extent {
        Extent { stage: self.last_stage(), within: None }
    }

    fn ranges(&self) -> usize {
        self.tiers.map_or(0, |tiers| tiers.ranges(self.entries.len()))
    }

    /// Whether nothing that matters is left.
    pub(super) fn is_through(&self, extent: &Extent) -> bool {
        extent.is_through(self.ranges())
    }

    /// The ranges that matter to who wants all of some things, of which these lists are known as a whole: those in which
    /// each of them has a document. All do where one of them has none, as then some are enough.
    pub(super) fn within<'u>(&self, whole: &[&'u FxHashMap<DocumentNumber, u64>]) -> Option<Vec<bool>> {
        let tiers = self.tiers.filter(|_| !whole.iter().any(|units| units.is_empty()))?;
        let ranges_of = |units: &&'u FxHashMap<DocumentNumber, u64>| {
            let mut ranges = vec![false; self.ranges()];
            units.keys().for_each(|&document| ranges[tiers.range_of(document)] = true);
            ranges
        };
        let both = |a: Vec<bool>, b: Vec<bool>| a.into_iter().zip(b).map(|(a, b)| a && b).collect();
        whole.iter().map(ranges_of).reduce(both)
    }

    /// The documents that have a term, divided if they are many.
    pub(super) fn tiered(&self, term: TermNumber) -> Tiered {
        let all: Vec<Leveled> = self.postings(term).collect();
        let Some(tiers) = self.tiers.filter(|tiers| all.len() > tiers.best) else {
            return Tiered { best: all, others: Vec::new() };
        };
        let mut levels: Vec<usize> = all.iter().map(|(_, level)| *level).collect();
        levels.sort_unstable_by(|a, b| b.cmp(a));
        let least = levels[tiers.best - 1];
        // Of those with the least level that is good enough, the first ones.
        let mut room = tiers.best - levels.partition_point(|&level| level > least);
        let (best, others) = all.into_iter().partition(|&(_, level)| {
            let is_last = level == least && room > 0;
            room -= usize::from(is_last);
            level > least || is_last
        });
        Tiered { best, others }
    }

    /// The documents that are known to have a term, and how many more have it.
    pub(super) fn known(&self, term: TermNumber, extent: &Extent) -> (Vec<Leveled>, usize) {
        let is_part = |_: &Tiers| read(extent.stage) < self.ranges() || extent.within.is_some();
        let Some(tiers) = self.tiers.filter(is_part) else { return (self.postings(term).collect(), 0) };
        let Tiered { best: mut known, mut others } = self.tiered(term);
        let all = others.len();
        others.retain(|&(document, _)| extent.has(tiers.range_of(document)));
        let left = all - others.len();
        known.append(&mut others);
        (known, left)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Catalogue, Entry, Part};
    use super::{Extent, Tiered, Tiers};

    /// Ten documents that say `pool`, those with an odd number more often.
    fn catalogue() -> Catalogue {
        let entry = |number: usize| {
            let mut entry = Entry::default();
            entry.push(Part::Title, "an incident");
            entry.push(Part::Body, if number % 2 == 1 { "pool pool pool" } else { "pool of it" });
            entry
        };
        Catalogue::new((0..10).map(entry).collect(), &BTreeMap::new())
    }

    #[test]
    fn the_best_are_those_of_the_highest_level_and_among_equals_the_first() {
        let catalogue = catalogue().with_tiers(Tiers { best: 7, range: 4 });
        let pool = catalogue.index.number("pool").unwrap_or_default();
        let Tiered { best, others } = catalogue.tiered(pool);
        let numbers = |tier: Vec<(u32, usize)>| tier.into_iter().map(|(document, _)| document).collect::<Vec<_>>();
        assert_eq!((numbers(best), numbers(others)), (vec![0, 1, 2, 3, 5, 7, 9], vec![4, 6, 8]));
    }

    #[test]
    fn every_stage_knows_more_until_nothing_is_left() {
        let catalogue = catalogue().with_tiers(Tiers { best: 5, range: 4 });
        let pool = catalogue.index.number("pool").unwrap_or_default();
        let left: Vec<(usize, usize)> = (0..=catalogue.last_stage())
            .map(|stage| catalogue.known(pool, &Extent { stage, within: None }))
            .map(|(known, left)| (known.len(), left))
            .collect();
        assert_eq!(left, [(5, 5), (7, 3), (10, 0)]);
    }

    #[test]
    fn ranges_matter_where_everything_that_is_known_as_a_whole_has_a_document() {
        let catalogue = catalogue().with_tiers(Tiers { best: 5, range: 4 });
        let units = |documents: &[u32]| documents.iter().map(|&document| (document, 1)).collect();
        let (one, other, none) = (units(&[1, 9]), units(&[2, 5, 8]), units(&[]));
        let within = catalogue.within(&[&one, &other]);
        assert_eq!(within, Some(vec![true, false, true]));
        assert_eq!([catalogue.within(&[&one, &none]), catalogue.within(&[])], [None, None]);
        let pool = catalogue.index.number("pool").unwrap_or_default();
        let extent = Extent { stage: catalogue.last_stage(), within };
        assert_eq!(catalogue.known(pool, &extent).1, 2, "two of the others are between");
        assert!(catalogue.is_through(&extent) && !catalogue.is_through(&Extent::default()));
    }

    #[test]
    fn a_few_documents_are_not_divided_and_ranges_never_outnumber_their_letters() {
        assert_eq!(Tiers::of(20_000), None);
        assert_eq!(Tiers::of(100_000).map(|tiers| tiers.ranges(100_000)), Some(13));
        assert_eq!(Tiers::of(10_000_000).map(|tiers| tiers.ranges(10_000_000)), Some(50));
    }
}
