//! Texts that consist of nothing but topics and wishes: `improve monitoring`, `모니터링을 강화한다`, `加强监控`.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::dress::begins_with;
use super::folded;
use crate::text::fold_label;

/// The words of which vague texts are made.
#[derive(Debug, Default)]
pub(super) struct Vague {
    /// By their first letter, each with whether it is a topic; the longest first, once sorted.
    words: HashMap<char, Vec<(String, bool)>>,
    phrases: HashSet<String>,
}

impl Vague {
    /// Takes the words of one language.
    pub(super) fn add(&mut self, tables: &BTreeMap<String, Vec<String>>) {
        let topics = folded(tables.get("topics")).map(|word| (word, true));
        let others = folded(tables.get("wishes")).chain(folded(tables.get("fillers")));
        for (word, is_topic) in topics.chain(others.map(|word| (word, false))) {
            self.words.entry(word.chars().next().unwrap_or_default()).or_default().push((word, is_topic));
        }
        self.phrases.extend(folded(tables.get("phrases")));
    }

    /// Puts the longest words first: `모니터링 체계` before `모니터링`.
    pub(super) fn sort(&mut self) {
        let longest_first =
            |(a, _): &(String, bool), (b, _): &(String, bool)| b.len().cmp(&a.len()).then_with(|| a.cmp(b));
        self.words.values_mut().for_each(|words| words.sort_by(longest_first));
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
        while let Some(first) = rest.chars().next() {
            let words = self.words.get(&first).map_or(&[][..], Vec::as_slice);
            let Some((word, topic)) = words.iter().find(|(word, _)| begins_with(rest, word)) else { return false };
            has_topic |= topic;
            rest = rest[word.len()..].trim_start_matches(|c: char| c.is_whitespace() || is_between(c));
        }
        has_topic
    }
}

fn is_between(c: char) -> bool {
    matches!(c, ',' | '/' | '&' | '-' | '\'' | '·' | '、' | '，' | '+')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::postmortem::Lexicon;

    #[test]
    fn wishes_and_appeals_are_vague_in_every_language() {
        let lexicon = Lexicon::new(&BTreeMap::new());
        for text in [
            "Improve monitoring",
            "Better monitoring and alerting",
            "More tests.",
            "Monitoring",
            "Be more careful",
            "모니터링 강화",
            "모니터링을 강화한다",
            "모니터링 및 알림 체계 개선 필요",
            "더 주의하기",
            "재발 방지",
            "監視を強化する",
            "監視とアラートの強化",
            "今後は注意する",
            "加强监控",
            "完善监控和告警机制",
            "提高警惕",
            "加強監控",
            "Monitoring verbessern",
            "Améliorer la supervision",
            "Mejorar las alertas",
            "Melhorar o monitoramento",
            "Bedre overvåking",
        ] {
            assert!(lexicon.is_vague(text), "{text}");
        }
    }

    #[test]
    fn one_word_more_says_something() {
        let lexicon = Lexicon::new(&BTreeMap::new());
        for text in [
            "Improve monitoring of the pool",
            "Alert when the pool is 80 % full",
            "Monitor 5xx status codes",
            "Rebuild the index",
            "결제 풀 모니터링 강화",
            "풀 사용률 80% 초과 시 알림 추가",
            "대기열 상한 설정",
            "プール使用率の監視を強化する",
            "接続上限を設定する",
            "增加连接池告警",
            "限制重试次数",
            "",
        ] {
            assert!(!lexicon.is_vague(text), "{text}");
        }
    }
}
