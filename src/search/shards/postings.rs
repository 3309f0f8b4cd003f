//! Terms into lines: the term, the levels that its documents have, and a number for each document: the gap from the one
//! before, times how many levels there are, and which of them it is. Most documents of a frequent term are one letter.

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::{Draft, code, divided};
use crate::search::{Catalogue, TermNumber};

/// Characters of a shard: about half of them are transferred.
const SIZE: usize = 7_000;

pub(super) fn drafts(catalogue: &Catalogue) -> (Vec<Draft>, String) {
    let terms = catalogue.index.terms();
    let mut order: Vec<TermNumber> = (0..terms.len()).filter_map(|at| TermNumber::try_from(at).ok()).collect();
    let text = |number: TermNumber| &*terms[number as usize];
    order.sort_by(|&a, &b| text(a).encode_utf16().cmp(text(b).encode_utf16()));
    let lines: Vec<(&str, String)> = order.par_iter().map(|&number| (text(number), line(catalogue, number))).collect();
    divided("t", SIZE, &lines)
}

fn line(catalogue: &Catalogue, term: TermNumber) -> String {
    let mut levels: Vec<usize> = catalogue.postings(term).map(|(_, level)| level).collect();
    levels.sort_unstable();
    levels.dedup();
    let count = u32::try_from(levels.len()).unwrap_or(u32::MAX);
    let mut out = String::from(" ");
    out.extend(levels.iter().map(|&level| code::letter(level)));
    out.push(' ');
    let mut next = 0;
    for (document, level) in catalogue.postings(term) {
        let which = levels.iter().position(|known| *known == level).and_then(|at| u32::try_from(at).ok());
        code::push((document - next) * count + which.unwrap_or_default(), &mut out);
        next = document + 1;
    }
    out
}
