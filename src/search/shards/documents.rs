//! Documents into shards of a few: a result needs the shard of its document, and pays for its neighbours.

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde_json::json;

use super::{Card, Draft, code};
use crate::search::{Catalogue, Entry};

/// Bytes of text in a shard.
const SIZE: usize = 9_000;

/// The shards, and how many documents each has.
pub(super) fn drafts(catalogue: &Catalogue, cards: &[Card]) -> (Vec<Draft>, String) {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (at, entry) in catalogue.entries.iter().enumerate() {
        let size = entry.text.len();
        if at > start && sum + size > SIZE {
            ranges.push((start, at));
            (start, sum) = (at, 0);
        }
        sum += size;
    }
    if start < catalogue.entries.len() {
        ranges.push((start, catalogue.entries.len()));
    }
    let mut sizes = String::new();
    ranges.iter().for_each(|(start, end)| code::push(u32::try_from(end - start).unwrap_or(u32::MAX), &mut sizes));
    let numbered: Vec<(usize, (usize, usize))> = ranges.into_iter().enumerate().collect();
    let draft = |&(number, (start, end)): &(usize, (usize, usize))| {
        let rows: Vec<_> = catalogue.entries[start..end].iter().zip(&cards[start..end]).map(row).collect();
        Draft::new(format!("d{number}"), &rows)
    };
    (numbered.par_iter().map(draft).collect(), sizes)
}

fn row((entry, card): (&Entry, &Card)) -> serde_json::Value {
    let Card { address, language, day, id, rank, severity, kind } = card;
    json!([address, language, day, id, rank, severity, kind, entry.text])
}
