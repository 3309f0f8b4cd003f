//! The list of what pmdoc wrote: a hash and a path a line, sorted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::OutputFile;
use crate::text::RelPath;

/// Its name in the output folder. It also marks the folder as pmdoc's.
pub(super) const NAME: &str = ".pmdoc-manifest";

/// What a build wrote: hash by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// Of files about to be written.
    pub(super) fn of(files: &[OutputFile]) -> Self {
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex()[..32].to_owned();
        Self(files.iter().map(|file| (file.path.as_str().to_owned(), hash(&file.bytes))).collect())
    }

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

    /// Whether both name the same bytes at a path.
    pub(super) fn agrees_with(&self, other: &Self, path: &str) -> bool {
        self.0.get(path).is_some_and(|hash| other.0.get(path) == Some(hash))
    }

    /// How many paths the other has no more.
    pub(super) fn missing_in(&self, other: &Self) -> usize {
        self.0.keys().filter(|path| !other.0.contains_key(*path)).count()
    }
}
