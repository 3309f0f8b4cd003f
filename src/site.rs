//! A knowledge base into the files of a static site: pages, assets and what documents attach.
//!
//! 1. `directory`: every record and cause gets its address; `html::Outline`: every document its anchors.
//! 2. `pages`: one file per kind of page turns the knowledge base into a typed context for one template.
//! 3. `theme`: templates, words and assets; `html`: the documents' own text; `diagram`: their drawings.

mod address;
mod attachments;
mod audience;
mod chart;
mod diagram;
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
use std::sync::OnceLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use address::Address;
use attachments::Attachments;
pub use attachments::is_attachable;
pub use audience::Withheld;
use diagram::Diagrams;
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
use crate::postmortem::{Lexicon, Record, SectionName};
use crate::text::{RelPath, SafeUrl};
use words::Words;

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
    attachments: Attachments,
    /// What is drawn for documents.
    diagrams: Diagrams,
    /// The zone of times that name none.
    zone: Option<TimeZone>,
    today: Date,
    lexicon: OnceLock<Lexicon>,
}

/// Builds the site: every page, the theme's assets and the attachments, sorted by path. The same input
/// gives the same bytes; `now` is the day that actions are held against. It tells nothing of documents that the
/// audience of the settings may not see.
///
/// `attachments` are files that documents may link to or show, by path below the documents' root. They keep
/// their tree; those that no page of the site leads to, and those with an ending that is not a picture, a text or
/// data, are left out.
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
    let seen = audience::seen(base, settings, now);
    let base = seen.as_ref().unwrap_or(base);
    let site = Site::new(base, settings, theme, Attachments::new(attachments), now);
    let pages: Vec<OutputFile> =
        pages::all(&site).into_par_iter().map(|page| page.render(&site)).collect::<Result<_, _>>()?;
    // One page is for reading on paper: nothing is searched or fetched there.
    let others = if theme.is_one_page() { Vec::new() } else { files::all(&site, &pages) };
    let mut files: BTreeMap<RelPath, OutputFile> = BTreeMap::new();
    let index = if theme.is_one_page() { Vec::new() } else { search::files(&site) };
    // A page is never replaced by an attachment of the same name.
    let attached = site.attachments.named(attachments);
    let own = theme.assets().files().chain(site.diagrams.files());
    for file in attached.chain(own).chain(index).chain(others).chain(pages) {
        files.insert(file.path.clone(), file);
    }
    Ok(files.into_values().collect())
}

/// The headings of every record. Ids of a document that shares its page with others begin with its own place.
fn outlines(base: &KnowledgeBase, directory: &Directory) -> Vec<Outline> {
    let prefix = |index| directory.record(index).and_then(Address::fragment).map(|place| format!("{place}:"));
    let indexes = 0..base.records.len();
    indexes.into_par_iter().map(|index| Outline::new(&base.records[index], prefix(index).unwrap_or_default())).collect()
}

impl<'a> Site<'a> {
    fn new(
        base: &'a KnowledgeBase,
        settings: &'a Settings,
        theme: &'a Theme,
        attachments: Attachments,
        today: Date,
    ) -> Self {
        let zone = settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
        let metrics = metrics(base, settings, today, zone.clone().unwrap_or(TimeZone::UTC));
        let promises = PromiseLists::new(&metrics.ledger, today);
        let directory = Directory::new(base);
        let directory = if theme.is_one_page() { directory.folded() } else { directory };
        Self {
            base,
            settings,
            theme,
            outlines: outlines(base, &directory),
            directory,
            facets: Facets::new(base),
            lookup: Lookup::new(base.records.len(), &metrics, &promises),
            promises,
            metrics,
            root: settings.site_url.as_deref().and_then(SafeUrl::web).map(|url| url.to_string()),
            relations: Relations::of(base),
            similar: view::similar(base, today),
            has_guides: !base.guides().is_empty(),
            attachments,
            diagrams: Diagrams::of(base),
            zone,
            today,
            lexicon: OnceLock::new(),
        }
    }

    /// The words that documents of this repository use.
    fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::new(&self.settings.section_aliases))
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
