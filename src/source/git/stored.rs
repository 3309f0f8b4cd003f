//! The files of a commit or of the index, straight from the object database: nothing is checked out.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use git2::ObjectType;

use super::commit::CommitObject;
use super::tree::{EntryKind, Listed, Trees, object_id, oid};
use super::{Git, GitTrouble};
use crate::history::ObjectId;
use crate::source::walk::{MOST, is_skipped, join};
use crate::source::{Content, Found, SourceFile};
use crate::text::RelPath;

/// Mode bits of an index entry that say what it is.
const MODE_KIND: u32 = 0o170_000;
/// The index entry of a file that `git add --intent-to-add` only announced.
const INTENT_TO_ADD: u16 = 1 << 13;
/// Bits of the flags that hold the stage; not 0 in a conflict.
const STAGE: u16 = 0x3000;

/// Where stored files come from.
#[derive(Debug, Clone)]
enum Files {
    /// The tree of a commit.
    Tree(ObjectId),
    /// The index: path, content and kind.
    Index(Arc<BTreeMap<Vec<u8>, (ObjectId, EntryKind, bool)>>),
}

/// The files below one folder of a repository, as a commit or the index has them.
#[derive(Debug, Clone)]
pub(in crate::source) struct Stored {
    pub(in crate::source) git: Arc<Git>,
    /// Below the root of the repository; `""` for all of it.
    pub(in crate::source) folder: String,
    files: Files,
}

impl Stored {
    /// The files of a commit.
    pub(in crate::source) fn commit(git: Arc<Git>, id: ObjectId) -> Result<Self, GitTrouble> {
        let tree = git.with_odb(|odb| {
            let object = odb.read(oid(id)?)?;
            let commit = CommitObject::parse(object.data()).filter(|_| object.kind() == ObjectType::Commit);
            let tree = commit.ok_or_else(|| git2::Error::from_str("not a commit"))?.tree;
            // Where trees are missing, better to say so than to find nothing.
            Trees::new(odb).read(tree)?;
            Ok(tree)
        })?;
        Ok(Self { git, folder: String::new(), files: Files::Tree(tree) })
    }

    /// The files of the index: what the next commit will hold.
    pub(in crate::source) fn index(git: Arc<Git>) -> Result<Self, GitTrouble> {
        let mut files = BTreeMap::new();
        {
            let repository = git.lock();
            let index = repository.index().map_err(|error| GitTrouble::of(&git.place.root, &error))?;
            for entry in index.iter() {
                let kind = match entry.mode & MODE_KIND {
                    0o100_000 => EntryKind::File,
                    _ => EntryKind::Other,
                };
                let submodule = entry.mode & MODE_KIND == 0o160_000;
                let announced = entry.flags_extended & INTENT_TO_ADD != 0;
                if let Some(id) = object_id(entry.id).filter(|_| !announced && entry.flags & STAGE == 0) {
                    files.insert(entry.path, (id, kind, submodule));
                }
            }
        }
        Ok(Self { git, folder: String::new(), files: Files::Index(Arc::new(files)) })
    }

    /// The same files, seen from a folder below this one.
    pub(in crate::source) fn below(&self, folder: &str) -> Self {
        Self { folder: joined(&self.folder, folder), ..self.clone() }
    }

    /// What is at a path; `None` for nothing.
    pub(in crate::source) fn kind(&self, path: &str) -> Option<EntryKind> {
        let path = joined(&self.folder, path);
        match &self.files {
            Files::Tree(tree) => {
                self.git.with_odb(|odb| Trees::new(odb).at(*tree, &path)).ok().flatten().map(|(kind, _)| kind)
            }
            Files::Index(files) => {
                if let Some((_, kind, _)) = files.get(path.as_bytes()) {
                    return Some(*kind);
                }
                let below = if path.is_empty() { Vec::new() } else { format!("{path}/").into_bytes() };
                let next = files.range(below.clone()..).next();
                next.filter(|(name, _)| name.starts_with(&below)).map(|_| EntryKind::Folder)
            }
        }
    }

    /// A file as a source, if it is one.
    pub(in crate::source) fn file(&self, path: &str, shown: &str) -> Option<SourceFile> {
        let whole = joined(&self.folder, path);
        let id = match &self.files {
            Files::Tree(tree) => {
                self.git
                    .with_odb(|odb| Trees::new(odb).at(*tree, &whole))
                    .ok()
                    .flatten()
                    .filter(|(kind, _)| *kind == EntryKind::File)?
                    .1
            }
            Files::Index(files) => files.get(whole.as_bytes()).filter(|(_, kind, _)| *kind == EntryKind::File)?.0,
        };
        let content = Content::Blob { git: Arc::clone(&self.git), id };
        Some(SourceFile { path: RelPath::new(Path::new(path))?, shown: shown.to_owned(), content })
    }

    /// Every regular file below a folder, as [`crate::source::walk`] finds them on disk.
    pub(in crate::source) fn walk(&self, folder: &str, shown: &str) -> Result<Found, GitTrouble> {
        let mut found = Found::default();
        let listed = self.list(folder)?;
        if listed.len() >= MOST {
            found.left_out.push(format!("more than {MOST} files: the rest of {shown} was not looked at"));
        }
        for file in listed {
            let name = join(shown, &String::from_utf8_lossy(&file.path));
            if file.submodule {
                found.left_out.push(format!(
                    "{name}: a submodule; its documents are in a repository of their own, which `[[output.pmdoc.source]]` adds"
                ));
            } else if file.kind == EntryKind::Other {
                found.left_out.push(format!("{name}: symbolic link, not followed"));
            } else if let Some(path) =
                std::str::from_utf8(&file.path).ok().and_then(|path| RelPath::new(Path::new(path)))
            {
                let content = Content::Blob { git: Arc::clone(&self.git), id: file.id };
                found.files.push(SourceFile { path, shown: name, content });
            } else {
                found.left_out.push(format!("{name}: the name is not UTF-8; rename the file"));
            }
        }
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// The names of the folders in a folder.
    pub(in crate::source) fn folders(&self, parent: &str) -> Vec<String> {
        let parent = joined(&self.folder, parent);
        let names: Vec<Vec<u8>> = match &self.files {
            Files::Tree(tree) => self.git.with_odb(|odb| Trees::new(odb).folders(*tree, &parent)).unwrap_or_default(),
            Files::Index(files) => {
                let below = if parent.is_empty() { Vec::new() } else { format!("{parent}/").into_bytes() };
                let inside = files.range(below.clone()..).take_while(|(path, _)| path.starts_with(&below));
                let mut names: Vec<Vec<u8>> = inside
                    .filter_map(|(path, _)| {
                        let rest = &path[below.len()..];
                        rest.iter().position(|&byte| byte == b'/').map(|end| rest[..end].to_vec())
                    })
                    .collect();
                names.dedup();
                names
            }
        };
        names.into_iter().filter_map(|name| String::from_utf8(name).ok()).collect()
    }

    /// The files below a folder, hidden ones and what tools leave behind left out.
    fn list(&self, folder: &str) -> Result<Vec<Listed>, GitTrouble> {
        let folder = joined(&self.folder, folder);
        let listed = match &self.files {
            Files::Tree(tree) => self.git.with_odb(|odb| {
                let trees = Trees::new(odb);
                let Some(tree) = trees.folder(*tree, &folder)? else { return Ok(Vec::new()) };
                trees.list(tree, &|path| !is_skipped(last(path), true), MOST)
            })?,
            Files::Index(files) => {
                let below = if folder.is_empty() { Vec::new() } else { format!("{folder}/").into_bytes() };
                let inside = files.range(below.clone()..).take_while(|(path, _)| path.starts_with(&below));
                inside
                    .map(|(path, (id, kind, submodule))| Listed {
                        path: path[below.len()..].to_vec(),
                        id: *id,
                        kind: *kind,
                        submodule: *submodule,
                    })
                    .filter(|file| {
                        let mut folders: Vec<&[u8]> = file.path.split(|&byte| byte == b'/').collect();
                        folders.pop();
                        !folders.iter().any(|name| is_skipped(name, true))
                    })
                    .take(MOST)
                    .collect()
            }
        };
        let is_hidden = |file: &Listed| is_skipped(last(&file.path), false);
        Ok(listed.into_iter().filter(|file| !is_hidden(file)).collect())
    }
}

/// The last part of a path.
fn last(path: &[u8]) -> &[u8] {
    path.rsplit(|&byte| byte == b'/').next().unwrap_or_default()
}

/// Two `/`-separated paths, of which either may be empty or `.`.
pub(in crate::source) fn joined(folder: &str, rest: &str) -> String {
    let parts = folder.split('/').chain(rest.split('/')).filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/")
}
