//! Catalogues (`i18n/<tag>.toml`) into the words of one language: texts, texts with a number, dates and
//! durations.

mod calendar;
mod duration;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use toml::{Table, Value};

use super::SiteError;

/// The words of one user interface language.
#[derive(Debug, Clone)]
pub(in crate::site) struct Words {
    /// BCP 47 tag.
    pub(in crate::site) tag: String,
    texts: FxHashMap<String, Phrase>,
    /// Those that the script of the search needs, as it reads them.
    for_search: OnceLock<String>,
}

/// A text, or one for each grammatical number.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
enum Phrase {
    One(String),
    Counted(BTreeMap<String, String>),
}

impl Words {
    /// Reads a catalogue. Keys of tables are joined with dots; a table with the key `other` is one phrase
    /// with its forms (`zero`, `one`, `other`).
    pub(super) fn parse(tag: &str, file: &str, text: &str) -> Result<Self, SiteError> {
        let table: Table = toml::from_str(text)
            .map_err(|error| SiteError::Catalogue { file: file.to_owned(), message: error.to_string() })?;
        let mut texts = FxHashMap::default();
        collect("", &table, &mut texts);
        Ok(Self { tag: tag.to_owned(), texts, for_search: OnceLock::new() })
    }

    /// The same words, with those of `other` in place of ours where it has them.
    pub(super) fn overlaid(mut self, other: Self) -> Self {
        self.texts.extend(other.texts);
        self
    }

    /// The same words under another tag.
    pub(super) fn called(self, tag: String) -> Self {
        Self { tag, ..self }
    }

    /// A text.
    pub(in crate::site) fn text(&self, key: &str) -> &str {
        match self.texts.get(key) {
            Some(Phrase::One(text)) => text,
            Some(Phrase::Counted(forms)) => forms.get("other").map_or("", String::as_str),
            None => "",
        }
    }

    /// A text with `{name}` replaced by values.
    pub(in crate::site) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        filled(self.text(key), values)
    }

    /// What stands before and after `{name}` in a text: markup may be put between.
    pub(in crate::site) fn around(&self, key: &str, name: &str) -> (&str, &str) {
        let text = self.text(key);
        text.split_once(&format!("{{{name}}}")).unwrap_or((text, ""))
    }

    /// A text for a number, `{n}` replaced by it, and `{name}` by values.
    pub(in crate::site) fn count(&self, key: &str, n: usize, values: &[(&str, &str)]) -> String {
        let text = match self.texts.get(key) {
            Some(Phrase::Counted(forms)) => {
                let form = match n {
                    0 if forms.contains_key("zero") => "zero",
                    1 if forms.contains_key("one") => "one",
                    _ => "other",
                };
                forms.get(form).map_or("", String::as_str)
            }
            _ => self.text(key),
        };
        let n = n.to_string();
        let values: Vec<(&str, &str)> = values.iter().copied().chain([("n", n.as_str())]).collect();
        filled(text, &values)
    }

    /// A text for the place of something in a row (`3rd time`): English has forms `one`, `two` and `few` for
    /// 1st, 2nd and 3rd; a catalogue that has only `other` needs none.
    pub(in crate::site) fn ordinal(&self, key: &str, n: usize) -> String {
        let form = match (n % 10, n % 100) {
            (_, 11..=13) => "other",
            (1, _) => "one",
            (2, _) => "two",
            (3, _) => "few",
            _ => "other",
        };
        let text = match self.texts.get(key) {
            Some(Phrase::Counted(forms)) => forms.get(form).or_else(|| forms.get("other")).map_or("", String::as_str),
            _ => self.text(key),
        };
        filled(text, &[("n", &n.to_string())])
    }

    /// The texts of the search as JSON, for its script: each a text, or its forms.
    pub(super) fn for_search(&self) -> &str {
        let own = |(key, phrase): (&'_ String, &'_ Phrase)| {
            Some((key.strip_prefix("search")?.strip_prefix('.')?.to_owned(), phrase.clone()))
        };
        self.for_search.get_or_init(|| {
            let texts: BTreeMap<String, Phrase> = self.texts.iter().filter_map(own).collect();
            serde_json::to_string(&texts).unwrap_or_default()
        })
    }

    /// The single texts as nested maps, for templates: `words.home.recurring`.
    pub(super) fn for_templates(&self) -> BTreeMap<&str, BTreeMap<&str, &str>> {
        let mut groups: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for (key, phrase) in &self.texts {
            if let (Phrase::One(text), Some((group, name))) = (phrase, key.split_once('.')) {
                groups.entry(group).or_default().insert(name, text);
            }
        }
        groups
    }
}

fn collect(prefix: &str, table: &Table, texts: &mut FxHashMap<String, Phrase>) {
    for (key, value) in table {
        let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::String(text) => drop(texts.insert(key, Phrase::One(text.clone()))),
            Value::Table(forms) if forms.contains_key("other") => {
                let forms = forms.iter().filter_map(|(form, text)| Some((form.clone(), text.as_str()?.to_owned())));
                texts.insert(key, Phrase::Counted(forms.collect()));
            }
            Value::Table(inner) => collect(&key, inner, texts),
            _ => {}
        }
    }
}

/// A text with `{name}` replaced by values; what stands in a value is no name.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let name = from[1..].split_once('}');
        let value = name.and_then(|(name, after)| Some((values.iter().find(|(known, _)| *known == name)?.1, after)));
        rest = if let Some((value, after)) = value {
            out.push_str(value);
            after
        } else {
            out.push('{');
            &from[1..]
        };
    }
    out.push_str(rest);
    out
}
