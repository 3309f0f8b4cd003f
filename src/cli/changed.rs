//! `--base` and `--staged` into the findings that a change is answerable for.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::args::CheckArgs;
use super::mount::{Contents, Mount};
use super::project::Project;
use super::shown::place;
use crate::diagnostic::Diagnostic;
use crate::history::ObjectId;
use crate::repository;
use crate::source::{Changes, Git, GitPlace, Snapshot};
use crate::text::RelPath;

/// What a change is answerable for.
pub(super) struct Change {
    files: Changes,
    /// Ids that documents had before and that none has now.
    lost_ids: BTreeSet<String>,
}

/// The change that is asked about; `None` where every document is to be reported.
///
/// # Errors
/// A base that is no commit, that has no commit in common with what is read, or that a shallow clone lacks.
pub(super) fn change(project: &Project, args: &CheckArgs) -> anyhow::Result<Option<Change>> {
    if args.base.is_none() && !args.state.staged {
        return Ok(None);
    }
    let mount = &project.mounts[0];
    let (git, folder, head) = repository(mount)?;
    let base = match (&args.base, head) {
        (Some(name), Some(head)) => Some(git.merge_base(name, head)?),
        (Some(name), None) => bail!("--base {name}: this branch has no commit yet"),
        (None, head) => head,
    };
    let base = base.map(|base| Snapshot::commit(Arc::clone(&git), base)).transpose()?;
    let base = base.map(|base| base.below(&folder));
    let files = Changes::between(base.as_ref(), &mount.snapshot, "", &mount.files())?;
    let lost_ids = lost_ids(project, &files);
    Ok(Some(Change { files, lost_ids }))
}

/// Where documents were in the newest commit that are elsewhere now, and the move is not committed yet: by content.
/// Nothing where Git cannot say.
pub(super) fn uncommitted_moves(project: &Project) -> Vec<(RelPath, RelPath)> {
    let mount = &project.mounts[0];
    let moves = || {
        let (git, folder, head) = repository(mount)?;
        let base = head.map(|head| Snapshot::commit(git, head)).transpose()?.map(|base| base.below(&folder));
        let files = Changes::between(base.as_ref(), &mount.snapshot, "", &mount.files())?;
        anyhow::Ok(files.from.into_iter().map(|(now, before)| (before, now)).collect())
    };
    moves().unwrap_or_default()
}

fn lost_ids(project: &Project, changes: &Changes) -> BTreeSet<String> {
    let before = changes.before.clone();
    let contents = if project.configured {
        Contents::by_role(before, &project.settings)
    } else {
        Contents::undecided(before, &[])
    };
    let mut ids = repository::ids(contents.inputs, &project.reader);
    ids.retain(|id| !project.base.ids.contains_key(id));
    ids
}

/// The repository, the documents' folder in it, and the newest commit of what is read.
fn repository(mount: &Mount) -> anyhow::Result<(Arc<Git>, String, Option<ObjectId>)> {
    if let (Some(git), Some(folder)) = (&mount.git, &mount.git_folder) {
        return Ok((Arc::clone(git), folder.clone(), mount.commit));
    }
    let folder = mount.folder.canonicalize()?;
    let found = GitPlace::find(&folder)
        .with_context(|| format!("{} is in no Git repository: --base needs one", place(&mount.folder)))?;
    let below = folder.strip_prefix(&found.root).unwrap_or(&folder).to_string_lossy().into_owned();
    let git = Git::open(found)?;
    let head = git.head()?;
    Ok((Arc::new(git), below, head))
}

impl Change {
    /// Whether a document is one that the change touched.
    pub(super) fn touches(&self, path: &RelPath) -> bool {
        self.files.touched.contains(path)
    }

    /// Whether the change took a file away, or moved it.
    pub(super) fn removes(&self, path: &str) -> bool {
        self.files.gone.iter().any(|gone| gone.as_str() == path)
    }

    /// Whether the change is answerable for a finding: the finding's document was touched, or it comes from another
    /// file that was, or from an id that went with one. A document that was only moved is answerable for what
    /// depends on where it is.
    pub(super) fn answers_for(&self, path: &RelPath, diagnostic: &Diagnostic) -> bool {
        let Changes { touched, moved, gone, .. } = &self.files;
        let elsewhere = &diagnostic.elsewhere;
        let affected = |path: &RelPath| touched.contains(path) || moved.contains(path) || gone.contains(path);
        touched.contains(path)
            || (moved.contains(path) && !elsewhere.is_empty())
            || elsewhere.iter().any(affected)
            || self.lost_ids.contains(&diagnostic.subject)
    }
}
