//! Paths as the user would type them.

use std::path::Path;

/// A folder as the user would type it: relative to the current one where that is shorter; `""` for the
/// current one itself.
#[allow(clippy::disallowed_methods, reason = "the command line is where the current folder is known")]
pub(super) fn shown(path: &Path) -> String {
    let current = std::env::current_dir().ok().and_then(|current| current.canonicalize().ok());
    let Some(current) = current else { return path.to_string_lossy().into_owned() };
    if path == current {
        return String::new();
    }
    if let Ok(below) = path.strip_prefix(&current) {
        return below.to_string_lossy().into_owned();
    }
    match current.ancestors().position(|ancestor| path.starts_with(ancestor)) {
        Some(up @ 1..=3) => {
            let rest = current.ancestors().nth(up).and_then(|ancestor| path.strip_prefix(ancestor).ok());
            let climb = vec![".."; up].join("/");
            join(&climb, &rest.map(|rest| rest.to_string_lossy().into_owned()).unwrap_or_default())
        }
        _ => path.to_string_lossy().into_owned(),
    }
}

/// A folder in a sentence.
pub(super) fn place(path: &Path) -> String {
    match path.to_string_lossy().trim_end_matches('/') {
        "." | "" => "this folder".to_owned(),
        text => text.to_owned(),
    }
}

/// A path below a shown folder.
pub(super) fn join(folder: &str, rest: &str) -> String {
    match (folder, rest) {
        ("" | "." | "this folder", rest) => rest.to_owned(),
        (folder, "" | ".") => folder.to_owned(),
        (folder, rest) => format!("{}/{rest}", folder.trim_end_matches('/')),
    }
}
