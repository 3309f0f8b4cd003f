//! The terms that two documents share into words that a reader recognises, written as their document writes them:
//! Latin words whole, Korean words without their particle, Japanese and Chinese as runs of one script.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::RecordIndex;
use super::passages::{FIELDS, passages, people};
use super::vector::Vectors;
use super::words::telling;
use crate::postmortem::Record;
use crate::search::{Index, TermKind, TermNumber, terms};

/// Words that are named.
const MOST: usize = 5;
/// Words of a document that are looked at.
const LONGEST: usize = 800;

/// Pieces that are kept for other documents, which mostly use the same words.
const KEPT: usize = 128 * 1024;

/// A part of a word, and the terms that it consists of.
struct Piece {
    /// As it is shown.
    text: Box<str>,
    /// The same in lower case.
    key: Box<str>,
    terms: Box<[TermNumber]>,
    /// How many terms it has, with those that tell nothing.
    length: usize,
    /// The term that it is, unless it is a run of letters of which each pair is one: it may be somebody's name.
    name: Option<Box<str>>,
}

/// Words that were met, and their pieces that can be a reason.
#[derive(Default)]
pub(super) struct Words {
    pieces: Vec<Piece>,
    of: FxHashMap<Box<str>, Range<usize>>,
}

impl Words {
    /// The pieces of a word, by their place.
    fn pieces_of(&mut self, word: &str, index: &Index<FIELDS>, vectors: &Vectors) -> Range<usize> {
        if let Some(pieces) = self.of.get(word) {
            return pieces.clone();
        }
        let start = self.pieces.len();
        for run in runs(word) {
            add(run, index, &mut self.pieces);
        }
        let mut at = start;
        while at < self.pieces.len() {
            if self.pieces[at].terms.iter().any(|term| vectors.tells_apart(*term)) {
                at += 1;
            } else {
                self.pieces.remove(at);
            }
        }
        self.of.insert(word.into(), start..at);
        start..at
    }

    fn make_room(&mut self) {
        if self.pieces.len() > KEPT || self.of.len() > KEPT {
            *self = Self::default();
        }
    }
}

/// For each of the others, what it shares with a record, the most telling first.
pub(super) fn shared(
    record: &Record,
    own: RecordIndex,
    others: &[RecordIndex],
    index: &Index<FIELDS>,
    vectors: &Vectors,
    words: &mut Words,
) -> Vec<Vec<String>> {
    if others.is_empty() {
        return Vec::new();
    }
    words.make_room();
    let pieces = pieces(record, index, vectors, words);
    let mut terms: Vec<TermNumber> = pieces.iter().flat_map(|piece| &piece.terms).copied().collect();
    terms.sort_unstable();
    terms.dedup();
    let named = |&other: &RecordIndex| {
        let gains = vectors.gains(own, other, &terms);
        named(&pieces, |term| terms.binary_search(&term).map_or(0.0, |at| gains[at]))
    };
    others.iter().map(named).collect()
}

/// The pieces of the passages that tell what happened, each once.
fn pieces<'w>(record: &Record, index: &Index<FIELDS>, vectors: &Vectors, words: &'w mut Words) -> Vec<&'w Piece> {
    let central = passages(record).into_iter().filter(super::passages::Passage::is_central);
    // In the order of the document, whichever words were met before.
    let mut seen = FxHashSet::default();
    let places: Vec<usize> = central
        .flat_map(|passage| passage.text.split_whitespace())
        .take(LONGEST)
        .flat_map(|word| words.pieces_of(word, index, vectors))
        .filter(|place| seen.insert(*place))
        .collect();
    let people = people(record);
    let is_person = |piece: &Piece| piece.name.as_ref().is_some_and(|name| people.contains(&**name));
    places.into_iter().map(|place| &words.pieces[place]).filter(|piece| !is_person(piece)).collect()
}

/// The parts of a word that are of one script; Hiragana and punctuation tell nothing.
fn runs(word: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut last = Script::None;
    for (at, c) in word.char_indices().chain([(word.len(), ' ')]) {
        let script = if at == word.len() { Script::None } else { script(c) };
        if script != last {
            if last != Script::None {
                found.push(&word[start..at]);
            }
            (start, last) = (at, script);
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    None,
    Han,
    Katakana,
    Hangul,
    Letters,
}

fn script(c: char) -> Script {
    match c {
        '\u{3041}'..='\u{309f}' | '・' => Script::None,
        '\u{30a1}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Script::Katakana,
        '々' | '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Script::Han,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        '.' | '-' | '_' | '/' => Script::Letters,
        c if c.is_alphanumeric() => Script::Letters,
        _ => Script::None,
    }
}

/// A run of ideographs is one piece; of letters, the word and each of its parts is one.
fn add(run: &str, index: &Index<FIELDS>, found: &mut Vec<Piece>) {
    let piece = |text: &str, terms: Vec<TermNumber>, length: usize, name: Option<&str>| {
        let text = bare(text);
        let (terms, name) = (terms.into_boxed_slice(), name.map(Into::into));
        Piece { key: text.to_lowercase().into(), text: text.into(), terms, length, name }
    };
    let (mut pairs, mut length) = (Vec::new(), 0);
    terms(run, |term| {
        let number = telling(&term).and_then(|told| index.number(&told));
        if term.kind == TermKind::Pair {
            length += 1;
            pairs.extend(number);
        } else if let Some(number) = number {
            found.push(piece(&written(run, term.text), vec![number], 1, Some(term.text)));
        }
    });
    if length > 0 {
        found.push(piece(run, pairs, length, None));
    }
}

/// A term as the word that it comes from writes it.
fn written(word: &str, term: &str) -> String {
    let at = word.to_ascii_lowercase().find(term);
    at.and_then(|at| word.get(at..at + term.len())).unwrap_or(term).to_owned()
}

/// The pieces that tell the most, given how much each term tells. What is part of one that is named already tells
/// nothing more.
fn named(pieces: &[&Piece], gain: impl Fn(TermNumber) -> f32) -> Vec<String> {
    let mut gains: BTreeMap<&str, (f32, &str)> = BTreeMap::new();
    for piece in pieces {
        let gained = || piece.terms.iter().map(|term| gain(*term)).filter(|gain| *gain > 0.0);
        // More than half of a word makes it recognisable: the rest is a particle.
        if 2 * gained().count() > piece.length {
            let entry = gains.entry(&piece.key).or_insert((0.0, &piece.text));
            entry.0 = entry.0.max(gained().sum());
        }
    }
    let mut best: Vec<(f32, &str, &str)> = gains.into_iter().map(|(key, (gain, text))| (gain, key, text)).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for (_, key, text) in best {
        if kept.len() == MOST {
            break;
        }
        if !kept.iter().any(|(other, _)| other.contains(key) || key.contains(other)) {
            kept.push((key, text));
        }
    }
    kept.into_iter().map(|(_, text)| text.to_owned()).collect()
}

/// Without the particle that a Korean word ends with.
fn bare(text: &str) -> &str {
    const PARTICLES: [&str; 16] =
        ["에서", "으로", "은", "는", "이", "가", "을", "를", "의", "에", "로", "과", "와", "도", "만", "된"];
    let cut = PARTICLES.iter().find_map(|particle| text.strip_suffix(particle));
    cut.filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{bare, runs};

    #[test]
    fn a_word_falls_into_runs_of_one_script() {
        assert_eq!(runs("(pki-agent)の証明書がサーバーで失効"), ["pki-agent", "証明書", "サーバー", "失効"]);
        assert_eq!(runs("checkout-api가"), ["checkout-api", "가"]);
    }

    #[test]
    fn korean_words_lose_their_particle() {
        assert_eq!(["커넥션이", "풀의", "서버에서", "결제"].map(bare), ["커넥션", "풀의", "서버", "결제"]);
    }
}
