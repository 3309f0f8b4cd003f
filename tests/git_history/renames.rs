//! One line of commits: edits, renames, deletions. Git follows renames there, and so must we.

use crate::git_support::{GitRepository, document, ids};

/// Holds documents of one folder against `git log --follow`.
fn assert_followed(repository: &GitRepository, folder: &str, paths: &[&str]) {
    let found = repository.histories(folder, paths);
    for path in paths {
        let history = &found.documents[*path];
        assert_eq!(ids(history), repository.follow(path), "{path}");
        assert!(history.complete, "{path}");
    }
}

#[test]
fn a_document_has_the_commits_that_changed_it_and_no_others() {
    let repository = GitRepository::new();
    for round in 0..3 {
        repository.put("postmortems/a.md", &document("a", round));
        repository.put("postmortems/deep/er/b.md", &document("b", round));
        repository.put("src/main.rs", &document("main", round));
    }
    assert_followed(&repository, "postmortems", &["postmortems/a.md", "postmortems/deep/er/b.md"]);
    assert_followed(&repository, "", &["postmortems/a.md", "postmortems/deep/er/b.md"]);
    let history = repository.history("postmortems/a.md");
    assert_eq!(history.revisions.len(), 3);
    let blob = repository.git(&["rev-parse", "HEAD~2:postmortems/a.md"]);
    assert_eq!(history.revisions[0].blob.to_string(), blob);
}

#[test]
fn names_of_any_script_and_sign_are_followed() {
    let repository = GitRepository::new();
    let names =
        ["사고/결제 지연.md", "사고/\"quoted\" 'x'.md", "사고/-rf.md", "사고/a\tb.md", "사고/é.md", "사고/**.md"];
    for round in 0..2 {
        names.iter().for_each(|name| repository.write(name, &document(name, round)));
        repository.commit("Write all");
        repository.put("other.md", &document("other", round));
    }
    let found = repository.histories("사고", &names);
    for name in names {
        assert_eq!(ids(&found.documents[name]), repository.follow(name), "{name}");
    }
}

#[test]
fn a_rename_is_followed_pure_or_with_edits_and_into_another_folder() {
    let repository = GitRepository::new();
    repository.put("postmortems/a.md", &document("a", 0));
    repository.put("postmortems/b.md", &document("b", 0));
    repository.rename("postmortems/a.md", "postmortems/2026/a.md");
    repository.commit("Move");
    repository.rename("postmortems/b.md", "postmortems/c.md");
    repository.put("postmortems/c.md", &document("b", 3));
    repository.put("postmortems/2026/a.md", &document("a", 2));
    assert_followed(&repository, "postmortems", &["postmortems/2026/a.md", "postmortems/c.md"]);
    let paths: Vec<String> =
        repository.history("postmortems/2026/a.md").revisions.into_iter().map(|revision| revision.path).collect();
    assert_eq!(paths, ["postmortems/2026/a.md", "postmortems/2026/a.md", "postmortems/a.md"]);
}

#[test]
fn a_chain_of_renames_is_followed_to_its_begin() {
    let repository = GitRepository::new();
    repository.put("postmortems/0.md", &document("x", 0));
    for number in 1..6_usize {
        repository.rename(&format!("postmortems/{}.md", number - 1), &format!("postmortems/{number}.md"));
        repository.put(&format!("postmortems/{number}.md"), &document("x", number));
        repository.put("postmortems/other.md", &document("other", number));
    }
    assert_followed(&repository, "postmortems", &["postmortems/5.md", "postmortems/other.md"]);
    assert_eq!(repository.history("postmortems/5.md").revisions.len(), 6);
}

#[test]
fn a_rename_back_to_the_first_name_is_followed() {
    let repository = GitRepository::new();
    repository.put("postmortems/a.md", &document("a", 0));
    repository.rename("postmortems/a.md", "postmortems/b.md");
    repository.commit("There");
    repository.rename("postmortems/b.md", "postmortems/a.md");
    repository.commit("And back");
    assert_followed(&repository, "postmortems", &["postmortems/a.md"]);
    assert_eq!(repository.history("postmortems/a.md").revisions.len(), 3);
}

#[test]
fn two_documents_that_change_names_through_a_third_keep_their_own_histories() {
    let repository = GitRepository::new();
    repository.put("postmortems/a.md", &document("a", 0));
    repository.put("postmortems/b.md", &document("b", 0));
    for (from, to) in [("a", "c"), ("b", "a"), ("c", "b")] {
        repository.rename(&format!("postmortems/{from}.md"), &format!("postmortems/{to}.md"));
        repository.commit(&format!("{from} to {to}"));
    }
    assert_followed(&repository, "postmortems", &["postmortems/a.md", "postmortems/b.md"]);
}

#[test]
fn a_folder_that_moved_here_from_elsewhere_is_followed_there() {
    let repository = GitRepository::new();
    for name in ["a", "b", "c"] {
        repository.put(&format!("wiki/incidents/{name}.md"), &document(name, 0));
    }
    repository.put("wiki/incidents/a.md", &document("a", 1));
    repository.rename("wiki/incidents", "docs/postmortems");
    repository.commit("Move the folder");
    repository.put("docs/postmortems/b.md", &document("b", 2));
    repository.put("docs/postmortems/new.md", &document("new", 0));
    let paths = ["a", "b", "c", "new"].map(|name| format!("docs/postmortems/{name}.md"));
    let paths = paths.each_ref().map(String::as_str);
    assert_followed(&repository, "docs/postmortems", &paths);
    assert_eq!(repository.history("docs/postmortems/a.md").revisions[2].path, "wiki/incidents/a.md");
}

#[test]
fn documents_that_moved_here_one_by_one_and_through_many_folders_are_followed() {
    let repository = GitRepository::new();
    let names: Vec<String> = (0..40).map(|number| format!("n{number}")).collect();
    names.iter().for_each(|name| repository.write(&format!("wiki/{name}.md"), &document(name, 0)));
    repository.write("one/x.txt", &document("x", 0));
    repository.commit("All");
    for name in &names {
        repository.rename(&format!("wiki/{name}.md"), &format!("postmortems/{name}.md"));
        repository.commit("Move one");
    }
    for (from, to) in [("one/x.txt", "two/x.rst"), ("two/x.rst", "x"), ("x", "postmortems/x.md")] {
        repository.rename(from, to);
        repository.commit("Move on");
    }
    let mut paths: Vec<String> = names.iter().map(|name| format!("postmortems/{name}.md")).collect();
    paths.push("postmortems/x.md".to_owned());
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let found = repository.histories("postmortems", &paths);
    for path in ["postmortems/n0.md", "postmortems/n20.md", "postmortems/n39.md", "postmortems/x.md"] {
        assert_eq!(ids(&found.documents[path]), repository.follow(path), "{path}");
    }
    for path in paths {
        let history = &found.documents[path];
        assert!(history.complete, "{path}");
        assert_eq!(history.revisions.len(), if path.ends_with("x.md") { 4 } else { 2 }, "{path}");
    }
}

#[test]
fn a_document_of_any_ending_has_a_history_where_it_was_named() {
    let repository = GitRepository::new();
    repository.put("postmortems/a.rst", &document("a", 0));
    repository.put("postmortems/b.md", &document("b", 0));
    repository.rename("postmortems/b.md", "postmortems/b.adoc");
    repository.commit("Rename");
    assert_followed(&repository, "postmortems", &["postmortems/a.rst", "postmortems/b.adoc"]);
}

#[test]
fn line_ends_that_change_with_the_name_do_not_hide_the_rename() {
    let repository = GitRepository::new();
    let text = document("a", 0);
    repository.put("postmortems/a.md", &text.replace('\n', "\r\n"));
    repository.remove("postmortems/a.md");
    repository.put("postmortems/b.md", &text);
    assert_followed(&repository, "postmortems", &["postmortems/b.md"]);
    assert_eq!(repository.history("postmortems/b.md").revisions.len(), 2);
}

#[test]
fn what_is_less_than_half_the_same_is_a_new_document() {
    let repository = GitRepository::new();
    repository.put("postmortems/a.md", &document("a", 0));
    repository.remove("postmortems/a.md");
    repository.put("postmortems/b.md", &document("b", 0));
    assert_followed(&repository, "postmortems", &["postmortems/b.md"]);
    assert_eq!(repository.history("postmortems/b.md").revisions.len(), 1);
}

#[test]
fn a_document_that_was_deleted_and_restored_goes_on_before_the_deletion() {
    let repository = GitRepository::new();
    repository.put("postmortems/a.md", &document("a", 0));
    repository.put("postmortems/a.md", &document("a", 1));
    repository.remove("postmortems/a.md");
    repository.commit("Delete");
    repository.put("postmortems/b.md", &document("b", 0));
    repository.put("postmortems/a.md", &document("a", 2));
    repository.remove("postmortems/a.md");
    repository.commit("Delete again");
    repository.put("postmortems/a.md", &document("a", 3));
    assert_followed(&repository, "postmortems", &["postmortems/a.md", "postmortems/b.md"]);
    assert_eq!(repository.history("postmortems/a.md").revisions.len(), 4);
}

/// Here we know better than `git log --follow`, which goes on with whatever had the name before.
#[test]
fn a_document_in_the_place_of_one_that_moved_elsewhere_is_a_new_one() {
    for elsewhere in ["postmortems/old.md", "archive/a.md", "postmortems/a.rst", "postmortems/.hidden/a.md"] {
        for edits in [0, 2] {
            let repository = GitRepository::new();
            repository.put("postmortems/a.md", &document("a", 0));
            repository.rename("postmortems/a.md", elsewhere);
            repository.put(elsewhere, &document("a", edits));
            let new = repository.put("postmortems/a.md", &document("new", 0));
            let last = repository.put("postmortems/a.md", &document("new", 1));
            let history = repository.history("postmortems/a.md");
            assert_eq!(ids(&history), [last, new.clone()], "moved to {elsewhere} with {edits} edits");
            assert_eq!(history.first().expect("a begin").id.to_string(), new);
        }
    }
}

#[test]
fn a_document_that_was_a_folder_or_a_link_for_a_while_is_followed_across_it() {
    let repository = GitRepository::new();
    let first = repository.put("postmortems/a.md", &document("a", 0));
    repository.remove("postmortems/a.md");
    repository.put("postmortems/a.md/inner.md", &document("inner", 0));
    std::fs::remove_dir_all(repository.path("postmortems/a.md")).expect("removed");
    let second = repository.put("postmortems/a.md", &document("a", 1));
    repository.remove("postmortems/a.md");
    std::os::unix::fs::symlink("b.md", repository.path("postmortems/a.md")).expect("a link");
    repository.commit("A link");
    repository.remove("postmortems/a.md");
    let third = repository.put("postmortems/a.md", &document("a", 2));
    assert_eq!(ids(&repository.history("postmortems/a.md")), [third, second, first]);
}

#[test]
fn a_change_of_mode_alone_is_no_revision() {
    let repository = GitRepository::new();
    let first = repository.put("postmortems/a.md", &document("a", 0));
    repository.git(&["update-index", "--chmod=+x", "postmortems/a.md"]);
    repository.git(&["commit", "-q", "-m", "Make it a program"]);
    assert_eq!(ids(&repository.history("postmortems/a.md")), [first]);
}

#[test]
fn what_head_does_not_hold_has_no_history() {
    let repository = GitRepository::with(&[("postmortems/a.md", "a\n")]);
    let found = repository.histories("postmortems", &["postmortems/a.md", "postmortems/new.md", "postmortems"]);
    assert_eq!(found.documents.keys().collect::<Vec<_>>(), ["postmortems/a.md"]);
}
