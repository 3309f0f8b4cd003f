//! What a text is by the way it tells: a notice of something still going on, a text about other matters than an
//! incident, a rule to live by, a sentence about all times of a timeline.

use std::collections::BTreeMap;

use super::folded;
use crate::text::fold_label;

/// The phrases of all languages.
#[derive(Debug, Default)]
pub(in crate::postmortem) struct Telling {
    running: Vec<String>,
    other_titles: Vec<String>,
    rule_begins: Vec<String>,
    rule_ends: Vec<String>,
    rule_phrases: Vec<String>,
    all_times: Vec<String>,
}

impl Telling {
    /// Takes the phrases of one language.
    pub(super) fn add(&mut self, words: &BTreeMap<String, Vec<String>>) {
        let lower = |key: &str| words.get(key).into_iter().flatten().map(|phrase| phrase.to_lowercase());
        self.running.extend(lower("running-phrases"));
        self.all_times.extend(lower("all-times"));
        self.rule_begins.extend(lower("rule-begins"));
        self.rule_ends.extend(lower("rule-ends"));
        self.rule_phrases.extend(lower("rule-phrases"));
        self.other_titles.extend(folded(words.get("other-titles")));
    }

    /// Whether a text says that the outage goes on, or that its account is still to come.
    pub(in crate::postmortem) fn is_running(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.running.iter().any(|phrase| lower.contains(phrase.as_str()))
    }

    /// Whether a title says that the text is no account of an incident: a design analysis, a proposal, an essay.
    pub(in crate::postmortem) fn is_of_other_matters(&self, title: &str) -> bool {
        let words = fold_label(title).replace(|c: char| !c.is_alphanumeric(), " ");
        let folded = format!(" {words} ");
        let has = |words: &String| {
            if words.is_ascii() { folded.contains(&format!(" {words} ")) } else { folded.contains(words.as_str()) }
        };
        self.other_titles.iter().any(has)
    }

    /// Whether a text is a rule to live by and no piece of work that ends: `Keep … in sync`, `항상 …한다`, `常に…`.
    pub(in crate::postmortem) fn is_rule(&self, text: &str) -> bool {
        let lower = text.trim().trim_end_matches(['.', '。']).to_lowercase();
        let begins = |word: &String| {
            lower.strip_prefix(word.as_str()).is_some_and(|rest| !word.is_ascii() || rest.starts_with(' '))
        };
        self.rule_begins.iter().any(begins)
            || self.rule_ends.iter().any(|word| lower.ends_with(word.as_str()))
            || self.rule_phrases.iter().any(|phrase| lower.contains(phrase.as_str()))
    }

    /// Whether a text speaks of all times of a timeline: `All times are UTC on 2026-03-04`.
    pub(in crate::postmortem) fn is_of_all_times(&self, text: &str) -> bool {
        let lower = text.trim().to_lowercase();
        self.all_times.iter().any(|phrase| lower.contains(phrase.as_str()))
    }
}

/// Whether a text in small letters says what a phrase stands for: `the root cause was a limit`, and not `this did not
/// solve the root cause`.
pub(super) fn says(lower: &str, phrase: &str) -> bool {
    const BEFORE: [&str; 10] = [
        " not ",
        "n't ",
        " find ",
        " fix the ",
        " solve the ",
        " address the ",
        " investigat",
        " no ",
        " until ",
        " without ",
    ];
    const AFTER: [&str; 5] = ["unknown", "unclear", "not known", "not yet", "under investigation"];
    // In words: what stands further away speaks of something else.
    const NEAR: usize = 4;
    if !phrase.ends_with(" cause") {
        return holds(lower, phrase);
    }
    let near = |words: &mut dyn Iterator<Item = &str>| -> String {
        words.take(NEAR).fold(String::from(" "), |text, word| text + word + " ")
    };
    let denied = |at: usize| {
        let before: Vec<&str> =
            lower[..at].rsplit(['.', '\n', '!', '?']).next().unwrap_or_default().split_whitespace().collect();
        let before = near(&mut before[before.len().saturating_sub(NEAR)..].iter().copied());
        let after = near(&mut lower[at + phrase.len()..].split_whitespace());
        BEFORE.iter().any(|word| before.contains(word)) || AFTER.iter().any(|word| after.contains(word))
    };
    lower.match_indices(phrase).any(|(at, _)| holds(&lower[at..], phrase) && !denied(at))
}

/// Whether a text in small letters holds a phrase and not only its letters: `to prevent`, and not `to preventDefault`.
pub(super) fn holds(lower: &str, phrase: &str) -> bool {
    const ENDINGS: [&str; 5] = ["", "s", "d", "ed", "ing"];
    let is_over = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let is_word = phrase.ends_with(|c: char| c.is_ascii_alphabetic());
    let ends = |at: usize| {
        let rest = &lower[at + phrase.len()..];
        !is_word || ENDINGS.iter().any(|ending| rest.strip_prefix(ending).is_some_and(is_over))
    };
    lower.match_indices(phrase).any(|(at, _)| ends(at))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::postmortem::Lexicon;

    #[test]
    fn rules_to_live_by_are_no_work() {
        let lexicon = Lexicon::new(&BTreeMap::new());
        for text in [
            "Keep item IDs sourced from the canonical inventory",
            "Always roll out one zone at a time.",
            "Avoid strict mode in test wrappers",
            "Unstable changes should always be on a branch",
            "항상 두 사람이 승인한다",
            "배포 창에서는 스키마를 바꾸지 않는다",
            "常に二人で承認する",
            "始终由两人审批",
        ] {
            assert!(lexicon.telling().is_rule(text), "{text}");
        }
        for text in [
            "Add a limit",
            "Keepalive of the pool: raise it",
            "Stop retrying without backoff",
            "알림 추가",
            "上限を設定する",
            "增加告警",
        ] {
            assert!(!lexicon.telling().is_rule(text), "{text}");
        }
    }

    #[test]
    fn phrases_end_where_words_end() {
        for (text, phrase) in [
            ("to prevent it", "to prevent"),
            ("remediation efforts are", "remediation effort"),
            ("remediation included", "remediation include"),
            ("예방하기 위해", "예방"),
        ] {
            assert!(super::holds(text, phrase), "{text}");
        }
        for (text, phrase) in [("to preventdefault()", "to prevent"), ("the causeway", "the cause")] {
            assert!(!super::holds(text, phrase), "{text}");
        }
    }

    #[test]
    fn that_a_cause_is_looked_for_tells_none() {
        for text in
            ["the root cause was a limit", "cni determined the following issues were the root cause of the slow-down"]
        {
            assert!(super::says(text, "root cause"), "{text}");
        }
        for text in [
            "the revert did not solve the root cause of it",
            "the root cause is still unknown",
            "we could not find a root cause",
        ] {
            assert!(!super::says(text, "root cause"), "{text}");
        }
        assert!(super::says("it was not noticed because nobody looked", "because"));
    }

    #[test]
    fn titles_of_other_texts_are_told_from_those_of_incidents() {
        let lexicon = Lexicon::new(&BTreeMap::new());
        for title in [
            "Deep Design Analysis: discovery",
            "Proposal: one queue",
            "설계 검토: 결제 대기열",
            "設計レビュー：検索",
            "设计评审：队列",
        ] {
            assert!(lexicon.telling().is_of_other_matters(title), "{title}");
        }
        for title in
            ["Checkout was slow", "Designated leader was lost", "Proposals page returned 500", "결제 지연", "障害報告"]
        {
            assert!(!lexicon.telling().is_of_other_matters(title), "{title}");
        }
    }
}
