//! `pmdoc check` on 10,000 postmortems, beside `cat` of the same files and `rumdl check` where it is installed;
//! and on one file of them. Both with what an earlier run kept, and without.
//!
//! `cargo bench --bench check` makes the knowledge base once (kept in `target/bench-corpus-10000`) and prints all of them,
//! several times in turn: the machine may be busy. `PMDOC_BENCH_DOCUMENTS` sets how many.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark runs programs, and prints"
)]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::corpus;

const ROUNDS: usize = 5;
/// The program, as `cargo bench` builds it.
const PMDOC: &str = env!("CARGO_BIN_EXE_pmdoc");
/// A document of the knowledge base.
const ONE: &str = "content/postmortems/2020/pm-000004.md";

fn main() {
    let documents = std::env::var("PMDOC_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let root = corpus::kept(documents);
    println!("{documents} documents, {:.1} MB", megabytes(&root.join("content")));
    const COLUMNS: [&str; 7] = ["cat", "check", "ratio", "no cache", "one file", "no cache", "rumdl"];
    println!("{}", COLUMNS.map(|column| format!("{column:>10}")).join(" "));
    let check = |path: &str| timed(Command::new(PMDOC).args(["check", "--format", "concise", path]).current_dir(&root));
    let forget = || std::fs::remove_dir_all(root.join(".git/pmdoc"));
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let cat =
            timed(Command::new("sh").arg("-c").arg("find content -name '*.md' -exec cat {} +").current_dir(&root));
        let _ = forget();
        let one_cold = check(ONE);
        let _ = forget();
        let (cold, warm, one) = (check("content"), check("content"), check(ONE));
        let rumdl =
            timed(Command::new("rumdl").args(["check", "--no-cache", "--silent", "content"]).current_dir(&root));
        let ratio = warm.unwrap_or_default().as_secs_f64() / cat.unwrap_or_default().as_secs_f64();
        let cells = [ms(cat), ms(warm), format!("{ratio:.2}"), ms(cold), ms(one), ms(one_cold), ms(rumdl)];
        println!("{}", cells.map(|cell| format!("{cell:>10}")).join(" "));
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio to cat {:.2} (the bar is 5.00); one file: the bar is 50 ms", ratios[ROUNDS / 2]);
}

fn megabytes(folder: &Path) -> f64 {
    let files =
        walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter_map(|entry| entry.metadata().ok());
    let bytes: u64 = files.filter(std::fs::Metadata::is_file).map(|file| file.len()).sum();
    #[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
    let bytes = bytes as f64;
    bytes / 1e6
}

/// How long a program takes; `None` where it is not installed.
fn timed(command: &mut Command) -> Option<Duration> {
    let start = Instant::now();
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    Some(start.elapsed())
}

fn ms(time: Option<Duration>) -> String {
    time.map_or_else(|| "-".to_owned(), |time| format!("{:.0} ms", time.as_secs_f64() * 1000.0))
}
