//! What a document's links, ids and images point at, into links of the site.

use crate::knowledge::RecordIndex;
use crate::site::{Address, Site};
use crate::text::{RelPath, SafeUrl, percent_decoded};

/// The links of one page.
#[derive(Clone, Copy)]
pub(in crate::site) struct Links<'a> {
    /// The site that they lead around in.
    pub(in crate::site) site: &'a Site<'a>,
    /// The page that they stand on.
    pub(in crate::site) from: &'a Address,
    /// The document that they are written in.
    pub(in crate::site) record: RecordIndex,
}

/// What a destination turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::site) enum Target {
    /// A page or file of the site: a relative link, encoded, and the title of the page.
    Inside(String, Option<String>),
    /// Somewhere else.
    Outside(String),
    /// Nothing that a page may link to.
    Nowhere,
}

impl Links<'_> {
    /// What a link's destination means.
    pub(in crate::site) fn resolve(&self, destination: &str) -> Target {
        let Some(url) = SafeUrl::new(destination) else { return Target::Nowhere };
        if url.is_external() {
            return Target::Outside(url.to_string());
        }
        let (path, fragment) = split(url.as_str());
        if path.is_empty() {
            return self
                .fragment(self.record, &fragment)
                .map_or(Target::Nowhere, |anchor| Target::Inside(anchor, None));
        }
        let own = &self.site.base.records[self.record].path;
        // In another repository's document, `/` is that repository's root.
        let rooted = path.strip_prefix('/').and_then(|rest| {
            let source = self.site.source_of(self.record)?;
            Some(format!("/{}/{rest}", source.name))
        });
        match own.join_link(rooted.as_deref().unwrap_or(&path)) {
            Some(path) => self.file(&path, &fragment),
            None => Target::Nowhere,
        }
    }

    /// What `[[target]]` means: the id of a postmortem or cause, a name of a cause, or a file.
    pub(in crate::site) fn wiki(&self, target: &str) -> Target {
        let (name, fragment) = split(target);
        let name = name.trim();
        if let Some(&index) = self.site.base.ids.get(name) {
            return self.record(index, &fragment);
        }
        match self.site.directory.cause_named(name) {
            Some(address) => Target::Inside(self.from.link_to(address), None),
            None => match self.resolve(target) {
                Target::Outside(_) => Target::Nowhere,
                target => target,
            },
        }
    }

    /// The page of another postmortem whose id stands in running text.
    pub(in crate::site) fn mention(&self, id: &str) -> Option<Target> {
        let index = *self.site.base.ids.get(id)?;
        let is_other = index != self.record && self.site.base.records[index].postmortem.kind.is_postmortem();
        is_other.then(|| self.record(index, ""))
    }

    /// The file to show for an image: only one that the site carries.
    pub(in crate::site) fn image(&self, destination: &str) -> Option<String> {
        let url = SafeUrl::new(destination).filter(|url| !url.is_external())?;
        let (path, _) = split(url.as_str());
        self.attachment(&self.site.base.records[self.record].path.join_link(&path)?)
    }

    fn record(&self, index: RecordIndex, fragment: &str) -> Target {
        let Some(address) = self.site.directory.record(index) else { return Target::Nowhere };
        let place = if fragment.is_empty() { None } else { self.site.outline(index).anchor(fragment) };
        let address = place.map_or_else(|| address.clone(), |anchor| address.at(anchor));
        let title = self.site.base.records[index].postmortem.title.value.clone();
        Target::Inside(self.from.link_to(&address), Some(title))
    }

    /// `#anchor`, if the record's page has it.
    fn fragment(&self, index: RecordIndex, fragment: &str) -> Option<String> {
        let anchor = self.site.outline(index).anchor(fragment)?;
        Some(format!("#{anchor}"))
    }

    fn file(&self, path: &RelPath, fragment: &str) -> Target {
        if let Some(index) = self.site.directory.at_path(path.as_str()) {
            return match self.record(index, fragment) {
                Target::Nowhere => self.repository(path),
                target => target,
            };
        }
        self.attachment(path).map_or_else(|| self.repository(path), |link| Target::Inside(link, None))
    }

    fn attachment(&self, path: &RelPath) -> Option<String> {
        Some(self.from.link_to(self.site.attachments.name(path.as_str())?))
    }

    /// What the site does not carry is linked where the repository is read.
    fn repository(&self, path: &RelPath) -> Target {
        let url = self.site.file_link(self.record, path);
        url.map_or(Target::Nowhere, |url| Target::Outside(url.to_string()))
    }
}

/// A destination's path and fragment, decoded; a query is dropped.
fn split(destination: &str) -> (String, String) {
    let (rest, fragment) = destination.split_once('#').unwrap_or((destination, ""));
    let path = rest.split('?').next().unwrap_or_default();
    (percent_decoded(path), percent_decoded(fragment))
}
