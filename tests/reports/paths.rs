//! Forges are told of files by their place in the repository, wherever pmdoc runs; people as they would type it.

use crate::git_support::GitRepository;
use crate::runner::commands;
use crate::support::{Ran, pmdoc_in};

/// Where the one finding is said to be.
fn place(ran: &Ran, format: &str) -> String {
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let json = || serde_json::from_str::<serde_json::Value>(&ran.stdout).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    match format {
        "github" => commands(&ran.stdout)[0].properties["file"].clone(),
        "gitlab" => text(&json()[0]["location"]["path"]),
        "rdjson" => text(&json()["diagnostics"][0]["location"]["path"]),
        "json" => text(&json()["diagnostics"][0]["path"]),
        "sarif" => {
            let result = &json()["runs"][0]["results"][0];
            text(&result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        }
        _ => {
            let document = roxmltree::Document::parse(&ran.stdout).expect("XML");
            let case = document.descendants().find(|node| node.has_attribute("file")).expect("a file");
            case.attribute("file").expect("a file").to_owned()
        }
    }
}

#[test]
fn in_a_folder_of_the_repository_forges_hear_the_whole_path() {
    let git = GitRepository::with(&[
        ("docs/incidents/a.md", "# A\n"),
        ("docs/book.toml", "[book]\nsrc = '.'\n[output.pmdoc]\npostmortems = ['incidents/**']\n"),
    ]);
    git.commit("a postmortem");
    let ways: [(&str, &[&str], &str); 5] = [
        ("docs", &[], "incidents/a.md"),
        ("", &["-C", "docs"], "docs/incidents/a.md"),
        ("docs/incidents", &[], "../incidents/a.md"),
        ("docs/incidents", &["a.md"], "../incidents/a.md"),
        ("docs", &["--rev", "HEAD"], "incidents/a.md"),
    ];
    for (folder, arguments, typed) in ways {
        for format in ["github", "gitlab", "sarif", "junit", "rdjson", "json"] {
            let ran = pmdoc_in(&git.path(folder), &[&["check", "--format", format], arguments].concat());
            // Reviewdog puts the current folder before a path itself.
            let expected = if matches!(format, "rdjson" | "json") { typed } else { "docs/incidents/a.md" };
            assert_eq!(place(&ran, format), expected, "{format} in {folder:?} with {arguments:?}");
        }
    }
}

#[test]
fn without_a_repository_the_path_is_as_typed() {
    let git = GitRepository::without_git();
    git.write("postmortems/a.md", "# A\n");
    for format in ["github", "gitlab", "sarif", "junit", "rdjson"] {
        let ran = pmdoc_in(git.root(), &["check", "--format", format]);
        assert_eq!(place(&ran, format), "postmortems/a.md", "{format}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_told_by_its_own_place() {
    let git = GitRepository::with(&[("real/postmortems/a.md", "# A\n")]);
    git.commit("a postmortem");
    std::os::unix::fs::symlink(git.path("real"), git.path("link")).expect("a link");
    let ran = pmdoc_in(&git.path("link"), &["check", "--format", "sarif"]);
    assert_eq!(place(&ran, "sarif"), "real/postmortems/a.md");
}
