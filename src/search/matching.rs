//! One clue of a query into the documents that have it, and how much of it. A clue that nothing has is read more
//! generously, one step at a time: the beginning of a word, its parts, a half-typed syllable, two words written together,
//! a slip of the finger.

use rustc_hash::FxHashMap;

use super::analysis::{GRAM, Wanted};
use super::catalogue::TITLE;
use super::query::Clue;
use super::spelling::{is_one_slip, may_be_meant, may_be_slip};
use super::tiers::Extent;
use super::weight::UNITS;
use super::{Catalogue, DocumentNumber, TermNumber};

/// Letters of a run that may be two words written together.
const SPACED: std::ops::RangeInclusive<usize> = 3..=8;
/// Words that are tried for one that nothing has.
const MOST_SLIPS: usize = 8;
/// Words that are looked at to find the most frequent of them.
const MOST_READ: usize = 32;
/// Letters of a word from which its beginning is enough.
const SHORTEST_OPEN: usize = 2;
/// A word as it was typed counts so many times.
const AS_TYPED: u64 = 2;

/// What is known of the documents that have something.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// Units by document.
    pub(super) of: FxHashMap<DocumentNumber, u64>,
    /// How many more there are at most.
    pub(super) left: usize,
}

impl Units {
    /// How many documents have it at most: where nothing is left, exactly.
    pub(super) fn reach(&self) -> usize {
        self.of.len() + self.left
    }
}

/// The documents that have a clue.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) units: Units,
    /// What was taken for a word that nothing has.
    pub(super) instead: Option<String>,
}

impl Catalogue {
    /// What is known of a clue.
    pub(super) fn matched(&self, clue: &Clue, extent: &Extent) -> Matched {
        let reader = Reader { catalogue: self, title: clue.title, extent };
        match &clue.wanted {
            Wanted::Run(run) => reader.run(run, clue),
            Wanted::Word(word, parts) => reader.word(word, parts, clue),
        }
    }
}

struct Reader<'c> {
    catalogue: &'c Catalogue,
    title: bool,
    extent: &'c Extent,
}

impl Reader<'_> {
    fn word(&self, word: &str, parts: &[String], clue: &Clue) -> Matched {
        let mut units = self.exactly(word);
        let length = word.chars().count();
        if clue.open && length >= SHORTEST_OPEN {
            self.beginning(word, &mut units);
        }
        if units.reach() == 0 && !clue.exact && length > SHORTEST_OPEN {
            self.beginning(word, &mut units);
        }
        if units.reach() == 0 && parts.len() > 1 {
            units = all(parts.iter().map(|part| self.exactly(part)));
        }
        if units.reach() == 0 && !clue.exact && !self.title && may_be_slip(word) {
            return self.slip(word);
        }
        Matched { units, instead: None }
    }

    fn exactly(&self, term: &str) -> Units {
        let mut units = Units::default();
        let number = if self.title {
            self.catalogue.index.number(&format!("{TITLE}{term}"))
        } else {
            self.catalogue.index.number(term)
        };
        if let Some(number) = number {
            self.add(number, AS_TYPED, &mut units);
        }
        units
    }

    /// Adds the longer terms that begin so.
    fn beginning(&self, word: &str, units: &mut Units) {
        if word.is_empty() {
            return;
        }
        for (number, rest) in self.terms_from(word) {
            if !rest.is_empty() {
                self.add(number, 1, units);
            }
        }
    }

    /// The terms that begin with a text, and what follows it in each.
    fn terms_from<'t>(&'t self, text: &str) -> impl Iterator<Item = (TermNumber, &'t str)> + 't {
        let from = if self.title { format!("{TITLE}{text}") } else { text.to_owned() };
        let terms = self.catalogue.index.terms();
        let first = terms.partition_point(|term| **term < *from);
        let rest = move |(at, term): (usize, &'t str)| {
            Some((TermNumber::try_from(first + at).ok()?, term.strip_prefix(from.as_str())?))
        };
        terms[first..].iter().map(AsRef::as_ref).enumerate().map_while(rest)
    }

    fn add(&self, term: TermNumber, times: u64, units: &mut Units) {
        let (known, left) = self.catalogue.known(term, self.extent);
        for (document, level) in known {
            *units.of.entry(document).or_default() += times * u64::from(UNITS[level]);
        }
        units.left += left;
    }

    /// Letters of Hangul, Han or Kana wherever they follow one another.
    fn run(&self, run: &str, clue: &Clue) -> Matched {
        let letters: Vec<char> = run.chars().collect();
        let mut units = self.letters(&letters, None);
        if units.reach() == 0 && clue.open {
            units = self.half_typed(&letters);
        }
        if units.reach() == 0 && !clue.exact && !self.title && SPACED.contains(&letters.len()) {
            return self.apart(&letters);
        }
        Matched { units, instead: None }
    }

    /// `커넥션풀` where documents write `커넥션 풀`: the two parts that most documents have both of. Which of several these
    /// are is known once all is read.
    fn apart(&self, letters: &[char]) -> Matched {
        let both = |at: usize| {
            let (left, right) = letters.split_at(at);
            (at, all([left, right].into_iter().map(|part| self.letters(part, None))))
        };
        let found: Vec<(usize, Units)> = (1..letters.len()).map(both).filter(|(_, units)| units.reach() > 0).collect();
        if found.len() > 1 && found.iter().any(|(_, units)| units.left > 0) {
            return Matched { units: Units { left: 1, ..Units::default() }, instead: None };
        }
        // Among equals the first.
        let Some((at, units)) = found.into_iter().rev().max_by_key(|(_, units)| units.of.len()) else {
            return Matched::default();
        };
        let text = |part: &[char]| part.iter().collect::<String>();
        Matched { units, instead: Some(format!("{} {}", text(&letters[..at]), text(&letters[at..]))) }
    }

    fn half_typed(&self, letters: &[char]) -> Units {
        match half_typed(letters) {
            Some((letters, last)) => self.letters(letters, last),
            None => Units::default(),
        }
    }

    /// The documents that have these letters, or at least every three of them that a row of threes covers them with: more
    /// would cost a browser more than to read the texts. `last` are the letters that may stand for the last one.
    fn letters(&self, letters: &[char], last: LastLetter) -> Units {
        if letters.len() <= GRAM {
            return self.gram(letters, last);
        }
        let end = letters.len() - GRAM;
        all((0..end)
            .step_by(GRAM)
            .chain([end])
            .map(|at| self.gram(&letters[at..at + GRAM], last.filter(|_| at == end))))
    }

    fn gram(&self, letters: &[char], last: LastLetter) -> Units {
        let mut units = Units::default();
        let head = if last.is_some() { &letters[..letters.len() - 1] } else { letters };
        let head: String = head.iter().collect();
        let (low, high) = last.unwrap_or((0, u32::MAX));
        for (number, rest) in self.terms_from(&head) {
            let next = rest.chars().next().map_or(0, u32::from);
            if (low..=high).contains(&next) {
                self.add(number, AS_TYPED, &mut units);
            }
        }
        units
    }

    fn slip(&self, word: &str) -> Matched {
        let index = &self.catalogue.index;
        let is_near = |term: &str| may_be_meant(term) && is_one_slip(word, term);
        let mut near: Vec<TermNumber> = (0..index.terms().len())
            .filter(|&at| is_near(&index.terms()[at]))
            .filter_map(|at| TermNumber::try_from(at).ok())
            .take(MOST_READ)
            .collect();
        near.sort_by_key(|&number| (std::cmp::Reverse(index.postings(number).len()), number));
        near.truncate(MOST_SLIPS);
        let mut units = Units::default();
        near.iter().for_each(|&number| self.add(number, 1, &mut units));
        Matched { units, instead: near.first().map(|&number| index.terms()[number as usize].to_string()) }
    }
}

/// The first and the last of the letters that may stand for the last one of some; `None` for itself alone.
pub(super) type LastLetter = Option<(u32, u32)>;

/// While a syllable is being typed, what stands there is `커네` or `커넥ㅅ` for `커넥션`, or `서벅` for `서버가`: the letters
/// that are sure, and what may stand for the last of them.
pub(super) fn half_typed(letters: &[char]) -> Option<(&[char], LastLetter)> {
    let (&last, head) = letters.split_last()?;
    match u32::from(last) {
        0x1100..=0x11FF if !head.is_empty() => Some((head, None)),
        syllable @ 0xAC00..=0xD7A3 => {
            let first = syllable - (syllable - 0xAC00) % 28;
            Some((letters, Some((first, first + 27))))
        }
        _ => None,
    }
}

/// The documents that have everything, with the least of it that they have.
fn all(each: impl Iterator<Item = Units>) -> Units {
    each.reduce(|before, units| {
        let both =
            |(&document, &least): (&DocumentNumber, &u64)| Some((document, least.min(*units.of.get(&document)?)));
        let of: FxHashMap<DocumentNumber, u64> = before.of.iter().filter_map(both).collect();
        let is_known = before.left == 0 && units.left == 0;
        let left = if is_known { 0 } else { before.reach().min(units.reach()) - of.len() };
        Units { of, left }
    })
    .unwrap_or_default()
}
