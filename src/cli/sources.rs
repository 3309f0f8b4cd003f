//! `[[output.pmdoc.source]]` into further repositories: work trees, bare repositories, and cached copies of
//! those that `pmdoc fetch` got. Nothing here opens a connection.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use super::args::Cli;
use super::cache;
use super::mount::{Contents, Mount, check_name, left_out, prefixed};
use super::shown::{join, shown};
use super::terminal::Terminal;
use crate::config::{Settings, SourceSettings};
use crate::source::{Found, Git, GitPlace, Role, Roles, Snapshot};

/// A repository and what it holds.
pub(super) struct Other {
    pub(super) mount: Mount,
    pub(super) contents: Contents,
}

/// The other repositories, in the order of book.toml.
///
/// # Errors
/// One that is not there, or cannot be read.
pub(super) fn mounts(cli: &Cli, root: &Path, settings: &Settings, main: &Snapshot) -> anyhow::Result<Vec<Other>> {
    let open = |source: &SourceSettings| {
        check_name(main, &source.name)?;
        mounted(cli, root, settings, source).with_context(|| format!("book.toml: the source `{}`", source.name))
    };
    settings.sources.iter().map(open).collect()
}

fn mounted(cli: &Cli, root: &Path, settings: &Settings, source: &SourceSettings) -> anyhow::Result<Other> {
    let (place, label) = whereabouts(cli, root, source)?;
    let fetched = source.url.is_some();
    let stored = place.bare || source.rev.is_some() || fetched;
    let (whole, git, commit) = if stored {
        let git = Arc::new(Git::open(place.clone())?);
        let commit = match &source.rev {
            Some(rev) => git.resolve(rev)?,
            None => git.head()?.context("it has no commit yet")?,
        };
        if fetched {
            Terminal::note(&cache::age(&git, source, commit));
        }
        (Snapshot::commit(Arc::clone(&git), commit)?, Some(git), Some(commit))
    } else {
        (Snapshot::disk(&place.root), None, None)
    };
    let found = whole.walk(&source.src, &join(&label, &source.src))?;
    left_out(&found);
    let mount = Mount {
        name: source.name.clone(),
        snapshot: whole.below(&source.src),
        folder: if stored { place.root } else { place.root.join(&source.src) },
        git,
        commit,
        git_folder: Some(source.src.clone()),
        documents: Arc::default(),
    };
    Ok(Other { contents: contents(found, settings, &source.name), mount })
}

/// The files of a source by their part, below its name. Where the globs find no postmortem, they were written
/// for another layout: then the documents say themselves what they are.
fn contents(found: Found, settings: &Settings, name: &str) -> Contents {
    let roles = Roles::new(settings);
    let fits = found.files.iter().any(|file| roles.of(&file.path) == Some(Role::Postmortem));
    let mut contents =
        if fits { Contents::by_role(found.files, settings) } else { Contents::undecided(found.files, &[]) };
    for input in &mut contents.inputs {
        input.file = prefixed(input.file.clone(), name);
    }
    contents.attachments = contents.attachments.into_iter().map(|file| prefixed(file, name)).collect();
    contents
}

/// The Git repository of a source, and how its files are shown.
fn whereabouts(cli: &Cli, root: &Path, source: &SourceSettings) -> anyhow::Result<(GitPlace, String)> {
    let (folder, label) = match (&source.path, &source.url) {
        (Some(path), _) => {
            let folder = root.join(path);
            let folder = folder.canonicalize().with_context(|| format!("{path} is not there"))?;
            let label = shown(&folder);
            (folder, label)
        }
        (None, Some(url)) => {
            let folder = cache::folder(cli, &source.name, url)?;
            if !folder.join("FETCH_HEAD").is_file() {
                bail!("{url} was not fetched yet: run `pmdoc fetch`");
            }
            (folder, source.name.clone())
        }
        (None, None) => bail!("it has neither path nor url"),
    };
    let place = GitPlace::find(&folder).filter(|place| place.root == folder);
    let Some(place) = place else {
        let shown: PathBuf = folder;
        bail!("{} is no Git repository; only repositories can be sources", shown.display())
    };
    Ok((place, label))
}
