//! Texts that consist of nothing but topics and wishes: `improve monitoring`, `모니터링을 강화한다`, `加强监控`.

use std::collections::{BTreeMap, HashSet};

use super::dress::begins_with;
use super::folded;
use crate::text::fold_label;

/// The words of which vague texts are made.
#[derive(Debug, Default)]
pub(super) struct Vague {
    /// Each with whether it is a topic; the longest first, once sorted.
    words: Vec<(String, bool)>,
    phrases: HashSet<String>,
}

impl Vague {
    /// Takes the words of one language.
    pub(super) fn add(&mut self, tables: &BTreeMap<String, Vec<String>>) {
        self.words.extend(folded(tables.get("topics")).map(|word| (word, true)));
        let others = folded(tables.get("wishes")).chain(folded(tables.get("fillers")));
        self.words.extend(others.map(|word| (word, false)));
        self.phrases.extend(folded(tables.get("phrases")));
    }

    /// Puts the longest words first: `모니터링 체계` before `모니터링`.
    pub(super) fn sort(&mut self) {
        self.words.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    }

    /// Whether a whole text is a phrase, or made of known words alone of which one is a topic.
    pub(super) fn is(&self, text: &str) -> bool {
        // In bytes: who writes more says something.
        const LONGEST: usize = 120;
        if text.len() > LONGEST {
            return false;
        }
        let folded = fold_label(text);
        self.phrases.contains(&folded) || self.is_made_of_words(&folded)
    }

    fn is_made_of_words(&self, folded: &str) -> bool {
        let mut rest = folded;
        let mut has_topic = false;
        while !rest.is_empty() {
            let Some((word, topic)) = self.words.iter().find(|(word, _)| begins_with(rest, word)) else { return false };
            has_topic |= topic;
            rest = rest[word.len()..].trim_start_matches(|c: char| c.is_whitespace() || is_between(c));
        }
        has_topic
    }
}

fn is_between(c: char) -> bool {
    matches!(c, ',' | '/' | '&' | '-' | '\'' | '·' | '、' | '，' | '+')
}
