//! A knowledge base into the files of a static site: pages, assets and what documents attach.
//!
//! 1. `directory`: every record and cause gets its address; `html::Outline`: every document its anchors.
//! 2. `pages`: one file per kind of page turns the knowledge base into a typed context for one template.
//! 3. `theme`: templates, words and assets; `html`: the documents' own text.

mod address;
mod chart;
mod directory;
mod error;
mod facet;
mod files;
mod html;
mod lookup;
mod pages;
mod paging;
mod promise_lists;
mod published;
mod repository;
mod search;
mod theme;
mod view;
mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use address::Address;
use directory::Directory;
pub use error::SiteError;
use facet::Facets;
use html::Outline;
use lookup::Lookup;
use promise_lists::PromiseLists;
pub use published::Published;
pub use theme::Theme;

use crate::config::Settings;
use crate::history::{Commit, DocumentHistory};
use crate::knowledge::{Granularity, KnowledgeBase, Metrics, Question, RecordIndex, Relations, Similar};
use crate::output::OutputFile;
use crate::postmortem::{Record, SectionName};
use crate::text::{RelPath, SafeUrl};
use words::Words;

/// Endings of files that documents may attach. Neither HTML nor SVG: opened by themselves they could run
/// scripts in the site's name.
const ATTACHABLE: [&str; 13] =
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "csv", "txt", "log", "json", "yaml", "yml"];

/// What every page is made from.
struct Site<'a> {
    base: &'a KnowledgeBase,
    settings: &'a Settings,
    theme: &'a Theme,
    directory: Directory,
    /// The lists of incidents that have something in common.
    facets: Facets,
    /// Every figure, and the ledger.
    metrics: Metrics<'a>,
    /// The lists of actions.
    promises: PromiseLists,
    lookup: Lookup,
    /// Which documents have to do with which, and why.
    relations: Relations,
    /// Where the site will be on the web, without a slash at the end.
    root: Option<String>,
    /// For each record, the incidents that are likely to be like it, best first.
    similar: Vec<Vec<Similar>>,
    has_guides: bool,
    /// For each record, its headings.
    outlines: Vec<Outline>,
    /// Attached files by their path below the documents' root, with their place in the site.
    attachments: BTreeMap<String, Address>,
    /// The zone of times that name none.
    zone: Option<TimeZone>,
    today: Date,
}

/// Builds the site: every page, the theme's assets and the attachments, sorted by path. The same input
/// gives the same bytes; `now` is the day that actions are held against.
///
/// `attachments` are the files that documents link to or show, by path below the documents' root. They
/// keep their tree; those with an ending that is not a picture, a text or data are left out.
///
/// # Errors
/// A template of the theme that cannot be filled in.
pub fn build(
    base: &KnowledgeBase,
    settings: &Settings,
    theme: &Theme,
    attachments: &[(RelPath, Vec<u8>)],
    now: Date,
) -> Result<Vec<OutputFile>, SiteError> {
    let attached: Vec<OutputFile> = attachments
        .iter()
        .filter(|(path, _)| is_attachable(path))
        .map(|(path, bytes)| OutputFile { path: path.clone(), bytes: bytes.clone() })
        .collect();
    let site = Site::new(base, settings, theme, &attached, now);
    let pages: Vec<OutputFile> =
        pages::all(&site).into_par_iter().map(|page| page.render(&site)).collect::<Result<_, _>>()?;
    let others = files::all(&site, &pages);
    let mut files: BTreeMap<RelPath, OutputFile> = BTreeMap::new();
    let index = search::files(&site);
    // A page is never replaced by an attachment of the same name.
    for file in attached.into_iter().chain(theme.assets().files()).chain(index).chain(others).chain(pages) {
        files.insert(file.path.clone(), file);
    }
    Ok(files.into_values().collect())
}

/// Whether a file may be copied into the site: by its ending, never a format that can run scripts.
pub fn is_attachable(path: &RelPath) -> bool {
    let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ATTACHABLE.contains(&ending.as_str()))
}

impl<'a> Site<'a> {
    fn new(
        base: &'a KnowledgeBase,
        settings: &'a Settings,
        theme: &'a Theme,
        attached: &[OutputFile],
        today: Date,
    ) -> Self {
        let zone = settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
        let metrics = metrics(base, settings, today, zone.clone().unwrap_or(TimeZone::UTC));
        let promises = PromiseLists::new(&metrics.ledger, today);
        let address = |file: &OutputFile| (file.path.as_str().to_owned(), Address::new(file.path.as_str()));
        Self {
            base,
            settings,
            theme,
            directory: Directory::new(base),
            facets: Facets::new(base),
            lookup: Lookup::new(base.records.len(), &metrics, &promises),
            promises,
            metrics,
            root: settings.site_url.as_deref().and_then(SafeUrl::web).map(|url| url.to_string()),
            relations: Relations::of(base),
            similar: view::similar(base, today),
            has_guides: !base.guides().is_empty(),
            outlines: base.records.par_iter().map(Outline::new).collect(),
            attachments: attached.iter().map(address).collect(),
            zone,
            today,
        }
    }

    /// What Git says about a record; nothing for one that has not been committed.
    fn history_of(&self, index: RecordIndex) -> Option<&'a DocumentHistory> {
        self.base.history_of(index).filter(|history| !history.revisions.is_empty())
    }

    /// The day of a commit in the zone of the site, if Git holds one.
    fn day_of(&self, commit: &Commit) -> Option<Date> {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        Some(commit.time?.to_zoned(zone).date())
    }

    /// The words of the site's own pages.
    fn words(&self) -> &'a Words {
        self.theme.words(&[&self.settings.language])
    }

    /// The words of a document's page.
    fn words_for(&self, record: &Record) -> &'a Words {
        self.theme.words(&[record.postmortem.language.tag(), &self.settings.language])
    }
}

/// The figures of all time, by quarter.
fn metrics<'a>(base: &'a KnowledgeBase, settings: &Settings, today: Date, zone: TimeZone) -> Metrics<'a> {
    let required: Vec<SectionName> =
        settings.required_sections.iter().filter_map(|name| SectionName::from_name(name)).collect();
    let granularity = Granularity::Quarter;
    Metrics::of(base, &Question { since: None, today, zone, granularity, required: &required })
}
