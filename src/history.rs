//! What Git knows of documents: for each, the commits that changed it. Data only: `source` fills it in,
//! and what is not known for certain is absent, never guessed.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::RelPath;

/// The id of a commit or of a file's content: a SHA-1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId(pub [u8; 20]);

impl ObjectId {
    /// The first ten digits: what people are shown.
    pub fn short(&self) -> String {
        self.to_string()[..10].to_owned()
    }
}

/// All bytes at once: logs hold many.
impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        bytes.try_into().map(Self).map_err(|_| D::Error::custom("an id has 20 bytes"))
    }
}

/// Ids are as good as random already: their first bytes serve as their hash.
impl std::hash::Hash for ObjectId {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let mut first = [0; 8];
        first.copy_from_slice(&self.0[..8]);
        state.write_u64(u64::from_ne_bytes(first));
    }
}

/// Takes the first bytes of an id as they are.
#[derive(Debug, Default, Clone, Copy)]
pub struct IdHasher(u64);

impl std::hash::Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, first: u64) {
        self.0 = first;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map whose keys are ids.
pub type IdMap<V> = HashMap<ObjectId, V, BuildHasherDefault<IdHasher>>;

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Somebody who wrote a commit, after `.mailmap`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// As the commit or `.mailmap` says; untrusted text.
    pub name: String,
    /// Never shown on the site.
    pub email: String,
}

/// A commit that changed documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: ObjectId,
    /// When it was committed; `None` where Git holds no time that a calendar has.
    pub time: Option<Timestamp>,
    /// Who wrote it.
    pub author: Person,
    /// The first line of its message; untrusted text.
    pub subject: String,
}

/// One state of a document that a commit made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub commit: Arc<Commit>,
    /// Where the file was then, below the root of the Git repository.
    pub path: String,
    /// Its content then.
    pub blob: ObjectId,
}

/// Everything that happened to one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentHistory {
    /// The revisions, newest first, renames followed; a merge is one where it changed the file against all
    /// its parents, as `git log -c` counts.
    pub revisions: Vec<Revision>,
    /// Whether the list reaches back to the commit that made the file. False in a shallow clone, and where a
    /// bound was met.
    pub complete: bool,
    /// Whether the file that was read differs from the last revision: it was edited, and not committed yet.
    pub edited: bool,
}

impl DocumentHistory {
    /// The commit that made the file, where the history reaches back to it.
    pub fn first(&self) -> Option<&Commit> {
        self.revisions.last().filter(|_| self.complete).map(|revision| &*revision.commit)
    }

    /// The commit that changed the file last.
    pub fn last(&self) -> Option<&Commit> {
        self.revisions.first().map(|revision| &*revision.commit)
    }

    /// Who wrote it: each person once, the one with the most commits first, then by name.
    pub fn contributors(&self) -> Vec<&Person> {
        let mut commits: BTreeMap<&Person, usize> = BTreeMap::new();
        self.revisions.iter().for_each(|revision| *commits.entry(&revision.commit.author).or_default() += 1);
        let mut people: Vec<(&Person, usize)> = commits.into_iter().collect();
        people.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        people.into_iter().map(|(person, _)| person).collect()
    }
}

/// What a repository says to the name of a commit that a document gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is part of the history that was read.
    Merged,
    /// It is there, but not in that history: another branch, or one that was thrown away.
    Unmerged,
    /// More than one object begins so.
    Ambiguous,
    /// It is there, and it is no commit.
    NotACommit,
    /// It is not there.
    Missing,
}

/// What Git said about the documents of a knowledge base.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// By the document's path in the knowledge base. A document that no commit has yet is absent.
    pub documents: BTreeMap<RelPath, DocumentHistory>,
    /// The commits that documents name (`introduced_by`, `fixed_by`), by the name; absent where it could not
    /// be found out.
    pub commits: BTreeMap<String, Standing>,
}
