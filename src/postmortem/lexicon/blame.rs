//! Words that blame: a cause that is only somebody's error. Each language has its own; English ones are understood
//! everywhere.

use std::collections::BTreeMap;

use crate::postmortem::Language;
use crate::text::{fold_label, is_cjk};

/// The words of all languages.
#[derive(Debug, Default)]
pub struct Blame {
    errors: BTreeMap<Language, Vec<String>>,
    deeper: BTreeMap<Language, Vec<String>>,
}

impl Blame {
    pub(super) fn add(&mut self, language: Language, table: &BTreeMap<String, Vec<String>>) {
        let lower = |key: &str| table.get(key).into_iter().flatten().map(|word| word.to_lowercase()).collect();
        self.errors.insert(language, lower("errors"));
        self.deeper.insert(language, lower("deeper"));
    }

    /// Whether a text says no more than that somebody erred.
    pub fn is_error(&self, text: &str, language: Language) -> bool {
        let folded = fold_label(text);
        words(&self.errors, language).any(|word| fold_label(word) == folded)
    }

    /// The words of a sentence by which it blames somebody, as they are written there.
    pub fn error_in<'t>(&self, sentence: &'t str, language: Language) -> Option<&'t str> {
        let lower = sentence.to_lowercase();
        let found = words(&self.errors, language).filter_map(|word| Some((find(&lower, word)?, word.len())));
        let (start, length) = found.max_by_key(|(_, length)| *length)?;
        // Where lower case changes the length of a text, the sentence itself is as good.
        Some(sentence.get(start..start + length).filter(|_| lower.len() == sentence.len()).unwrap_or(sentence))
    }

    /// Whether a sentence goes on to why the error could happen or do harm.
    pub fn goes_deeper(&self, sentence: &str, language: Language) -> bool {
        let lower = sentence.to_lowercase();
        words(&self.deeper, language).any(|word| find(&lower, word.trim_end()).is_some())
    }
}

fn words(table: &BTreeMap<Language, Vec<String>>, language: Language) -> impl Iterator<Item = &str> {
    let others = (language != Language::En).then(|| table.get(&Language::En)).flatten();
    table.get(&language).into_iter().chain(others).flatten().map(String::as_str)
}

/// Where a text says a word: between letters of CJK anywhere, else as a word of its own.
fn find(text: &str, word: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    let whole =
        |at: &usize| !is_letter(text[..*at].chars().next_back()) && !is_letter(text[at + word.len()..].chars().next());
    text.match_indices(word).map(|(at, _)| at).find(whole)
}
