//! Terms into lines: the term, the levels that its documents have, and a number for each document: the gap from the one
//! before, times how many levels there are, and which of them it is. Most documents of a frequent term are one letter.
//! Where lists are divided, a line has the first tier and ends with how many more there are; the others are lines of
//! their own, by a letter for the range before the term.

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::{Division, code, divided};
use crate::search::tiers::{Leveled, Tiered, Tiers};
use crate::search::{Catalogue, TermNumber};

/// Characters of a shard: about half of them are transferred.
const SIZE: usize = 7_000;
/// Characters of a shard of what is not in the first tier: whoever reads one wants one term of it.
const SIZE_OF_OTHERS: usize = 2_000;

/// Terms with their documents, or with the first tier of them; and the others.
pub(super) fn drafts(catalogue: &Catalogue) -> [Division; 2] {
    let terms = catalogue.index.terms();
    let mut order: Vec<TermNumber> = (0..terms.len()).filter_map(|at| TermNumber::try_from(at).ok()).collect();
    let text = |number: TermNumber| &*terms[number as usize];
    order.sort_by(|&a, &b| text(a).encode_utf16().cmp(text(b).encode_utf16()));
    let both: Vec<(String, Vec<String>)> = order
        .par_iter()
        .map(|&number| {
            let tiered = catalogue.tiered(number);
            (first_line(&tiered), catalogue.tiers.map_or_else(Vec::new, |tiers| other_lines(&tiered, tiers)))
        })
        .collect();
    let (first, others): (Vec<String>, Vec<Vec<String>>) = both.into_iter().unzip();
    let lines: Vec<(&str, String)> = order.iter().map(|&number| text(number)).zip(first).collect();
    let first = divided("t", SIZE, &lines);
    drop(lines);
    let mut keys: Vec<(String, String)> = Vec::new();
    for (&number, lines) in order.iter().zip(others) {
        let key = |range| format!("{}{}", code::letter(range), text(number));
        let lines = lines.into_iter().enumerate().filter(|(_, line)| !line.is_empty());
        keys.extend(lines.map(|(range, line)| (key(range), line)));
    }
    // Range by range; terms of a range are in their order already.
    keys.sort_by_key(|(key, _)| key.chars().next());
    let lines: Vec<(&str, String)> = keys.iter_mut().map(|(key, line)| (&**key, std::mem::take(line))).collect();
    [first, divided("m", SIZE_OF_OTHERS, &lines)]
}

fn first_line(tiered: &Tiered) -> String {
    let mut out = line(&tiered.best);
    if !tiered.others.is_empty() {
        out.push(' ');
        code::push(u32::try_from(tiered.others.len()).unwrap_or(u32::MAX), &mut out);
    }
    out
}

/// A line for each range, empty where it has none of the others.
fn other_lines(tiered: &Tiered, tiers: Tiers) -> Vec<String> {
    let mut lines = Vec::new();
    for others in tiered.others.chunk_by(|a, b| tiers.range_of(a.0) == tiers.range_of(b.0)) {
        lines.resize(tiers.range_of(others[0].0), String::new());
        lines.push(line(others));
    }
    lines
}

fn line(postings: &[Leveled]) -> String {
    let mut levels: Vec<usize> = postings.iter().map(|&(_, level)| level).collect();
    levels.sort_unstable();
    levels.dedup();
    let count = u32::try_from(levels.len()).unwrap_or(u32::MAX);
    let mut out = String::from(" ");
    out.extend(levels.iter().map(|&level| code::letter(level)));
    out.push(' ');
    let mut next = 0;
    for &(document, level) in postings {
        let which = levels.iter().position(|known| *known == level).and_then(|at| u32::try_from(at).ok());
        code::push((document - next) * count + which.unwrap_or_default(), &mut out);
        next = document + 1;
    }
    out
}
