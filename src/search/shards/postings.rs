//! Terms into lines: the term, the gaps between the numbers of its documents, and their levels; one level where all are
//! the same.

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::{Draft, code, divided};
use crate::search::{Catalogue, TermNumber};

/// Characters of a shard: about a third of them are transferred.
const SIZE: usize = 24_000;

pub(super) fn drafts(catalogue: &Catalogue) -> (Vec<Draft>, String) {
    let terms = catalogue.index.terms();
    let mut order: Vec<TermNumber> = (0..terms.len()).filter_map(|at| TermNumber::try_from(at).ok()).collect();
    let text = |number: TermNumber| &*terms[number as usize];
    order.sort_by(|&a, &b| text(a).encode_utf16().cmp(text(b).encode_utf16()));
    let lines: Vec<(&str, String)> = order.par_iter().map(|&number| (text(number), line(catalogue, number))).collect();
    divided("t", SIZE, &lines)
}

fn line(catalogue: &Catalogue, term: TermNumber) -> String {
    let mut out = String::from(" ");
    let mut levels = String::new();
    let mut next = 0;
    for (document, level) in catalogue.postings(term) {
        code::push(document - next, &mut out);
        next = document + 1;
        levels.push(code::letter(level));
    }
    if levels.as_bytes().windows(2).all(|pair| pair[0] == pair[1]) {
        levels.truncate(1);
    }
    out.push(' ');
    out + &levels
}
