//! Git repositories made with the real `git`, and what it says about them. Names, dates and settings are fixed,
//! so that ids are the same on every machine; every commit is a minute after the one before.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test file uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "tests run git")]

mod script;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use pmdoc::history::DocumentHistory;
use pmdoc::source::{Git, GitPlace, Histories, Limits};

pub use script::{Script, Tree};

/// 2026-01-01 in UTC, in seconds since 1970.
pub const BEGIN: i64 = 1_767_225_600;
/// No bound at all.
pub const NO_LIMITS: Limits<'static> = Limits { commits: usize::MAX, stop: &|| false };

/// A repository in a temporary folder of its own, in which it has the name `kb`.
pub struct GitRepository {
    folder: tempfile::TempDir,
    root: PathBuf,
    clock: Cell<i64>,
}

impl GitRepository {
    /// An empty repository with a work tree.
    pub fn new() -> Self {
        Self::init(&[])
    }

    /// An empty repository, made with these arguments to `git init`.
    pub fn init(arguments: &[&str]) -> Self {
        let repository = Self::without_git();
        repository.git(&[&["init", "-q", "-b", "main"], arguments].concat());
        repository
    }

    /// The folder alone.
    pub fn without_git() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("its name").join("kb");
        fs::create_dir(&root).expect("a folder");
        Self { folder, root, clock: Cell::new(BEGIN) }
    }

    /// A repository with these files, committed.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let repository = Self::new();
        files.iter().for_each(|(path, text)| repository.write(path, text));
        repository.commit("Begin");
        repository
    }

    /// A repository with the commits of a script on `main`, nothing checked out.
    pub fn of(script: &Script) -> Self {
        let repository = Self::new();
        repository.import(script);
        repository
    }

    /// Runs a script, and gives the ids of its commits.
    pub fn import(&self, script: &Script) -> Vec<String> {
        let marks = self.beside("marks");
        let export = format!("--export-marks={}", marks.display());
        git_reading(&self.root, &["fast-import", "--quiet", "--force", &export], script.bytes());
        let text = fs::read_to_string(marks).expect("marks");
        let ids: BTreeMap<usize, String> = text
            .lines()
            .filter_map(|line| line.strip_prefix(':')?.split_once(' '))
            .map(|(mark, id)| (mark.parse().expect("a number"), id.to_owned()))
            .collect();
        ids.into_values().collect()
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path next to the repository, in the same temporary folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.root.with_file_name(name)
    }

    pub fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, bytes).expect("a file");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file");
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.path(to).parent().expect("a folder")).expect("folders");
        fs::rename(self.path(from), self.path(to)).expect("a file or folder");
    }

    /// Runs git here; it must succeed. What it prints, without the last line end.
    pub fn git(&self, arguments: &[&str]) -> String {
        self.tick();
        let output = self.try_git(arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        text(output)
    }

    /// Runs git here, whatever comes of it.
    pub fn try_git(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("git runs")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let time = format!("{} +0900", self.clock.get());
        let mut command = git_command(&self.root, arguments);
        command.env("GIT_AUTHOR_DATE", &time).env("GIT_COMMITTER_DATE", &time);
        command
    }

    fn tick(&self) {
        self.clock.set(self.clock.get() + 60);
    }

    /// Commits everything in the work tree; the new commit's id.
    pub fn commit(&self, subject: &str) -> String {
        self.commit_by(subject, "Amelia Park", "amelia@example.com")
    }

    /// The same, by somebody.
    pub fn commit_by(&self, subject: &str, name: &str, email: &str) -> String {
        self.git(&["add", "-A"]);
        self.tick();
        let arguments = ["commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", subject];
        let output = self
            .command(&arguments)
            .env("GIT_AUTHOR_NAME", name)
            .env("GIT_AUTHOR_EMAIL", email)
            .output()
            .expect("git runs");
        assert!(output.status.success(), "git commit: {}", String::from_utf8_lossy(&output.stderr));
        self.head()
    }

    /// Writes a file and commits it.
    pub fn put(&self, path: &str, text: &str) -> String {
        self.write(path, text);
        self.commit(&format!("Write {path}"))
    }

    /// Goes to a branch, made here where there is none of that name.
    pub fn on(&self, branch: &str) {
        if !self.try_git(&["switch", "-q", branch]).status.success() {
            self.git(&["switch", "-q", "-c", branch]);
        }
    }

    /// Merges without conflicts; the merge commit's id.
    pub fn merge(&self, arguments: &[&str]) -> String {
        self.git(&[&["merge", "-q", "--no-ff", "-m", "Merge"], arguments].concat());
        self.head()
    }

    /// Merges, and makes the files what is given here, whatever git made of them.
    pub fn merge_into(&self, branches: &[&str], files: &[(&str, &str)]) -> String {
        self.tick();
        self.try_git(&[&["merge", "-q", "--no-ff", "--no-commit"], branches].concat());
        files.iter().for_each(|(path, text)| self.write(path, text));
        self.commit("Merge by hand")
    }

    pub fn head(&self) -> String {
        text(self.try_git(&["rev-parse", "HEAD"]))
    }

    /// Makes an object of exactly these bytes, as no git command would; its id.
    pub fn put_raw(&self, kind: &str, bytes: &[u8]) -> String {
        git_reading(&self.root, &["hash-object", "-t", kind, "-w", "--stdin", "--literally"], bytes)
    }

    /// A commit object of exactly these bytes, and `main` there.
    pub fn put_raw_commit(&self, bytes: &[u8]) -> String {
        let id = self.put_raw("commit", bytes);
        self.git(&["update-ref", "refs/heads/main", &id]);
        id
    }

    /// The commits that gave a file a content, newest first: `git log -- path`, without those that deleted it.
    pub fn log(&self, path: &str) -> Vec<String> {
        self.log_of(&["HEAD"], path)
    }

    /// The same with renames, which git follows where history is a line.
    pub fn follow(&self, path: &str) -> Vec<String> {
        self.log_of(&["--follow", "--diff-filter=d"], path)
    }

    /// `git log` for a path, without the commits that do not hold it (where it keeps its name).
    pub fn log_of(&self, arguments: &[&str], path: &str) -> Vec<String> {
        let all = self.git(&[&["log", "--format=%H"], arguments, &["--", path]].concat());
        if arguments.contains(&"--follow") {
            return lines(&all);
        }
        let asked: String = all.lines().map(|id| format!("{id}:{path}\n")).collect();
        let answers = git_reading(&self.root, &["cat-file", "--batch-check"], asked.as_bytes());
        let held = all.lines().zip(answers.lines()).filter(|(_, answer)| !answer.ends_with(" missing"));
        held.map(|(id, _)| id.to_owned()).collect()
    }

    /// What pmdoc says about documents below a folder, as of `HEAD`.
    pub fn histories(&self, folder: &str, paths: &[&str]) -> Histories {
        histories(&self.root, folder, paths, NO_LIMITS)
    }

    /// One document's history, all documents of `postmortems` read.
    pub fn history(&self, path: &str) -> DocumentHistory {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.histories(folder, &[path]).documents.remove(path).unwrap_or_else(|| panic!("{path} has no history"))
    }

    /// Clones to a folder beside this one, in the way of another machine; the clone's folder.
    pub fn clone_to(&self, name: &str, arguments: &[&str]) -> PathBuf {
        let target = self.beside(name);
        let address = format!("file://{}", self.root.display());
        let end = [address.as_str(), &target.to_string_lossy()];
        self.git(&[&["clone", "-q"], arguments, &end].concat());
        target
    }
}

/// What pmdoc says about documents, whatever cache is there.
pub fn histories(root: &Path, folder: &str, paths: &[&str], limits: Limits<'_>) -> Histories {
    let git = open(root);
    let head = git.head().expect("HEAD is readable").expect("a commit");
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    git.histories(head, folder, &paths, limits).expect("histories")
}

/// Opens the repository in a folder.
pub fn open(root: &Path) -> Git {
    Git::open(GitPlace::find(root).expect("a repository")).expect("it opens")
}

/// Writes the caches of a reading to where the next one looks for them.
pub fn keep(found: &Histories) {
    for (path, bytes) in &found.caches {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, bytes).expect("the cache");
    }
}

/// The ids of a history's commits, newest first.
pub fn ids(history: &DocumentHistory) -> Vec<String> {
    history.revisions.iter().map(|revision| revision.commit.id.to_string()).collect()
}

/// A text with lines that no text of another name has; `edits` of them are different from number to number.
pub fn document(name: &str, edits: usize) -> String {
    let line = |number: usize| format!("Line {number} of the document that is called {name}.\n");
    let edited = |number: usize| format!("Edit {number} of {name}.\n");
    (0..12).map(line).chain((0..edits).map(edited)).collect()
}

/// Runs git in a folder; it must succeed.
pub fn git_in(folder: &Path, arguments: &[&str]) -> String {
    let output = git_command(folder, arguments).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    text(output)
}

/// Runs git with input; it must succeed.
fn git_reading(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let mut command = git_command(folder, arguments);
    let mut running =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("git runs");
    let mut stdin = running.stdin.take().expect("its input");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = running.wait_with_output().expect("git ends");
    writer.join().expect("everything was written");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    text(output)
}

fn git_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    let time = format!("{BEGIN} +0900");
    let settings = ["commit.gpgSign=false", "protocol.file.allow=always", "core.quotePath=false", "gc.auto=0"];
    command
        .arg("-C")
        .arg(folder)
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_AUTHOR_NAME", "Amelia Park")
        .env("GIT_AUTHOR_EMAIL", "amelia@example.com")
        .env("GIT_COMMITTER_NAME", "Build Robot")
        .env("GIT_COMMITTER_EMAIL", "robot@example.com")
        .env("GIT_AUTHOR_DATE", &time)
        .env("GIT_COMMITTER_DATE", &time)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

fn text(output: Output) -> String {
    String::from_utf8(output.stdout).expect("UTF-8").trim_end_matches('\n').to_owned()
}

pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
