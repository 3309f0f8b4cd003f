//! Where the repository is: the nearest `book.toml`, or the folders that postmortems usually live in.

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

/// The folders of `root` that usually hold postmortems, `/`-separated, sorted.
pub fn guess_folders(root: &Path) -> Vec<String> {
    let mut found = matching(root, "");
    found.extend(matching(&root.join("docs"), "docs/"));
    found.sort();
    found
}

fn matching(folder: &Path, prefix: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| {
            ["postmortem", "post-mortem", "incident"].iter().any(|begin| name.to_lowercase().starts_with(begin))
        })
        .map(|name| format!("{prefix}{name}"))
        .collect()
}
