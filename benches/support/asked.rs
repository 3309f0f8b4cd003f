//! What people would ask of documents, made by procedures that always give the same, and what is right for it by plain
//! reading.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization as _;

use super::numbers::Numbers;

/// A document as plain text.
pub struct Text {
    pub title: String,
    /// NFKC without the marks of Latin letters, with its title.
    pub whole: String,
}

impl Text {
    pub fn new(title: &str, whole: &str) -> Self {
        Self { title: bare(title), whole: bare(whole) }
    }
}

/// `når` is found by `nar`.
fn bare(text: &str) -> String {
    let mut letters = Vec::new();
    for letter in text.nfkd() {
        let is_mark = matches!(letter, '\u{300}'..='\u{36f}');
        let is_on_latin = letters.last().is_some_and(char::is_ascii_alphabetic);
        if !(is_mark && is_on_latin) {
            letters.push(letter);
        }
    }
    letters.into_iter().nfkc().collect()
}

/// A query and the documents that hold it.
pub struct Asked {
    pub query: String,
    pub right: BTreeSet<u32>,
}

/// Korean words as people type them: without what is glued to their end, or from their middle.
pub fn korean(texts: &[Text], count: usize) -> Vec<Asked> {
    let is_hangul = |c: char| ('가'..='힣').contains(&c);
    let words: BTreeSet<&str> = texts
        .iter()
        .flat_map(|text| text.whole.split(move |c| !is_hangul(c)))
        .filter(|word| word.chars().count() >= 3)
        .collect();
    let words: Vec<&str> = words.into_iter().collect();
    drawn(&words, count)
        .enumerate()
        .map(|(number, word)| {
            let letters: Vec<char> = word.chars().collect();
            let cut = if number % 2 == 0 { &letters[..letters.len() - 1] } else { &letters[1..] };
            asked(cut.iter().collect(), texts, |text, cut| text.whole.contains(cut))
        })
        .collect()
}

/// The first letters of English words.
pub fn prefixes(texts: &[Text], count: usize) -> Vec<Asked> {
    let words: Vec<String> = latin(texts).into_keys().filter(|word| word.len() >= 6).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let cut = |word: &str| word[..(word.len() - 3).max(3)].to_owned();
    drawn(&words, count).map(|word| asked(cut(word), texts, |text, cut| begins_somewhere(&text.whole, cut))).collect()
}

/// Whether a word, or a part of one, begins so.
fn begins_somewhere(text: &str, beginning: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let wanted: Vec<char> = beginning.chars().collect();
    let begins = |at: usize| {
        let before = letters[at - 1];
        let hump = letters[at].is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || letters.get(at + 1).is_some_and(char::is_ascii_lowercase));
        !before.is_alphanumeric() || !before.is_ascii() && pmdoc::text::is_cjk(before) || hump
    };
    (0..letters.len().saturating_sub(wanted.len() - 1)).any(|at| {
        let same = letters[at..at + wanted.len()].iter().zip(&wanted).all(|(a, b)| a.to_ascii_lowercase() == *b);
        same && (at == 0 || begins(at))
    })
}

/// A document and a query that is meant for it.
pub struct Meant {
    pub query: String,
    pub document: u32,
}

/// Two telling English words of a document, one of them with one slip of the finger that gives no other word.
pub fn slips(texts: &[Text], count: usize) -> Vec<Meant> {
    let known = latin(texts);
    let mut numbers = Numbers::new(11);
    let mut made = Vec::new();
    for document in spread(texts.len(), texts.len()) {
        let own =
            telling(texts, document, &known, |word| word.len() >= 6 && word.bytes().all(|b| b.is_ascii_lowercase()));
        let [word, other, ..] = &own[..] else { continue };
        let slip = slip(word, &mut numbers);
        if !known.contains_key(&slip) && made.len() < count {
            made.push(Meant { query: format!("{slip} {other}"), document: number(document) });
        }
    }
    made
}

fn slip(word: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = numbers.below(letters.len() - 1);
    let other = char::from(b'a' + u8::try_from(numbers.below(26)).unwrap_or(0));
    match numbers.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters[at] = other,
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

/// Three words that somebody who read a document would remember: those with the most tf·idf that at least two documents
/// and at most one in ten have, not in the title, without numbers; of Korean words, the letters before the last one if
/// there are three or more, since particles are not remembered.
pub fn known_items(texts: &[Text], count: usize) -> Vec<Meant> {
    let known = words_of_all(texts);
    let mut made = Vec::new();
    for document in spread(texts.len(), texts.len()) {
        let title = texts[document].title.to_lowercase();
        let may_be =
            |word: &str| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic) && !title.contains(word);
        let own = telling(texts, document, &known, may_be);
        let [a, b, c, ..] = &own[..] else { continue };
        if made.len() < count {
            made.push(Meant { query: [a, b, c].map(|word| remembered(word)).join(" "), document: number(document) });
        }
    }
    made
}

fn remembered(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let is_korean = letters.iter().all(|c| ('가'..='힣').contains(c));
    let end = if is_korean && letters.len() >= 3 { letters.len() - 1 } else { letters.len() };
    letters[..end].iter().collect()
}

/// The words of a document by tf·idf, the most telling first.
fn telling(
    texts: &[Text],
    document: usize,
    known: &BTreeMap<String, usize>,
    may_be: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    words(&texts[document].whole).for_each(|word| *counts.entry(word).or_default() += 1);
    let most = (texts.len() / 10).max(2);
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    let weight = |word: &str, count: usize| {
        let having = known.get(word).copied().unwrap_or(0);
        ((2..=most).contains(&having)).then(|| count as f64 * (texts.len() as f64 / having as f64).ln())
    };
    let mut found: Vec<(f64, String)> = counts
        .into_iter()
        .filter(|(word, _)| may_be(word))
        .filter_map(|(word, count)| Some((weight(&word, count)?, word)))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().map(|(_, word)| word).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Every word with the number of documents that have it.
fn words_of_all(texts: &[Text]) -> BTreeMap<String, usize> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        words(&text.whole).collect::<BTreeSet<_>>().into_iter().for_each(|word| *known.entry(word).or_default() += 1);
    }
    known
}

/// Words of Latin letters alone.
fn latin(texts: &[Text]) -> BTreeMap<String, usize> {
    words_of_all(texts).into_iter().filter(|(word, _)| word.bytes().all(|byte| byte.is_ascii_lowercase())).collect()
}

fn asked(query: String, texts: &[Text], holds: impl Fn(&Text, &str) -> bool) -> Asked {
    let right = (0..texts.len()).filter(|&at| holds(&texts[at], &query)).map(number).collect();
    Asked { query, right }
}

fn drawn<'w>(words: &'w [&'w str], count: usize) -> impl Iterator<Item = &'w str> + 'w {
    spread(words.len(), count).into_iter().map(move |at| words[at])
}

/// So many places, spread over all.
fn spread(all: usize, count: usize) -> Vec<usize> {
    let mut numbers = Numbers::new(5);
    let mut order: Vec<usize> = (0..all).collect();
    (1..all).rev().for_each(|at| order.swap(at, numbers.below(at + 1)));
    order.truncate(count);
    order
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
