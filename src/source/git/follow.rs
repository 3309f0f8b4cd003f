//! A [`Log`] and the files of one commit into the commits that changed each file. One pass: every commit hands
//! the files it has on to the parent it took them from, all at once, and looks only at those it changed.

use std::collections::BinaryHeap;

use rustc_hash::FxHashMap as HashMap;

use super::changes::Scope;
use super::log::{Change, Log, Node, PathIndex};
use crate::history::ObjectId;

/// A file that is followed: its place in the caller's list.
pub(super) type FileIndex = usize;

/// One file at one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Track {
    file: FileIndex,
    /// The file was made later; perhaps it was there before, and was deleted in between.
    before_birth: bool,
}

/// A state that a commit gave a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) node: Node,
    pub(super) path: PathIndex,
    pub(super) blob: ObjectId,
}

/// A file that came from outside the log's scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exit {
    /// The commit from which it is to be followed.
    pub(super) from: ObjectId,
    pub(super) path: String,
    pub(super) file: FileIndex,
}

/// What was found out.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// For each file, its steps, newest first.
    pub(super) steps: Vec<Vec<Step>>,
    /// For each file, whether its history was cut off.
    pub(super) cut: Vec<bool>,
    pub(super) exits: Vec<Exit>,
}

/// Files of one commit: their places in the caller's list, and their paths there.
pub(super) type Files = Vec<(FileIndex, String)>;

/// Follows files from some commits back; there are `count` of them in the caller's list.
pub(super) fn follow(log: &Log, scope: &Scope, starts: &[(Node, Files)], count: usize) -> Followed {
    let paths: HashMap<&str, PathIndex> = log.paths.iter().map(String::as_str).zip(0..).collect();
    let mut follower = Follower {
        log,
        scope,
        at: HashMap::default(),
        found: Followed { steps: vec![Vec::new(); count], cut: vec![false; count], exits: Vec::new() },
    };
    for (start, files) in starts {
        let mut tracks = Tracks::default();
        for (file, path) in files {
            match paths.get(path.as_str()) {
                Some(&path) => tracks.add(path, Track { file: *file, before_birth: false }),
                // No commit in the log touches it: it is older than what the log reaches.
                None => follower.found.cut[*file] = true,
            }
        }
        follower.at.entry(*start).or_default().join(tracks);
    }
    follower.run(&starts.iter().map(|(start, _)| *start).collect::<Vec<_>>());
    follower.found
}

/// Files by the path that they have at one commit.
#[derive(Debug, Default)]
struct Tracks(HashMap<PathIndex, Vec<Track>>);

impl Tracks {
    fn add(&mut self, path: PathIndex, track: Track) {
        let tracks = self.0.entry(path).or_default();
        match tracks.iter_mut().find(|known| known.file == track.file) {
            Some(known) => known.before_birth &= track.before_birth,
            None => tracks.push(track),
        }
    }

    /// Both together; the smaller goes into the larger.
    fn join(&mut self, mut other: Self) {
        if other.0.len() > self.0.len() {
            std::mem::swap(self, &mut other);
        }
        for (path, tracks) in other.0 {
            tracks.into_iter().for_each(|track| self.add(path, track));
        }
    }
}

struct Follower<'a> {
    log: &'a Log,
    scope: &'a Scope,
    at: HashMap<Node, Tracks>,
    found: Followed,
}

impl Follower<'_> {
    /// Visits every commit after all its children; among those that are ready, the newest first.
    fn run(&mut self, starts: &[Node]) {
        let mut children = self.children(starts);
        let time = |node: Node| self.log.commits[node as usize].time;
        let mut ready: BinaryHeap<(i64, Node)> =
            children.iter().filter(|(_, left)| **left == 0).map(|(&node, _)| (time(node), node)).collect();
        while let Some((_, node)) = ready.pop() {
            if let Some(tracks) = self.at.remove(&node) {
                self.visit(node, tracks);
            }
            for parent in self.parents(node).into_iter().flatten() {
                let left = children.entry(parent).or_default();
                *left = left.saturating_sub(1);
                if *left == 0 {
                    ready.push((self.log.commits[parent as usize].time, parent));
                }
            }
            if self.at.is_empty() {
                break;
            }
        }
    }

    /// The parents; `None` for those that are not in the log.
    fn parents(&self, node: Node) -> Vec<Option<Node>> {
        self.log.commits[node as usize].parents.iter().map(|&parent| self.log.node(parent)).collect()
    }

    /// How many children each commit has among those that can be reached.
    fn children(&self, starts: &[Node]) -> HashMap<Node, u32> {
        let mut children: HashMap<Node, u32> = starts.iter().map(|&start| (start, 0)).collect();
        let mut open: Vec<Node> = children.keys().copied().collect();
        while let Some(node) = open.pop() {
            for parent in self.parents(node).into_iter().flatten() {
                let count = children.entry(parent).or_insert_with(|| {
                    open.push(parent);
                    0
                });
                *count += 1;
            }
        }
        children
    }

    fn visit(&mut self, node: Node, mut tracks: Tracks) {
        let log = self.log;
        let commit = &log.commits[node as usize];
        if commit.is_edge {
            self.cut(&tracks);
            return;
        }
        let parents = self.parents(node);
        for change in commit.detail.iter().flat_map(|detail| &detail.changes) {
            if let Some(changed) = tracks.0.remove(&change.path) {
                self.change(node, change, &changed, &parents);
            }
        }
        self.hand_on(parents.first().copied().flatten(), tracks);
    }

    fn change(&mut self, node: Node, change: &Change, tracks: &[Track], parents: &[Option<Node>]) {
        let Some(blob) = change.new else {
            self.undelete(node, change, tracks, parents);
            return;
        };
        let same = change.old.iter().position(|old| *old == Some((change.path, blob)));
        if let Some(parent) = same {
            self.pass(node, parent, change.path, tracks, parents);
            return;
        }
        for track in tracks {
            let steps = &mut self.found.steps[track.file];
            if steps.last().is_none_or(|last| last.node != node) {
                steps.push(Step { node, path: change.path, blob });
            }
            self.found.cut[track.file] |= change.unsure;
        }
        let as_it_is: Vec<Track> = tracks.iter().map(|track| Track { before_birth: false, ..*track }).collect();
        let before: Vec<Track> = tracks.iter().map(|track| Track { before_birth: true, ..*track }).collect();
        for (parent, old) in change.old.iter().enumerate() {
            match old {
                Some((path, _)) => self.pass(node, parent, *path, &as_it_is, parents),
                None => self.pass(node, parent, change.path, &before, parents),
            }
        }
    }

    /// A path that is followed and is not there before this commit made it vanish: from its parents on, it is
    /// the file again, unless it went on under another name.
    fn undelete(&mut self, node: Node, change: &Change, tracks: &[Track], parents: &[Option<Node>]) {
        if change.moved_away {
            return;
        }
        if let Some(parent) = change.old.iter().position(Option::is_none) {
            self.pass(node, parent, change.path, tracks, parents);
            return;
        }
        if change.unsure {
            tracks.iter().for_each(|track| self.found.cut[track.file] = true);
            return;
        }
        let as_it_is: Vec<Track> = tracks.iter().map(|track| Track { before_birth: false, ..*track }).collect();
        for parent in 0..change.old.len() {
            self.pass(node, parent, change.path, &as_it_is, parents);
        }
    }

    /// Gives files to a parent, at a path.
    fn pass(&mut self, node: Node, parent: usize, path: PathIndex, tracks: &[Track], parents: &[Option<Node>]) {
        let name = &self.log.paths[path as usize];
        let mut passed = Tracks::default();
        for &track in tracks {
            if self.scope.covers(name) {
                passed.add(path, track);
            } else if let Some(&from) = self.log.commits[node as usize].parents.get(parent) {
                self.found.exits.push(Exit { from, path: name.clone(), file: track.file });
            }
        }
        self.hand_on(parents.get(parent).copied().flatten(), passed);
    }

    /// Gives files to a parent; `None` for one that is not in the log.
    fn hand_on(&mut self, parent: Option<Node>, tracks: Tracks) {
        if tracks.0.is_empty() {
            return;
        }
        match parent {
            Some(parent) => self.at.entry(parent).or_default().join(tracks),
            None => self.cut(&tracks),
        }
    }

    /// What becomes of these files before is not known.
    fn cut(&mut self, tracks: &Tracks) {
        for track in tracks.0.values().flatten().filter(|track| !track.before_birth) {
            self.found.cut[track.file] = true;
        }
    }
}
