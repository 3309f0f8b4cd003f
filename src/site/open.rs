//! A site whose files are made when somebody asks for them: what serves a site has no need of the others.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::contents::{Contents, Item};
use super::{Attached, Site, SiteError, Theme, search};
use crate::config::Settings;
use crate::knowledge::{KnowledgeBase, RecordIndex, Similar};
use crate::text::RelPath;

/// The incidents that are worth showing beside one, best first; at most so many.
pub type Suggest<'a> = dyn Fn(RecordIndex, usize) -> Vec<Similar> + Sync + 'a;

/// A site, as far as it was asked for.
pub struct Open<'a> {
    site: Site<'a>,
    contents: OnceLock<Contents>,
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
        attached: Attached<'a>,
        suggest: &'a Suggest<'a>,
        now: Date,
    ) -> Self {
        let site = Site::new(seen, settings, theme, attached, suggest, now);
        Self { site, contents: OnceLock::new(), index: OnceLock::new(), all: OnceLock::new() }
    }

    /// The file at a path below the site: the same bytes that building the site writes there.
    ///
    /// # Errors
    /// A template that cannot be filled in.
    pub fn file(&self, path: &str) -> Result<Option<Vec<u8>>, SiteError> {
        let Some(path) = RelPath::new(Path::new(path)) else { return Ok(None) };
        if let Some(item) = self.contents().get(&path) {
            return item.make(&self.site).map(Some);
        }
        if search::may_be(&path) && !self.site.theme.is_one_page() {
            return Ok(self.index().get(&path).cloned());
        }
        match self.site.attachments.is_named(path.as_str()) {
            None => return Ok(None),
            Some(true) => {}
            Some(false) => self.make_all()?,
        }
        let is_named = self.site.attachments.is_named(path.as_str()) == Some(true);
        Ok(is_named.then(|| self.site.attachments.read(&path)).flatten())
    }

    fn contents(&self) -> &Contents {
        self.contents.get_or_init(|| Contents::of(&self.site))
    }

    fn index(&self) -> &BTreeMap<RelPath, Vec<u8>> {
        let files = || search::files(&self.site).into_iter().map(|file| (file.path, file.bytes)).collect();
        self.index.get_or_init(files)
    }

    /// Makes every page, for what it leads to.
    fn make_all(&self) -> Result<(), SiteError> {
        if self.all.get().is_none() {
            let pages = self.contents().all().values().filter(|item| matches!(item, Item::Page(_)));
            pages.map(|page| page.make(&self.site).map(drop)).collect::<Result<(), _>>()?;
        }
        self.all.get_or_init(|| ());
        Ok(())
    }
}
