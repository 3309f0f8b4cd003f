//! Where the knowledge base is: the nearest `book.toml`.

use std::path::{Path, PathBuf};

/// A root and its configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// The folder.
    pub root: PathBuf,
    /// Its `book.toml`, where there is one.
    pub config: Option<PathBuf>,
}

/// The nearest folder at or above `start` that holds a `book.toml`. Looks no further than the folder that
/// holds `.git`: what lies above belongs to somebody else.
pub fn discover_config(start: &Path) -> Option<Discovered> {
    for folder in start.ancestors() {
        let config = folder.join("book.toml");
        if config.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
            return Some(Discovered { root: folder.to_owned(), config: Some(config) });
        }
        if folder.join(".git").symlink_metadata().is_ok() {
            return None;
        }
    }
    None
}
