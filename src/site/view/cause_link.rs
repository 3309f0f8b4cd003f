//! The name of a cause, as a link.

use serde::Serialize;

use crate::site::words::Words;
use crate::site::{Address, Site};

/// A cause and the way to its page.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct CauseLink {
    pub(in crate::site) title: String,
    pub(in crate::site) href: String,
}

impl CauseLink {
    /// The cause of an id, named in a language.
    pub(in crate::site) fn new(site: &Site<'_>, from: &Address, id: &str, words: &Words) -> Option<Self> {
        let cause = site.base.causes.get(id)?;
        let href = from.link_to(site.directory.cause(id)?);
        Some(Self { title: cause.title(&words.tag).to_owned(), href })
    }

    /// The causes that a record names.
    pub(in crate::site) fn of(site: &Site<'_>, from: &Address, record: usize, words: &Words) -> Vec<Self> {
        let ids = site.base.causes_of.get(record).into_iter().flatten();
        ids.filter_map(|id| Self::new(site, from, id, words)).collect()
    }
}
