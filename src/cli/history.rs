//! What Git says about the documents, into the knowledge base: one pass per repository. Whatever keeps Git from
//! answering is a note; what it would have said is then not known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::args::StateArgs;
use super::mount::Mount;
use super::project::{Ask, Project};
use super::shown::join;
use super::terminal::Terminal;
use crate::diagnostic::Note;
use crate::history::{DocumentHistory, History, ObjectId, Standing};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::output;
use crate::repository;
use crate::source::{Git, GitPlace, Histories, Limits, SourceFile, Staged, holds};
use crate::text::RelPath;

/// The longest that one run reads history that no cache holds.
const LONGEST: Duration = Duration::from_secs(30);

/// What Git holds of a repository, and the commit that is read; `None` where there is no Git.
pub(super) type Opened = Option<(Arc<Git>, Option<ObjectId>)>;

/// A repository of a mount that was opened, the documents' folder in it, and the commit that is read.
pub(super) type Repository = Option<(Arc<Git>, String, Option<ObjectId>)>;

/// Opens the repositories of the mounts, and reads what is kept of their histories; nothing where nobody asks for it.
pub(super) fn open(mounts: &[Mount], ask: Ask, state: &StateArgs) -> Vec<Repository> {
    if state.max_commits == 0 || matches!(ask, Ask::Documents | Ask::Names) {
        return Vec::new();
    }
    let opened: Vec<Repository> = mounts.iter().map(open_one).collect();
    opened
        .iter()
        .flatten()
        .filter(|(_, folder, _)| !folder.is_empty())
        .for_each(|(git, folder, _)| git.prepare(folder));
    opened
}

/// Reads the history of every document, from the repository of each mount.
pub(super) fn read(project: &mut Project, opened: Vec<Repository>, state: &StateArgs, ask: Ask) {
    if opened.is_empty() {
        return;
    }
    let begin = Instant::now();
    let stop = || begin.elapsed() > LONGEST;
    let limits = Limits { commits: state.max_commits, stop: &stop };
    let mut history = History::default();
    // Whoever checks must know when a promise was kept where that decides something, and of no other.
    let is_asked = |index: RecordIndex| project.is_asked(index);
    let undated = if ask == Ask::LifeCycles { BTreeSet::new() } else { project.base.undated_promises(&is_asked) };
    let is_followed = |index: RecordIndex| ask == Ask::LifeCycles || undated.contains(&index);
    // `check` tells nothing else of other documents that depends on it, and to compare a document is to read it again.
    let is_compared = |path: &RelPath| {
        let index = project.base.records.binary_search_by(|record| record.path.cmp(path));
        index.is_ok_and(|index| is_followed(index) || project.is_asked(index))
    };
    let paths = project.base.records.iter().map(|record| &record.path);
    let wanted: BTreeSet<&RelPath> = paths.filter(|path| is_compared(path)).collect();
    let mut repositories: Vec<Opened> = Vec::new();
    for (mount, opened) in project.mounts.iter().zip(opened) {
        if let Some((git, folder, commit)) = &opened {
            let wanted = ask.is_of_some().then_some(&wanted);
            let asked = Asked { wanted, is_compared: &is_compared };
            histories(mount, git, folder, *commit, limits, asked, &mut history);
        }
        repositories.push(opened.map(|(git, _, commit)| (git, commit)));
    }
    history.commits = standings(project, &repositories, ask);
    project.base.history = history;
    if ask == Ask::LifeCycles || !undated.is_empty() {
        let git_of = |path: &RelPath| Some(Arc::clone(&repositories[project.place_of(path)?].as_ref()?.0));
        let life_cycles = repository::life_cycles(&project.base, &project.reader, &is_followed, &git_of);
        project.base.learn(life_cycles, &project.zone());
    }
    project.repositories = repositories;
}

/// What became of a document that was edited since its history was read, in `base`.
pub(super) fn renew(project: &Project, base: &mut KnowledgeBase, index: RecordIndex, file: &SourceFile) {
    let path = base.records[index].path.clone();
    let git = project.place_of(&path).and_then(|place| project.repositories.get(place)?.as_ref());
    if let Some(history) = base.history.documents.get_mut(&path) {
        history.edited = history.revisions.first().is_some_and(|last| !holds(file, last.blob));
    }
    let life_cycle = git.and_then(|(git, _)| repository::life_cycle(base, index, &project.reader, git));
    base.life_cycles[index] = life_cycle.unwrap_or_default();
    let names = crate::postmortem::commit_names(&base.records[index].postmortem);
    let new: Vec<&str> = names.into_iter().filter(|name| !base.history.commits.contains_key(*name)).collect();
    let new: Vec<(String, Standing)> =
        new.into_iter().filter_map(|name| Some((name.to_owned(), standing(&project.repositories, name)?))).collect();
    base.history.commits.extend(new);
}

fn open_one(mount: &Mount) -> Repository {
    if let (Some(git), Some(folder)) = (&mount.git, &mount.git_folder) {
        return Some((Arc::clone(git), folder.clone(), mount.commit));
    }
    let folder = mount.folder.canonicalize().ok()?;
    let place = GitPlace::find(&folder)?;
    let below = folder.strip_prefix(&place.root).ok()?.to_str()?.to_owned();
    let opened = Git::open(place).and_then(|git| git.head().map(|head| (git, head)));
    match opened {
        Ok((git, head)) => Some((Arc::new(git), below, head)),
        Err(trouble) => {
            Terminal::note(&Note(format!("nothing is known from Git: {trouble}")));
            None
        }
    }
}

/// Which documents somebody wants to know something of.
#[derive(Clone, Copy)]
struct Asked<'a> {
    /// Anything; `None` where that is all of them.
    wanted: Option<&'a BTreeSet<&'a RelPath>>,
    /// Whether it was edited since.
    is_compared: &'a (dyn Fn(&RelPath) -> bool + Sync),
}

/// The histories of one repository's documents.
fn histories(
    mount: &Mount,
    git: &Git,
    folder: &str,
    commit: Option<ObjectId>,
    limits: Limits<'_>,
    asked: Asked<'_>,
    history: &mut History,
) {
    let Some(commit) = commit else { return };
    let place = |file: &SourceFile| join(folder, below_name(&mount.name, &file.path));
    let files = || mount.documents.iter().map(|input| &input.file);
    let folder = if folder.is_empty() { narrowest(files().map(place)) } else { folder.to_owned() };
    let by_path: BTreeMap<String, &SourceFile> = match asked.wanted {
        Some(wanted) => mount.find(wanted).map(|file| (place(file), file)).collect(),
        None => files().map(|file| (place(file), file)).collect(),
    };
    let paths: Vec<String> = by_path.keys().cloned().collect();
    let found = match git.histories(commit, &folder, &paths, limits) {
        Ok(found) => found,
        Err(trouble) => {
            Terminal::note(&Note(format!("dates and authors are not known: {trouble}")));
            return;
        }
    };
    for (path, bytes) in &found.caches {
        // A cache that cannot be written costs the next run some time, and nothing else.
        let _ = output::keep(path, bytes);
    }
    notes(git, &found);
    // To read the index takes as long as to read some files.
    const MANY: usize = 64;
    let staged = if by_path.len() > MANY { git.staged() } else { Staged::default() };
    let documents: Vec<(RelPath, DocumentHistory)> = found
        .documents
        .into_par_iter()
        .filter_map(|(path, mut history)| {
            let file = by_path.get(&path)?;
            let last = history.revisions.first().filter(|_| (asked.is_compared)(&file.path));
            history.edited = last.is_some_and(|last| match staged.content(&path, file) {
                Some(content) => content != last.blob,
                None => !holds(file, last.blob),
            });
            Some((file.path.clone(), history))
        })
        .collect();
    history.documents.extend(documents);
}

/// The path of a document without the name of its source.
fn below_name<'p>(name: &str, path: &'p RelPath) -> &'p str {
    let path = path.as_str();
    let rest = path.strip_prefix(name).and_then(|rest| rest.strip_prefix('/'));
    rest.filter(|_| !name.is_empty()).unwrap_or(path)
}

/// The deepest folder that holds all of some documents.
fn narrowest(paths: impl Iterator<Item = String>) -> String {
    let folders = paths.map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned());
    let common = folders.reduce(|common, folder| {
        let parts = common.split('/').zip(folder.split('/')).take_while(|(a, b)| a == b).map(|(part, _)| part);
        parts.collect::<Vec<_>>().join("/")
    });
    common.unwrap_or_default()
}

/// Why some dates are not known.
fn notes(git: &Git, found: &Histories) {
    let unknown = found.documents.values().filter(|history| !history.complete).count();
    let documents = if unknown == 1 { "1 document".to_owned() } else { format!("{unknown} documents") };
    if unknown > 0 && git.is_shallow() {
        Terminal::note(&Note(format!(
            "this clone is shallow: when {documents} began is not known; git fetch --unshallow brings the rest \
             (in CI: fetch-depth: 0)"
        )));
    } else if unknown > 0 && found.bounded {
        Terminal::note(&Note(format!(
            "history was not read to its end: when {documents} began is not known; the next run goes on from here \
             (--max-commits sets how far one run goes)"
        )));
    } else if unknown > 0 {
        Terminal::note(&Note(format!(
            "some objects are missing in {}: when {documents} began is not known",
            git.place.root.display()
        )));
    }
    for (folder, documents) in &found.submodules {
        Terminal::note(&Note(format!(
            "{folder} is a submodule: the history of the {documents} documents in it is in a repository of its own, \
             which `[[output.pmdoc.source]]` adds"
        )));
    }
}

/// What the repositories say to the commits that documents name; what one of them cannot know is not said.
fn standings(project: &Project, repositories: &[Opened], ask: Ask) -> BTreeMap<String, Standing> {
    let records = project.base.records.iter().enumerate();
    let wanted = records.filter(|(index, _)| !ask.is_of_some() || project.is_asked(*index)).map(|(_, record)| record);
    let names = wanted.flat_map(|record| crate::postmortem::commit_names(&record.postmortem));
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().filter_map(|name| Some((name.to_owned(), standing(repositories, name)?))).collect()
}

/// What the repositories say to one name.
fn standing(repositories: &[Opened], name: &str) -> Option<Standing> {
    let answers: Vec<Option<Standing>> =
        repositories.iter().flatten().filter_map(|(git, commit)| Some(git.standing((*commit)?, name))).collect();
    let best = answers.iter().flatten().min_by_key(|standing| rank(**standing)).copied();
    let certain = !answers.is_empty() && answers.iter().all(Option::is_some);
    best.filter(|standing| certain || *standing == Standing::Merged)
}

/// Of several repositories' answers the best counts.
fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Merged => 0,
        Standing::Unmerged => 1,
        Standing::Ambiguous => 2,
        Standing::NotACommit => 3,
        Standing::Missing => 4,
    }
}
