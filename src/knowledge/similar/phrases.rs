//! The terms that two documents share into words that a reader recognises, written as their document writes them:
//! Latin words whole, Korean words without their particle, Japanese and Chinese as runs of one script.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

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

/// A word and the terms that it consists of.
struct Piece {
    text: String,
    terms: Vec<TermNumber>,
    /// How many terms it has, with those that tell nothing.
    length: usize,
}

/// For each of the others, what it shares with a record, the most telling first.
pub(super) fn shared(
    record: &Record,
    own: RecordIndex,
    others: &[RecordIndex],
    index: &Index<FIELDS>,
    vectors: &Vectors,
) -> Vec<Vec<String>> {
    if others.is_empty() {
        return Vec::new();
    }
    let pieces = pieces(record, index, vectors);
    let mut terms: Vec<TermNumber> = pieces.iter().flat_map(|piece| &piece.terms).copied().collect();
    terms.sort_unstable();
    terms.dedup();
    let named = |&other: &RecordIndex| {
        let gains = vectors.gains(own, other, &terms);
        named(&pieces, |term| terms.binary_search(&term).map_or(0.0, |at| gains[at]))
    };
    others.iter().map(named).collect()
}

/// The words of the passages that tell what happened.
fn pieces(record: &Record, index: &Index<FIELDS>, vectors: &Vectors) -> Vec<Piece> {
    let people = people(record);
    let mut found: Vec<Piece> = Vec::new();
    let mut met: FxHashSet<&str> = FxHashSet::default();
    let central = passages(record).into_iter().filter(super::passages::Passage::is_central);
    for word in central.flat_map(|passage| passage.text.split_whitespace()).take(LONGEST) {
        // A word that was met before says nothing new.
        if met.insert(word) {
            runs(word).into_iter().for_each(|run| add(run, index, &people, &mut found));
        }
    }
    found.retain(|piece| piece.terms.iter().any(|term| vectors.tells_apart(*term)));
    found
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
fn add(run: &str, index: &Index<FIELDS>, people: &BTreeSet<String>, found: &mut Vec<Piece>) {
    let mut whole = Piece { text: run.to_owned(), terms: Vec::new(), length: 0 };
    terms(run, |term| {
        let number = telling(&term).and_then(|told| index.number(&told));
        if term.kind == TermKind::Pair {
            whole.length += 1;
            whole.terms.extend(number);
        } else if let Some(number) = number.filter(|_| !people.contains(term.text)) {
            found.push(Piece { text: written(run, term.text), terms: vec![number], length: 1 });
        }
    });
    if whole.length > 0 {
        found.push(whole);
    }
}

/// A term as the word that it comes from writes it.
fn written(word: &str, term: &str) -> String {
    let at = word.to_ascii_lowercase().find(term);
    at.and_then(|at| word.get(at..at + term.len())).unwrap_or(term).to_owned()
}

/// The pieces that tell the most, given how much each term tells. What is part of one that is named already tells
/// nothing more.
fn named(pieces: &[Piece], gain: impl Fn(TermNumber) -> f32) -> Vec<String> {
    let mut gains: BTreeMap<String, (f32, &str)> = BTreeMap::new();
    for piece in pieces {
        let shared: Vec<f32> = piece.terms.iter().map(|term| gain(*term)).filter(|gain| *gain > 0.0).collect();
        // More than half of a word makes it recognisable: the rest is a particle.
        if 2 * shared.len() > piece.length {
            let text = bare(&piece.text);
            let entry = gains.entry(text.to_lowercase()).or_insert((0.0, text));
            entry.0 = entry.0.max(shared.iter().sum());
        }
    }
    let mut best: Vec<(f32, String, &str)> = gains.into_iter().map(|(key, (gain, text))| (gain, key, text)).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut kept: Vec<(String, &str)> = Vec::new();
    for (_, key, text) in best {
        if kept.len() < MOST && !kept.iter().any(|(other, _)| other.contains(&key) || key.contains(other.as_str())) {
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
