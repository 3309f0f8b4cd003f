//! One state of the files below a folder: on disk, in the index, or in a commit. Everything that reads
//! documents goes through it, so that the same bytes give the same results whichever way they are read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::git::{EntryKind, Stored, joined};
use super::{Found, Git, GitTrouble, SourceError, SourceFile, walk};
use crate::history::ObjectId;
use crate::text::RelPath;

/// One state of the files below a root.
#[derive(Debug, Clone)]
pub struct Snapshot(State);

#[derive(Debug, Clone)]
enum State {
    Disk(PathBuf),
    Stored(Stored),
}

impl Snapshot {
    /// The work tree, or any folder.
    pub fn disk(root: &Path) -> Self {
        Self(State::Disk(root.to_owned()))
    }

    /// A commit, from the root of its repository.
    ///
    /// # Errors
    /// Where the commit cannot be read.
    pub fn commit(git: Arc<Git>, id: ObjectId) -> Result<Self, GitTrouble> {
        Ok(Self(State::Stored(Stored::commit(git, id)?)))
    }

    /// The index, from the root of its repository.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn index(git: Arc<Git>) -> Result<Self, GitTrouble> {
        Ok(Self(State::Stored(Stored::index(git)?)))
    }

    /// The same state, seen from a folder below this root.
    #[must_use]
    pub fn below(&self, folder: &str) -> Self {
        Self(match &self.0 {
            State::Disk(root) => State::Disk(root.join(joined("", folder))),
            State::Stored(stored) => State::Stored(stored.below(folder)),
        })
    }

    /// Whether there is anything at a path, without following links.
    pub fn exists(&self, path: &str) -> bool {
        match &self.0 {
            State::Disk(root) => root.join(path).symlink_metadata().is_ok(),
            State::Stored(stored) => stored.kind(path).is_some(),
        }
    }

    /// A file by its path; `None` where there is none. What is no regular file is refused when it is read.
    pub fn file(&self, path: &str, shown: &str) -> Option<SourceFile> {
        match &self.0 {
            State::Disk(root) => {
                let on_disk = root.join(path);
                let is_folder = on_disk.symlink_metadata().ok()?.is_dir();
                let path = RelPath::new(Path::new(path)).filter(|_| !is_folder)?;
                Some(SourceFile { path, shown: shown.to_owned(), content: super::Content::Disk(on_disk) })
            }
            State::Stored(stored) => stored.file(path, shown),
        }
    }

    /// Every regular file below a folder, by path below that folder. `shown` is how the user names the folder.
    ///
    /// # Errors
    /// Where the folder is not there or cannot be looked into.
    pub fn walk(&self, folder: &str, shown: &str) -> Result<Found, SourceError> {
        match &self.0 {
            State::Disk(root) => walk(&root.join(joined("", folder)), shown),
            State::Stored(stored) => {
                if stored.kind(folder) != Some(EntryKind::Folder) && !joined("", folder).is_empty() {
                    return Err(SourceError::Missing { path: shown.to_owned() });
                }
                let reason = |trouble: GitTrouble| SourceError::Unreadable {
                    path: shown.to_owned(),
                    reason: trouble.to_string(),
                };
                stored.walk(folder, shown).map_err(reason)
            }
        }
    }

    /// The folders that usually hold postmortems, `/`-separated, sorted.
    pub fn guess_folders(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for parent in ["", "docs"] {
            found.extend(
                self.folders(parent)
                    .into_iter()
                    .filter(|name| holds_postmortems(name))
                    .map(|name| joined(parent, &name)),
            );
        }
        found.sort();
        found
    }

    /// The names of the folders in a folder.
    pub fn folders(&self, parent: &str) -> Vec<String> {
        match &self.0 {
            State::Disk(root) => {
                let Ok(entries) = std::fs::read_dir(root.join(parent)) else { return Vec::new() };
                entries
                    .filter_map(Result::ok)
                    .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
                    .filter_map(|entry| entry.file_name().into_string().ok())
                    .collect()
            }
            State::Stored(stored) => stored.folders(parent),
        }
    }
}

fn holds_postmortems(name: &str) -> bool {
    ["postmortem", "post-mortem", "incident"].iter().any(|begin| name.to_lowercase().starts_with(begin))
}
