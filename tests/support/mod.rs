//! A small repository in a temporary folder, and the real `pmdoc` run in it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "tests run the program")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A temporary folder with files.
pub struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    /// A folder with these files: path and text.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        files.iter().for_each(|(path, text)| repository.write(path, text.as_bytes()));
        repository
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, bytes).expect("a file");
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs pmdoc in the folder.
    pub fn pmdoc(&self, arguments: &[&str]) -> Ran {
        pmdoc_in(self.folder.path(), arguments)
    }
}

/// What a run printed.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs pmdoc with a clean environment.
pub fn pmdoc_in(folder: &Path, arguments: &[&str]) -> Ran {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_pmdoc"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("COLUMNS", "100")
        .output()
        .expect("pmdoc runs");
    ran(output)
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("an exit code, not a signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Runs pmdoc with something on its standard input.
pub fn pmdoc_with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pmdoc"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("COLUMNS", "100")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pmdoc runs");
    // Who refuses its arguments reads nothing.
    let _ = child.stdin.take().expect("a stream").write_all(input);
    ran(child.wait_with_output().expect("it ends"))
}

/// Runs pmdoc in the project itself.
pub fn pmdoc(arguments: &[&str]) -> Ran {
    pmdoc_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// The folder of real documents beside the project, where this machine has it. The caller says so when it
/// has not, and still tests `content-example`.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    path.is_dir().then_some(path)
}

/// A postmortem with nothing missing.
pub const COMPLETE: &str = "\
---
title: Checkout was slow
date: 2026-03-04
---
## Summary
The connection pool of the checkout service was exhausted for 41 minutes.

## Root cause
The pool had no upper bound on waiting requests.

## Action items
- [x] Bound the queue (Owner: @amelia, Due: 2026-04-01)

## Lessons learned
Limits belong to load tests.
";
