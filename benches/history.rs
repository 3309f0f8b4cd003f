//! The history of every document in one pass, beside `git log` over the same range, and with a warm cache.
//!
//! `cargo bench --bench history` makes a repository of 10,000 commits and 1,000 documents with merges (kept in
//! `target/bench-history`), and prints both, several times in turn: the machine may be busy. With
//! `PMDOC_BENCH_REPOSITORY=path:folder` it measures a repository of your own.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark runs git, and prints"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use pmdoc::source::{Git, GitPlace, Limits};
use support::history;

const ROUNDS: usize = 5;
const NO_LIMITS: Limits<'static> = Limits { commits: usize::MAX, stop: &|| false };

fn main() {
    let (repository, folder) = repository();
    let paths = documents(&repository, &folder);
    let commits = git(&repository, &["rev-list", "--count", "HEAD"]);
    println!("{} commits, {} documents below {folder}", commits.trim(), paths.len());
    println!("{:>12} {:>12} {:>8} {:>12}", "git log", "pmdoc cold", "ratio", "pmdoc warm");
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let git_log = timed(|| drop(git(&repository, &["log", "--name-only", "--format=%H%x00%ct", "--", &folder])));
        let _ = std::fs::remove_dir_all(repository.join(".git/pmdoc"));
        let cold = timed(|| read(&repository, &folder, &paths));
        let warm = timed(|| read(&repository, &folder, &paths));
        let ratio = cold.as_secs_f64() / git_log.as_secs_f64();
        println!("{:>12} {:>12} {ratio:>8.2} {:>12}", shown(git_log), shown(cold), shown(warm));
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2} (the bar is 1.00); warm bar 20 ms", ratios[ROUNDS / 2]);
}

/// The repository that was named, or the made one.
fn repository() -> (PathBuf, String) {
    if let Ok(named) = std::env::var("PMDOC_BENCH_REPOSITORY") {
        let (path, folder) = named.split_once(':').unwrap_or((&named, "."));
        return (PathBuf::from(path), folder.to_owned());
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-history");
    if !path.join(".git/made").exists() {
        let _ = std::fs::remove_dir_all(&path);
        history::make(&path, 10_000, 1_000);
    }
    (path, "content".to_owned())
}

/// Opens the repository, reads the histories of all documents, and keeps the cache.
fn read(repository: &Path, folder: &str, paths: &[String]) {
    let place = GitPlace { root: repository.to_owned(), bare: false };
    let git = Git::open(place).expect("a repository");
    let head = git.head().expect("a head").expect("commits");
    let found = git.histories(head, folder.trim_matches('.'), paths, NO_LIMITS).expect("histories");
    assert_eq!(found.documents.len(), paths.len(), "every document has a history");
    for (path, bytes) in &found.caches {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::fs::write(path, bytes).expect("the cache is kept");
    }
}

fn documents(repository: &Path, folder: &str) -> Vec<String> {
    let listed = git(repository, &["-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD", "--", folder]);
    listed
        .lines()
        .filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "md"))
        .map(str::to_owned)
        .collect()
}

fn git(repository: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").arg("-C").arg(repository).args(arguments).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
