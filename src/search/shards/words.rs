//! Words that a slip of the finger may have meant, forwards and backwards: a slip leaves the begin or the end of a word
//! as it was, and so what was meant is near in one of the two.

use super::{Division, divided};
use crate::search::Catalogue;
use crate::search::spelling::may_be_meant;

/// Characters of a shard.
const SIZE: usize = 24_000;

pub(super) fn drafts(catalogue: &Catalogue) -> [Division; 2] {
    let words: Vec<&str> =
        catalogue.index.terms().iter().map(AsRef::as_ref).filter(|term| may_be_meant(term)).collect();
    let mut backwards: Vec<String> = words.iter().map(|word| word.chars().rev().collect()).collect();
    backwards.sort_unstable();
    let divide = |name, words: Vec<&str>| {
        let lines: Vec<(&str, String)> = words.into_iter().map(|word| (word, String::new())).collect();
        divided(name, SIZE, &lines)
    };
    [divide("w", words.clone()), divide("r", backwards.iter().map(String::as_str).collect())]
}
