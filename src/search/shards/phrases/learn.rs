//! Texts into the phrases that they have in common: the two neighbours that follow one another most often become one, and
//! so on. Byte pair encoding (Gage 1994), begun with words rather than letters.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

/// Phrases that are looked for.
const MOST: usize = 6_000;
/// A pair that occurs less often is left apart.
const LEAST: usize = 4;
/// Bytes of the longest phrase.
const LONGEST: usize = 96;

/// A word or what words were joined to.
type Symbol = u32;
type Pair = (Symbol, Symbol);

/// Where a text has no symbol any more: it became part of the one before.
const GONE: Symbol = u32::MAX;
/// Between texts: joined with nothing.
const END: Symbol = u32::MAX - 1;

/// All words of the texts, and the phrases that they were joined to.
pub(super) fn joined(texts: &[&str]) -> Vec<String> {
    let mut joiner = Joiner::default();
    for text in texts {
        words(text, |word| joiner.push(word));
        joiner.symbols.push(END);
    }
    joiner.join();
    joiner.texts
}

/// Words of ASCII with the space before them; other letters one by one.
fn words<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = usize::from(first == ' ');
        let letters = rest[start..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let end = match letters {
            0 => start + rest[start..].chars().next().map_or(0, char::len_utf8),
            letters => start + letters,
        };
        each(&rest[..end]);
        rest = &rest[end..];
    }
}

#[derive(Default)]
struct Joiner {
    /// What each symbol stands for.
    texts: Vec<String>,
    known: FxHashMap<String, Symbol>,
    symbols: Vec<Symbol>,
    pairs: FxHashMap<Pair, Places>,
    queue: BinaryHeap<(usize, Reverse<Pair>)>,
}

/// Where a pair may be: some of the places have changed since.
#[derive(Default)]
struct Places {
    count: usize,
    at: Vec<usize>,
}

impl Joiner {
    fn push(&mut self, word: &str) {
        let symbol = match self.known.get(word) {
            Some(symbol) => *symbol,
            None => self.add(word.to_owned()),
        };
        self.symbols.push(symbol);
    }

    fn add(&mut self, text: String) -> Symbol {
        let symbol = Symbol::try_from(self.texts.len()).unwrap_or(END);
        self.known.insert(text.clone(), symbol);
        self.texts.push(text);
        symbol
    }

    fn join(&mut self) {
        for at in 0..self.symbols.len().saturating_sub(1) {
            self.meet(at, at + 1);
        }
        self.queue = self.pairs.iter().map(|(pair, places)| (places.count, Reverse(*pair))).collect();
        for _ in 0..MOST {
            let Some(pair) = self.most_frequent() else { break };
            self.join_pair(pair);
        }
    }

    /// The pair that occurs most; among equals the one whose words came first.
    fn most_frequent(&mut self) -> Option<Pair> {
        while let Some((count, Reverse(pair))) = self.queue.pop() {
            let now = self.pairs.get(&pair).map_or(0, |places| places.count);
            if now < LEAST || self.length(pair) > LONGEST {
                self.pairs.remove(&pair);
            } else if now < count {
                self.queue.push((now, Reverse(pair)));
            } else {
                return Some(pair);
            }
        }
        None
    }

    fn length(&self, (left, right): Pair) -> usize {
        self.texts[left as usize].len() + self.texts[right as usize].len()
    }

    fn join_pair(&mut self, pair: Pair) {
        let text = format!("{}{}", self.texts[pair.0 as usize], self.texts[pair.1 as usize]);
        // The same text may come of other pairs.
        let joined = self.known.get(&text).copied().unwrap_or_else(|| self.add(text));
        let places = self.pairs.remove(&pair).unwrap_or_default();
        let mut new: Vec<Pair> = Vec::new();
        for at in places.at {
            let Some(second) = self.next(at).filter(|&next| (self.symbols[at], self.symbols[next]) == pair) else {
                continue;
            };
            let (before, after) = (self.previous(at), self.next(second));
            before.into_iter().for_each(|before| self.part(before, at));
            after.into_iter().for_each(|after| self.part(second, after));
            (self.symbols[at], self.symbols[second]) = (joined, GONE);
            new.extend(before.and_then(|before| self.meet(before, at)));
            new.extend(after.and_then(|after| self.meet(at, after)));
        }
        new.sort_unstable();
        new.dedup();
        for pair in new {
            let count = self.pairs.get(&pair).map_or(0, |places| places.count);
            self.queue.push((count, Reverse(pair)));
        }
    }

    fn next(&self, at: usize) -> Option<usize> {
        (at + 1..self.symbols.len()).find(|&next| self.symbols[next] != GONE)
    }

    fn previous(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|&before| self.symbols[before] != GONE)
    }

    fn pair(&self, left: usize, right: usize) -> Option<Pair> {
        let pair = (self.symbols[left], self.symbols[right]);
        (pair.0 < END && pair.1 < END).then_some(pair)
    }

    /// Two symbols are neighbours now.
    fn meet(&mut self, left: usize, right: usize) -> Option<Pair> {
        let pair = self.pair(left, right)?;
        let places = self.pairs.entry(pair).or_default();
        places.count += 1;
        places.at.push(left);
        Some(pair)
    }

    /// Two symbols are neighbours no more.
    fn part(&mut self, left: usize, right: usize) {
        let places = self.pair(left, right).and_then(|pair| self.pairs.get_mut(&pair));
        places.into_iter().for_each(|places| places.count = places.count.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::{joined, words};

    #[test]
    fn words_have_the_space_before_them_and_other_letters_are_alone() {
        let mut found = Vec::new();
        words(" The pool4  풀이 é.", |word| found.push(word));
        assert_eq!(found, [" The", " pool", "4", "  ", "풀", "이", " é", "."]);
    }

    #[test]
    fn what_follows_one_another_often_is_joined() {
        let texts: Vec<String> = (0..10).map(|n| format!("it ran out of memory {n}")).collect();
        let phrases = joined(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(phrases.iter().any(|phrase| phrase == "it ran out of memory"), "{phrases:?}");
        assert!(phrases.iter().all(|phrase| !phrase.contains("memory 1 ")));
    }

    #[test]
    fn a_pair_that_overlaps_itself_is_joined_from_its_begin() {
        let phrases = joined(&[&"한".repeat(16)]);
        assert!(phrases.iter().any(|phrase| phrase == "한한한한"), "{phrases:?}");
    }
}
