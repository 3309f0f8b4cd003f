//! Arguments into the state of files that a command reads: a folder on disk, the index, or a commit.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use super::args::{Cli, StateArgs};
use super::shown::{join, place as in_words, shown};
use super::terminal::Terminal;
use crate::diagnostic::Note;
use crate::history::ObjectId;
use crate::source::{Git, GitPlace, Snapshot, discover_config};

/// Where a command works.
pub(super) struct Place {
    /// The folder of book.toml, or what stands for it; in a bare repository, the repository.
    pub(super) root: PathBuf,
    /// How people are shown the root.
    pub(super) shown: String,
    /// The files below the root.
    pub(super) snapshot: Snapshot,
    /// Whether there is a book.toml at the root.
    pub(super) configured: bool,
    /// The repository, where it had to be opened to read the files.
    pub(super) stored: Option<StoredPlace>,
}

/// A state that Git holds.
pub(super) struct StoredPlace {
    pub(super) git: Arc<Git>,
    /// The commit whose history counts; `None` before the first one.
    pub(super) commit: Option<ObjectId>,
    /// The root, below the root of the repository.
    pub(super) folder: String,
}

/// Finds the state that the arguments mean.
///
/// # Errors
/// A path that is not there, a revision that is none, a repository that cannot be read.
pub(super) fn locate(cli: &Cli, paths: &[PathBuf], state: &StateArgs) -> anyhow::Result<Place> {
    let is_stored = state.rev.is_some() || state.staged;
    let start = match (&cli.root, paths.first()) {
        (Some(root), _) => root.clone(),
        (None, Some(path)) if !is_stored || path.symlink_metadata().is_ok() => folder_of(path),
        (None, _) => PathBuf::from("."),
    };
    locate_from(cli, &start, paths, state)
}

/// The same, with the folder from which book.toml is looked for.
///
/// # Errors
/// As [`locate`].
pub(super) fn locate_from(cli: &Cli, start: &Path, paths: &[PathBuf], state: &StateArgs) -> anyhow::Result<Place> {
    let is_stored = state.rev.is_some() || state.staged;
    let absolute = start.canonicalize().with_context(|| start.display().to_string())?;
    let place = GitPlace::find(&absolute);
    let config = discover_config(&absolute);
    let bare = place.as_ref().filter(|place| {
        place.bare
            && config.as_ref().is_none_or(|config| place.root.starts_with(&config.root) && place.root != config.root)
    });
    match (place.as_ref(), bare) {
        (Some(place), _) if is_stored => stored(cli, &absolute, place.clone(), state),
        (_, Some(place)) => {
            Terminal::note(&Note("a bare repository: reading HEAD; `--rev` names another revision".to_owned()));
            stored(cli, &absolute, place.clone(), state)
        }
        (None, _) if is_stored => bail!("{} is in no Git repository: --rev and --staged need one", in_words(start)),
        _ => on_disk(cli, paths, start, &absolute),
    }
}

/// Files on disk.
fn on_disk(cli: &Cli, paths: &[PathBuf], start: &Path, absolute: &Path) -> anyhow::Result<Place> {
    for path in paths {
        if path.symlink_metadata().is_err() {
            bail!("{}: no such file or folder", path.display());
        }
    }
    let found = discover_config(absolute).filter(|found| cli.root.is_none() || found.root == absolute);
    let configured = found.is_some();
    let (root, shown) = match found {
        Some(found) => {
            let shown = shown(&found.root);
            (found.root, shown)
        }
        None if paths.is_empty() => (start.to_owned(), start.to_string_lossy().into_owned()),
        None => {
            let common = common(paths);
            let shown = common.to_string_lossy().into_owned();
            (common, shown)
        }
    };
    Ok(Place { snapshot: Snapshot::disk(&root), root, shown, configured, stored: None })
}

/// Files in a commit or the index.
fn stored(cli: &Cli, absolute: &Path, place: GitPlace, state: &StateArgs) -> anyhow::Result<Place> {
    let git = Arc::new(Git::open(place.clone())?);
    let commit = match &state.rev {
        Some(rev) => Some(git.resolve(rev)?),
        None => git.head()?,
    };
    let whole = match commit {
        _ if state.staged => Snapshot::index(Arc::clone(&git))?,
        Some(commit) => Snapshot::commit(Arc::clone(&git), commit)?,
        None => bail!("{} has no commit yet", absolute.display()),
    };
    let start = if place.bare { String::new() } else { below(absolute, &place.root) };
    let found = ancestors(&start)
        .find(|folder| whole.file(&join(folder, "book.toml"), "book.toml").is_some())
        .filter(|folder| cli.root.is_none() || *folder == start);
    let configured = found.is_some();
    let folder = found.unwrap_or(&start).to_owned();
    let (root, shown) = if place.bare {
        (place.root, String::new())
    } else {
        let root = place.root.join(&folder);
        let shown = shown(&root);
        (root, shown)
    };
    let snapshot = whole.below(&folder);
    Ok(Place { root, shown, snapshot, configured, stored: Some(StoredPlace { git, commit, folder }) })
}

impl Place {
    /// A path that was typed, below the root; `None` where it is elsewhere.
    pub(super) fn below_root(&self, path: &Path) -> Option<String> {
        let bare = self.stored.as_ref().is_some_and(|stored| stored.git.place.bare);
        if bare {
            return Some(below(path, Path::new("")));
        }
        let root = self.root.canonicalize().unwrap_or_else(|_| absolute(&self.root));
        let path = path.canonicalize().unwrap_or_else(|_| absolute(path));
        path.starts_with(&root).then(|| below(&path, &root))
    }
}

/// A path that need not exist, with `.` and `..` taken out.
#[allow(clippy::disallowed_methods, reason = "the command line is where the current folder is known")]
fn absolute(path: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(|current| current.canonicalize()).unwrap_or_default();
    let mut whole = PathBuf::new();
    for part in current.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(whole.pop()),
            part => whole.push(part),
        }
    }
    whole
}

/// The rest of a path, `/`-separated.
fn below(path: &Path, root: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A folder and those that hold it, up to the root, `""`.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
    })
}

/// The folder that a path is, or is in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    match path.parent() {
        _ if is_folder => path.to_owned(),
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The deepest folder that holds all paths.
fn common(paths: &[PathBuf]) -> PathBuf {
    let mut folders = paths.iter().map(|path| folder_of(path));
    let first = folders.next().unwrap_or_default();
    folders.fold(first, |common, folder| {
        common.ancestors().find(|ancestor| folder.starts_with(ancestor)).map_or_else(PathBuf::new, Path::to_owned)
    })
}
