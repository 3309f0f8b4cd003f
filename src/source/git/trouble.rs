//! Why Git cannot be asked, and what to do about it. Never a reason to fail: what Git would have said is
//! simply not known.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode};

/// What kept a repository from being read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GitTrouble {
    /// It belongs to another user.
    #[error(
        "the Git repository {0} belongs to another user; to let pmdoc read its history, run: git config --global --add safe.directory {0}"
    )]
    NotOwned(PathBuf),
    /// It uses an object format, a reference format or an extension that libgit2 does not know.
    #[error(
        "the Git repository {path} cannot be read: {reason}; pmdoc reads repositories with SHA-1 ids and files for references (git clone, or git refs migrate --ref-format=files)"
    )]
    Unsupported {
        /// The folder.
        path: PathBuf,
        /// The library's words.
        reason: String,
    },
    /// The index is kept in a way that libgit2 does not know.
    #[error(
        "the index of the Git repository {path} cannot be read: {reason}; write it as one whole file with: git update-index --no-split-index (or git sparse-checkout reapply --no-sparse-index)"
    )]
    Index {
        /// The folder.
        path: PathBuf,
        /// The library's words.
        reason: String,
    },
    /// Objects are missing.
    #[error(
        "the Git repository {path} lacks objects: {reason}; fetch them with: git fetch --refetch --filter=blob:none (a clone made with --filter=tree:0 has no history of files)"
    )]
    Missing {
        /// The folder.
        path: PathBuf,
        /// The library's words.
        reason: String,
    },
    /// Anything else.
    #[error("the Git repository {path} cannot be read: {reason}; git fsck may say more")]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// The library's words.
        reason: String,
    },
}

impl GitTrouble {
    /// What libgit2's error means for a repository.
    pub(super) fn of(path: &Path, error: &git2::Error) -> Self {
        let path = path.to_owned();
        let reason = error.message().to_owned();
        let foreign = ["object format", "extension", "repositoryformatversion", "refstorage", "sha256"];
        match error.code() {
            ErrorCode::Owner => Self::NotOwned(path),
            ErrorCode::NotFound if error.class() == ErrorClass::Odb => Self::Missing { path, reason },
            _ if error.class() == ErrorClass::Index => Self::Index { path, reason },
            _ if foreign.iter().any(|word| reason.to_lowercase().contains(word)) => Self::Unsupported { path, reason },
            _ => Self::Damaged { path, reason },
        }
    }
}
