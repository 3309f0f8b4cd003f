//! Clones that lack a part of the history: what they cannot know, nobody is told.

use std::path::Path;

use pmdoc::history::DocumentHistory;
use pmdoc::source::GitTrouble;

use crate::git_support::{GitRepository, NO_LIMITS, document, git_in, histories, ids, keep, open};

/// One document's history in a clone; the cache is kept.
fn history(root: &Path, path: &str) -> DocumentHistory {
    let mut found = histories(root, "docs", &[path], NO_LIMITS);
    keep(&found);
    found.documents.remove(path).expect("a document")
}

/// Old, edited lately and new documents; five commits.
fn origin() -> GitRepository {
    let repository = GitRepository::new();
    repository.write("docs/old.md", &document("old", 0));
    repository.put("docs/edited.md", &document("edited", 0));
    repository.put("docs/moved.md", &document("moved", 0));
    repository.put("docs/edited.md", &document("edited", 1));
    repository.rename("docs/moved.md", "docs/there.md");
    repository.commit("Move");
    repository.put("docs/new.md", &document("new", 0));
    repository
}

#[test]
fn a_shallow_clone_has_the_dates_that_it_can_know() {
    let origin = origin();
    let clone = origin.clone_to("clone", &["--depth", "3"]);
    assert!(open(&clone).is_shallow());
    let old = history(&clone, "docs/old.md");
    assert!(old.revisions.is_empty() && old.first().is_none() && old.last().is_none());
    let edited = history(&clone, "docs/edited.md");
    assert!(
        edited.revisions.is_empty() && edited.first().is_none(),
        "its last commit is the edge: all seems new there"
    );
    let moved = history(&clone, "docs/there.md");
    assert_eq!(ids(&moved), origin.follow("docs/there.md")[..1]);
    assert!(moved.first().is_none());
    let new = history(&clone, "docs/new.md");
    assert_eq!(new.first().expect("made in it").id.to_string(), origin.head());
    let one = origin.clone_to("one", &["--depth", "1"]);
    for path in ["docs/old.md", "docs/edited.md", "docs/there.md", "docs/new.md"] {
        let history = history(&one, path);
        assert!(history.revisions.is_empty() && !history.complete, "{path}");
    }
}

#[test]
fn fetching_the_rest_makes_everything_known() {
    let origin = origin();
    let clone = origin.clone_to("clone", &["--depth", "2"]);
    let paths = ["docs/old.md", "docs/edited.md", "docs/there.md", "docs/new.md"];
    for fetch in
        [&["fetch", "-q", "--deepen", "1"][..], &["fetch", "-q", "--deepen", "1"], &["fetch", "-q", "--unshallow"]]
    {
        keep(&histories(&clone, "docs", &paths, NO_LIMITS));
        git_in(&clone, fetch);
        for path in paths {
            let (here, there) = (history(&clone, path), origin.follow(path));
            assert!(there.starts_with(&ids(&here)), "{path} after {fetch:?}");
            assert_eq!(here.first().is_some(), here.complete, "{path} after {fetch:?}");
        }
    }
    for path in paths {
        let here = history(&clone, path);
        assert_eq!((ids(&here), here.complete), (origin.follow(path), true), "{path}");
    }
}

#[test]
fn a_clone_that_was_made_shallow_later_forgets_what_it_knew() {
    let origin = origin();
    let clone = origin.clone_to("clone", &[]);
    assert!(history(&clone, "docs/old.md").first().is_some());
    git_in(&clone, &["fetch", "-q", "--depth", "2"]);
    assert!(history(&clone, "docs/old.md").first().is_none());
}

/// Edits, moves with and without edits, and a new document; the blobs are not in the clone.
fn partial() -> (GitRepository, std::path::PathBuf) {
    let origin = origin();
    origin.put(".mailmap", "Renamed <amelia@example.com>\n");
    origin.put("docs/rewritten.md", &document("rewritten", 0));
    origin.rename("docs/rewritten.md", "docs/changed.md");
    origin.put("docs/changed.md", &document("rewritten", 4));
    origin.put("docs/changed.md", &document("rewritten", 5));
    origin.put("docs/restored.md", &document("restored", 0));
    origin.remove("docs/restored.md");
    origin.put("docs/beside.md", &document("beside", 0));
    origin.put("docs/restored.md", &document("restored", 1));
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = origin.clone_to("clone", &["--filter=blob:none", "--no-checkout"]);
    (origin, clone)
}

#[test]
fn without_blobs_what_needs_none_is_known() {
    let (origin, clone) = partial();
    for path in ["docs/old.md", "docs/edited.md", "docs/there.md", "docs/new.md"] {
        let here = history(&clone, path);
        assert_eq!((ids(&here), here.complete), (origin.follow(path), true), "{path}");
    }
    assert_eq!(history(&clone, "docs/old.md").contributors()[0].name, "Amelia Park", "there is no .mailmap to read");
}

#[test]
fn without_blobs_a_move_with_edits_is_no_beginning() {
    let (origin, clone) = partial();
    let changed = history(&clone, "docs/changed.md");
    assert_eq!(ids(&changed), origin.follow("docs/changed.md")[..2], "up to the move");
    assert!(!changed.complete && changed.first().is_none());
    let beside = history(&clone, "docs/beside.md");
    assert_eq!(beside.revisions.len(), 1);
    assert!(beside.first().is_none(), "the file that went in the same commit may have become it");
    let restored = history(&clone, "docs/restored.md");
    assert_eq!(ids(&restored).len(), 1);
    assert!(restored.first().is_none(), "whether the old one became another document is not known");
}

#[test]
fn blobs_that_arrive_later_are_asked_whatever_the_cache_says() {
    let (origin, clone) = partial();
    let paths = ["docs/changed.md", "docs/beside.md", "docs/restored.md", "docs/old.md"];
    keep(&histories(&clone, "docs", &paths, NO_LIMITS));
    git_in(&clone, &["fetch", "-q", "--refetch", "--no-filter"]);
    for path in paths {
        let here = history(&clone, path);
        assert_eq!((ids(&here), here.complete), (origin.follow(path), true), "{path}");
    }
    assert_eq!(history(&clone, "docs/old.md").contributors()[0].name, "Renamed");
}

#[test]
fn without_trees_nothing_is_known_and_the_cure_is_named() {
    let (origin, _) = partial();
    let clone = origin.clone_to("bare", &["--filter=tree:0", "--bare"]);
    let git = open(&clone);
    let head = git.head().expect("a head").expect("a commit");
    let trouble = git.histories(head, "docs", &["docs/old.md".to_owned()], NO_LIMITS).expect_err("no trees");
    assert!(matches!(trouble, GitTrouble::Missing { .. }), "{trouble}");
    assert!(trouble.to_string().contains("git fetch --refetch"), "{trouble}");
}

#[test]
fn a_commit_that_is_missing_cuts_history_until_it_is_back() {
    let repository = GitRepository::new();
    repository.put("docs/a.md", &document("a", 0));
    let lost = repository.put("docs/a.md", &document("a", 1));
    let third = repository.put("docs/a.md", &document("a", 2));
    let last = repository.put("docs/a.md", &document("a", 3));
    let object = repository.path(&format!(".git/objects/{}/{}", &lost[..2], &lost[2..]));
    let aside = repository.beside("lost");
    std::fs::rename(&object, &aside).expect("a loose object");
    let found = histories(repository.root(), "docs", &["docs/a.md"], NO_LIMITS);
    keep(&found);
    assert!(!found.bounded, "more time would not help");
    let cut = &found.documents["docs/a.md"];
    assert_eq!(ids(cut), [last], "what the next one changed cannot be told without its parent");
    assert!(!cut.complete);
    std::fs::rename(&aside, &object).expect("put back");
    let whole = history(repository.root(), "docs/a.md");
    assert_eq!((ids(&whole), whole.complete), (repository.log("docs/a.md"), true));
    assert!(ids(&whole).contains(&third));
}
