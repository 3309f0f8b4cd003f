//! What is on disk when `check --fix` is killed at any moment: each file as it was, or mended, and nothing between.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::support::Repository;

const FILES: usize = 40;
const RUNS: usize = 6;

/// A document of which every number differs, and the date, the status and a section can be mended.
fn document(number: usize) -> String {
    format!(
        "---\ntitle: 결제 승인 지연 {number}\ndate: 2026. 3. 4.\nstatus: 확정\n---\n\n## 요약\n결제 승인 요청의 {number}%가 41분 동안 실패했다.\n"
    ) + "\n```text\n"
        + &format!("{number}: 로그는 길다\n").repeat(400)
        + "```\n"
}

fn repository() -> Repository {
    let files: Vec<(String, String)> =
        (0..FILES).map(|number| (format!("postmortems/{number:03}.md"), document(number))).collect();
    Repository::with(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// The visible files and what they hold.
fn files(repository: &Repository) -> BTreeMap<String, String> {
    let entries = fs::read_dir(repository.path("postmortems")).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    names
        .filter(|name| !name.starts_with('.'))
        .map(|name| (name.clone(), repository.read(&format!("postmortems/{name}"))))
        .collect()
}

fn hidden(repository: &Repository) -> usize {
    let entries = fs::read_dir(repository.path("postmortems")).expect("the folder");
    entries.filter(|entry| entry.as_ref().is_ok_and(|e| e.file_name().to_string_lossy().starts_with('.'))).count()
}

/// Kills the run when it has told of so many mended files, and a moment later.
#[allow(clippy::disallowed_methods, reason = "the test runs the program")]
fn kill_after(repository: &Repository, told: usize, moment: Duration) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pmdoc"))
        .args(["check", "--fix"])
        .current_dir(repository.path(""))
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pmdoc runs");
    let errors = BufReader::new(child.stderr.take().expect("a stream"));
    let fixed = errors.lines().map_while(Result::ok).filter(|line| line.starts_with("note: fixed "));
    let seen = fixed.take(told).count();
    std::thread::sleep(moment);
    child.kill().expect("it is killed, or over");
    child.wait().expect("it ends");
    assert_eq!(seen, told, "it mended that many");
}

#[test]
fn a_killed_fix_leaves_each_file_old_or_new() {
    let whole = repository();
    let before = files(&whole);
    whole.pmdoc(&["check", "--fix"]);
    let after = files(&whole);
    assert!(before.iter().all(|(name, old)| after[name] != *old), "every file can be mended");

    let mut random: u64 = 0x5EED;
    let mut next = |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    let mut between = 0;
    for run in 0..RUNS {
        let repository = repository();
        let told = usize::try_from(next(FILES as u64 - 1)).expect("small");
        kill_after(&repository, told, Duration::from_micros(next(4_000)));
        let now = files(&repository);
        assert_eq!(now.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "no file came or went");
        let is_old = |name: &String| now[name] == before[name];
        for (name, text) in &now {
            assert!(is_old(name) || *text == after[name], "run {run}, {name} is neither old nor new:\n{text}");
        }
        let old = now.keys().filter(|name| is_old(name)).count();
        between += usize::from(old > 0 && old < FILES);
        repository.pmdoc(&["check", "--fix"]);
        assert_eq!(files(&repository), after, "the next run does the rest");
        assert_eq!(hidden(&repository), 0, "and takes away what the killed one left");
    }
    assert!(between * 2 > RUNS, "{between} of {RUNS} runs were killed while they wrote");
}
