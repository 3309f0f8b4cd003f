//! A folder into its files: sorted, symbolic links not followed, hidden folders left out, bounded.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::{Content, SourceError, SourceFile};
use crate::text::RelPath;

/// The most files that one run looks at.
pub(super) const MOST: usize = 100_000;
/// How deep folders may be nested.
const DEEPEST: usize = 64;

/// What a walk met.
#[derive(Debug, Default)]
pub struct Found {
    /// Regular files, by path.
    pub files: Vec<SourceFile>,
    /// What was left out and why, for people: links, names that are not UTF-8, too many files.
    pub left_out: Vec<String>,
}

/// Every regular file below `root` (or `root` itself, if it is one). `shown` is how the user names `root`.
///
/// # Errors
/// Where `root` is not there or cannot be looked into.
pub fn walk(root: &Path, shown: &str) -> Result<Found, SourceError> {
    let kind = root.symlink_metadata().map_err(|_| SourceError::Missing { path: shown.to_owned() })?.file_type();
    let mut found = Found::default();
    if !kind.is_dir() {
        single(root, shown, &mut found);
        return Ok(found);
    }
    let walker = WalkDir::new(root).follow_links(false).sort_by_file_name().max_depth(DEEPEST);
    for entry in walker.into_iter().filter_entry(|entry| {
        let is_folder = entry.file_type().is_dir();
        entry.depth() == 0
            || !(is_skipped(entry.file_name().as_encoded_bytes(), is_folder) || (is_folder && is_site(entry.path())))
    }) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => add(&entry, root, shown, &mut found),
            Err(error) if error.depth() == 0 => {
                return Err(SourceError::Unreadable { path: shown.to_owned(), reason: reason(&error) });
            }
            Err(error) => found.left_out.push(format!("{}: {}", place(&error, root, shown), reason(&error))),
        }
        if found.files.len() >= MOST {
            found.left_out.push(format!("more than {MOST} files: the rest of {shown} was not looked at"));
            break;
        }
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn single(root: &Path, shown: &str, found: &mut Found) {
    if let Some(path) = root.file_name().and_then(|name| RelPath::new(Path::new(name))) {
        found.files.push(SourceFile { path, shown: shown.to_owned(), content: Content::Disk(root.to_owned()) });
    } else {
        found.left_out.push(format!("{shown}: not a file"));
    }
}

/// Hidden folders and files, and what tools leave behind.
pub fn is_skipped(name: &[u8], is_folder: bool) -> bool {
    name.starts_with(b".") || (is_folder && matches!(name, b"node_modules" | b"target" | b"vendor"))
}

/// Whether a folder is a site that pmdoc built: the Markdown beside its pages is no document.
fn is_site(folder: &Path) -> bool {
    const MANIFEST: &str = ".pmdoc-manifest";
    folder.join(MANIFEST).symlink_metadata().is_ok()
}

/// The path below a folder. To take both apart takes longer than to compare them.
fn below<'p>(path: &'p Path, root: &Path) -> Option<&'p Path> {
    let plain = || path.to_str()?.strip_prefix(root.to_str()?)?.strip_prefix('/');
    plain().map(Path::new).or_else(|| path.strip_prefix(root).ok())
}

fn add(entry: &DirEntry, root: &Path, shown: &str, found: &mut Found) {
    let relative = below(entry.path(), root);
    let name = join(shown, &relative.unwrap_or(entry.path()).to_string_lossy());
    if entry.path_is_symlink() {
        found.left_out.push(format!("{name}: symbolic link, not followed"));
        return;
    }
    if !entry.file_type().is_file() {
        found.left_out.push(format!("{name}: not a regular file"));
        return;
    }
    match relative.and_then(RelPath::new) {
        Some(path) => {
            found.files.push(SourceFile { path, shown: name, content: Content::Disk(entry.path().to_owned()) });
        }
        None => found.left_out.push(format!("{name}: the name is not UTF-8; rename the file")),
    }
}

pub(super) fn join(shown: &str, rest: &str) -> String {
    match shown.trim_end_matches('/') {
        "" if shown.starts_with('/') => format!("/{rest}"),
        "" | "." => rest.to_owned(),
        folder => format!("{folder}/{rest}"),
    }
}

fn place(error: &walkdir::Error, root: &Path, shown: &str) -> String {
    let relative = error.path().and_then(|path| path.strip_prefix(root).ok());
    join(shown, &relative.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default())
}

fn reason(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}
