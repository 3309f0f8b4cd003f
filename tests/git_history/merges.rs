//! History with branches: the revisions are the commits that `git log` keeps when it simplifies history for a
//! path, and merges count where they changed the file against all their parents.

use crate::git_support::{GitRepository, document, ids};

/// Holds every document against `git log -c -- path`.
fn assert_as_git_log(repository: &GitRepository, paths: &[&str]) {
    let found = repository.histories("docs", paths);
    for path in paths {
        assert_eq!(ids(&found.documents[*path]), repository.log(path), "{path}");
        assert!(found.documents[*path].complete, "{path}");
    }
}

/// Two documents and two branches, each of which changed one of them: `main` b, `side` a.
fn forked() -> GitRepository {
    let repository = GitRepository::new();
    repository.put("docs/a.md", &document("a", 0));
    repository.put("docs/b.md", &document("b", 0));
    repository.on("side");
    repository.put("docs/a.md", &document("a", 1));
    repository.on("main");
    repository.put("docs/b.md", &document("b", 1));
    repository
}

#[test]
fn a_clean_merge_is_no_revision_and_the_branch_is_part_of_the_history() {
    let repository = forked();
    let merge = repository.merge(&["side"]);
    repository.put("docs/b.md", &document("b", 2));
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md"]);
    let found = repository.histories("docs", &["docs/a.md", "docs/b.md"]);
    assert!(found.documents.values().all(|history| !ids(history).contains(&merge)));
    assert_eq!(found.documents["docs/a.md"].revisions.len(), 2);
}

#[test]
fn a_document_that_a_branch_added_or_deleted_is_followed_into_it() {
    let repository = forked();
    repository.on("side");
    repository.put("docs/new.md", &document("new", 0));
    repository.put("docs/new.md", &document("new", 1));
    repository.remove("docs/b.md");
    repository.commit("Delete b");
    repository.put("docs/b.md", &document("b", 1));
    repository.on("main");
    repository.merge(&["side"]);
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md", "docs/new.md"]);
}

#[test]
fn a_merge_that_changes_a_file_against_both_parents_is_a_revision() {
    let repository = GitRepository::new();
    repository.put("docs/a.md", &document("a", 0));
    repository.put("docs/b.md", &document("b", 0));
    repository.on("side");
    let theirs = repository.put("docs/a.md", &document("theirs", 1));
    repository.on("main");
    let ours = repository.put("docs/a.md", &document("ours", 1));
    let merge = repository.merge_into(&["side"], &[("docs/a.md", "Both of us.\n"), ("docs/b.md", "An evil merge.\n")]);
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md"]);
    let history = repository.history("docs/a.md");
    assert_eq!(ids(&history)[..3], [merge.clone(), ours, theirs]);
    assert_eq!(ids(&repository.history("docs/b.md"))[0], merge, "no parent had changed it");
}

#[test]
fn a_conflict_resolved_to_one_side_is_followed_there_only() {
    for side in ["ours", "theirs"] {
        let repository = GitRepository::new();
        repository.put("docs/a.md", &document("a", 0));
        repository.on("side");
        repository.put("docs/a.md", &document("theirs", 1));
        repository.on("main");
        repository.put("docs/a.md", &document("ours", 1));
        repository.merge_into(&["side"], &[("docs/a.md", &document(side, 1))]);
        assert_as_git_log(&repository, &["docs/a.md"]);
        assert_eq!(repository.history("docs/a.md").revisions.len(), 2, "{side}");
    }
}

#[test]
fn what_a_merge_with_ours_threw_away_is_no_part_of_the_history() {
    let repository = forked();
    repository.on("side");
    repository.put("docs/b.md", &document("b", 9));
    repository.put("docs/only-there.md", &document("there", 0));
    repository.on("main");
    repository.merge(&["-s", "ours", "side"]);
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md"]);
    let head = repository.histories("docs", &["docs/a.md", "docs/only-there.md"]);
    assert_eq!(head.documents["docs/a.md"].revisions.len(), 1);
    assert!(!head.documents.contains_key("docs/only-there.md"));
}

#[test]
fn a_criss_cross_of_merges_is_followed_along_every_line() {
    let repository = forked();
    repository.git(&["branch", "main-before"]);
    repository.merge(&["side"]);
    repository.on("side");
    repository.merge(&["main-before"]);
    repository.put("docs/a.md", &document("a", 3));
    repository.on("main");
    repository.put("docs/a.md", &document("a", 2));
    repository.put("docs/b.md", &document("b", 2));
    repository.merge_into(&["side"], &[("docs/a.md", &document("a", 5))]);
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md"]);
}

#[test]
fn an_octopus_has_all_its_arms() {
    let repository = forked();
    for arm in ["one", "two", "three"] {
        repository.git(&["switch", "-q", "-c", arm, "main~1"]);
        repository.put(&format!("docs/{arm}.md"), &document(arm, 0));
        repository.put(&format!("docs/{arm}.md"), &document(arm, 1));
    }
    repository.on("main");
    repository.merge(&["side", "one", "two", "three"]);
    repository.put("docs/two.md", &document("two", 2));
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md", "docs/one.md", "docs/two.md", "docs/three.md"]);
}

#[test]
fn an_octopus_that_changes_a_file_against_all_its_parents_is_a_revision() {
    let repository = GitRepository::new();
    let base = repository.put("docs/a.md", &document("a", 0));
    let mut parents = Vec::new();
    for arm in 1..4 {
        repository.git(&["switch", "-q", "--detach", &base]);
        parents.push(repository.put("docs/a.md", &document(&format!("arm {arm}"), 0)));
    }
    repository.write("docs/a.md", "All of them.\n");
    repository.git(&["add", "-A"]);
    let tree = repository.git(&["write-tree"]);
    let arguments = parents.iter().flat_map(|parent| ["-p", parent]);
    let merge =
        repository.git(&["commit-tree", &tree, "-m", "Octopus"].into_iter().chain(arguments).collect::<Vec<_>>());
    repository.git(&["reset", "-q", "--hard", &merge]);
    assert_as_git_log(&repository, &["docs/a.md"]);
    assert_eq!(repository.history("docs/a.md").revisions.len(), 5);
}

#[test]
fn a_document_that_both_branches_added_has_both_beginnings() {
    for merged in ["Merged.\n".to_owned(), document("ours", 0), document("theirs", 0)] {
        let repository = GitRepository::with(&[("docs/base.md", "base\n")]);
        repository.on("side");
        repository.put("docs/a.md", &document("theirs", 0));
        repository.on("main");
        repository.put("docs/a.md", &document("ours", 0));
        repository.merge_into(&["side"], &[("docs/a.md", &merged)]);
        assert_as_git_log(&repository, &["docs/a.md"]);
    }
}

#[test]
fn a_document_that_a_merge_itself_adds_begins_there() {
    let repository = forked();
    let merge = repository.merge_into(&["side"], &[("docs/sudden.md", &document("sudden", 0))]);
    assert_as_git_log(&repository, &["docs/sudden.md"]);
    assert_eq!(repository.history("docs/sudden.md").first().expect("a begin").id.to_string(), merge);
}

#[test]
fn a_document_that_one_side_deleted_and_the_merge_kept_has_the_other_sides_history() {
    let repository = forked();
    repository.on("side");
    repository.remove("docs/b.md");
    repository.commit("Delete b");
    repository.on("main");
    repository.merge_into(&["side"], &[("docs/b.md", &document("b", 4))]);
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md"]);
    let repository = forked();
    repository.put("docs/a.md", &document("a", 7));
    repository.remove("docs/a.md");
    repository.commit("Delete a");
    repository.merge_into(&["side"], &[("docs/a.md", &document("a", 8))]);
    assert_as_git_log(&repository, &["docs/a.md"]);
}

#[test]
fn unrelated_histories_that_were_joined_are_both_followed() {
    let repository = forked();
    repository.git(&["switch", "-q", "--orphan", "import"]);
    repository.put("docs/imported.md", &document("imported", 0));
    repository.put("docs/imported.md", &document("imported", 1));
    repository.on("main");
    repository.merge(&["--allow-unrelated-histories", "import"]);
    assert_as_git_log(&repository, &["docs/a.md", "docs/b.md", "docs/imported.md"]);
}

/// Git's own `--follow` loses one side here; what counts is that no revision and no author is lost.
#[test]
fn a_rename_on_one_side_and_edits_on_the_other_are_both_followed() {
    for renamed_on_main in [true, false] {
        let repository = GitRepository::new();
        let first = repository.put("docs/a.md", &document("a", 0));
        repository.on("side");
        let (renaming, editing) = if renamed_on_main { ("main", "side") } else { ("side", "main") };
        repository.on(editing);
        let edited = repository.put("docs/a.md", &document("a", 2));
        repository.on(renaming);
        repository.rename("docs/a.md", "docs/b.md");
        let renamed = repository.commit("Rename");
        repository.on("main");
        let merge = repository.merge(&["side"]);
        assert_eq!(repository.git(&["show", "HEAD:docs/b.md"]), document("a", 2).trim_end(), "git merged both");
        let history = repository.history("docs/b.md");
        assert_eq!(ids(&history), [merge, renamed, edited, first], "renamed on main: {renamed_on_main}");
        assert!(history.complete);
    }
}

#[test]
fn a_merge_that_itself_renames_is_followed_into_both_parents() {
    let repository = GitRepository::new();
    let first = repository.put("docs/a.md", &document("a", 0));
    repository.on("side");
    let theirs = repository.put("docs/a.md", &document("a", 2));
    repository.on("main");
    let ours = repository.put("docs/a.md", &document("a", 3));
    repository.try_git(&["merge", "-q", "--no-commit", "side"]);
    repository.remove("docs/a.md");
    let merge = repository.put("docs/b.md", &document("a", 4));
    assert_eq!(repository.git(&["rev-list", "--count", "--merges", "HEAD"]), "1");
    let history = repository.history("docs/b.md");
    assert_eq!(ids(&history), [merge, ours, theirs, first]);
    assert!(history.complete);
}

#[test]
fn a_rename_on_a_branch_and_nothing_on_the_other_is_followed_through_the_merge() {
    let repository = forked();
    repository.on("side");
    repository.rename("docs/b.md", "docs/c.md");
    let renamed = repository.commit("Rename b");
    repository.on("main");
    repository.git(&["reset", "-q", "--hard", "main~1"]);
    repository.put("docs/other.md", &document("other", 0));
    repository.merge(&["side"]);
    let history = repository.history("docs/c.md");
    assert_eq!(ids(&history)[0], renamed);
    assert_eq!(history.revisions.len(), 2);
    assert!(history.complete);
}

#[test]
fn a_document_that_two_branches_moved_here_from_elsewhere_has_each_commit_once() {
    let repository = GitRepository::new();
    let first = repository.put("wiki/a.md", &document("a", 0));
    let second = repository.put("wiki/a.md", &document("a", 1));
    repository.on("side");
    repository.rename("wiki/a.md", "docs/a.md");
    let theirs = repository.put("docs/a.md", &document("a", 2));
    repository.on("main");
    repository.rename("wiki/a.md", "docs/a.md");
    let ours = repository.put("docs/a.md", &document("a", 3));
    let merge = repository.merge_into(&["side"], &[("docs/a.md", &document("a", 4))]);
    let history = repository.history("docs/a.md");
    assert_eq!(ids(&history), [merge, ours, theirs, second, first]);
    assert!(history.complete);
}

#[test]
fn clocks_that_go_wrong_do_not_lose_commits() {
    use crate::git_support::{BEGIN, Script};
    let tree = |files: &[(&str, usize)]| {
        files.iter().map(|(name, edits)| (format!("docs/{name}.md"), document(name, *edits))).collect()
    };
    let mut script = Script::default();
    let root = script.commit_at(BEGIN + 9_000, &[], &tree(&[("a", 0), ("b", 0)]));
    let old = script.commit_at(BEGIN - 9_000, &[root], &tree(&[("a", 1), ("b", 0)]));
    let side = script.commit_at(BEGIN + 90_000, &[root], &tree(&[("a", 0), ("b", 1)]));
    let merge = script.commit_at(BEGIN, &[old, side], &tree(&[("a", 1), ("b", 1)]));
    script.commit_at(1, &[merge], &tree(&[("a", 2), ("b", 1)]));
    let repository = GitRepository::of(&script);
    let found = repository.histories("docs", &["docs/a.md", "docs/b.md"]);
    for path in ["docs/a.md", "docs/b.md"] {
        let mut expected = repository.log(path);
        let mut actual = ids(&found.documents[path]);
        assert!(found.documents[path].complete);
        assert_eq!(actual.last(), expected.last(), "the first commit of {path}");
        expected.sort();
        actual.sort();
        assert_eq!(actual, expected, "{path}");
    }
}
