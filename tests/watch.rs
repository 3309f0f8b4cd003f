//! `pmdoc check --watch`: a real process, real changes, and what it prints.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests run the program")]

mod support;

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::{COMPLETE, Repository};

/// A pmdoc that watches, and everything it has printed.
struct Watching {
    child: Child,
    printed: Arc<Mutex<String>>,
}

impl Watching {
    fn start(folder: &Path) -> Self {
        // Both streams into one, so that what was printed first comes first.
        let mut child = Command::new("/bin/sh")
            .args(["-c", "exec \"$0\" check --watch 2>&1", env!("CARGO_BIN_EXE_pmdoc")])
            .current_dir(folder)
            .env_clear()
            .stdout(Stdio::piped())
            .spawn()
            .expect("pmdoc runs");
        let printed = Arc::new(Mutex::new(String::new()));
        collect(child.stdout.take().expect("a stream"), &printed);
        Self { child, printed }
    }

    fn printed(&self) -> String {
        self.printed.lock().expect("not poisoned").clone()
    }

    /// Waits until it has printed a text (at most a minute, on the slowest of machines), and forgets it all.
    fn says(&mut self, text: &str) {
        for _ in 0..600 {
            let printed = self.printed();
            if printed.contains(text) && printed.trim_end().ends_with("Ctrl-C ends it") {
                self.printed.lock().expect("not poisoned").clear();
                return;
            }
            assert!(self.child.try_wait().expect("a process").is_none(), "it ended: {printed}");
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("it never said {text}: {}", self.printed());
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(mut stream: impl Read + Send + 'static, into: &Arc<Mutex<String>>) {
    let into = Arc::clone(into);
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer) {
            into.lock().expect("not poisoned").push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    });
}

#[test]
fn every_change_is_checked_and_no_mistake_ends_it() {
    let repository = Repository::with(&[
        ("book.toml", "[book]\nsrc = \"docs\"\n"),
        ("docs/postmortems/a.md", COMPLETE),
        ("docs/postmortems/b.md", COMPLETE),
    ]);
    let mut watching = Watching::start(&repository.path(""));
    watching.says("checked 2 documents: nothing to mend");
    repository.write("docs/postmortems/a.md", COMPLETE.replace("## Lessons learned", "## Else").as_bytes());
    watching.says("no section of this postmortem gives the lessons");
    // As editors save: a new file, renamed over the old one.
    repository.write("docs/postmortems/.a.md.swp", COMPLETE.as_bytes());
    std::fs::rename(repository.path("docs/postmortems/.a.md.swp"), repository.path("docs/postmortems/a.md"))
        .expect("renamed");
    watching.says("checked 2 documents: nothing to mend");
    repository.write("docs/postmortems/2026/new.md", COMPLETE.as_bytes());
    watching.says("checked 3 documents: nothing to mend");
    repository.write("docs/postmortems/b.md", b"---\ntitle: \"never closed\ndate: [\n\0");
    watching.says("unreadable-file");
    repository.write("docs/postmortems/b.md", COMPLETE.as_bytes());
    watching.says("checked 3 documents: nothing to mend");
    repository.write("book.toml", b"[book\nsrc = ");
    watching.says("book.toml has mistakes");
    repository.write("book.toml", b"[book]\nsrc = \"docs\"\n[output.pmdoc]\nrequired-fields = [\"owner\"]\n");
    watching.says("does not say its owner");
    std::fs::remove_dir_all(repository.path("docs/postmortems/2026")).expect("removed");
    watching.says("checked 2 documents: 2 errors");
}

#[test]
fn what_it_does_not_depend_on_is_no_reason_to_check_again() {
    let repository = Repository::with(&[("postmortems/a.md", COMPLETE), ("book/index.html", ""), ("src/main.rs", "")]);
    std::fs::create_dir_all(repository.path(".git/objects")).expect("a folder");
    let mut watching = Watching::start(&repository.path(""));
    watching.says("checked 1 document: nothing to mend");
    repository.write("book/index.html", b"<p>");
    repository.write("src/main.rs", b"fn main() {}");
    repository.write("notes.txt", b"x");
    repository.write(".git/objects/x", b"x");
    repository.write("postmortems/.a.md.swp", b"x");
    repository.write("postmortems/a.md", COMPLETE.replace("## Lessons learned", "## Else").as_bytes());
    watching.says("no section of this postmortem gives the lessons");
    repository.write("postmortems/a.md", COMPLETE.as_bytes());
    watching.says("checked 1 document: nothing to mend");
    assert_eq!(watching.printed(), "", "one check for each change that matters");
}
