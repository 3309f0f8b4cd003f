//! What pmdoc says, in the reader's language: keys and values into sentences, from one catalogue a language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::diagnostic::{Diagnostic, Value};

/// A language that messages exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Locale {
    /// English: the fallback.
    #[default]
    En,
    /// Korean.
    Ko,
    /// Japanese.
    Ja,
    /// Chinese in simplified characters, which readers of traditional ones get too.
    Zh,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Ko, Self::Ja, Self::Zh];

    /// The locale of a language tag (`ko-KR`, `zh-Hant`), if there is one.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "ko" => Some(Self::Ko),
            "ja" => Some(Self::Ja),
            "zh" => Some(Self::Zh),
            _ => None,
        }
    }

    /// The tag of the language.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
            Self::Ja => "ja",
            Self::Zh => "zh",
        }
    }

    /// What more than half of some documents are written in, by their tags; English if nothing is.
    pub fn of_most<'t>(tags: impl IntoIterator<Item = &'t str>) -> Self {
        let locales: Vec<Option<Self>> = tags.into_iter().map(Self::from_tag).collect();
        let is_most = |own: &Self| locales.iter().filter(|locale| **locale == Some(*own)).count() * 2 > locales.len();
        Self::ALL.into_iter().find(is_most).unwrap_or_default()
    }

    fn catalogue(self) -> &'static Catalogue {
        static EN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(include_str!("messages/en.toml")));
        static KO: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(include_str!("messages/ko.toml")));
        static JA: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(include_str!("messages/ja.toml")));
        static ZH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(include_str!("messages/zh.toml")));
        match self {
            Self::En => &EN,
            Self::Ko => &KO,
            Self::Ja => &JA,
            Self::Zh => &ZH,
        }
    }
}

/// One language's sentences.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    /// By rule, or by `rule/variant`.
    diagnostics: BTreeMap<String, Entry>,
    /// What each rule is about, in one sentence; the English one stands on the rule's page.
    #[serde(default)]
    summaries: BTreeMap<String, String>,
    /// pmdoc's own words: sections, fields, types of values.
    terms: BTreeMap<String, String>,
    /// Everything else.
    phrases: BTreeMap<String, String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    message: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    related: String,
    #[serde(default)]
    help: String,
}

impl Catalogue {
    /// A catalogue that does not parse is empty; a test holds every one against the others.
    fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }
}

/// A diagnostic's sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentences {
    /// What is wrong.
    pub message: String,
    /// What the place shows; may be empty.
    pub label: String,
    /// What the second place shows; may be empty.
    pub related: String,
    /// What to do; may be empty.
    pub help: String,
}

/// Puts a diagnostic into words.
pub fn sentences(diagnostic: &Diagnostic, locale: Locale) -> Sentences {
    let key = match diagnostic.variant {
        "" => diagnostic.rule.to_owned(),
        variant => format!("{}/{variant}", diagnostic.rule),
    };
    let Some(entry) = locale.catalogue().diagnostics.get(&key).or_else(|| Locale::En.catalogue().diagnostics.get(&key))
    else {
        return Sentences { message: key, ..Sentences::default() };
    };
    let fill = |pattern: &str| fill(pattern, &diagnostic.values, locale);
    Sentences {
        message: fill(&entry.message),
        label: fill(&entry.label),
        related: fill(&entry.related),
        help: fill(&entry.help),
    }
}

/// What a rule is about, in one sentence; `english` is what its page says.
pub fn summary<'s>(rule: &str, english: &'s str, locale: Locale) -> &'s str {
    locale.catalogue().summaries.get(rule).map_or(english, String::as_str)
}

/// One of pmdoc's own words.
pub fn term(name: &str, locale: Locale) -> String {
    let terms = &locale.catalogue().terms;
    terms.get(name).or_else(|| Locale::En.catalogue().terms.get(name)).map_or(name, String::as_str).to_owned()
}

/// A sentence that belongs to no diagnostic.
pub fn phrase(name: &str, values: &[(&'static str, Value)], locale: Locale) -> String {
    let phrases = &locale.catalogue().phrases;
    let pattern = phrases.get(name).or_else(|| Locale::En.catalogue().phrases.get(name));
    pattern.map_or_else(|| name.to_owned(), |pattern| fill(pattern, values, locale))
}

/// Replaces `{name}` by the value of that name, in one pass: braces in values stay.
fn fill(pattern: &str, values: &[(&'static str, Value)], locale: Locale) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, Value::Text(text))) => out.push_str(text),
            Some((_, Value::Term(name))) => out.push_str(&term(name, locale)),
            None => out.push_str(name),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Entry, Locale};

    /// The `{names}` of a pattern.
    fn names(pattern: &str) -> BTreeSet<&str> {
        pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    fn all_names(entry: &Entry) -> BTreeSet<&str> {
        [&entry.message, &entry.label, &entry.related, &entry.help].into_iter().flat_map(|text| names(text)).collect()
    }

    #[test]
    fn locales_by_tag_and_by_majority() {
        for (tag, locale) in [
            ("ko-KR", Some(Locale::Ko)),
            ("ja", Some(Locale::Ja)),
            ("JA_JP", Some(Locale::Ja)),
            ("zh", Some(Locale::Zh)),
            ("zh-Hans", Some(Locale::Zh)),
            ("zh-CN", Some(Locale::Zh)),
            ("zh-Hant-TW", Some(Locale::Zh)),
            ("de", None),
        ] {
            assert_eq!(Locale::from_tag(tag), locale, "{tag}");
        }
        assert_eq!(Locale::of_most(["ja", "ja", "ko"]), Locale::Ja);
        assert_eq!(Locale::of_most(["zh-Hans", "zh-Hant", "en"]), Locale::Zh);
        assert_eq!(Locale::of_most(["ja", "ko"]), Locale::En, "half is no majority");
        assert_eq!(Locale::of_most([]), Locale::En);
    }

    #[test]
    fn every_language_says_everything_with_the_same_values() {
        let english = Locale::En.catalogue();
        assert!(english.diagnostics.len() > 10, "the English catalogue parses");
        for locale in Locale::ALL {
            let other = locale.catalogue();
            for (key, entry) in &english.diagnostics {
                let translated = other.diagnostics.get(key);
                assert_eq!(translated.map(all_names), Some(all_names(entry)), "{locale:?} {key}");
                let is_own = locale == Locale::En || translated.is_some_and(|own| own.message != entry.message);
                assert!(is_own, "{locale:?} {key} is not translated");
            }
            assert_eq!(english.terms.keys().collect::<Vec<_>>(), other.terms.keys().collect::<Vec<_>>(), "{locale:?}");
            assert_eq!(
                english.phrases.keys().collect::<Vec<_>>(),
                other.phrases.keys().collect::<Vec<_>>(),
                "{locale:?}"
            );
            assert_eq!(english.diagnostics.len(), other.diagnostics.len(), "{locale:?}");
        }
    }
}
