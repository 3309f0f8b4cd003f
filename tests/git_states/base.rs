//! `check --base`: what differs from where the branch was left, as `git diff --merge-base` sees it.

use crate::git_support::{GitRepository, git_in};
use crate::support::{COMPLETE, pmdoc_in};
use crate::{check, files, reported, set, unowned};

const FOLDER: &str = "postmortems";

fn at(name: &str) -> String {
    format!("{FOLDER}/{name}.md")
}

/// Ten documents on `main`, all with a finding, and a branch `topic`, which is checked out. `main` went on.
fn branched() -> GitRepository {
    let repository = GitRepository::new();
    for number in 0..10 {
        repository.write(&at(&format!("n{number}")), &unowned(&format!("number {number}")));
    }
    repository.commit("Ten");
    repository.git(&["branch", "topic"]);
    repository.put(&at("n9"), &unowned("number 9, on main"));
    repository.put(&at("of-main"), &unowned("of main"));
    repository.on("topic");
    repository
}

/// What git says was changed since the branch was left: names as they are now, and files that it does not know.
fn changed(repository: &GitRepository, base: &str) -> Vec<String> {
    let diff = repository.git(&["diff", "--merge-base", "--name-only", "--no-renames", "--diff-filter=d", base]);
    let untracked = repository.git(&["ls-files", "--others", "--exclude-standard"]);
    diff.lines().chain(untracked.lines()).map(str::to_owned).collect()
}

#[test]
fn what_differs_from_the_merge_base_is_reported_and_nothing_else() {
    let repository = branched();
    repository.put(&at("n0"), &unowned("number 0, edited and committed"));
    repository.put(&at("new"), &unowned("new and committed"));
    repository.put(&at("n1"), &unowned("number 1, edited and then not"));
    repository.put(&at("n1"), &unowned("number 1"));
    repository.write(&at("n2"), &unowned("number 2, edited and staged"));
    repository.write(&at("staged"), &unowned("new and staged"));
    repository.git(&["add", "-A"]);
    repository.write(&at("n3"), &unowned("number 3, edited on disk"));
    repository.write(&at("n2"), &unowned("number 2, edited on disk again"));
    repository.write(&at("untracked"), &unowned("not known to git"));
    repository.remove(&at("n4"));
    repository.rename(&at("n5"), &at("renamed-and-edited"));
    repository.write(&at("renamed-and-edited"), &unowned("number 5, renamed and edited"));
    let expected = ["n0", "n2", "n3", "new", "staged", "untracked", "renamed-and-edited"].map(at);
    assert_eq!(set(changed(&repository, "main")), set(expected.clone()), "git agrees");
    assert_eq!(files(repository.root(), &["--base", "main"]), set(expected));
    assert_eq!(files(repository.root(), &[]).len(), 10 - 1 + 3, "without a base all are reported");
    assert!(
        check(repository.root(), &["--base", "topic~3"]).stdout.contains("n1.md")
            == changed(&repository, "topic~3").contains(&at("n1"))
    );
    let ran = pmdoc_in(repository.root(), &["check", "--base", "main"]);
    assert!(ran.stdout.ends_with("checked 7 documents: 0 errors, 7 warnings, 0 notes\n"), "{}", ran.stdout);
}

#[test]
fn a_revision_is_compared_with_where_it_left_the_base() {
    let repository = branched();
    repository.put(&at("n0"), &unowned("number 0, on topic"));
    repository.write(&at("n1"), &unowned("number 1, not committed"));
    assert_eq!(files(repository.root(), &["--base", "main", "--rev", "topic"]), set([at("n0")]));
    assert_eq!(files(repository.root(), &["--base", "topic", "--rev", "main"]), set([at("n9"), at("of-main")]));
    assert_eq!(files(repository.root(), &["--base", "main"]), set([at("n0"), at("n1")]));
    let bare = repository.clone_to("kb.git", &["--bare"]);
    assert_eq!(files(&bare, &["--base", "main", "--rev", "topic"]), set([at("n0")]));
}

#[test]
fn after_merging_main_only_the_branchs_own_changes_count() {
    let repository = branched();
    repository.put(&at("n0"), &unowned("number 0, on topic"));
    repository.merge(&["main"]);
    assert_eq!(set(changed(&repository, "main")), set([at("n0")]), "git agrees");
    assert_eq!(files(repository.root(), &["--base", "main"]), set([at("n0")]));
}

#[test]
fn a_pure_move_is_reported_for_what_depends_on_the_place_only() {
    let repository = branched();
    let linked = [&unowned("with links"), "\n[here](n0.md) [gone](nowhere.md)\n"].concat();
    repository.git(&["switch", "-q", "main"]);
    repository.put(&at("linked"), &linked);
    repository.git(&["switch", "-q", "-C", "topic"]);
    repository.rename(&at("linked"), &at("2025/linked"));
    repository.rename(&at("n1"), &at("2025/n1"));
    let expected = set([(at("2025/linked"), "broken-link".to_owned())]);
    assert_eq!(reported(repository.root(), &["--base", "main"]), expected, "before it is committed");
    let told = check(repository.root(), &["--base", "main"]).stdout;
    assert!(told.contains("`n0.md` leads nowhere"), "{told}");
    repository.commit("Move");
    assert_eq!(reported(repository.root(), &["--base", "main"]), expected);
    assert_eq!(reported(repository.root(), &["--base", "main", "--rev", "topic"]), expected);
    repository.put(&at("2025/n1"), &unowned("number 1, edited after the move"));
    assert!(reported(repository.root(), &["--base", "main"]).contains(&(at("2025/n1"), "unowned-action".to_owned())));
}

#[test]
fn deleting_a_file_is_reported_in_the_documents_that_link_to_it() {
    let repository = GitRepository::new();
    let linking = [&unowned("linking"), "\n[other](other.md) ![image](images/graph.png) [folder](old/)\n"].concat();
    repository.write(&at("linking"), &linking);
    repository.write(&at("other"), COMPLETE);
    repository.write(&at("old/index"), COMPLETE);
    repository.write("postmortems/images/graph.png", "PNG");
    repository.commit("All there");
    assert!(files(repository.root(), &["--base", "main"]).is_empty());
    let image = "postmortems/images/graph.png".to_owned();
    for (gone, rule) in [(at("other"), "broken-link"), (image, "missing-image"), (at("old/index"), "broken-link")] {
        repository.remove(&gone);
        if gone.contains("old") {
            std::fs::remove_dir(repository.path("postmortems/old")).expect("an empty folder");
        }
        let expected = set([(at("linking"), rule.to_owned())]);
        assert_eq!(reported(repository.root(), &["--base", "main"]), expected, "{gone} is gone");
        repository.git(&["checkout", "-q", "--", "."]);
    }
}

#[test]
fn an_id_that_goes_with_its_document_is_reported_where_it_is_named() {
    let with_id = |id: &str| unowned(id).replace("---\ntitle", &format!("---\nid: {id}\ntitle"));
    let naming = unowned("naming").replace("---\ntitle", "---\nrelated: [PM-2026-007]\ntitle");
    let repository = GitRepository::with(&[
        (&at("seven"), &with_id("PM-2026-007")),
        (&at("eight"), &with_id("PM-2026-008")),
        (&at("nine"), &with_id("PM-2026-009")),
        (&at("naming"), &naming),
        (&at("with-a-typo"), &naming.replace("007", "070")),
    ]);
    let broken = (at("naming"), "unknown-postmortem-id".to_owned());
    repository.remove(&at("seven"));
    assert_eq!(reported(repository.root(), &["--base", "main"]), set([broken.clone()]), "the document is gone");
    repository.write(&at("seven"), &with_id("PM-2026-010"));
    let found = reported(repository.root(), &["--base", "main"]);
    assert!(found.contains(&broken), "the document has another id: {found:?}");
    assert!(found.iter().all(|(path, _)| !path.contains("with-a-typo")), "an old sin: {found:?}");
}

#[test]
fn a_new_document_that_takes_an_id_is_reported_wherever_it_stands() {
    let with_id = |title: &str| unowned(title).replace("---\ntitle", "---\nid: PM-7\ntitle");
    for name in ["a-new-one", "z-new-one"] {
        let repository = GitRepository::with(&[(&at("m-known"), &with_id("known")), (&at("other"), &unowned("other"))]);
        repository.write(&at(name), &with_id("new"));
        let found = reported(repository.root(), &["--base", "main"]);
        let rules: Vec<&str> = found.iter().map(|(_, rule)| rule.as_str()).collect();
        assert!(rules.contains(&"duplicate-id"), "{name}: {found:?}");
        assert!(!found.iter().any(|(path, _)| path.contains("other")), "{found:?}");
        repository.commit("Take the id");
        assert_eq!(reported(repository.root(), &["--base", "HEAD~1"]), found, "{name}, committed");
        assert!(reported(repository.root(), &["--base", "HEAD"]).is_empty(), "{name}, an old sin");
    }
}

#[test]
fn line_ends_that_a_checkout_changed_are_no_change() {
    let repository = branched();
    let crlf = unowned("number 6").replace('\n', "\r\n");
    repository.write(&at("n6"), &crlf);
    assert!(files(repository.root(), &["--base", "main"]).is_empty());
    repository.write(&at("n6"), &[&crlf, "\r\nMore.\r\n"].concat());
    assert_eq!(files(repository.root(), &["--base", "main"]), set([at("n6")]));
}

#[test]
fn a_base_that_a_shallow_clone_cannot_reach_is_told_with_the_cure() {
    let repository = branched();
    for round in 0..3 {
        repository.put(&at("n0"), &unowned(&format!("round {round}")));
    }
    let clone = repository.clone_to("clone", &["--depth", "1", "--branch", "topic"]);
    for base in ["main", "origin/main", "topic~1"] {
        let ran = pmdoc_in(&clone, &["check", "--base", base]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{base}: {}", ran.stderr);
        assert!(ran.stderr.contains("fetch-depth: 0"), "{base}: {}", ran.stderr);
    }
    git_in(&clone, &["fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main"]);
    for base in ["main", "origin/main"] {
        let ran = pmdoc_in(&clone, &["check", "--base", base]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{base}: {}", ran.stderr);
        assert!(ran.stderr.contains("have no commit in common"), "{base}: {}", ran.stderr);
        assert!(ran.stderr.contains("fetch-depth: 0"), "{base}: {}", ran.stderr);
    }
    git_in(&clone, &["fetch", "-q", "--unshallow", "origin", "main:refs/remotes/origin/main", "topic"]);
    assert_eq!(files(&clone, &["--base", "main"]), set([at("n0")]), "`main` is found at origin");
}

#[test]
fn the_documents_folder_of_a_larger_repository_is_compared_alone() {
    let repository = GitRepository::new();
    repository.write("team/kb/book.toml", "[book]\nsrc = \"docs\"\n");
    repository.write("team/kb/docs/postmortems/a.md", &unowned("a"));
    repository.write("team/kb/docs/postmortems/b.md", &unowned("b"));
    repository.put("src/main.rs", "fn main() {}\n");
    repository.write("team/kb/docs/postmortems/b.md", &unowned("b, edited"));
    repository.put("src/main.rs", "fn main() { edited() }\n");
    let root = repository.path("team/kb");
    assert_eq!(files(&root, &["--base", "HEAD~1"]), set(["docs/postmortems/b.md".to_owned()]));
    assert_eq!(files(&root, &["--base", "HEAD~1", "--rev", "HEAD"]), set(["docs/postmortems/b.md".to_owned()]));
    assert_eq!(
        files(&repository.path("team"), &["-C", "kb", "--base", "HEAD~1"]),
        set(["kb/docs/postmortems/b.md".to_owned()])
    );
    assert!(files(&root, &["--base", "HEAD~1", "docs/postmortems/a.md"]).is_empty(), "both a base and a path");
}
