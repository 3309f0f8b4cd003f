//! Commits that were made to harm: texts, times, shapes and sizes.

use std::fs;
use std::path::PathBuf;

use crate::git_support::{GitRepository, Script, Tree};
use crate::support::{COMPLETE, pmdoc_in};
use crate::{BOOK, FIRST, SECOND, Told, files, fill, glance, knowledge_base, look, look_with};

/// Nothing that a terminal, a CI log or a browser could take for a command.
fn assert_harmless(text: &str) {
    let is_bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(is_bad), "{}", text.escape_debug());
    assert!(!text.contains("##[") && !text.contains("##vso["), "{text}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
}

#[test]
fn texts_of_commits_are_never_shown_raw() {
    let repository = knowledge_base();
    let texts = [
        "\u{1b}[31mred\u{1b}]0;title\u{7}",
        "##[stop-commands]x ##vso[task.setvariable]y",
        "::add-mask::x",
        "line\r::error::y",
        "\u{202e}evil\u{2066}",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "\u{9b}31m \u{85} \u{2028}",
    ];
    for (number, text) in texts.iter().enumerate() {
        let document = files()[1].1.replace("41 minutes", &format!("{number} hours"));
        repository.write(FIRST, &document);
        let name = text.replace(['<', '>', '\r'], "");
        repository.commit_by(text, &name, "e\u{1b}[m@example.com");
    }
    repository.write(FIRST, &files()[1].1);
    let seen = look(repository.root());
    assert_eq!(seen.of(FIRST).authors.len(), 1 + texts.len());
    assert_harmless(&seen.said);
    assert_harmless(&seen.pages());
    assert!(!seen.pages().contains("onerror=alert(1)>") && !seen.pages().contains("<script>alert"));
    assert!(!seen.pages().contains("example.com"), "addresses are nobody's business");
    assert_harmless(&pmdoc_in(repository.root(), &["inspect"]).stdout);
}

#[test]
fn names_of_files_are_never_shown_raw() {
    let mut tree = Tree::from(files().map(|(path, text)| (path.to_owned(), text)));
    for name in ["\\033[31m.md", "##[error]x.md", "::error::x.md", "a\\nb.md", "\\\"><img src=x>.md", "-rf.md"] {
        tree.insert(format!("docs/postmortems/{name}"), COMPLETE.to_owned());
    }
    let mut script = Script::default();
    script.commit(&[], &tree);
    let repository = GitRepository::of(&script);
    let seen = look_with(repository.root(), &["--rev", "main"]);
    assert_harmless(&seen.said);
    assert!(!seen.pages().contains("<img src=x>"));
    let twins = seen.site.keys().filter(|path| path.starts_with("incidents") && path.ends_with("index.md"));
    assert_eq!(twins.count(), 8, "a page for each, and its Markdown beside it");
    assert_eq!(seen.pages().matches("<dt>Published</dt>").count(), 8);
}

/// Puts a commit with this author and committer on top.
fn strange(repository: &GitRepository, author: &[u8], committer: &[u8], parents: &str) {
    let tree = repository.git(&["rev-parse", "HEAD^{tree}"]);
    let parts: [&[u8]; 8] =
        [b"tree ", tree.as_bytes(), b"\n", parents.as_bytes(), b"author ", author, b"\ncommitter ", committer];
    repository.put_raw_commit(&[&parts.concat()[..], b"\n\nStrange\n"].concat());
}

#[test]
fn times_that_no_calendar_has_are_left_out() {
    for time in [
        "-1 +0000",
        "4611686018427387904 +0000",
        "9223372036854775807 -9999",
        "1e9 +0000",
        "",
        "99999999999999999999 +0000",
    ] {
        let repository = knowledge_base();
        let committer = format!("C <c@example.com> {time}");
        strange(&repository, b"A <a@example.com> 1 +0000", committer.as_bytes(), "");
        let seen = glance(repository.root());
        let one = Told { authors: vec!["A".to_owned()], ..Told::default() };
        assert_eq!(seen.of(FIRST), one, "{time}");
    }
    let repository = knowledge_base();
    strange(&repository, b"A <a@example.com> 1 +9999", b"C <c@example.com> 1767225600 +9999", "");
    let published = glance(repository.root()).of(FIRST).published;
    assert_eq!(published.as_deref(), Some("2026-01-01"), "a zone is only a way to write it");
}

#[test]
fn a_strange_commit_in_between_does_not_hide_the_rest() {
    let repository = knowledge_base();
    let parent = format!("parent {}\n", repository.head());
    strange(&repository, b"\xff\xfe <> -1 +9999", b"<<>> 4611686018427387904 +9999", &parent);
    repository.git(&["reset", "-q", "--hard"]);
    repository.put("docs/guide.md", "# Guide\n");
    let seen = look(repository.root());
    seen.assert_known();
    let ran = pmdoc_in(repository.root(), &["check", "--base", "HEAD~1"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "checked 1 document: nothing to mend\n"), "{}", ran.stderr);
    let ran = pmdoc_in(repository.root(), &["check", "--base", "HEAD~2"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "checked 1 document: nothing to mend\n"), "{}", ran.stderr);
}

#[test]
fn people_in_no_encoding_are_people() {
    let repository = knowledge_base();
    repository.write(FIRST, &COMPLETE.replace("41 minutes", "42 minutes"));
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "-m", "Edit"]);
    strange(
        &repository,
        b"Andr\xe9 \xff <\xe9@example.com> 1767225600 +0000",
        b"C <c@example.com> 1767225600 +0000",
        "",
    );
    let seen = look(repository.root());
    assert_eq!(seen.of(FIRST).authors, ["Andr\u{fffd} \u{fffd}"]);
}

#[test]
fn a_criss_cross_and_a_chain_of_renames_are_followed() {
    let repository = knowledge_base();
    for number in 0..3 {
        let from = if number == 0 {
            "docs/postmortems/first.md".to_owned()
        } else {
            format!("docs/postmortems/{}.md", number - 1)
        };
        repository.rename(&from, &format!("docs/postmortems/{number}.md"));
        repository.commit("Rename");
    }
    repository.rename("docs/postmortems/2.md", FIRST);
    repository.commit("Rename back");
    repository.git(&["branch", "side"]);
    let edit = |minutes: &str| files()[2].1.replace("41", minutes);
    repository.put(SECOND, &edit("50"));
    repository.git(&["branch", "main-before"]);
    repository.on("side");
    repository.put(SECOND, &edit("51"));
    repository.merge_into(&["main-before"], &[(SECOND, &edit("52"))]);
    repository.on("main");
    repository.merge_into(&["side~1"], &[(SECOND, &edit("53"))]);
    repository.merge_into(&["side"], &[(SECOND, &edit("54"))]);
    let seen = look(repository.root());
    assert_eq!(seen.of(FIRST).authors.len(), 5);
    assert_eq!(seen.of(SECOND).authors.len(), repository.log(SECOND).len());
    assert!(seen.of(FIRST).published.is_some() && seen.of(SECOND).published.is_some());
}

#[test]
fn a_document_over_the_limit_is_a_finding_in_every_state() {
    let repository = knowledge_base();
    repository.put("docs/postmortems/large.md", &"a long line of text\n".repeat(80_000));
    for state in [&[][..], &["--staged", "--base", "HEAD~1"], &["--rev", "HEAD"]] {
        let ran = pmdoc_in(repository.root(), &[&["check", "--format", "concise"], state].concat());
        assert_eq!(ran.code, 1, "{state:?}: {}", ran.stderr);
        assert!(
            ran.stdout.contains("large.md:1:1: error[unreadable-file] this file is too large"),
            "{state:?}: {}",
            ran.stdout
        );
    }
}

#[test]
fn a_tree_that_goes_down_without_end_or_holds_strange_names_is_survived() {
    let repository = GitRepository::new();
    fill(&repository);
    let deep: String = "d/".repeat(200);
    let mut tree = Tree::from(files().map(|(path, text)| (path.to_owned(), text)));
    tree.insert(format!("docs/{deep}x.md"), COMPLETE.to_owned());
    tree.insert("docs/postmortems/\\377\\376.md".to_owned(), COMPLETE.to_owned());
    tree.insert("docs/postmortems/.git-not/x.md".to_owned(), COMPLETE.to_owned());
    let mut script = Script::default();
    script.commit(&[], &tree);
    let strange = GitRepository::of(&script);
    let seen = look_with(strange.root(), &["--rev", "main"]);
    assert!(seen.notes.contains("the name is not UTF-8"), "{}", seen.notes);
    assert!(seen.of(FIRST).published.is_some());
}

#[test]
fn a_tree_whose_names_leave_the_folder_is_kept_in_it() {
    let repository = GitRepository::with(&[("book.toml", BOOK), (FIRST, COMPLETE)]);
    let file = |path: &str| raw_id(&repository.git(&["rev-parse", &format!("HEAD:{path}")]));
    let tree = |entries: &[Vec<u8>]| raw_id(&repository.put_raw("tree", &entries.concat()));
    let evil = tree(&[entry("100644", "evil.md", &file(FIRST))]);
    let documents = tree(&[
        entry("40000", "..", &evil),
        entry("100644", "../../../evil.md", &file(FIRST)),
        entry("100644", "/tmp/evil.md", &file(FIRST)),
        entry("100644", "good.md", &file(FIRST)),
    ]);
    let docs = tree(&[entry("40000", "postmortems", &documents)]);
    let root = [entry("100644", "book.toml", &file("book.toml")), entry("40000", "docs", &docs)].concat();
    let commit = repository.git(&["commit-tree", &repository.put_raw("tree", &root), "-m", "Evil"]);
    let seen = look_with(repository.root(), &["--rev", &commit]);
    let pages: Vec<_> = seen.site.keys().filter(|path| path.starts_with("incidents")).collect();
    assert!(pages.contains(&&PathBuf::from("incidents/good/index.html")), "{pages:?}");
    assert_eq!(fs::read_dir(repository.beside("")).expect("the folder above").count(), 1, "nothing was written there");
    assert!(seen.notes.contains("left out"), "{}", seen.notes);
}

/// An entry of a tree object.
fn entry(mode: &str, name: &str, id: &[u8]) -> Vec<u8> {
    [mode.as_bytes(), b" ", name.as_bytes(), b"\0", id].concat()
}

/// The twenty bytes of an id.
fn raw_id(id: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(&id[at..at + 2], 16).expect("hexadecimal digits");
    (0..40).step_by(2).map(byte).collect()
}
