//! The cache: it makes reading faster, and changes nothing else.

use std::fs;
use std::path::PathBuf;

use pmdoc::source::{Histories, Limits};

use crate::git_support::{GitRepository, Script, Tree, document, histories, ids, keep};

const PATHS: [&str; 2] = ["docs/a.md", "docs/b.md"];

/// Two documents with ten commits, a rename and a merge.
fn repository() -> GitRepository {
    let repository = GitRepository::new();
    repository.put("wiki/a.md", &document("a", 0));
    repository.put("docs/b.md", &document("b", 0));
    repository.rename("wiki/a.md", "docs/a.md");
    repository.commit("Move a");
    repository.on("side");
    repository.put("docs/b.md", &document("b", 1));
    repository.on("main");
    for edits in 1..5 {
        repository.put("docs/a.md", &document("a", edits));
    }
    repository.merge(&["side"]);
    repository
}

fn read(repository: &GitRepository) -> Histories {
    repository.histories("docs", &PATHS)
}

/// Reads without the cache, and puts it back.
fn read_afresh(repository: &GitRepository) -> Histories {
    let (cache, aside) = (repository.path(".git/pmdoc"), repository.beside("aside"));
    fs::rename(&cache, &aside).expect("a cache");
    let found = read(repository);
    fs::rename(&aside, &cache).expect("a cache");
    found
}

/// The files of the cache.
fn files(repository: &GitRepository) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository.path(".git/pmdoc")).expect("a cache");
    entries.map(|entry| entry.expect("a file").path()).collect()
}

#[test]
fn a_second_reading_is_the_same_and_has_nothing_to_keep() {
    let repository = repository();
    let first = read(&repository);
    keep(&first);
    let second = read(&repository);
    assert_eq!(first.documents, second.documents);
    assert!(!first.caches.is_empty() && second.caches.is_empty());
    assert_eq!(files(&repository).len(), 2, "of docs, and of wiki, where a document came from");
}

#[test]
fn new_commits_are_added_to_what_was_known() {
    let repository = repository();
    let before = read(&repository);
    keep(&before);
    let new = repository.put("docs/a.md", &document("a", 9));
    let after = read(&repository);
    assert_eq!(ids(&after.documents["docs/a.md"])[0], new);
    assert_eq!(ids(&after.documents["docs/a.md"])[1..], ids(&before.documents["docs/a.md"]));
    assert_eq!(after.documents, read_afresh(&repository).documents);
    assert!(!after.caches.is_empty());
}

#[test]
fn amended_rebased_and_other_branches_are_read_as_without_a_cache() {
    let repository = repository();
    keep(&read(&repository));
    repository.put("docs/a.md", &document("a", 9));
    keep(&read(&repository));
    repository.write("docs/a.md", &document("a", 10));
    repository.git(&["commit", "-q", "-a", "--amend", "-m", "Amended"]);
    for arguments in
        [&["rev-parse", "HEAD"][..], &["switch", "-q", "side"], &["rebase", "-q", "main"], &["switch", "-q", "main"]]
    {
        repository.git(arguments);
        let found = repository.histories("docs", &PATHS);
        assert_eq!(found.documents, read_afresh(&repository).documents, "{arguments:?}");
        keep(&found);
    }
    repository.git(&["reset", "-q", "--hard", "HEAD~2"]);
    assert_eq!(read(&repository).documents, read_afresh(&repository).documents);
    repository.git(&["switch", "-q", "--orphan", "anew"]);
    repository.put("docs/a.md", &document("a", 0));
    assert_eq!(ids(&read(&repository).documents["docs/a.md"]).len(), 1);
}

#[test]
fn a_damaged_cache_is_ignored_and_written_anew() {
    let repository = repository();
    let right = read(&repository);
    keep(&right);
    let kept: Vec<(PathBuf, Vec<u8>)> =
        files(&repository).into_iter().map(|path| (path.clone(), fs::read(path).expect("bytes"))).collect();
    type Damage = fn(&[u8]) -> Vec<u8>;
    let damages: [(&str, Damage); 7] = [
        ("empty", |_| Vec::new()),
        ("truncated", |bytes| bytes[..bytes.len() / 2].to_vec()),
        ("shorter than its checksum", |bytes| bytes[..20].to_vec()),
        ("longer", |bytes| [bytes, b"more"].concat()),
        ("foreign", |_| b"something else altogether, and long enough for a checksum".to_vec()),
        ("with a bit turned in the checksum", |bytes| [&[bytes[0] ^ 1], &bytes[1..]].concat()),
        ("with a bit turned", |bytes| {
            let middle = bytes.len() / 2;
            [&bytes[..middle], &[bytes[middle] ^ 0x10], &bytes[middle + 1..]].concat()
        }),
    ];
    for (what, damage) in damages {
        for (path, bytes) in &kept {
            fs::write(path, damage(bytes)).expect("written");
        }
        let found = read(&repository);
        assert_eq!(found.documents, right.documents, "{what}");
        assert_eq!(found.caches.len(), right.caches.len(), "{what}: it is replaced");
    }
    for (path, _) in &kept {
        fs::remove_file(path).expect("removed");
        fs::create_dir(path).expect("a folder in its place");
    }
    assert_eq!(read(&repository).documents, right.documents);
}

#[test]
fn the_cache_of_another_repository_says_nothing_here() {
    let (here, there) = (repository(), GitRepository::with(&[("docs/a.md", "a\n"), ("docs/b.md", "b\n")]));
    for number in 0..4 {
        there.put("docs/a.md", &document("there", number));
    }
    let limits = Limits { commits: 2, stop: &|| false };
    keep(&histories(there.root(), "docs", &PATHS, limits));
    let right = read(&here);
    keep(&right);
    for path in files(&there) {
        fs::copy(&path, here.path(".git/pmdoc").join(path.file_name().expect("a name"))).expect("copied");
    }
    let found = read(&here);
    assert_eq!(found.documents, right.documents);
    assert!(!found.bounded, "what the other one did not read is no bound here");
}

/// Twenty commits, of which every fifth changes a.md.
fn long() -> GitRepository {
    let mut script = Script::default();
    let mut parents = Vec::new();
    for number in 0..20 {
        let tree = [("docs/a.md", number / 5), ("docs/b.md", 0), ("src/x.rs", number)];
        let tree: Tree = tree.map(|(path, edits)| (path.to_owned(), document(path, edits))).into();
        parents = vec![script.commit(&parents, &tree)];
    }
    GitRepository::of(&script)
}

#[test]
fn a_bound_leaves_the_begin_open_and_the_next_run_goes_on_from_there() {
    let repository = long();
    let limits = Limits { commits: 6, stop: &|| false };
    let first = histories(repository.root(), "docs", &PATHS, limits);
    assert!(first.bounded);
    let history = &first.documents["docs/a.md"];
    assert!(!history.complete && history.first().is_none());
    assert_eq!(ids(history), repository.log("docs/a.md")[..1]);
    let untouched = &first.documents["docs/b.md"];
    assert!(!untouched.complete && untouched.last().is_none(), "when it last changed is not known either");
    keep(&first);
    let runs = (0..10).map(|_| {
        let found = histories(repository.root(), "docs", &PATHS, limits);
        keep(&found);
        found
    });
    let mut runs = runs.skip_while(|found| found.bounded);
    let whole = runs.next().expect("it comes to an end");
    for path in PATHS {
        assert_eq!(ids(&whole.documents[path]), repository.log(path), "{path}");
        assert!(whole.documents[path].complete, "{path}");
    }
    assert!(runs.next().expect("another run").caches.is_empty());
}

#[test]
fn no_commits_at_all_and_no_time_at_all_are_bounds_too() {
    let repository = long();
    for limits in [Limits { commits: 0, stop: &|| false }, Limits { commits: 50, stop: &|| true }] {
        let found = histories(repository.root(), "docs", &PATHS, limits);
        assert!(found.bounded);
        assert!(found.documents.values().all(|history| history.revisions.is_empty() && !history.complete));
    }
}

#[test]
fn another_folder_of_the_same_repository_has_a_cache_of_its_own() {
    let repository = repository();
    keep(&read(&repository));
    let whole = repository.histories("", &PATHS);
    assert_eq!(whole.documents, read(&repository).documents);
    keep(&whole);
    repository.put("docs/a.md", &document("a", 7));
    assert_eq!(repository.histories("", &PATHS).documents, read(&repository).documents);
}
