//! Repositories by `git fast-import`: fast, and always the same ids.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs git in a folder; it must succeed.
pub fn run(path: &Path, arguments: &[&str], input: Option<&str>) {
    let mut running =
        Command::new("git").arg("-C").arg(path).args(arguments).stdin(Stdio::piped()).spawn().expect("git");
    if let Some(input) = input {
        running.stdin.take().expect("its input").write_all(input.as_bytes()).expect("written");
    }
    drop(running.stdin.take());
    assert!(running.wait().expect("git ends").success(), "git {arguments:?}");
}

/// A commit on `main` after another (0: the first), at so many seconds since 1970.
pub fn commit(out: &mut String, mark: usize, parent: usize, time: i64, message: &str) {
    let _ = writeln!(out, "commit refs/heads/main\nmark :{mark}\ncommitter 지우 <jiwoo@example.com> {time} +0900");
    let _ = writeln!(out, "data {}\n{message}", message.len());
    if parent > 0 {
        let _ = writeln!(out, "from :{parent}");
    }
}

/// A file of the commit that was begun.
pub fn file(out: &mut String, path: &str, text: &str) {
    let _ = writeln!(out, "M 100644 inline {path}\ndata {}\n{text}", text.len());
}
