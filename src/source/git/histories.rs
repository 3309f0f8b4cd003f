//! A commit and the documents it holds into the history of each: logs are read from the cache, extended,
//! followed, and followed on where a document came from outside its folder.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use git2::Odb;
use jiff::Timestamp;

use super::changes::{Scope, can_be_document};
use super::commit::CommitObject;
use super::follow::{Exit, Files, Step, follow};
use super::log::{Log, Node};
use super::people::Authors;
use super::tree::{EntryKind, Trees, oid};
use super::walk::{Limits, Progress, extend};
use super::{Git, GitTrouble};
use crate::history::{Commit, DocumentHistory, ObjectId, Revision};

/// The most a cached log may have, in bytes.
const LARGEST_CACHE: u64 = 512 * 1024 * 1024;
/// How many times documents are followed into other folders.
const MOST_SCOPES: usize = 32;

/// What Git says about documents.
#[derive(Debug, Default)]
pub struct Histories {
    /// By path below the root of the repository.
    pub documents: BTreeMap<String, DocumentHistory>,
    /// Logs that grew, for the next run: where to put them, and their bytes.
    pub caches: Vec<(PathBuf, Vec<u8>)>,
    /// Whether a bound kept older commits from being read.
    pub bounded: bool,
    /// The submodules that documents lie in, with how many.
    pub submodules: BTreeMap<String, usize>,
}

/// The logs that one question needs.
struct Reading<'a> {
    git: &'a Git,
    limits: Limits<'a>,
    cut: [u8; 32],
    /// By where they are kept, with whether they grew.
    logs: BTreeMap<PathBuf, (Log, bool)>,
    bounded: bool,
}

/// Commits, and the files of each that are followed from there.
type Starts = Vec<(ObjectId, Files)>;

impl Git {
    /// The histories of documents as of a commit. `folder` holds all of them; both are below the root of the
    /// repository, `/`-separated.
    ///
    /// # Errors
    /// Missing objects.
    pub fn histories(
        &self,
        head: ObjectId,
        folder: &str,
        paths: &[String],
        limits: Limits<'_>,
    ) -> Result<Histories, GitTrouble> {
        let repository = self.lock();
        let trouble = |error: git2::Error| GitTrouble::of(&self.place.root, &error);
        let odb = repository.odb().map_err(trouble)?;
        let mut reading = Reading { git: self, limits, cut: self.cut(), logs: BTreeMap::new(), bounded: false };
        let mut found: Vec<DocumentHistory> =
            vec![DocumentHistory { complete: true, ..Default::default() }; paths.len()];
        let every_file = !paths.iter().all(|path| can_be_document(path));
        let scope = Scope { folder: folder.trim_matches('/').to_owned(), every_file };
        let held = Held::at(&odb, head, paths).map_err(trouble)?;
        let known = |path: &String| held.files.contains(path.as_bytes());
        let files = paths.iter().cloned().enumerate().filter(|(_, path)| known(path)).collect();
        let authors = Authors::at(&odb, head).map_err(trouble)?;
        let mut open: Vec<(Scope, Starts)> = vec![(scope, vec![(head, files)])];
        for _ in 0..MOST_SCOPES {
            let Some((scope, starts)) = open.pop() else { break };
            let exits = reading.pass(&odb, &authors, &scope, starts, &mut found).map_err(trouble)?;
            open.extend(grouped(exits));
        }
        // Whatever was not followed to its begin has none that is known.
        for (file, _) in open.iter().flat_map(|(_, starts)| starts).flat_map(|(_, files)| files) {
            found[*file].complete = false;
        }
        let documents = paths.iter().cloned().zip(found).filter(|(path, _)| known(path)).collect();
        let submodules = held.submodules(paths);
        let Reading { logs, bounded, .. } = reading;
        let caches = logs.into_iter().filter(|(_, (_, grew))| *grew);
        let caches = caches.map(|(path, (log, _))| (path, log.to_bytes())).collect();
        Ok(Histories { documents, caches, bounded, submodules })
    }

    /// Reads what is kept of the history of a folder's documents, for a question that will come. It may be asked of one thread
    /// while others do something else.
    pub fn prepare(&self, folder: &str) {
        let scope = Scope { folder: folder.trim_matches('/').to_owned(), every_file: false };
        let path = cache_path(self, &scope);
        if let Some(log) = cached(&path, self.cut()) {
            self.ready.lock().unwrap_or_else(PoisonError::into_inner).insert(path, log);
        }
    }

    /// What makes a log useless when it changes.
    fn cut(&self) -> [u8; 32] {
        let mut ids: Vec<&ObjectId> = self.shallow.iter().collect();
        ids.sort_unstable();
        let mut hasher = blake3::Hasher::new();
        for id in ids {
            hasher.update(&id.0);
        }
        *hasher.finalize().as_bytes()
    }
}

/// What a commit holds in the folders of documents. A file on disk that the commit does not hold has no history.
struct Held {
    files: HashSet<Vec<u8>>,
    submodules: Vec<String>,
}

impl Held {
    fn at(odb: &Odb<'_>, commit: ObjectId, paths: &[String]) -> Result<Self, git2::Error> {
        let folders: HashSet<&[u8]> = paths.iter().flat_map(|path| parents(path)).map(str::as_bytes).collect();
        let object = odb.read(oid(commit)?)?;
        let tree = CommitObject::parse(object.data()).map(|commit| commit.tree);
        let tree = tree.ok_or_else(|| git2::Error::from_str("not a commit"))?;
        let listed = Trees::new(odb).list(tree, &|folder| folders.contains(folder), usize::MAX)?;
        let mut held = Self { files: HashSet::new(), submodules: Vec::new() };
        for file in listed {
            if file.kind == EntryKind::File {
                held.files.insert(file.path);
            } else if file.submodule {
                held.submodules.extend(String::from_utf8(file.path));
            }
        }
        Ok(held)
    }

    /// The submodules that documents lie in.
    fn submodules(&self, paths: &[String]) -> BTreeMap<String, usize> {
        let inside = |folder: &str| paths.iter().filter(|path| parents(path).any(|parent| parent == folder)).count();
        let counted = self.submodules.iter().map(|folder| (folder.clone(), inside(folder)));
        counted.filter(|(_, documents)| *documents > 0).collect()
    }
}

/// The folders that hold a path, from the deepest on.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/').map(|(folder, _)| folder), |folder| {
        folder.rsplit_once('/').map(|(parent, _)| parent)
    })
}

impl Reading<'_> {
    /// Follows files through one log; what left its folder is returned.
    fn pass(
        &mut self,
        odb: &Odb<'_>,
        authors: &Authors,
        scope: &Scope,
        starts: Starts,
        found: &mut [DocumentHistory],
    ) -> Result<Vec<Exit>, git2::Error> {
        let path = cache_path(self.git, scope);
        let ready = || self.git.ready.lock().unwrap_or_else(PoisonError::into_inner).remove(&path);
        let kept = || ready().or_else(|| cached(&path, self.cut)).unwrap_or_else(|| Log::new(self.cut));
        let (mut log, has_grown) = self.logs.remove(&path).unwrap_or_else(|| (kept(), false));
        let commits: Vec<ObjectId> = starts.iter().map(|(commit, _)| *commit).collect();
        let Progress { grew, bounded } = extend(odb, &mut log, &commits, scope, &self.git.shallow, self.limits)?;
        self.bounded |= bounded;
        let mut nodes: Vec<(Node, Files)> = Vec::new();
        for (commit, files) in starts {
            match log.node(commit) {
                Some(node) => nodes.push((node, files)),
                None => files.iter().for_each(|(file, _)| found[*file].complete = false),
            }
        }
        let followed = follow(&log, scope, &nodes, found.len());
        let mut commits = BTreeMap::new();
        for ((steps, cut), history) in followed.steps.iter().zip(&followed.cut).zip(found) {
            history.complete &= !cut;
            let revisions = steps.iter().map(|step| revision(&log, step, authors, &mut commits));
            history.revisions.extend(revisions);
        }
        self.logs.insert(path, (log, has_grown || grew));
        Ok(followed.exits)
    }
}

/// Where the log of a scope is kept.
fn cache_path(git: &Git, scope: &Scope) -> PathBuf {
    let name = blake3::hash(format!("{}\0{}", scope.folder, scope.every_file).as_bytes());
    git.common.join("pmdoc").join(format!("history-{}", &name.to_hex()[..16]))
}

fn cached(path: &Path, cut: [u8; 32]) -> Option<Log> {
    Log::from_bytes(&crate::source::read_small(path, LARGEST_CACHE).ok()?, cut)
}

/// Files that came from elsewhere, by the folder that holds them and the commits to go on from.
fn grouped(exits: Vec<Exit>) -> Vec<(Scope, Starts)> {
    let mut groups: BTreeMap<String, BTreeMap<ObjectId, Files>> = BTreeMap::new();
    for exit in exits {
        let folder = exit.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let top = folder.split('/').next().unwrap_or_default().to_owned();
        groups.entry(top).or_default().entry(exit.from).or_default().push((exit.file, exit.path));
    }
    let group = |starts: BTreeMap<ObjectId, Files>| {
        let folder = common_folder(starts.values().flatten().map(|(_, path)| path.as_str()));
        (Scope { folder, every_file: true }, starts.into_iter().collect())
    };
    groups.into_values().map(group).collect()
}

/// The deepest folder that holds all of some files.
fn common_folder<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let folders = paths.map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder));
    let common = folders.map(str::to_owned).reduce(|common, folder| {
        let parts = common.split('/').zip(folder.split('/')).take_while(|(a, b)| a == b).map(|(part, _)| part);
        parts.collect::<Vec<_>>().join("/")
    });
    common.unwrap_or_default()
}

fn revision(log: &Log, step: &Step, authors: &Authors, commits: &mut BTreeMap<Node, Arc<Commit>>) -> Revision {
    let commit = commits.entry(step.node).or_insert_with(|| Arc::new(commit(log, step.node, authors)));
    Revision { commit: Arc::clone(commit), path: log.paths[step.path as usize].clone(), blob: step.blob }
}

fn commit(log: &Log, node: Node, authors: &Authors) -> Commit {
    let logged = &log.commits[node as usize];
    let detail = logged.detail.as_deref();
    let (name, email) = detail.and_then(|detail| log.people.get(detail.author as usize)).cloned().unwrap_or_default();
    Commit {
        id: logged.id,
        time: time(logged.time),
        author: authors.resolve(&name, &email),
        subject: detail.map(|detail| detail.subject.clone()).unwrap_or_default(),
    }
}

/// Seconds since 1970 into a time, between 1970 and 9999; others are mistakes or mischief.
fn time(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(seconds).ok().filter(|_| seconds > 0)
}
