//! Commits that a [`Log`] does not have yet, into it: newest first, in batches, until there are no more or a bound is
//! met. Stopped anywhere, the log is good and is gone on with.

use std::collections::{BinaryHeap, HashSet};

use git2::{ObjectType, Odb, OdbLookupFlags};

use super::changes::{Compared, Scope, changes};
use super::commit::CommitObject;
use super::log::{Change, Detail, Log, LoggedCommit, Node};
use super::tree::{Trees, oid};
use crate::history::{IdMap, ObjectId};

/// Commits between two looks at the bounds.
const BATCH: usize = 2048;

/// How far one run goes.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// The most commits that are read; what a cache holds does not count.
    pub commits: usize,
    /// Asked now and then whether time is up.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl std::fmt::Debug for Limits<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").field("commits", &self.commits).finish_non_exhaustive()
    }
}

/// What one run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    /// Whether the log is another than before.
    pub(super) grew: bool,
    /// Whether a bound kept commits from being read.
    pub(super) bounded: bool,
}

/// Reads the histories of some commits into the log.
///
/// # Errors
/// Where one of `starts` itself cannot be read, or a tree is missing.
pub(super) fn extend(
    odb: &Odb<'_>,
    log: &mut Log,
    starts: &[ObjectId],
    scope: &Scope,
    shallow: &HashSet<ObjectId>,
    limits: Limits<'_>,
) -> Result<Progress, git2::Error> {
    let mut grew = retry(odb, log, scope)?;
    let mut queue = Queue { odb, shallow, heap: BinaryHeap::new(), waiting: IdMap::default(), trees: IdMap::default() };
    for &start in starts {
        if log.node(start).is_none() {
            queue.add(start)?;
        }
    }
    let frontier = std::mem::take(&mut log.frontier);
    for id in frontier.iter().flat_map(|&node| log.commits[node as usize].parents.clone()) {
        if log.node(id).is_none() {
            queue.add(id).ok();
        }
    }
    let mut touched = frontier;
    let mut left = limits.commits;
    let most = |left: usize| if (limits.stop)() { 0 } else { left.min(BATCH) };
    let mut batch = queue.batch(log, most(left));
    while !batch.is_empty() {
        left -= batch.len();
        let more = most(left);
        // Commits are read one after the other; meanwhile the trees of those before are compared.
        let (compared, next) = rayon::join(|| compare(odb, &batch, scope), || queue.batch(log, more));
        for (commit, compared) in batch.into_iter().zip(compared?) {
            touched.push(store(log, commit, compared));
        }
        batch = next;
        grew = true;
    }
    log.frontier = touched;
    let open: Vec<Node> = log.frontier.iter().copied().filter(|&node| is_open(log, node)).collect();
    log.frontier = open;
    Ok(Progress { grew, bounded: !queue.heap.is_empty() })
}

/// Compares commits again that lacked an object which is there now; whether there were any.
fn retry(odb: &Odb<'_>, log: &mut Log, scope: &Scope) -> Result<bool, git2::Error> {
    let is_there = |id: ObjectId| oid(id).is_ok_and(|id| odb.exists_ext(id, OdbLookupFlags::NO_REFRESH));
    let unsure = std::mem::take(&mut log.unsure).into_iter();
    let (again, still): (Vec<_>, Vec<_>) = unsure.partition(|(_, missing)| is_there(*missing));
    log.unsure = still;
    let queued = |node: Node| {
        let id = log.commits[node as usize].id;
        let commit = read(odb, id)?;
        let parent_trees = vec![None; commit.parents.len()];
        Ok(Queued { id, commit, parent_trees, is_edge: false })
    };
    let batch: Vec<Queued> = again.iter().map(|&(node, _)| queued(node)).collect::<Result<_, git2::Error>>()?;
    let compared = compare(odb, &batch, scope)?;
    for ((queued, compared), (node, _)) in batch.into_iter().zip(compared).zip(&again) {
        settle(log, *node, &queued.commit.author, queued.commit.subject, compared);
    }
    Ok(!again.is_empty())
}

/// Whether a commit has parents that are not in the log.
fn is_open(log: &Log, node: Node) -> bool {
    log.commits[node as usize].parents.iter().any(|&parent| log.node(parent).is_none())
}

/// Commits that were read and are not in the log yet.
struct Queue<'a> {
    odb: &'a Odb<'a>,
    shallow: &'a HashSet<ObjectId>,
    heap: BinaryHeap<(i64, ObjectId)>,
    waiting: IdMap<CommitObject>,
    /// The trees of all commits that were read.
    trees: IdMap<ObjectId>,
}

impl Queue<'_> {
    /// Reads a commit, once.
    fn add(&mut self, id: ObjectId) -> Result<(), git2::Error> {
        if self.trees.contains_key(&id) {
            return Ok(());
        }
        let mut commit = read(self.odb, id)?;
        if self.shallow.contains(&id) {
            commit.parents.clear();
        }
        self.trees.insert(id, commit.tree);
        self.heap.push((commit.time, id));
        self.waiting.insert(id, commit);
        Ok(())
    }

    /// Takes the newest commits, and puts their parents in.
    fn batch(&mut self, log: &Log, most: usize) -> Vec<Queued> {
        let mut batch = Vec::new();
        while batch.len() < most {
            let Some((_, id)) = self.heap.pop() else { break };
            let Some(commit) = self.waiting.remove(&id) else { continue };
            for &parent in &commit.parents {
                if log.node(parent).is_none() {
                    // A parent that is not there (a damaged or partial clone) stays open.
                    self.add(parent).ok();
                }
            }
            let parent_trees = commit.parents.iter().map(|parent| self.trees.get(parent).copied()).collect();
            let is_edge = self.shallow.contains(&id);
            batch.push(Queued { id, commit, parent_trees, is_edge });
        }
        batch
    }
}

/// A commit that is about to be compared with its parents.
struct Queued {
    id: ObjectId,
    commit: CommitObject,
    /// Their trees; `None` for a parent that was not read in this run.
    parent_trees: Vec<Option<ObjectId>>,
    /// Whether its parents are missing because the clone is shallow.
    is_edge: bool,
}

impl Queued {
    /// What it changed. At the edge of a shallow clone everything would seem new: nothing is known.
    fn changes(&self, trees: &Trees<'_>, odb: &Odb<'_>, scope: &Scope) -> Result<Compared, git2::Error> {
        if self.is_edge {
            return Ok(Compared::default());
        }
        let known = self.commit.parents.iter().zip(&self.parent_trees);
        let tree = |(&parent, tree): (&ObjectId, &Option<ObjectId>)| {
            tree.or_else(|| read(odb, parent).ok().map(|parent| parent.tree)).ok_or(parent)
        };
        match known.map(tree).collect::<Result<Vec<_>, _>>() {
            Ok(parents) => changes(trees, odb, scope, self.commit.tree, &parents),
            // Without one of its parents a commit's changes are not known: its history ends here, open.
            Err(missing) => Ok(Compared { missing: Some(missing), ..Compared::default() }),
        }
    }
}

fn read(odb: &Odb<'_>, id: ObjectId) -> Result<CommitObject, git2::Error> {
    let object = odb.read(oid(id)?)?;
    let commit = (object.kind() == ObjectType::Commit).then(|| CommitObject::parse(object.data())).flatten();
    commit.ok_or_else(|| git2::Error::from_str("not a commit"))
}

/// What each commit of a batch changed. One after the other: libgit2 takes so many locks for each object that two
/// threads in one pack are slower than one.
fn compare(odb: &Odb<'_>, batch: &[Queued], scope: &Scope) -> Result<Vec<Compared>, git2::Error> {
    let trees = Trees::new(odb);
    batch.iter().map(|queued| queued.changes(&trees, odb, scope)).collect()
}

fn store(log: &mut Log, queued: Queued, compared: Compared) -> Node {
    let Queued { id, commit, is_edge, .. } = queued;
    let CommitObject { time, parents, author, subject, .. } = commit;
    let node = log.push(LoggedCommit { id, time, parents, is_edge, detail: None });
    settle(log, node, &author, subject, compared);
    node
}

/// Notes what a commit did.
fn settle(log: &mut Log, node: Node, author: &(String, String), subject: String, compared: Compared) {
    log.unsure.extend(compared.missing.map(|missing| (node, missing)));
    let detail = (!compared.changes.is_empty()).then(|| {
        let changes = compared.changes.into_iter().map(|change| Change {
            path: log.path_index(&change.path),
            new: change.new,
            old: change.old.into_iter().map(|old| old.map(|(path, id)| (log.path_index(&path), id))).collect(),
            moved_away: change.moved_away,
            unsure: change.unsure,
        });
        let changes = changes.collect();
        Box::new(Detail { author: log.person_index(author), subject, changes })
    });
    log.commits[node as usize].detail = detail;
}
