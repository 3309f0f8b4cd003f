//! What a run is told: plain data, defaults included.

use std::collections::BTreeMap;

use super::{Audience, BaseTheme, Override, Pattern, Preset, Word};
use crate::diagnostic::Level;

/// The most a `book.toml` may have, in bytes.
pub const LARGEST: u64 = 64 * 1024;

/// The settings of one knowledge base. Paths are relative to the folder of `book.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// `[book] title`: the name of the knowledge base.
    pub title: String,
    /// `[book] description`
    pub description: String,
    /// `[book] authors`
    pub authors: Vec<String>,
    /// `[book] language`: the language of the site's own pages, as a BCP 47 tag.
    pub language: String,
    /// `[book] src`: the folder with the documents.
    pub src: String,
    /// `[build] build-dir`: where the site goes.
    pub build_dir: String,
    /// Globs, relative to `src`, of the postmortems.
    pub postmortems: Vec<String>,
    /// Globs of the cause registry.
    pub causes: Vec<String>,
    /// Globs of what is not read at all.
    pub exclude: Vec<String>,
    /// The theme that the site is made with.
    pub base_theme: BaseTheme,
    /// The folder with templates that replace the theme's.
    pub theme: Option<String>,
    /// Whom the site is for.
    pub audience: Audience,
    /// The widest audience of documents that do not say who may read them.
    pub undeclared: Audience,
    /// The IANA name of the zone of times that name none.
    pub timezone: Option<String>,
    /// Names of the sections that a postmortem must have.
    pub required_sections: Vec<String>,
    /// Keys of the fields that a postmortem must have.
    pub required_fields: Vec<String>,
    /// Headings, by section name, that this repository uses.
    pub section_aliases: BTreeMap<String, Vec<String>>,
    /// The people and teams that may own something, as documents write them; empty where nobody said.
    pub owners: Vec<String>,
    /// What the tickets of this repository's trackers look like: ids or addresses.
    pub trackers: Vec<Pattern>,
    /// Words for severities, worst first.
    pub severities: Vec<String>,
    /// Whether text before the first section counts as the summary.
    pub lead_paragraph_is_summary: bool,
    /// How many days a draft may go without a commit.
    pub stale_draft_days: u32,
    /// How many words a required section must at least have.
    pub thin_section_words: u32,
    /// Domains of the company's own e-mail addresses; empty where nobody said.
    pub company_domains: Vec<String>,
    /// Domains that only the inside can reach: no public document may name them.
    pub internal_domains: Vec<String>,
    /// Levels by rule name; `None` is `off`.
    pub levels: BTreeMap<String, Option<Level>>,
    /// `[output.html] git-repository-url`, without a trailing slash.
    pub repository_url: Option<String>,
    /// `[output.html] edit-url-template`
    pub edit_url_template: Option<String>,
    /// `[output.html] site-url`, without a trailing slash: where the site will be.
    pub site_url: Option<String>,
    /// `[[output.pmdoc.override]]`: what is asked of some documents only; later ones win.
    pub overrides: Vec<Override>,
    /// Names in these settings that other parts of pmdoc must know.
    pub words: Vec<Word>,
    /// `[[output.pmdoc.source]]`: other repositories that feed the knowledge base.
    pub sources: Vec<SourceSettings>,
}

/// Another repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceSettings {
    /// Its documents are found below this name.
    pub name: String,
    /// Where it is on disk, relative to the folder of `book.toml`: a work tree or a bare repository.
    pub path: Option<String>,
    /// Where `pmdoc fetch` gets it from.
    pub url: Option<String>,
    /// What is read of it; the work tree where there is one, else `HEAD`.
    pub rev: Option<String>,
    /// The folder with the documents, below its root.
    pub src: String,
    /// Where people see it, for links to commits and files.
    pub repository_url: Option<String>,
}

impl SourceSettings {
    /// Where people see the repository: as the settings say, else where it is fetched from, if that may be the
    /// address of a page too.
    pub fn web_address(&self) -> Option<&str> {
        let fetched = self.url.as_deref().filter(|url| url.starts_with("https://") && !url.contains('@'));
        let fetched = fetched.map(|url| url.trim_end_matches('/').trim_end_matches(".git"));
        self.repository_url.as_deref().or(fetched)
    }
}

impl Settings {
    /// Whether a rule is given a level anywhere, for all documents or for some.
    pub fn turns_on(&self, rule: &str) -> bool {
        let of_some = self.overrides.iter().map(|this| &this.levels);
        of_some.chain([&self.levels]).any(|levels| matches!(levels.get(rule), Some(Some(_))))
    }

    /// Whether a rule of this name is off for all documents, whatever it is without settings.
    pub fn turns_off(&self, rule: &str) -> bool {
        self.levels.get(rule) == Some(&None) && !self.turns_on(rule)
    }
}

impl Default for Settings {
    fn default() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Self {
            title: "Postmortems".to_owned(),
            description: String::new(),
            authors: Vec::new(),
            language: "en".to_owned(),
            src: "src".to_owned(),
            build_dir: "book".to_owned(),
            postmortems: texts(&["postmortems/**"]),
            causes: texts(&["causes/**"]),
            exclude: Vec::new(),
            base_theme: BaseTheme::default(),
            theme: None,
            audience: Audience::default(),
            undeclared: Audience::Public,
            timezone: None,
            required_sections: Preset::ALL[0].sections(),
            required_fields: Preset::ALL[0].fields(),
            section_aliases: BTreeMap::new(),
            owners: Vec::new(),
            trackers: Vec::new(),
            severities: Vec::new(),
            lead_paragraph_is_summary: true,
            stale_draft_days: 30,
            thin_section_words: 4,
            company_domains: Vec::new(),
            internal_domains: Vec::new(),
            levels: BTreeMap::new(),
            repository_url: None,
            edit_url_template: None,
            site_url: None,
            overrides: Vec::new(),
            words: Vec::new(),
            sources: Vec::new(),
        }
    }
}
