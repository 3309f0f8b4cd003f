//! Entries into what can be searched: the index of their parts, the values of their facets, and the same facets as
//! columns of numbers.

use std::collections::BTreeMap;

use super::entry::{FACETS, PARTS};
use super::tiers::Tiers;
use super::weight::Levels;
use super::{DocumentNumber, Entry, Facet, FacetValue, Index, TermNumber, analysis};

/// Before a term that is asked of titles alone. No term has a colon.
pub(super) const TITLE: &str = "t:";

/// Documents that can be searched, numbered as they were given: among equals the first comes first.
#[derive(Debug)]
pub struct Catalogue {
    pub(super) entries: Vec<Entry>,
    pub(super) index: Index<PARTS>,
    pub(super) levels: Levels,
    /// How long lists are divided, where there are so many documents that they are.
    pub(super) tiers: Option<Tiers>,
    /// For each facet, its values by key.
    pub(super) values: [Vec<FacetValue>; FACETS],
    /// For each facet and document, its values by number.
    pub(super) columns: [Vec<Vec<u32>>; FACETS],
}

impl Catalogue {
    /// Indexes entries. `names` are what the values of facets may be called besides their keys.
    pub fn new(entries: Vec<Entry>, names: &BTreeMap<(Facet, String), Vec<String>>) -> Self {
        let index = Index::build(entries.len(), |document, collector| {
            let entry = &entries[document];
            for (part, range) in &entry.parts {
                let (text, part) = (&entry.text[range.clone()], *part as usize);
                analysis::tokens(text, |token| collector.add(part, token, 1));
                if part == 0 {
                    analysis::tokens(text, |token| collector.add(part, &format!("{TITLE}{token}"), 1));
                }
            }
        });
        let levels = Levels::new(&index);
        let values = Facet::ALL.map(|facet| values(facet, &entries, names));
        let columns = Facet::ALL.map(|facet| column(facet, &entries, &values[facet as usize]));
        let tiers = Tiers::of(entries.len());
        Self { entries, index, levels, tiers, values, columns }
    }

    /// The documents.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The values of a facet, in the order of their numbers.
    pub fn values(&self, facet: Facet) -> &[FacetValue] {
        &self.values[facet as usize]
    }

    /// The documents that have a term, each with the level of it.
    pub(super) fn postings(&self, term: TermNumber) -> impl Iterator<Item = (DocumentNumber, usize)> + '_ {
        let postings = self.index.postings(term).iter();
        postings.map(|posting| (posting.document, self.levels.of(posting, self.index.length(posting.document))))
    }
}

fn values(facet: Facet, entries: &[Entry], names: &BTreeMap<(Facet, String), Vec<String>>) -> Vec<FacetValue> {
    let keys: std::collections::BTreeSet<&String> =
        entries.iter().flat_map(|entry| &entry.facets[facet as usize]).collect();
    let value = |key: &String| FacetValue {
        key: key.clone(),
        names: names.get(&(facet, key.clone())).cloned().unwrap_or_default(),
    };
    let mut values: Vec<FacetValue> = keys.into_iter().map(value).collect();
    if facet == Facet::Year {
        values.reverse();
    }
    values
}

fn column(facet: Facet, entries: &[Entry], values: &[FacetValue]) -> Vec<Vec<u32>> {
    let number = |key: &String| {
        let at = match facet {
            Facet::Year => values.binary_search_by(|value| key.cmp(&value.key)),
            _ => values.binary_search_by(|value| value.key.cmp(key)),
        };
        at.ok().and_then(|at| u32::try_from(at).ok())
    };
    let of_entry = |entry: &Entry| {
        let mut numbers: Vec<u32> = entry.facets[facet as usize].iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    entries.iter().map(of_entry).collect()
}
