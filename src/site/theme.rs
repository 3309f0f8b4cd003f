//! The embedded files, and those that a repository puts in their place, into templates, words and assets.

mod assets;
mod embedded;
mod lean;

use std::collections::BTreeMap;

use tera::Tera;

use assets::Assets;

use super::SiteError;
use super::words::Words;
use crate::config::BaseTheme;
use crate::postmortem::Language;

/// How pages look and what they say.
pub struct Theme {
    base: BaseTheme,
    tera: Tera,
    words: BTreeMap<String, Words>,
    for_templates: BTreeMap<String, tera::Value>,
    assets: Assets,
}

impl Theme {
    /// The theme that the binary carries.
    ///
    /// # Errors
    /// None with the files as they are; a test builds it.
    pub fn embedded() -> Result<Self, SiteError> {
        Self::with_overrides(Vec::new())
    }

    /// The default theme with some of its files replaced.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_overrides(files: Vec<(String, String)>) -> Result<Self, SiteError> {
        Self::new(BaseTheme::Default, files)
    }

    /// A theme with some of its files replaced, each by its name below the theme folder: templates
    /// (`incident.html`), catalogues (`i18n/ko.toml`, key by key) and assets (`assets/site.css`).
    /// Further templates and catalogues may be added.
    ///
    /// # Errors
    /// A template or catalogue that cannot be read, or a file that no theme has.
    pub fn new(base: BaseTheme, files: Vec<(String, String)>) -> Result<Self, SiteError> {
        let mut templates: BTreeMap<String, String> = BTreeMap::new();
        let mut words: BTreeMap<String, Words> = BTreeMap::new();
        let mut assets: BTreeMap<String, String> = BTreeMap::new();
        let embedded = embedded::files(base);
        let own = embedded.iter().map(|&(name, text)| (name.to_owned(), lean::sent(name, text)));
        for (name, text) in own.chain(files) {
            if let Some(tag) = name.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml")) {
                let parsed = Words::parse(tag, &name, &text)?;
                let merged = match words.remove(tag) {
                    Some(known) => known.overlaid(parsed),
                    None => parsed,
                };
                words.insert(tag.to_owned(), merged);
            } else if name.strip_suffix(".html").is_some() {
                templates.insert(name, text);
            } else if name.starts_with("assets/") && embedded.iter().any(|(known, _)| *known == name) {
                assets.insert(name, text);
            } else {
                return Err(unknown(name, &embedded));
            }
        }
        together(&mut assets);
        Self::assembled(base, templates, words, &assets)
    }

    fn assembled(
        base: BaseTheme,
        templates: BTreeMap<String, String>,
        words: BTreeMap<String, Words>,
        assets: &BTreeMap<String, String>,
    ) -> Result<Self, SiteError> {
        let mut tera = Tera::default();
        tera.add_raw_templates(templates)?;
        let words = complete(words);
        let for_templates = words
            .iter()
            .map(|(tag, words)| (tag.clone(), tera::Value::from_serializable(&words.for_templates())))
            .collect();
        Ok(Self { base, tera, words, for_templates, assets: Assets::new(assets) })
    }

    /// The languages that pages can speak, by tag; `None` if that of a tag is one of them.
    pub fn lacks(&self, tag: &str) -> Option<Vec<&str>> {
        let is_known = Language::from_tag(tag).is_some_and(|language| self.words.contains_key(language.tag()));
        (!is_known && !self.words.contains_key(tag)).then(|| self.words.keys().map(String::as_str).collect())
    }

    /// The words of the first of these languages that there is a catalogue for; at last the English ones.
    pub(super) fn words(&self, tags: &[&str]) -> &Words {
        let known = tags.iter().find_map(|&tag| {
            let language = Language::from_tag(tag).unwrap_or_default();
            self.words.get(tag).or_else(|| self.words.get(language.tag()))
        });
        known.unwrap_or_else(|| &self.words["en"])
    }

    /// Whether everything is on one page.
    pub(super) fn is_one_page(&self) -> bool {
        self.base == BaseTheme::Plain
    }

    /// The files that pages refer to.
    pub(super) fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Fills in a template. `words` are added to the context under that name.
    pub(super) fn render(
        &self,
        template: &str,
        mut context: tera::Context,
        words: &Words,
    ) -> Result<String, SiteError> {
        if let Some(value) = self.for_templates.get(&words.tag) {
            context.insert_value("words", value.clone());
        }
        Ok(self.tera.render(template, &context)?)
    }
}

/// The script of the search and that of its box are sent as one: neither is of use alone, and together they weigh less.
fn together(assets: &mut BTreeMap<String, String>) {
    let Some(find) = assets.remove("assets/find.js") else { return };
    let search = assets.entry("assets/search.js".to_owned()).or_default();
    search.push('\n');
    search.push_str(&find);
}

/// Every catalogue with the English words where it has none of its own.
fn complete(words: BTreeMap<String, Words>) -> BTreeMap<String, Words> {
    let Some(english) = words.get("en").cloned() else { return words };
    words.into_iter().map(|(tag, words)| (tag.clone(), english.clone().overlaid(words).called(tag))).collect()
}

fn unknown(file: String, embedded: &[(&str, &str)]) -> SiteError {
    let known: Vec<&str> = embedded.iter().map(|(name, _)| *name).collect();
    SiteError::UnknownFile { file, known: known.join(", ") }
}
