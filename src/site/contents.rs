//! A site into everything that it is made of: the path of every file, and what makes that file when it is wanted. What
//! builds a site and what serves one ask here, so both have the same files and the same bytes.

use std::collections::BTreeMap;

use super::files::{self, FeedOf};
use super::pages::{self, Page};
use super::{Site, SiteError};
use crate::knowledge::RecordIndex;
use crate::text::RelPath;

/// What a file of the site is made from.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Page(Page),
    /// The Markdown of a record.
    Twin(RecordIndex),
    Feed(FeedOf),
    /// A file of `data`, by its place among them.
    Data(usize),
    /// By its number, from 1; 0 for the one that programs ask for first.
    Sitemap(usize),
    Calendar,
    Headers,
    Robots,
    LanguageModels,
    /// An asset of the theme, by its name there.
    Asset(String),
}

/// Every file of a site but those of the search index and what documents attach, by path.
#[derive(Debug, Default)]
pub(super) struct Contents(BTreeMap<RelPath, Item>);

impl Contents {
    pub(super) fn of(site: &Site<'_>) -> Self {
        let mut contents = Self::default();
        let assets = site.theme.assets().all().map(|(name, address)| (address.clone(), Item::Asset(name.to_owned())));
        contents.extend(assets);
        // One page is for reading on paper: nothing is fetched there.
        if !site.theme.is_one_page() {
            contents.extend(files::all(site));
        }
        contents.extend(pages::all(site).into_iter().map(|page| (page.address(site), Item::Page(page))));
        contents
    }

    /// Of two for one path the later counts.
    fn extend(&mut self, items: impl IntoIterator<Item = (super::Address, Item)>) {
        self.0.extend(items.into_iter().filter_map(|(address, item)| Some((address.path()?, item))));
    }

    /// What makes the file at a path.
    pub(super) fn get(&self, path: &RelPath) -> Option<&Item> {
        self.0.get(path)
    }

    pub(super) fn all(&self) -> &BTreeMap<RelPath, Item> {
        &self.0
    }
}

impl Item {
    /// The file's bytes.
    pub(super) fn make(&self, site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
        Ok(match self {
            Self::Page(page) => return page.render(site),
            Self::Asset(name) => site.theme.assets().text(name).as_bytes().to_vec(),
            Self::Twin(index) => files::twin_of(site, *index),
            Self::Feed(of) => files::feed_of(site, of),
            Self::Data(number) => files::data(site, *number),
            Self::Sitemap(number) => files::sitemap(site, *number),
            Self::Calendar => files::calendar(site),
            Self::Headers => files::headers(),
            Self::Robots => files::robots(site),
            Self::LanguageModels => files::llms(site),
        })
    }
}
