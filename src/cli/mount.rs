//! A place and its settings into the files that are read: the documents and attachments of one repository,
//! below a name of their own where it is not the only one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use rayon::prelude::*;

use super::shown::join;
use super::terminal::Terminal;
use crate::config::Settings;
use crate::diagnostic::Note;
use crate::history::ObjectId;
use crate::postmortem::Hint;
use crate::repository::Input;
use crate::source::{Found, Git, Role, Roles, Snapshot, SourceFile, is_page};
use crate::text::RelPath;

/// One repository that feeds the knowledge base.
pub(super) struct Mount {
    /// Its documents are below this name; `""` for the repository of book.toml.
    pub(super) name: String,
    /// Its files, from the folder that documents' paths are relative to.
    pub(super) snapshot: Snapshot,
    /// That folder on disk, or the Git repository.
    pub(super) folder: PathBuf,
    /// The repository, where it had to be opened to read the files.
    pub(super) git: Option<Arc<Git>>,
    /// The commit whose history counts, where it is not simply the newest.
    pub(super) commit: Option<ObjectId>,
    /// The documents' folder below the root of the Git repository; `None` where that is to be found out.
    pub(super) git_folder: Option<String>,
    /// Its documents, sorted by path in the knowledge base.
    pub(super) documents: Arc<Vec<Input>>,
}

/// What a folder holds.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) inputs: Vec<Input>,
    pub(super) attachments: Vec<SourceFile>,
}

impl Contents {
    /// Sorts files by the part that the settings give them.
    pub(super) fn by_role(files: Vec<SourceFile>, settings: &Settings) -> Self {
        let roles = Roles::new(settings);
        let mut contents = Self::default();
        let all: Vec<Option<Role>> = files.par_iter().map(|file| roles.of(&file.path)).collect();
        for (file, role) in files.into_iter().zip(all) {
            if role == Some(Role::Attachment) {
                contents.attachments.push(file);
            } else {
                contents.inputs.extend(Input::of(file, role));
            }
        }
        contents
    }

    /// Takes every page for a document that says itself what it is.
    pub(super) fn undecided(files: Vec<SourceFile>, named: &[PathBuf]) -> Self {
        let is_named = |file: &SourceFile| named.iter().any(|path| path.as_os_str() == file.shown.as_str());
        let (documents, attachments): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| is_page(&file.path) || is_named(file));
        let inputs = documents.into_iter().map(|file| Input { file, hint: Hint::Unknown }).collect();
        Self { inputs, attachments }
    }
}

impl Mount {
    /// Those of its documents that have one of some paths.
    pub(super) fn find<'m>(&'m self, paths: &'m BTreeSet<&RelPath>) -> impl Iterator<Item = &'m SourceFile> {
        let place = |path: &&RelPath| self.documents.binary_search_by(|input| input.file.path.cmp(path)).ok();
        paths.iter().filter_map(place).map(|place| &self.documents[place].file)
    }

    /// The files of its documents.
    pub(super) fn files(&self) -> Vec<SourceFile> {
        self.documents.iter().map(|input| input.file.clone()).collect()
    }
}

/// The files at some paths below a snapshot's root: each a file or a folder, with the words that name it.
pub(super) fn files_at(snapshot: &Snapshot, targets: &[(String, String)]) -> anyhow::Result<Found> {
    let mut found = Found::default();
    for (below, shown) in targets {
        if let Some(file) = snapshot.file(below, shown) {
            found.files.push(file);
            continue;
        }
        let walked = snapshot.walk(below, shown)?;
        found.left_out.extend(walked.left_out);
        found.files.extend(walked.files.into_iter().map(|file| prefixed(file, below)));
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.files.dedup_by(|a, b| a.path == b.path);
    Ok(found)
}

/// The same file, below a folder.
pub(super) fn prefixed(mut file: SourceFile, folder: &str) -> SourceFile {
    file.path = RelPath::new(Path::new(&join(folder, file.path.as_str()))).unwrap_or(file.path);
    file
}

/// Tells what was left out.
pub(super) fn left_out(found: &Found) {
    const MOST: usize = 10;
    for reason in found.left_out.iter().take(MOST) {
        Terminal::note(&Note(format!("left out {reason}")));
    }
    if found.left_out.len() > MOST {
        Terminal::note(&Note(format!("left out {} more", found.left_out.len() - MOST)));
    }
}

/// Refuses a name that the documents' folder has already: two documents could have one path.
pub(super) fn check_name(main: &Snapshot, name: &str) -> anyhow::Result<()> {
    if main.exists(name) {
        bail!(
            "book.toml: the source `{name}` is called like a file or folder of this repository; give it another name"
        );
    }
    Ok(())
}
