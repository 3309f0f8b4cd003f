//! Records and causes into the addresses that their pages have on the web, for whoever links to the site from
//! elsewhere.

use jiff::civil::Date;

use super::directory::Directory;
use super::{Address, audience};
use crate::config::Settings;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::text::{SafeUrl, percent_encoded};

/// The site where people read it.
pub struct Published {
    root: String,
    directory: Directory,
    /// For each record of the whole knowledge base, where it stands among those that readers see.
    places: Vec<Option<RecordIndex>>,
}

impl Published {
    /// The site of a knowledge base, where the settings say its address on the web (`site-url`); one that is
    /// only a path leads nowhere from elsewhere.
    pub fn new(base: &KnowledgeBase, settings: &Settings, today: Date) -> Option<Self> {
        let root = settings.site_url.as_deref().and_then(SafeUrl::web)?;
        let seen = audience::seen(base, settings, today);
        let directory = Directory::new(seen.as_ref().unwrap_or(base));
        let places = base.records.iter().map(|record| directory.of_file(record.path.as_str())).collect();
        Some(Self { root: root.to_string(), directory, places })
    }

    /// The page of a record.
    pub fn record(&self, index: RecordIndex) -> Option<SafeUrl> {
        self.page(self.directory.record((*self.places.get(index)?)?)?)
    }

    /// The page of a cause.
    pub fn cause(&self, id: &str) -> Option<SafeUrl> {
        self.page(self.directory.cause(id)?)
    }

    fn page(&self, address: &Address) -> Option<SafeUrl> {
        let folder = address.as_str().strip_suffix("index.html").unwrap_or(address.as_str());
        SafeUrl::web(&format!("{}/{}", self.root, percent_encoded(folder)))
    }
}
