//! Files on disk, in the index or in a commit into [`SourceFile`]s: which there are, what each is for, and its
//! text or why it cannot be read; and what Git knows of them. The only module that reads files and asks Git.

mod changed;
mod discover;
mod git;
mod globs;
mod read;
mod snapshot;
mod stamp;
mod walk;

pub use changed::{Changes, holds};
pub use discover::{Discovered, discover_config};
pub use git::{
    FetchError, Fetched, Git, GitPlace, GitTrouble, Histories, Limits, RevisionError, Staged, committer, fetch,
};
pub use globs::{Role, Roles, is_page};
pub use read::{LARGEST, Unreadable, is_readable, read, read_document, read_small};
pub use snapshot::Snapshot;
pub use stamp::Stamp;
pub use walk::{Found, is_skipped, walk};

use std::path::PathBuf;
use std::sync::Arc;

use crate::history::ObjectId;
use crate::text::RelPath;

/// A file that was found and is about to be read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Below the root of the sources.
    pub path: RelPath,
    /// As the user would type it.
    pub shown: String,
    /// Where its bytes are.
    pub content: Content,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub enum Content {
    /// On this machine's disk.
    Disk(PathBuf),
    /// In the object database of a repository.
    Blob {
        /// The repository.
        git: Arc<Git>,
        /// The content's id.
        id: ObjectId,
    },
    /// Here: somebody handed it in.
    Memory(Arc<[u8]>),
}

/// A run that could not begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A path that was named is not there.
    #[error("{path}: no such file or folder")]
    Missing {
        /// As typed.
        path: String,
    },
    /// A path that cannot be looked into.
    #[error("{path}: {reason}")]
    Unreadable {
        /// As typed.
        path: String,
        /// The system's words.
        reason: String,
    },
}
