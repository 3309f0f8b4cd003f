//! A folder into the Git repository around it. libgit2 is asked for objects and references only: never for a
//! work tree (its configuration may name any folder) and never for anything that could run a program.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once};

use git2::{ErrorCode, ObjectType, Oid, Repository, RepositoryOpenFlags};
use jiff::Timestamp;

use super::GitTrouble;
use super::commit::{CommitObject, parse_id};
use super::log::Log;
use super::tree::{object_id, oid};
use crate::history::{ObjectId, Standing};
use crate::source::Unreadable;

/// The most a file in the Git folder may have, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Where a repository is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitPlace {
    /// The folder to open: the one that holds `.git`, or the bare repository itself.
    pub root: PathBuf,
    /// Whether there is no work tree.
    pub bare: bool,
}

impl GitPlace {
    /// The nearest repository at or above a folder, found by looking at names only.
    pub fn find(start: &Path) -> Option<Self> {
        start.ancestors().find_map(|folder| {
            if folder.join(".git").symlink_metadata().is_ok() {
                return Some(Self { root: folder.to_owned(), bare: false });
            }
            is_bare(folder).then(|| Self { root: folder.to_owned(), bare: true })
        })
    }
}

/// What every bare repository has.
fn is_bare(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

/// A revision that a user named, and where it cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// No commit has this name.
    #[error("`{name}` names no commit of this repository{hint}")]
    Unknown {
        /// As typed.
        name: String,
        /// The cure, where one is known.
        hint: String,
    },
    /// There is one, and it is a file or a folder.
    #[error("`{0}` names no commit but something else")]
    NotACommit(String),
    /// Two commits have no history in common.
    #[error("`{name}` and {with} have no commit in common{hint}")]
    NoMergeBase {
        /// As typed.
        name: String,
        /// What it was compared with.
        with: String,
        /// The cure, where one is known.
        hint: String,
    },
}

/// A repository that was opened.
pub struct Git {
    repository: Mutex<Repository>,
    /// Where it is.
    pub place: GitPlace,
    /// The folder that all work trees of the repository share: where caches go.
    pub common: PathBuf,
    /// The commits whose parents a shallow clone lacks.
    pub(super) shallow: HashSet<ObjectId>,
    /// Logs that were read before anybody asked, by where they are kept.
    pub(super) ready: Mutex<BTreeMap<PathBuf, Log>>,
}

impl std::fmt::Debug for Git {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Git").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Git {
    /// Opens the repository at a place.
    ///
    /// # Errors
    /// Whatever keeps libgit2 from reading it.
    pub fn open(place: GitPlace) -> Result<Self, GitTrouble> {
        static SETUP: Once = Once::new();
        // Git itself does not hash again what it reads from a pack; it would be most of the work.
        SETUP.call_once(|| {
            git2::opts::strict_hash_verification(false);
            // Every object is read once; what is wanted again soon, `Trees` remembers.
            git2::opts::enable_caching(false);
        });
        let trouble = |error: git2::Error| GitTrouble::of(&place.root, &error);
        let none: [&std::ffi::OsStr; 0] = [];
        let repository = Repository::open_ext(&place.root, RepositoryOpenFlags::NO_SEARCH, none).map_err(trouble)?;
        let common = repository.commondir().to_owned();
        let shallow = shallow_edge(&common);
        Ok(Self { repository: Mutex::new(repository), place, common, shallow, ready: Mutex::default() })
    }

    /// Libgit2's handle: one thread at a time.
    pub(super) fn lock(&self) -> MutexGuard<'_, Repository> {
        self.repository.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Asks the object database.
    pub(super) fn with_odb<T>(
        &self,
        ask: impl FnOnce(&git2::Odb<'_>) -> Result<T, git2::Error>,
    ) -> Result<T, GitTrouble> {
        let repository = self.lock();
        let asked = repository.odb().and_then(|odb| ask(&odb));
        asked.map_err(|error| GitTrouble::of(&self.place.root, &error))
    }

    /// The content of a file, if it has at most `limit` bytes.
    ///
    /// # Errors
    /// Where it is missing, or larger.
    pub fn read(&self, blob: ObjectId, limit: u64) -> Result<Vec<u8>, Unreadable> {
        let trouble = |trouble: GitTrouble| Unreadable::Refused(trouble.to_string());
        let (size, _) = self.with_odb(|odb| odb.read_header(oid(blob)?)).map_err(trouble)?;
        if size as u64 > limit {
            return Err(Unreadable::TooLarge { bytes: size as u64 });
        }
        self.with_odb(|odb| Ok(odb.read(oid(blob)?)?.data().to_vec())).map_err(trouble)
    }

    /// How many bytes a blob has, if it is there.
    pub fn size(&self, blob: ObjectId) -> Option<u64> {
        self.with_odb(|odb| odb.read_header(oid(blob)?)).ok().map(|(size, _)| size as u64)
    }

    /// Whether history was cut off when this clone was made.
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// The commit that `HEAD` names; `None` on a branch without commits.
    ///
    /// # Errors
    /// A damaged `HEAD`.
    pub fn head(&self) -> Result<Option<ObjectId>, GitTrouble> {
        let repository = self.lock();
        let trouble = |error: git2::Error| GitTrouble::of(&self.place.root, &error);
        let head = match repository.head() {
            Ok(head) => head.target(),
            Err(error) if error.code() == ErrorCode::UnbornBranch => return Ok(None),
            Err(error) => return Err(trouble(error)),
        };
        let head = head.ok_or_else(|| git2::Error::from_str("HEAD names no object")).map_err(trouble)?;
        let commit = repository.odb().and_then(|odb| peeled(&odb, head)).map_err(trouble)?;
        commit.map(Some).ok_or_else(|| trouble(git2::Error::from_str("HEAD names no commit")))
    }

    /// The commit that a user means: a tag, a branch (also one that only `origin` has), an id, `HEAD~3`.
    ///
    /// # Errors
    /// Where it names none.
    pub fn resolve(&self, name: &str) -> Result<ObjectId, RevisionError> {
        let repository = self.lock();
        let unknown = || RevisionError::Unknown { name: name.to_owned(), hint: self.hint() };
        let id = named(&repository, name).ok_or_else(unknown)?;
        let commit = repository.odb().and_then(|odb| peeled(&odb, id)).map_err(|_| unknown())?;
        commit.ok_or_else(|| RevisionError::NotACommit(name.to_owned()))
    }

    /// The commit from which two went apart.
    ///
    /// # Errors
    /// Where there is none: unrelated histories, or a clone too shallow to reach it.
    pub fn merge_base(&self, base: &str, head: ObjectId) -> Result<ObjectId, RevisionError> {
        let id = self.resolve(base)?;
        let repository = self.lock();
        let found = oid(id).and_then(|base| repository.merge_base(base, oid(head)?)).ok().and_then(object_id);
        found.ok_or_else(|| RevisionError::NoMergeBase { name: base.to_owned(), with: head.short(), hint: self.hint() })
    }

    /// What this repository says to the name of a commit; `None` where a shallow clone cannot know. `name` is
    /// an id or the begin of one; anything else is missing.
    pub fn standing(&self, head: ObjectId, name: &str) -> Option<Standing> {
        let digits = name.len();
        if !(4..=40).contains(&digits) || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Some(Standing::Missing);
        }
        let repository = self.lock();
        let odb = repository.odb().ok()?;
        let padded = Oid::from_str(&format!("{name:0<40}")).ok()?;
        let unknown = |standing| (!self.is_shallow()).then_some(standing);
        let id = match odb.exists_prefix(padded, digits) {
            Ok(id) => id,
            Err(error) if error.code() == ErrorCode::Ambiguous => return Some(Standing::Ambiguous),
            Err(_) => return unknown(Standing::Missing),
        };
        let Some(commit) = peeled(&odb, id).ok().flatten().and_then(|commit| oid(commit).ok()) else {
            return Some(Standing::NotACommit);
        };
        let head = oid(head).ok()?;
        let merged = commit == head || repository.graph_descendant_of(head, commit).ok()?;
        if merged { Some(Standing::Merged) } else { unknown(Standing::Unmerged) }
    }

    /// When `git fetch` last got something: the time of the file that it writes.
    pub fn fetched(&self) -> Option<Timestamp> {
        let written = self.common.join("FETCH_HEAD").metadata().ok()?.modified().ok()?;
        Timestamp::try_from(written).ok()
    }

    /// What a shallow clone is to do.
    fn hint(&self) -> String {
        if self.is_shallow() {
            "; this clone is shallow: fetch the rest with `git fetch --unshallow` (in CI: fetch-depth: 0)".to_owned()
        } else {
            " (a branch of another remote is written `remote/branch`; `git fetch` brings new ones)".to_owned()
        }
    }
}

/// The object that a user names.
fn named(repository: &Repository, name: &str) -> Option<Oid> {
    // libgit2 would take nothing for HEAD: a variable of a CI job that was never set.
    if name.is_empty() {
        return None;
    }
    // libgit2 refuses commits with strange dates or people; what names them is still there.
    let simple = || {
        let reference = repository.resolve_reference_from_short_name(name).ok()?.resolve().ok()?;
        reference.target()
    };
    let whole = || parse_id(name.as_bytes()).and_then(|id| oid(id).ok());
    let of_origin = || {
        let is_plain = !name.starts_with('-') && !name.contains([':', '@', '^', '~']);
        is_plain.then(|| repository.refname_to_id(&format!("refs/remotes/origin/{name}")).ok()).flatten()
    };
    repository.revparse_single(name).map(|object| object.id()).ok().or_else(simple).or_else(whole).or_else(of_origin)
}

/// The commit that an object is, or that a tag leads to; `None` for anything else.
fn peeled(odb: &git2::Odb<'_>, id: Oid) -> Result<Option<ObjectId>, git2::Error> {
    const DEEPEST: usize = 16;
    let mut id = id;
    for _ in 0..DEEPEST {
        let object = odb.read(id)?;
        let tagged = || object.data().strip_prefix(b"object ")?.get(..40).and_then(parse_id);
        match object.kind() {
            ObjectType::Commit => return Ok(object_id(id).filter(|_| CommitObject::parse(object.data()).is_some())),
            ObjectType::Tag => match tagged() {
                Some(target) => id = oid(target)?,
                None => return Ok(None),
            },
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// The ids in the file `shallow`.
fn shallow_edge(common: &Path) -> HashSet<ObjectId> {
    let bytes = crate::source::read_small(&common.join("shallow"), LARGEST).unwrap_or_default();
    bytes.split(|&byte| byte == b'\n').filter_map(parse_id).collect()
}
