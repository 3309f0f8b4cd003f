//! A site whose files are made when somebody asks for them: what serves a site has no need of the others.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::contents::{Contents, Item};
use super::diagram::Diagrams;
use super::pages::Page;
use super::{Attachments, Kin, Site, SiteError, Theme, search};
use crate::config::Settings;
use crate::knowledge::KnowledgeBase;
use crate::text::RelPath;

/// A site, as far as it was asked for.
pub struct Open<'a> {
    /// What pages of single documents need.
    documents: Site<'a>,
    /// Those pages, by path.
    pages: HashMap<RelPath, Page>,
    /// What everything else needs, and what there is.
    whole: OnceLock<(Site<'a>, Contents)>,
    /// The files of the search index; their names are known when they are made.
    index: OnceLock<BTreeMap<RelPath, Vec<u8>>>,
    /// That every page was made: which attachments are part of the site is known by then.
    all: OnceLock<()>,
}

impl<'a> Open<'a> {
    /// The site of what its readers may see of a knowledge base; otherwise as [`super::build`].
    pub fn new(
        seen: &'a KnowledgeBase,
        settings: &'a Settings,
        theme: &'a Theme,
        attachments: &'a Attachments<'a>,
        kin: &'a dyn Kin,
        now: Date,
    ) -> Self {
        let documents = Site::of_documents(seen, settings, theme, attachments, kin, now);
        let page = |index| {
            let page = Page::of_record(&documents, index)?;
            Some((page.address(&documents).path()?, page))
        };
        let records = if theme.is_one_page() { 0..0 } else { 0..seen.records.len() };
        let pages = records.filter_map(page).collect();
        Self { pages, documents, whole: OnceLock::new(), index: OnceLock::new(), all: OnceLock::new() }
    }

    /// The file at a path below the site: the same bytes that building the site writes there.
    ///
    /// # Errors
    /// A template that cannot be filled in.
    pub fn file(&self, path: &str) -> Result<Option<Vec<u8>>, SiteError> {
        let Some(path) = RelPath::new(Path::new(path)) else { return Ok(None) };
        if let Some(page) = self.pages.get(&path) {
            return page.render(&self.documents).map(Some);
        }
        let (site, contents) = self.whole();
        if let Some(item) = contents.get(&path) {
            return item.make(site).map(Some);
        }
        if search::may_be(&path) && !site.theme.is_one_page() {
            return Ok(self.index().get(&path).cloned());
        }
        if Diagrams::may_be(&path) {
            if site.diagrams.file(&path).is_none() {
                self.make_all()?;
            }
            return Ok(site.diagrams.file(&path).map(|svg| svg.as_bytes().to_vec()));
        }
        match site.attachments.is_named(path.as_str()) {
            None => return Ok(None),
            Some(true) => {}
            Some(false) => self.make_all()?,
        }
        let is_named = site.attachments.is_named(path.as_str()) == Some(true);
        Ok(is_named.then(|| site.attachments.read(&path)).flatten())
    }

    fn whole(&self) -> &(Site<'a>, Contents) {
        self.whole.get_or_init(|| {
            let Site { base, settings, theme, attachments, kin, today, .. } = self.documents;
            let diagrams = Arc::clone(&self.documents.diagrams);
            let site = Site::of_documents(base, settings, theme, attachments, kin, today).with_figures();
            let site = Site { diagrams, ..site };
            let contents = Contents::of(&site);
            (site, contents)
        })
    }

    fn index(&self) -> &BTreeMap<RelPath, Vec<u8>> {
        let files = || search::files(&self.whole().0).into_iter().map(|file| (file.path, file.bytes)).collect();
        self.index.get_or_init(files)
    }

    /// Makes every page, for what it leads to.
    fn make_all(&self) -> Result<(), SiteError> {
        if self.all.get().is_none() {
            let (site, contents) = self.whole();
            let mut pages = contents.all().values().filter(|item| matches!(item, Item::Page(_)));
            pages.try_for_each(|page| page.make(site).map(drop))?;
        }
        self.all.get_or_init(|| ());
        Ok(())
    }
}
