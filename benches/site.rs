//! The site of 10,000 postmortems: built, built again, and served while somebody edits a document; beside `cp -r` of the
//! site, and beside Hugo, Zola and Pagefind on the same documents where they are installed.
//!
//! `cargo bench --bench site` makes the knowledge base once (kept in `target/bench-corpus-10000`), works on a copy of it and
//! prints everything. `PMDOC_BENCH_DOCUMENTS` sets how many, `PMDOC_BENCH_PROGRAM` another program to measure.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark runs programs, and prints"
)]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::peers;

const ROUNDS: usize = 5;
/// A document of the knowledge base, and its page.
const ONE: &str = "content/postmortems/2020/pm-000004.md";
const PAGE: &str = "/incidents/pm-000004/";

fn main() {
    let documents = std::env::var("PMDOC_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("book");
    copy(&support::corpus::kept(documents), &root);
    // The copy has other times: Git looks at every file once.
    timed(Command::new("git").args(["status", "--short"]).current_dir(&root));
    println!("{documents} documents");
    let built = build(&root, folder.path());
    peers::print(&root.join("content"), folder.path(), built);
    serve(&root);
}

/// Builds from nothing, again without a change, and again after one; beside a copy of the site.
fn build(root: &Path, beside: &Path) -> Duration {
    let site = beside.join("site");
    let run = || measured(Command::new(program()).args(["build", "--out"]).arg(&site).current_dir(root));
    let (cold, memory) = run();
    let copied = timed(Command::new("cp").arg("-r").arg(&site).arg(beside.join("copy")));
    let (same, _) = run();
    edit(root, 0);
    let (edited, _) = run();
    println!("build            {:>8}   {memory} MB at most", ms(cold));
    println!("cp -r            {:>8}   ratio {:.2} (the bar is 3)", ms(copied), ratio(cold, copied));
    println!("build, no change {:>8}", ms(same));
    println!("build, one edit  {:>8}   (the bar is 1000 ms)", ms(edited));
    cold
}

/// Serves, and waits for what a reader waits for.
fn serve(root: &Path) {
    let begin = Instant::now();
    let mut serving = Serving::start(root);
    println!("serve, open      {:>8}", ms(begin.elapsed()));
    for path in ["/", PAGE, "/incidents/pm-000007/"] {
        let begin = Instant::now();
        assert!(serving.get(path).contains("<html"), "a page: {path}");
        println!("  {path:<24}{:>8}", ms(begin.elapsed()));
    }
    let mut shown: Vec<Duration> = (1..=ROUNDS).map(|round| shown(&mut serving, root, round)).collect();
    shown.sort();
    println!(
        "edit to page     {:>8}   {} to {} (the bar is 100 ms)",
        ms(shown[ROUNDS / 2]),
        ms(shown[0]),
        ms(shown[ROUNDS - 1])
    );
}

/// From the moment that a document is written until its page says so.
fn shown(serving: &mut Serving, root: &Path, round: usize) -> Duration {
    std::thread::sleep(Duration::from_millis(1500));
    let text = edit(root, round);
    let begin = Instant::now();
    while !serving.get(PAGE).contains(&text) {
        std::thread::sleep(Duration::from_millis(1));
    }
    begin.elapsed()
}

/// Writes one more sentence into a document; the sentence.
fn edit(root: &Path, round: usize) -> String {
    let path = root.join(ONE);
    let text = std::fs::read_to_string(&path).expect("the document");
    let sentence = format!("Edited for the {round}th time.");
    std::fs::write(path, format!("{text}\n{sentence}\n")).expect("written");
    sentence
}

/// A pmdoc that serves; it ends with this.
struct Serving {
    child: Child,
    port: u16,
}

impl Serving {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(program())
            .args(["serve", "--port", "0"])
            .current_dir(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("pmdoc runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a stream")).read_line(&mut line).expect("a line");
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next()?.parse().ok());
        Self { child, port: port.expect("an address") }
    }

    fn get(&mut self, path: &str) -> String {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(connection, "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).expect("it is taken");
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).expect("it ends");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> PathBuf {
    std::env::var_os("PMDOC_BENCH_PROGRAM").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_pmdoc")), PathBuf::from)
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().is_ok_and(|status| status.success()), "a copy");
}

fn timed(command: &mut Command) -> Duration {
    measured(command).0
}

/// How long a program takes, and the most memory that it has, in MB, as far as the system tells.
fn measured(command: &mut Command) -> (Duration, u64) {
    let begin = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("a process").is_none() {
        most = most.max(peak(&status).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(5));
    }
    (begin.elapsed(), most / 1024)
}

/// In KiB.
fn peak(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn ms(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(f64::EPSILON)
}
