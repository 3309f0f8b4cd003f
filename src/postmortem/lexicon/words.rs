//! Words of all languages, folded, and what each means. A text that is longer than all of them is known for none of them
//! without being folded.

use rustc_hash::FxHashMap as HashMap;

use crate::text::{fold_label, is_longer_than};

/// Folded words and what they mean.
#[derive(Debug)]
pub(super) struct Words<T> {
    meanings: HashMap<String, T>,
    /// Characters of the longest.
    longest: usize,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { meanings: HashMap::default(), longest: 0 }
    }
}

impl<T: Copy> Words<T> {
    /// Takes a word, folded; what it meant before, it goes on to mean.
    pub(super) fn add(&mut self, folded: String, meaning: T) {
        self.longest = self.longest.max(folded.chars().count());
        self.meanings.entry(folded).or_insert(meaning);
    }

    /// What a whole text means.
    pub(super) fn get(&self, text: &str) -> Option<T> {
        if is_longer_than(text, self.longest) {
            return None;
        }
        self.meanings.get(&fold_label(text)).copied()
    }
}

impl Words<()> {
    /// Takes words that all mean the same.
    pub(super) fn extend(&mut self, folded: impl Iterator<Item = String>) {
        folded.for_each(|word| self.add(word, ()));
    }

    /// Whether a whole text is one of them.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.get(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_known_in_any_dress_and_sentences_are_none() {
        let mut words = Words::default();
        words.extend(["tbd".to_owned(), "작성예정".to_owned()].into_iter());
        for text in ["TBD", "- tbd.", "**작성 예정**", "4.1) 작성 예정:"] {
            assert!(words.contains(text), "{text}");
        }
        assert!(!words.contains("TBD when the vendor answers"));
        assert!(!words.contains("작성 예정인 보고서를 다음 주에 공유한다"));
    }
}
