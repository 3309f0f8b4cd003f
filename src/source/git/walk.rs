//! Commits that a [`Log`] does not have yet, into it: newest first, in batches whose trees are compared in
//! parallel, until there are no more or a bound is met. Stopped anywhere, the log is good and is gone on with.

use std::collections::{BinaryHeap, HashMap, HashSet};

use git2::{ObjectType, Odb};
use rayon::prelude::*;

use super::changes::{RawChange, Scope, changes};
use super::commit::CommitObject;
use super::log::{Change, Detail, Log, LoggedCommit, Node};
use super::tree::{Trees, oid};
use crate::history::ObjectId;

/// Commits between two looks at the bounds.
const BATCH: usize = 2048;
/// Commits that one thread compares with one memory of trees.
const CHUNK: usize = 64;

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

/// Reads the history of `start` into the log; whether anything was added.
///
/// # Errors
/// Where `start` itself cannot be read, or a tree is missing.
pub(super) fn extend(
    odb: &Odb<'_>,
    log: &mut Log,
    start: ObjectId,
    scope: &Scope,
    shallow: &HashSet<ObjectId>,
    limits: Limits<'_>,
) -> Result<bool, git2::Error> {
    let mut queue = Queue { odb, shallow, heap: BinaryHeap::new(), waiting: HashMap::new(), trees: HashMap::new() };
    if log.node(start).is_none() {
        queue.add(start)?;
    }
    let frontier = std::mem::take(&mut log.frontier);
    for id in frontier.iter().flat_map(|&node| log.commits[node as usize].parents.clone()) {
        if log.node(id).is_none() {
            queue.add(id).ok();
        }
    }
    let mut touched = frontier;
    let mut left = limits.commits;
    while left > 0 && !queue.heap.is_empty() && !(limits.stop)() {
        let batch = queue.batch(log, left.min(BATCH));
        left -= batch.len();
        let details: Vec<Vec<RawChange>> = compare(odb, &queue, &batch, scope)?;
        for ((id, commit), changes) in batch.into_iter().zip(details) {
            touched.push(store(log, id, commit, changes, shallow.contains(&id)));
        }
    }
    log.frontier = touched;
    let open: Vec<Node> = log.frontier.iter().copied().filter(|&node| is_open(log, node)).collect();
    log.frontier = open;
    Ok(left < limits.commits)
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
    waiting: HashMap<ObjectId, CommitObject>,
    /// The trees of all commits that were read.
    trees: HashMap<ObjectId, ObjectId>,
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
    fn batch(&mut self, log: &Log, most: usize) -> Vec<(ObjectId, CommitObject)> {
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
            batch.push((id, commit));
        }
        batch
    }
}

fn read(odb: &Odb<'_>, id: ObjectId) -> Result<CommitObject, git2::Error> {
    let object = odb.read(oid(id)?)?;
    let commit = (object.kind() == ObjectType::Commit).then(|| CommitObject::parse(object.data())).flatten();
    commit.ok_or_else(|| git2::Error::from_str("not a commit"))
}

/// What each commit of a batch changed.
fn compare(
    odb: &Odb<'_>,
    queue: &Queue<'_>,
    batch: &[(ObjectId, CommitObject)],
    scope: &Scope,
) -> Result<Vec<Vec<RawChange>>, git2::Error> {
    let tree_of = |id: ObjectId| match queue.trees.get(&id) {
        Some(&tree) => Ok(tree),
        None => read(odb, id).map(|commit| commit.tree),
    };
    let shallow = queue.shallow;
    let of_chunk = |chunk: &[(ObjectId, CommitObject)]| {
        let trees = Trees::new(odb);
        chunk
            .iter()
            .map(|(id, commit)| {
                // At the edge of a shallow clone everything would seem new.
                if shallow.contains(id) {
                    return Ok(Vec::new());
                }
                let parents = commit.parents.iter().map(|&parent| tree_of(parent)).collect::<Result<Vec<_>, _>>();
                // Without its parents a commit's changes are not known: its history ends here, open.
                parents.map_or_else(|_| Ok(Vec::new()), |parents| changes(&trees, odb, scope, commit.tree, &parents))
            })
            .collect::<Result<Vec<_>, git2::Error>>()
    };
    let parts: Vec<Vec<Vec<RawChange>>> = batch
        .par_chunks(CHUNK)
        .map(|chunk| of_chunk(chunk).map_err(|e| (e.code(), e.class(), e.message().to_owned())))
        .collect::<Result<_, _>>()
        .map_err(|(code, class, message)| git2::Error::new(code, class, message))?;
    Ok(parts.into_iter().flatten().collect())
}

fn store(log: &mut Log, id: ObjectId, commit: CommitObject, changes: Vec<RawChange>, is_edge: bool) -> Node {
    let detail = (!changes.is_empty()).then(|| {
        let changes = changes
            .into_iter()
            .map(|change| Change {
                path: log.path_index(&change.path),
                new: change.new,
                old: change.old.into_iter().map(|old| old.map(|(path, id)| (log.path_index(&path), id))).collect(),
                moved_away: change.moved_away,
            })
            .collect();
        let author = log.person_index(&commit.author);
        Box::new(Detail { author, subject: commit.subject, changes })
    });
    log.push(LoggedCommit { id, time: commit.time, parents: commit.parents, is_edge, detail })
}
