//! What a check keeps beside Git's data makes the next one faster, and changes nothing that it says.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

mod git_support;
mod support;

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use git_support::GitRepository;
use support::{COMPLETE, Ran, pmdoc_in};

/// Rules that need the text of every document are off: with those every text is read.
const BOOK: &str = "[book]\nsrc = \"docs\"\n[output.pmdoc.rules]\npossible-recurrence = \"off\"\n";

fn document(number: usize) -> String {
    let next = (number + 1) % 60;
    COMPLETE
        .replace("date: 2026-03-04", "date: 2025-12-30")
        .replace("title:", &format!("id: PM-2026-{number:03}\ntitle:"))
        .replace("## Root cause", &format!("Like [the last one]({next}.md).\n\n## Root cause"))
}

fn repository() -> GitRepository {
    let files: Vec<(String, String)> =
        (0..60).map(|number| (format!("docs/postmortems/{number}.md"), document(number))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("book.toml", BOOK));
    let repository = GitRepository::with(&files);
    (0..60).for_each(|number| age(&repository, number));
    repository
}

/// A file that was written just now may be written again without a trace, and does not count.
fn age(repository: &GitRepository, number: usize) {
    let file = File::options().write(true).open(repository.path(&format!("docs/postmortems/{number}.md")));
    let then = SystemTime::now() - Duration::from_hours(1);
    file.expect("a document").set_modified(then).expect("its time");
}

fn kept(repository: &GitRepository) -> Option<PathBuf> {
    let entries = std::fs::read_dir(repository.path(".git/pmdoc")).ok()?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    paths.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("digests-")))
}

fn check(repository: &GitRepository, arguments: &[&str]) -> Ran {
    let common = ["check", "--format", "concise", "--fail-on", "note"];
    pmdoc_in(repository.root(), &[&common, arguments].concat())
}

/// The same check with what was kept, and without it.
fn check_both(repository: &GitRepository, arguments: &[&str]) -> String {
    let recalled = check(repository, arguments);
    let path = kept(repository).expect("something was kept");
    let bytes = std::fs::read(&path).expect("it");
    std::fs::remove_file(&path).expect("it was there");
    let whole = check(repository, arguments);
    std::fs::write(&path, bytes).expect("it is back");
    assert_eq!((recalled.code, &recalled.stdout), (whole.code, &whole.stdout), "{arguments:?}");
    recalled.stdout
}

#[test]
fn the_second_check_says_what_the_first_did() {
    let repository = repository();
    let first = check(&repository, &[]);
    assert!(kept(&repository).is_some(), "{}", first.stderr);
    assert_eq!(check_both(&repository, &[]), first.stdout);
}

/// The link to the eighth document, which its neighbour has.
const GONE: &str = "docs/postmortems/7.md:9:6: error[broken-link]";

#[test]
fn what_changes_around_a_document_is_found_in_it() {
    let repository = repository();
    let before = check(&repository, &[]).stdout;
    assert!(!before.contains("broken-link"), "{before}");
    repository.remove("docs/postmortems/8.md");
    for arguments in [&[][..], &["docs/postmortems/7.md"], &["docs"], &["--base", "HEAD"]] {
        let told = check_both(&repository, arguments);
        assert!(told.contains(GONE), "{arguments:?}: {told}");
    }
    repository.git(&["add", "-A"]);
    assert!(check_both(&repository, &["--staged"]).contains(GONE));
}

#[test]
fn other_settings_and_another_text_are_seen_at_once() {
    let repository = repository();
    let before = check(&repository, &[]).stdout;
    repository
        .write("book.toml", &BOOK.replace("[output", "[output.pmdoc]\nrequired-fields = [\"severity\"]\n[output"));
    let strict = check_both(&repository, &[]);
    assert_eq!(strict.matches("missing-field").count(), 60, "{strict}");
    repository.write("book.toml", BOOK);
    assert_eq!(check_both(&repository, &[]), before);
    repository.write("docs/postmortems/3.md", &document(3).replace("## Lessons learned", "## Notes"));
    let told = check_both(&repository, &[]);
    assert!(told.contains("docs/postmortems/3.md:3:8: error[missing-section]"), "{told}");
}

/// A mended document is another one, and a page that was made is one more: nothing of that is taken for what was read.
#[test]
fn what_is_mended_and_made_does_not_disturb_what_is_kept() {
    let repository = repository();
    repository.write("docs/causes/pool.md", "---\nid: pool\ntitle: Pool\n---\nIt ran out.\n");
    repository.write("docs/postmortems/3.md", &document(3).replace("date:", "root_causes: [queue-without-end]\ndate:"));
    age(&repository, 3);
    let ran = check(&repository, &["--fix", "docs/postmortems/3.md"]);
    assert!(ran.code < 2, "{}: {}", ran.code, ran.stderr);
    assert!(repository.path("docs/causes/queue-without-end.md").exists(), "{}{}", ran.stdout, ran.stderr);
    check(&repository, &[]);
    assert!(!check_both(&repository, &[]).contains("unregistered-cause"));
}
