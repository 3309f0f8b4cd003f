//! The terms that two documents share into words that a reader recognises: pairs of letters are joined again, and
//! words stand as their document writes them.

use std::collections::BTreeMap;

use super::RecordIndex;
use super::passages::{FIELDS, passages};
use super::vector::Vectors;
use super::words::{is_hiragana, telling};
use crate::postmortem::Record;
use crate::search::{Index, TermKind, TermNumber, terms};

/// Words that are named.
const MOST: usize = 5;
/// Words of a document that are looked at.
const LONGEST: usize = 4_000;

/// A piece of text and the terms that it consists of.
struct Piece {
    text: String,
    term: TermNumber,
    /// Whether it is a pair that goes on where the piece before ended.
    follows: bool,
    is_pair: bool,
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
    let pieces = pieces(record, index);
    others.iter().map(|&other| named(&pieces, |term| vectors.weight(own, term) * vectors.weight(other, term))).collect()
}

/// The words and pairs of the passages that tell what happened.
fn pieces(record: &Record, index: &Index<FIELDS>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let central = passages(record).into_iter().filter(|passage| passage.is_central());
    for word in central.flat_map(|passage| passage.text.split_whitespace()).take(LONGEST) {
        let mut goes_on = false;
        terms(word, |term| {
            let is_pair = term.kind == TermKind::Pair;
            let says = !term.text.contains(is_hiragana);
            let number = telling(&term).filter(|_| says).and_then(|told| index.number(&told));
            if let Some(number) = number {
                let follows = is_pair && goes_on;
                found.push(Piece { text: written(word, term.text), term: number, follows, is_pair });
            }
            goes_on = is_pair && number.is_some();
        });
    }
    found
}

/// A term as the word that it comes from writes it.
fn written(word: &str, term: &str) -> String {
    let at = word.to_ascii_lowercase().find(term);
    at.and_then(|at| word.get(at..at + term.len())).unwrap_or(term).to_owned()
}

/// The most telling phrases, given how much each term tells.
fn named(pieces: &[Piece], gain: impl Fn(TermNumber) -> f32) -> Vec<String> {
    let mut phrases: Vec<(String, f32)> = Vec::new();
    let mut open = false;
    for piece in pieces {
        let gain = gain(piece.term);
        if gain <= 0.0 {
            open = false;
            continue;
        }
        match phrases.last_mut().filter(|_| open && piece.follows) {
            Some((text, sum)) => {
                text.extend(piece.text.chars().last());
                *sum += gain;
            }
            None => phrases.push((piece.text.clone(), gain)),
        }
        open = piece.is_pair;
    }
    best(phrases)
}

/// Each phrase once, the most telling first; what is part of one that is named already tells nothing more.
fn best(phrases: Vec<(String, f32)>) -> Vec<String> {
    let mut gains: BTreeMap<String, (f32, String)> = BTreeMap::new();
    for (text, gain) in phrases {
        let text = bare(&text);
        let entry = gains.entry(text.to_lowercase()).or_insert_with(|| (0.0, text.to_owned()));
        entry.0 = entry.0.max(gain);
    }
    let mut phrases: Vec<(f32, String, String)> =
        gains.into_iter().map(|(folded, (gain, text))| (gain, folded, text)).collect();
    phrases.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut kept: Vec<(String, String)> = Vec::new();
    for (_, folded, text) in phrases {
        if kept.len() < MOST && !kept.iter().any(|(other, _)| other.contains(&folded) || folded.contains(other)) {
            kept.push((folded, text));
        }
    }
    kept.into_iter().map(|(_, text)| text).collect()
}

/// Without the particle that a Korean word ends with.
fn bare(text: &str) -> &str {
    const PARTICLES: [&str; 16] =
        ["에서", "으로", "은", "는", "이", "가", "을", "를", "의", "에", "로", "과", "와", "도", "만", "된"];
    let cut = PARTICLES.iter().find_map(|particle| text.strip_suffix(particle));
    cut.filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(text)
}
