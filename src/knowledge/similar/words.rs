//! A term into what stands for it when texts are compared: words that say nothing of an incident are left out, and
//! the forms of an English word become one.

use std::borrow::Cow;

use crate::search::{Term, TermKind};

/// What stands for a term; `None` for one that says nothing.
pub(super) fn telling<'t>(term: &Term<'t>) -> Option<Cow<'t, str>> {
    let text = term.text;
    if term.kind == TermKind::Pair {
        let alone = text.chars().nth(1).is_none();
        return (!alone && ENDINGS.binary_search(&text).is_err()).then_some(Cow::Borrowed(text));
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_' | b'/'));
    let is_status = text.len() == 3 && !text.starts_with('0');
    if text.len() < 2 || (is_number && !(is_status && text.bytes().all(|byte| byte.is_ascii_digit()))) {
        return None;
    }
    (COMMON.binary_search(&text).is_err()).then(|| Cow::Borrowed(stem(text)))
}

/// What a term is worth beside others that are as rare: Hiragana alone is grammar nearly always.
pub(super) fn worth(term: &str) -> f32 {
    if term.chars().all(is_hiragana) { 0.3 } else { 1.0 }
}

pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// `certificates` and `certificate`, `expired` and `expiry` become one. Cuts, and does not look words up.
fn stem(word: &str) -> &str {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word;
    }
    let is_plural = word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let singular = word.strip_suffix("ies").or_else(|| word.strip_suffix('s').filter(|_| is_plural)).unwrap_or(word);
    let endings = ["ing", "ed", "ion", "ment", "e", "y"];
    let cut = endings.iter().find_map(|end| singular.strip_suffix(end).filter(|rest| rest.len() >= 4));
    cut.unwrap_or(singular)
}

/// Pairs that Korean sentences end with or join words by, sorted.
const ENDINGS: &[&str] = &[
    "것으", "까지", "니다", "대한", "되는", "되어", "되었", "로는", "부터", "습니", "않았", "않은", "았다", "었다",
    "에게", "에는", "에서", "였다", "위해", "으로", "으며", "이다", "이를", "있는", "있다", "통해", "하고", "하는",
    "하며", "하여", "하지", "했다",
];

/// The commonest small words of languages in Latin letters, sorted.
const COMMON: &[&str] = &[
    "about", "above", "after", "again", "against", "all", "also", "an", "and", "any", "are", "as", "at", "av", "be",
    "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "cannot", "could", "das",
    "de", "den", "der", "des", "det", "did", "die", "do", "does", "doing", "down", "during", "each", "el", "en", "er",
    "est", "et", "few", "for", "from", "further", "had", "har", "has", "have", "having", "he", "her", "here", "him",
    "his", "how", "if", "ikke", "in", "into", "is", "ist", "it", "its", "itself", "just", "la", "le", "les", "let",
    "los", "me", "med", "mit", "more", "most", "my", "nao", "nicht", "no", "nor", "not", "now", "och", "of", "off",
    "og", "on", "once", "only", "or", "os", "other", "our", "out", "over", "own", "pa", "que", "same", "she", "should",
    "so", "som", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "til", "to", "too", "uma", "und", "under", "une", "until", "up", "us", "var", "very", "vi",
    "war", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "wir", "with",
    "would", "you", "your", "zu",
];

#[cfg(test)]
mod tests {
    use super::{COMMON, ENDINGS, telling};
    use crate::search::terms;

    fn told(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        terms(text, |term| found.extend(telling(&term).map(std::borrow::Cow::into_owned)));
        found
    }

    #[test]
    fn small_words_are_sorted_to_be_found() {
        assert!(COMMON.is_sorted() && ENDINGS.is_sorted());
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        assert_eq!(told("the pool was at 100 of 1200 on 2026-03-04, HTTP 503"), ["pool", "100", "http", "503"]);
        assert_eq!(told("결제 승인이 지연되었습니다"), ["결제", "승인", "인이", "지연", "연되", "었습"]);
    }

    #[test]
    fn forms_of_a_word_are_one() {
        assert_eq!(told("certificates certificate"), ["certificat", "certificat"]);
        assert_eq!(told("expired expires expire expiry"), ["expir", "expir", "expir", "expir"]);
        assert_eq!(told("queries query"), ["quer", "query"].map(|_| "quer"));
        assert_eq!(told("status redis class"), ["status", "redis", "class"]);
    }
}
