//! Files on disk into [`SourceFile`]s: which there are, what each is for, and its text or why it cannot be
//! read. The only module that reads files.

mod discover;
mod git;
mod globs;
mod read;
mod walk;

pub use discover::{Discovered, discover_config, guess_folders};
pub use git::{Git, GitPlace, GitTrouble, Histories, Limits, RevisionError};
pub use globs::{Role, Roles, is_page};
pub use read::{LARGEST, Unreadable, read_document, read_small};
pub use walk::{Found, walk};

use std::path::PathBuf;

use crate::text::RelPath;

/// A file that was found and is about to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Below the root of the sources.
    pub path: RelPath,
    /// As the user would type it.
    pub shown: String,
    /// Where it is on this machine.
    pub on_disk: PathBuf,
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
