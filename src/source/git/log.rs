//! What every commit did to the files of one folder: a graph with changes, kept between runs. It depends on
//! nothing but the commits themselves, so that it holds for every branch, and grows as history does.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::history::{IdMap, ObjectId};

/// Raised when the shape or the meaning of what is stored changes.
const FORMAT: u32 = 3;

/// A commit's place in the log.
pub(super) type Node = u32;
/// A path's place in the log's list of paths.
pub(super) type PathIndex = u32;

/// The graph and the changes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Log {
    format: u32,
    /// What cuts the history short: the ids of `shallow`, hashed. Another cut, another log.
    pub(super) cut: [u8; 32],
    pub(super) commits: Vec<LoggedCommit>,
    /// Names and e-mail addresses of authors, each pair once.
    pub(super) people: Vec<(String, String)>,
    /// Paths below the root of the repository, each once.
    pub(super) paths: Vec<String>,
    /// Commits whose parents are still to be read.
    pub(super) frontier: Vec<Node>,
    /// Commits of which not everything is known, and an object that is missing for it.
    pub(super) unsure: Vec<(Node, ObjectId)>,
    #[serde(skip)]
    nodes: IdMap<Node>,
    #[serde(skip)]
    path_indexes: HashMap<String, PathIndex>,
    #[serde(skip)]
    person_indexes: HashMap<(String, String), u32>,
}

/// One commit.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LoggedCommit {
    pub(super) id: ObjectId,
    /// Seconds since 1970.
    pub(super) time: i64,
    pub(super) parents: Vec<ObjectId>,
    /// Whether the history goes on where we cannot see it: the edge of a shallow clone.
    pub(super) is_edge: bool,
    /// Only for commits that changed something.
    pub(super) detail: Option<Box<Detail>>,
}

/// What a commit did.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Detail {
    /// Index into `people`.
    pub(super) author: u32,
    pub(super) subject: String,
    /// The paths that differ from the first parent, in order of path.
    pub(super) changes: Vec<Change>,
}

/// A path that differs from the first parent (or from nothing, in a commit without parents).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) path: PathIndex,
    /// The content; `None` where the commit has no such file.
    pub(super) new: Option<ObjectId>,
    /// For each parent, where the file was and what it held; another path where it was moved.
    pub(super) old: Vec<Option<(PathIndex, ObjectId)>>,
    /// For a file that went: whether it went on under another name.
    pub(super) moved_away: bool,
    /// Whether an object is missing without which it is not known where the file came from, or went.
    pub(super) unsure: bool,
}

impl Log {
    /// An empty log.
    pub(super) fn new(cut: [u8; 32]) -> Self {
        Self { format: FORMAT, cut, ..Self::default() }
    }

    /// Reads what `to_bytes` wrote; `None` for anything else, and for what was cut elsewhere.
    pub(super) fn from_bytes(bytes: &[u8], cut: [u8; 32]) -> Option<Self> {
        let (sum, body) = bytes.split_first_chunk::<32>()?;
        if blake3::hash(body).as_bytes() != sum {
            return None;
        }
        let mut log: Self = postcard::from_bytes(body).ok()?;
        if log.format != FORMAT || log.cut != cut || !log.is_sound() {
            return None;
        }
        log.nodes = (0..).zip(&log.commits).map(|(node, commit)| (commit.id, node)).collect();
        Some(log)
    }

    /// Whether every index leads somewhere: anybody can compute a checksum.
    fn is_sound(&self) -> bool {
        let is_within = |index: u32, length: usize| usize::try_from(index).is_ok_and(|index| index < length);
        let is_path = |path: &PathIndex| is_within(*path, self.paths.len());
        let is_good = |commit: &LoggedCommit| {
            commit.detail.as_deref().is_none_or(|detail| {
                is_within(detail.author, self.people.len())
                    && detail.changes.iter().all(|change| {
                        is_path(&change.path) && change.old.iter().flatten().all(|(path, _)| is_path(path))
                    })
            })
        };
        let mut nodes = self.frontier.iter().chain(self.unsure.iter().map(|(node, _)| node));
        nodes.all(|&node| is_within(node, self.commits.len())) && self.commits.iter().all(is_good)
    }

    /// A checksum and the log.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let body = postcard::to_stdvec(self).unwrap_or_default();
        [blake3::hash(&body).as_bytes().as_slice(), &body].concat()
    }

    /// Where a commit is.
    pub(super) fn node(&self, id: ObjectId) -> Option<Node> {
        self.nodes.get(&id).copied()
    }

    /// Adds a commit.
    pub(super) fn push(&mut self, commit: LoggedCommit) -> Node {
        let node = Node::try_from(self.commits.len()).unwrap_or(Node::MAX);
        self.nodes.insert(commit.id, node);
        self.commits.push(commit);
        node
    }

    /// The index of a path, given one if it has none.
    pub(super) fn path_index(&mut self, path: &str) -> PathIndex {
        if self.path_indexes.is_empty() {
            self.path_indexes = (0..).zip(&self.paths).map(|(index, path)| (path.clone(), index)).collect();
        }
        if let Some(&index) = self.path_indexes.get(path) {
            return index;
        }
        let index = PathIndex::try_from(self.paths.len()).unwrap_or(PathIndex::MAX);
        self.paths.push(path.to_owned());
        self.path_indexes.insert(path.to_owned(), index);
        index
    }

    /// The index of a person, likewise.
    pub(super) fn person_index(&mut self, person: &(String, String)) -> u32 {
        if self.person_indexes.is_empty() {
            self.person_indexes = (0..).zip(&self.people).map(|(index, person)| (person.clone(), index)).collect();
        }
        if let Some(&index) = self.person_indexes.get(person) {
            return index;
        }
        let index = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        self.people.push(person.clone());
        self.person_indexes.insert(person.clone(), index);
        index
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Detail, Log, LoggedCommit};
    use crate::history::ObjectId;

    const CUT: [u8; 32] = [7; 32];

    /// A log of one commit, whose only change is of the path with this index.
    fn log(path: u32, author: u32) -> Log {
        let mut log = Log::new(CUT);
        log.path_index("a.md");
        log.person_index(&("A".to_owned(), "a@example.com".to_owned()));
        let change =
            Change { path, new: None, old: vec![Some((path, ObjectId([1; 20])))], moved_away: false, unsure: false };
        let detail = Some(Box::new(Detail { author, subject: String::new(), changes: vec![change] }));
        log.push(LoggedCommit { id: ObjectId([2; 20]), time: 1, parents: Vec::new(), is_edge: false, detail });
        log
    }

    #[test]
    fn a_log_is_read_as_it_was_written_for_the_same_cut_only() {
        let bytes = log(0, 0).to_bytes();
        let read = Log::from_bytes(&bytes, CUT).expect("a log");
        assert_eq!((read.commits.len(), read.node(ObjectId([2; 20]))), (1, Some(0)));
        assert!(Log::from_bytes(&bytes, [8; 32]).is_none());
    }

    #[test]
    fn a_log_whose_checksum_is_right_and_whose_indexes_lead_nowhere_is_refused() {
        let mut frontier = log(0, 0);
        frontier.frontier.push(1);
        let mut unsure = log(0, 0);
        unsure.unsure.push((9, ObjectId([3; 20])));
        for log in [log(1, 0), log(0, 1), frontier, unsure] {
            assert!(Log::from_bytes(&log.to_bytes(), CUT).is_none(), "{log:?}");
        }
    }
}
