//! A knowledge base into the files of a static site: pages, assets and what documents attach.
//!
//! 1. `directory`: every record and cause gets its address; `html::Outline`: every document its anchors.
//! 2. `pages`: one file per kind of page turns the knowledge base into a typed context for one template.
//! 3. `theme`: templates, words and assets; `html`: the documents' own text; `diagram`: their drawings.

mod address;
mod attachments;
mod audience;
mod chart;
mod contents;
mod diagram;
mod directory;
mod error;
mod facet;
mod files;
mod html;
mod kin;
mod lookup;
mod open;
mod pages;
mod paging;
mod promise_lists;
mod published;
mod repository;
mod search;
mod theme;
mod view;
mod words;

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use address::Address;
pub use attachments::{Attached, Attachments, is_attachable};
pub use audience::{Withheld, withheld_again, without};
use contents::Contents;
use diagram::Diagrams;
use directory::Directory;
pub use error::SiteError;
use facet::Facets;
use html::Outline;
pub use kin::Kin;
use kin::Own;
use lookup::Lookup;
pub use open::Open;
use promise_lists::PromiseLists;
pub use published::Published;
pub use theme::Theme;

use crate::config::Settings;
use crate::history::{Commit, DocumentHistory};
use crate::knowledge::{Granularity, KnowledgeBase, Metrics, Question, RecordIndex, Relation};
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
    kin: &'a dyn Kin,
    /// Where the site will be on the web, without a slash at the end.
    root: Option<String>,
    /// Every incident, the newest first.
    incidents: Vec<RecordIndex>,
    triggers: OnceLock<view::Triggers>,
    has_guides: bool,
    /// For each record, its headings.
    outlines: Vec<OnceLock<Outline>>,
    attachments: &'a Attachments<'a>,
    /// What is drawn for documents.
    diagrams: Arc<Diagrams>,
    /// The zone of times that name none.
    zone: Option<TimeZone>,
    today: Date,
    lexicon: OnceLock<Lexicon>,
}

/// Takes a file of the site: its path and its bytes.
pub type Put<'a, E> = dyn Fn(&RelPath, &[u8]) -> Result<(), E> + Sync + 'a;

/// Builds the site: every page, the theme's assets and the attachments, each given away as soon as it is made, from any
/// thread and in no order. The same input gives the same files; `now` is the day that actions are held against. It
/// tells nothing of documents that the audience of the settings may not see.
///
/// Attachments are files that documents may link to or show; those that no page of the site leads to, and those with an
/// ending that is not a picture, a text or data, are left out.
///
/// # Errors
/// A template of the theme that cannot be filled in, and what `put` cannot do.
pub fn build<E: From<SiteError> + Send>(
    base: &KnowledgeBase,
    settings: &Settings,
    theme: &Theme,
    attached: Attached<'_>,
    now: Date,
    put: &Put<'_, E>,
) -> Result<(), E> {
    let seen = audience::seen(base, settings, now);
    let base = seen.as_ref().unwrap_or(base);
    let attachments = Attachments::new(attached);
    let kin = Own::new(base);
    let site = Site::of_documents(base, settings, theme, &attachments, &kin, now).with_figures();
    let contents = Contents::of(&site);
    // First what is large: nothing else is in memory yet. One page is for reading on paper: nothing is searched there.
    let is_free = |path: &&RelPath| contents.get(path).is_none();
    let index = if theme.is_one_page() { Vec::new() } else { search::files(&site) };
    let wanted = index.into_par_iter().filter(|file| is_free(&&file.path));
    wanted.try_for_each(|file| put(&file.path, &file.bytes))?;
    kin.prepare();
    contents.all().par_iter().try_for_each(|(path, item)| put(path, &item.make(&site)?))?;
    // A page is never replaced by an attachment of the same name.
    let named: Vec<&RelPath> = site.attachments.named().filter(is_free).collect();
    named.into_par_iter().try_for_each(|path| site.attachments.read(path).map_or(Ok(()), |bytes| put(path, &bytes)))?;
    site.diagrams.files().iter().try_for_each(|(path, svg)| put(path, svg.as_bytes()))
}

impl<'a> Site<'a> {
    /// What pages of single documents need: no figures, and none of the lists of actions.
    fn of_documents(
        base: &'a KnowledgeBase,
        settings: &'a Settings,
        theme: &'a Theme,
        attachments: &'a Attachments<'a>,
        kin: &'a dyn Kin,
        today: Date,
    ) -> Self {
        let zone = settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
        let listed = || {
            let incidents = base.incidents();
            (Facets::new(base, &incidents), incidents)
        };
        let (directory, (facets, incidents)) = rayon::join(|| Directory::new(base), listed);
        let directory = if theme.is_one_page() { directory.folded() } else { directory };
        Self {
            base,
            settings,
            theme,
            outlines: base.records.iter().map(|_| OnceLock::new()).collect(),
            directory,
            facets,
            lookup: Lookup::default(),
            promises: PromiseLists::default(),
            metrics: Metrics::default(),
            root: settings.site_url.as_deref().and_then(SafeUrl::web).map(|url| url.to_string()),
            kin,
            incidents,
            triggers: OnceLock::new(),
            has_guides: !base.guides().is_empty(),
            attachments,
            diagrams: Arc::default(),
            zone,
            today,
            lexicon: OnceLock::new(),
        }
    }

    /// The same with what the other pages need.
    fn with_figures(self) -> Self {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let metrics = metrics(self.base, self.settings, self.today, zone);
        let promises = PromiseLists::new(&metrics.ledger, self.today);
        Self { lookup: Lookup::new(&metrics, &promises), promises, metrics, ..self }
    }

    /// Every incident, the newest first: each once, whatever languages it is told in.
    fn incidents(&self) -> &[RecordIndex] {
        &self.incidents
    }

    /// The headings of a record. Ids of a document that shares its page with others begin with its own place.
    fn outline(&self, index: RecordIndex) -> &Outline {
        self.outlines[index].get_or_init(|| {
            let place = self.directory.record(index).and_then(Address::fragment);
            Outline::new(&self.base.records[index], place.map(|place| format!("{place}:")).unwrap_or_default())
        })
    }

    /// What postmortems name as their triggers.
    fn triggers(&self) -> &view::Triggers {
        self.triggers.get_or_init(|| view::Triggers::of(self.base))
    }

    /// What a record has to do with, and the records that say they have to do with it.
    fn relations(&self, index: RecordIndex) -> (Vec<Relation>, Vec<Relation>) {
        self.kin.shared().relations(self.base, index)
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
