//! The data files into the texts of one language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::postmortem::Language;

/// What a pack says in one language.
#[derive(Debug, Default)]
pub(super) struct Texts(BTreeMap<String, String>);

impl Texts {
    pub(super) fn text(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// A text with `{name}` replaced by values, in one pass: braces in values stay.
    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.text(key);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, behind) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            rest = behind;
        }
        out + rest
    }
}

const FILES: [(Language, &str); 5] = [
    (Language::En, include_str!("en.toml")),
    (Language::Ko, include_str!("ko.toml")),
    (Language::Ja, include_str!("ja.toml")),
    (Language::ZhHans, include_str!("zh-hans.toml")),
    (Language::ZhHant, include_str!("zh-hant.toml")),
];

/// The texts of a language, else the English; and which of the two it is.
pub(super) fn texts(language: Language) -> (Language, &'static Texts) {
    static ALL: LazyLock<BTreeMap<Language, Texts>> = LazyLock::new(|| {
        FILES.iter().filter_map(|(language, file)| Some((*language, Texts(toml::from_str(file).ok()?)))).collect()
    });
    static NONE: LazyLock<Texts> = LazyLock::new(Texts::default);
    match ALL.get(&language) {
        Some(texts) => (language, texts),
        None => (Language::En, ALL.get(&Language::En).unwrap_or(&NONE)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::FILES;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_says_the_same_with_the_same_values() {
        let read = |file: &'static str| -> BTreeMap<String, String> { toml::from_str(file).expect("TOML") };
        let english = read(FILES[0].1);
        assert!(english.len() > 40);
        for (language, file) in FILES {
            let other = read(file);
            assert!(other.keys().eq(english.keys()), "{language:?}");
            for (key, text) in &english {
                assert_eq!(placeholders(text), placeholders(&other[key]), "{language:?} {key}");
            }
        }
    }
}
