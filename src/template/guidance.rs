//! The data files into guidance by language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::postmortem::{Language, SectionName};

/// What is said to writers in one language.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guidance {
    /// What belongs into a section, by its name.
    comments: BTreeMap<String, String>,
    /// What a section of a new document begins with, below the comment.
    #[serde(default)]
    beginnings: BTreeMap<String, String>,
    /// Sentences of the other files.
    pub(super) texts: BTreeMap<String, String>,
}

impl Guidance {
    /// What belongs into a section; empty where nothing is said.
    pub(super) fn comment(&self, section: SectionName) -> &str {
        self.comments.get(section.name()).map_or("", String::as_str)
    }

    /// What a section of a new document begins with; may be empty.
    pub(super) fn beginning(&self, section: SectionName) -> &str {
        self.beginnings.get(section.name()).map_or("", String::as_str)
    }

    /// One of the other sentences.
    pub(super) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }
}

/// Languages with guidance of their own; the others are told in English.
const FILES: [(Language, &str); 5] = [
    (Language::En, include_str!("en.toml")),
    (Language::Ko, include_str!("ko.toml")),
    (Language::Ja, include_str!("ja.toml")),
    (Language::ZhHans, include_str!("zh-hans.toml")),
    (Language::ZhHant, include_str!("zh-hant.toml")),
];

/// The guidance of a language, else the English.
pub(super) fn guidance(language: Language) -> &'static Guidance {
    static ALL: LazyLock<BTreeMap<Language, Guidance>> = LazyLock::new(|| {
        FILES.iter().filter_map(|(language, file)| Some((*language, toml::from_str(file).ok()?))).collect()
    });
    static NONE: LazyLock<Guidance> = LazyLock::new(Guidance::default);
    ALL.get(&language).or_else(|| ALL.get(&Language::En)).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::{FILES, Guidance, guidance};
    use crate::postmortem::{Language, SectionName};

    #[test]
    fn every_language_says_as_much_as_english() {
        let english: Guidance = toml::from_str(FILES[0].1).expect("the English file");
        for (language, file) in FILES {
            let other: Guidance = toml::from_str(file).unwrap_or_else(|error| panic!("{language:?}: {error}"));
            assert!(other.comments.keys().eq(english.comments.keys()), "{language:?}");
            assert!(other.beginnings.keys().eq(english.beginnings.keys()), "{language:?}");
            assert!(other.texts.keys().eq(english.texts.keys()), "{language:?}");
            let names = other.comments.keys().chain(other.beginnings.keys());
            assert!(names.into_iter().all(|name| SectionName::from_name(name).is_some()), "{language:?}");
            // Else the comment would end inside.
            assert!(other.comments.values().all(|text| !text.contains("--")), "{language:?}");
        }
    }

    #[test]
    fn every_section_has_guidance_and_other_languages_are_told_in_english() {
        for section in SectionName::ALL {
            assert!(!guidance(Language::Ko).comment(section).is_empty(), "{section:?}");
        }
        assert_eq!(
            guidance(Language::De).comment(SectionName::Summary),
            guidance(Language::En).comment(SectionName::Summary)
        );
    }
}
