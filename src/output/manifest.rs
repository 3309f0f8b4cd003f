//! The list of what pmdoc wrote: a hash and a path a line, sorted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::text::RelPath;

/// Its name in the output folder. It also marks the folder as pmdoc's.
pub(super) const NAME: &str = ".pmdoc-manifest";

/// What a build wrote: hash by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, String>);

/// What tells bytes apart from others.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

impl FromIterator<(String, String)> for Manifest {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl Manifest {
    /// Of an output folder; `None` where there is none. Lines that are no entry are passed over.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let path = folder.join(NAME);
        let regular = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        let text = regular.then(|| fs::read_to_string(path).ok()).flatten()?;
        let entries = text.lines().filter_map(|line| line.split_once("  "));
        let safe = entries.filter(|(_, path)| RelPath::new(Path::new(path)).is_some());
        Some(Self(safe.map(|(hash, path)| (path.to_owned(), hash.to_owned())).collect()))
    }

    pub(super) fn to_text(&self) -> String {
        self.0.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect()
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Whether it names these bytes at a path.
    pub(super) fn has_as(&self, path: &str, hash: &str) -> bool {
        self.0.get(path).is_some_and(|known| known == hash)
    }

    /// How many paths the other has no more.
    pub(super) fn missing_in(&self, other: &Self) -> usize {
        self.0.keys().filter(|path| !other.0.contains_key(*path)).count()
    }
}
