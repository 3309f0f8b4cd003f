//! Documents into their paths below the root of their Git repository: what a forge calls them, wherever pmdoc
//! runs.

use std::collections::HashMap;
use std::path::Path;

use super::mount::Mount;
use super::project::Project;
use super::shown::join;
use crate::postmortem::Record;
use crate::source::GitPlace;
use crate::text::RelPath;

/// The folders of a project's repositories.
pub(super) struct RepositoryPaths<'p> {
    project: &'p Project,
    /// By the name of the mount: the documents' folder below the root of its repository, where there is one.
    folders: HashMap<&'p str, Option<String>>,
}

impl<'p> RepositoryPaths<'p> {
    pub(super) fn new(project: &'p Project) -> Self {
        let folders = project.mounts.iter().map(|mount| (mount.name.as_str(), folder(mount))).collect();
        Self { project, folders }
    }

    /// The path of a record in its repository; without one, as the user would type it, if that stays below the
    /// current folder.
    pub(super) fn of(&self, record: &Record) -> RelPath {
        let (mount, below) = self.project.mount_of(record.path.as_str());
        let path = match self.folders.get(mount.name.as_str()) {
            Some(Some(folder)) => RelPath::new(Path::new(&join(folder, below))),
            _ => RelPath::new(Path::new(record.shown.trim_start_matches("./"))),
        };
        path.unwrap_or_else(|| record.path.clone())
    }
}

/// The path of any file on disk in its repository; without one, as it is shown.
pub(super) fn of_file(path: &Path, shown: &str) -> RelPath {
    let real = path.canonicalize().ok();
    let below = real.as_ref().and_then(|path| path.strip_prefix(GitPlace::find(path.parent()?)?.root).ok());
    below.and_then(RelPath::new).unwrap_or_else(|| RelPath::inside(Path::new(shown)))
}

/// The documents' folder of a mount below the root of its Git repository. Links on the way are resolved: a forge
/// knows a file by its own place only.
fn folder(mount: &Mount) -> Option<String> {
    if mount.git_folder.is_some() {
        return mount.git_folder.clone();
    }
    let folder = mount.folder.canonicalize().ok()?;
    let place = GitPlace::find(&folder)?;
    folder.strip_prefix(&place.root).ok()?.to_str().map(str::to_owned)
}
