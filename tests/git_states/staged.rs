//! `check --staged`: what the next commit will hold, as `git diff --cached` sees it.

use crate::git_support::GitRepository;
use crate::support::pmdoc_in;
use crate::{files, reported, set, unowned};

const A: &str = "postmortems/a.md";
const B: &str = "postmortems/b.md";
const C: &str = "postmortems/c.md";

fn repository() -> GitRepository {
    GitRepository::with(&[(A, &unowned("a")), (B, &unowned("b"))])
}

#[test]
fn what_is_staged_is_reported_whatever_is_on_disk() {
    let repository = repository();
    assert!(files(repository.root(), &["--staged"]).is_empty());
    repository.write(A, &unowned("a, not staged"));
    repository.write(C, &unowned("c, not known"));
    assert!(files(repository.root(), &["--staged"]).is_empty(), "edits that are not staged");
    repository.git(&["add", A, C]);
    assert_eq!(files(repository.root(), &["--staged"]), set([A.to_owned(), C.to_owned()]));
    repository.write(A, &unowned("a").replace("[ ]", "[x]"));
    repository.remove(C);
    assert_eq!(files(repository.root(), &["--staged"]), set([A.to_owned(), C.to_owned()]), "what was staged counts");
    let diff = repository.git(&["diff", "--cached", "--name-only"]);
    assert_eq!(diff.lines().collect::<Vec<_>>(), [A, C], "git agrees");
    repository.git(&["commit", "-q", "-m", "Commit"]);
    assert!(files(repository.root(), &["--staged"]).is_empty());
}

#[test]
fn a_staged_deletion_counts_and_one_on_disk_does_not() {
    let repository = repository();
    let linking = [&unowned("c"), "\n[b](b.md)\n"].concat();
    repository.put(C, &linking);
    repository.remove(B);
    assert!(files(repository.root(), &["--staged"]).is_empty());
    repository.git(&["rm", "-q", "--cached", B]);
    repository.write(B, &unowned("still on disk"));
    assert_eq!(reported(repository.root(), &["--staged"]), set([(C.to_owned(), "broken-link".to_owned())]));
}

#[test]
fn what_is_only_announced_or_in_conflict_is_no_content() {
    let repository = repository();
    repository.write(C, &unowned("c"));
    repository.git(&["add", "--intent-to-add", C]);
    assert!(files(repository.root(), &["--staged"]).is_empty());
    repository.git(&["add", C]);
    repository.commit("Add c");
    repository.on("side");
    repository.put(A, &unowned("theirs"));
    repository.on("main");
    repository.put(A, &unowned("ours"));
    let _ = repository.try_git(&["merge", "-q", "side"]);
    assert!(repository.git(&["status", "--porcelain"]).contains("UU"));
    let ran = pmdoc_in(repository.root(), &["check", "--staged"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_staged_move_is_only_a_move() {
    let repository = repository();
    repository.git(&["mv", A, C]);
    assert!(files(repository.root(), &["--staged"]).is_empty());
    repository.write(C, &unowned("moved and edited"));
    assert!(files(repository.root(), &["--staged"]).is_empty());
    repository.git(&["add", C]);
    assert_eq!(files(repository.root(), &["--staged"]), set([C.to_owned()]));
}

#[test]
fn on_a_branch_without_commits_everything_staged_is_reported() {
    let repository = GitRepository::new();
    repository.write(A, &unowned("a"));
    repository.write(B, &unowned("b"));
    repository.git(&["add", A]);
    assert_eq!(files(repository.root(), &["--staged"]), set([A.to_owned()]));
    repository.git(&["add", B]);
    assert_eq!(files(repository.root(), &["--staged"]), set([A.to_owned(), B.to_owned()]));
    let empty = GitRepository::new();
    empty.write(A, &unowned("a"));
    let ran = pmdoc_in(empty.root(), &["check", "--staged"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("no documents found"), "{}", ran.stderr);
}

#[test]
fn staged_and_base_together_compare_the_index_with_the_merge_base() {
    let repository = repository();
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.put(C, &unowned("c, committed"));
    repository.write(A, &unowned("a, staged"));
    repository.git(&["add", A]);
    repository.write(B, &unowned("b, on disk"));
    assert_eq!(files(repository.root(), &["--staged", "--base", "main"]), set([A.to_owned(), C.to_owned()]));
    assert_eq!(files(repository.root(), &["--staged"]), set([A.to_owned()]));
}

#[test]
fn the_settings_are_those_that_are_staged() {
    let repository = repository();
    let book = "[book]\nsrc = \".\"\n[output.pmdoc.rules]\nunowned-action = \"error\"\n";
    repository.write("book.toml", book);
    repository.git(&["add", "book.toml"]);
    repository.write(A, &unowned("a, staged"));
    repository.git(&["add", A]);
    repository.write("book.toml", "nonsense");
    let ran = pmdoc_in(repository.root(), &["check", "--staged", "--format", "concise"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("error[unowned-action]"), "{}", ran.stdout);
}

#[test]
fn an_index_of_every_version_is_read_and_one_in_pieces_is_told_with_the_cure() {
    for (setting, cure) in [
        (&["update-index", "--index-version", "4"][..], None),
        (&["update-index", "--untracked-cache"], None),
        (&["update-index", "--split-index"], Some("git update-index --no-split-index")),
        (&["sparse-checkout", "set", "--sparse-index", "postmortems"], Some("--no-sparse-index")),
    ] {
        let repository = repository();
        repository.put("src/deep/x.rs", "x\n");
        repository.git(setting);
        repository.write(A, &unowned("a, staged"));
        repository.git(&["add", A]);
        let ran = pmdoc_in(repository.root(), &["check", "--staged", "--format", "concise"]);
        match cure {
            None => assert!(ran.stdout.starts_with(A), "{setting:?}: {}", ran.stderr),
            Some(cure) => assert!(ran.code == 2 && ran.stderr.contains(cure), "{setting:?}: {}", ran.stderr),
        }
        assert_eq!(pmdoc_in(repository.root(), &["check"]).code, 0, "{setting:?}: the work tree needs no index");
    }
}
