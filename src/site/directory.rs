//! Records and causes into the addresses of their pages: slugs, unique whatever a file system folds.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Address;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Kind, Record};
use crate::text::Slug;

/// Which page each record and cause has.
#[derive(Debug, Default)]
pub(in crate::site) struct Directory {
    records: Vec<Option<Address>>,
    causes: BTreeMap<String, Address>,
    /// Ids, titles and aliases of causes, with the id they mean.
    names: HashMap<String, String>,
    by_path: HashMap<String, RecordIndex>,
}

impl Directory {
    /// Gives every record and cause its page. Records come by path and causes by id, so that the same
    /// knowledge base always gives the same addresses.
    pub(in crate::site) fn new(base: &KnowledgeBase) -> Self {
        let mut taken = Taken::default();
        let mut directory = Self::default();
        for (id, cause) in &base.causes {
            directory.causes.insert(id.clone(), taken.page("causes", &[Slug::path(&cause.id)]));
            for name in std::iter::once(id).chain(cause.titles.values()).chain(&cause.aliases) {
                directory.names.entry(name.clone()).or_insert_with(|| id.clone());
            }
        }
        for (index, record) in base.records.iter().enumerate() {
            let address = match record.postmortem.kind {
                Kind::Template | Kind::Unreadable => None,
                Kind::Cause => directory.cause_page(base, index),
                Kind::Guide | Kind::Index => Some(taken.page("guides", &tree(record))),
                Kind::Incident | Kind::NearMiss | Kind::Drill | Kind::ErrorBudget => {
                    Some(taken.page("incidents", &[Slug::path(&record.postmortem.id.value)]))
                }
            };
            directory.by_path.insert(record.path.as_str().to_owned(), index);
            directory.records.push(address);
        }
        directory
    }

    /// The same for a site that is one page: every page becomes a place in it.
    pub(in crate::site) fn folded(mut self) -> Self {
        self.records
            .iter_mut()
            .flatten()
            .chain(self.causes.values_mut())
            .for_each(|address| *address = address.folded());
        self
    }

    /// The page of the cause that a record registers; none for a second claim to the same id.
    fn cause_page(&self, base: &KnowledgeBase, index: RecordIndex) -> Option<Address> {
        let id = &base.records[index].postmortem.id.value;
        base.causes.get(id).filter(|cause| cause.record == Some(index))?;
        self.causes.get(id).cloned()
    }

    /// The page of a record; templates have none.
    pub(in crate::site) fn record(&self, index: RecordIndex) -> Option<&Address> {
        self.records.get(index)?.as_ref()
    }

    /// The page of a cause.
    pub(in crate::site) fn cause(&self, id: &str) -> Option<&Address> {
        self.causes.get(id)
    }

    /// The page of the cause that has a name, in any language.
    pub(in crate::site) fn cause_named(&self, name: &str) -> Option<&Address> {
        self.cause(self.names.get(name)?)
    }

    /// The record of a file.
    pub(in crate::site) fn of_file(&self, path: &str) -> Option<RecordIndex> {
        self.by_path.get(path).copied()
    }

    /// The record at a path as a link writes it: the file, the file without its ending, or the folder.
    pub(in crate::site) fn at_path(&self, path: &str) -> Option<RecordIndex> {
        let path = path.trim_end_matches('/');
        let tries = ["", ".md", "/README.md", "/index.md", "/_index.md"];
        tries.iter().find_map(|ending| self.by_path.get(&format!("{path}{ending}")).copied())
    }
}

/// The folders of a guide below `guides/`: its own, with an index page standing for its folder.
fn tree(record: &Record) -> Vec<Slug> {
    let path = &record.path;
    let mut parts: Vec<&str> = path.parent().split('/').filter(|part| !part.is_empty()).collect();
    if parts.first() == Some(&"guides") {
        parts.remove(0);
    }
    let is_index = matches!(path.stem().to_ascii_lowercase().as_str(), "readme" | "index" | "_index");
    if !is_index || parts.is_empty() {
        parts.push(path.stem());
    }
    parts.into_iter().map(Slug::path).collect()
}

/// Folders given away, in lower case: `A` and `a` are one folder to many file systems. Slugs are lower case
/// already except for letters that fold differently.
#[derive(Default)]
pub(in crate::site) struct Taken(HashSet<String>);

impl Taken {
    /// The page of a folder below `root`.
    fn page(&mut self, root: &str, parts: &[Slug]) -> Address {
        let parts: Vec<&str> = parts.iter().map(Slug::as_str).collect();
        Address::folder(&self.free(&format!("{root}/{}", parts.join("/"))))
    }

    /// The folder of a name behind what it begins with.
    pub(in crate::site) fn folder(&mut self, begin: &str, name: &Slug) -> String {
        self.free(&format!("{begin}{name}"))
    }

    /// A folder that nobody has; one met again gets `-2`, `-3`, …
    fn free(&mut self, folder: &str) -> String {
        let mut free = folder.to_owned();
        let mut number = 1;
        while !self.0.insert(free.to_lowercase()) {
            number += 1;
            free = format!("{folder}-{number}");
        }
        free
    }
}
