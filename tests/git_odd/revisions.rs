//! Names of revisions as anybody may type them, or a CI job may be made to type.

use crate::git_support::open;
use crate::support::pmdoc_in;
use crate::{FIRST, assert_impossible, knowledge_base, look_with};

#[test]
fn names_of_no_commit_are_refused_and_never_taken_for_options_or_paths() {
    let repository = knowledge_base();
    let blob = repository.git(&["rev-parse", "HEAD:book.toml"]);
    repository.git(&["tag", "of-a-blob", &blob]);
    repository.git(&["tag", "-a", "-m", "x", "of-a-tree", "HEAD^{tree}"]);
    let long = "x".repeat(10_000);
    let no_commit = "names no commit";
    let names = [
        "--upload-pack=x",
        "-x",
        "-",
        "--",
        "--help",
        "",
        " ",
        "HEAD:../x",
        "HEAD:",
        "HEAD:docs",
        "HEAD:book.toml",
        "of-a-blob",
        "of-a-tree",
        "nonexistent",
        "HEAD~99",
        "HEAD^2",
        "HEAD@{99}",
        "HEAD@{",
        "main@{upstream}",
        "^HEAD",
        "main..HEAD",
        "HEAD...main",
        ":/nothing",
        ":0:book.toml",
        "HEAD^{tree}",
        "HEAD^{",
        "..",
        "../..",
        "/etc/passwd",
        "refs/heads/../../../../etc/passwd",
        "0000000000000000000000000000000000000000",
        "\u{1b}[31m",
        "a\nb",
        "##[error]x",
        "::error::x",
        "'; rm -rf /;",
        "$(id)",
        &blob,
        &long,
    ];
    for name in names {
        for option in ["--rev", "--base"] {
            let stderr =
                assert_impossible(repository.root(), &["check", &format!("{option}={name}")], no_commit).stderr;
            assert!(stderr.len() < 20_000 && !stderr.contains('\u{1b}') && !stderr.contains("##["), "{stderr}");
            assert!(!stderr.lines().any(|line| line.trim_start().starts_with("::")), "{stderr}");
        }
    }
    for option in ["--rev", "--base"] {
        assert_impossible(repository.root(), &["check", option, "--upload-pack=x"], no_commit);
    }
}

#[test]
fn every_usual_name_of_a_commit_is_understood() {
    let repository = knowledge_base();
    repository.git(&["tag", "light"]);
    repository.git(&["tag", "-a", "-m", "x", "heavy"]);
    repository.git(&["tag", "-a", "-m", "x", "tag-of-a-tag", "heavy"]);
    repository.git(&["update-ref", "refs/remotes/origin/theirs", "HEAD"]);
    repository.git(&["branch", "사고/분석"]);
    let id = repository.head();
    let git = open(repository.root());
    for name in [
        "HEAD",
        "main",
        "refs/heads/main",
        "light",
        "heavy",
        "tag-of-a-tag",
        "theirs",
        "origin/theirs",
        "@",
        "HEAD~0",
        "HEAD^{commit}",
        "heavy^{}",
        "heavy^0",
        "사고/분석",
        ":/Write docs",
        &id,
        &id[..8],
        &id.to_uppercase(),
    ] {
        assert_eq!(git.resolve(name).map(|found| found.to_string()), Ok(id.clone()), "{name}");
    }
    for name in ["heavy", "theirs", "사고/분석"] {
        let ran = pmdoc_in(repository.root(), &["check", "--rev", name]);
        assert_eq!(ran.stdout, "checked 2 documents: nothing to mend\n", "{name}: {}", ran.stderr);
        let ran = pmdoc_in(repository.root(), &["check", "--base", name]);
        assert_eq!(ran.stdout, "checked 0 documents: nothing to mend\n", "{name}: {}", ran.stderr);
    }
    look_with(repository.root(), &["--rev", "heavy"]).assert_known();
}

#[test]
fn a_revision_without_the_documents_is_told() {
    let repository = knowledge_base();
    assert_impossible(repository.root(), &["check", "--rev", "HEAD~3"], "docs");
    repository.git(&["switch", "-q", "--orphan", "empty"]);
    repository.commit("Nothing at all");
    assert_impossible(repository.root(), &["check", "--rev", "empty"], "no documents found");
    assert_impossible(repository.root(), &["check", "--rev", "main", "nowhere.md"], "nowhere.md");
    let ran = pmdoc_in(repository.root(), &["check", "--rev", "main", FIRST]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "checked 1 document: nothing to mend\n"), "{}", ran.stderr);
}

#[test]
fn branches_with_nothing_in_common_are_told() {
    let repository = knowledge_base();
    repository.git(&["switch", "-q", "--orphan", "other"]);
    repository.put("docs/postmortems/x.md", "# x\n");
    repository.git(&["switch", "-q", "main"]);
    assert_impossible(repository.root(), &["check", "--base", "other"], "have no commit in common");
}
