//! The name under which somebody commits here.

use std::path::Path;

use super::{Git, GitPlace};

/// Longer names are none.
const LONGEST: usize = 200;

/// `user.name` of the repository around a folder, else of the user; `None` where neither is set. Nothing is run.
pub fn committer(folder: &Path) -> Option<String> {
    let own = folder.canonicalize().ok().and_then(|folder| GitPlace::find(&folder)).and_then(|place| {
        let git = Git::open(place).ok()?;
        git.lock().config().ok()?.get_string("user.name").ok()
    });
    let name = own.or_else(|| git2::Config::open_default().ok()?.get_string("user.name").ok())?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty() && name.len() <= LONGEST).then_some(name)
}
