//! Work tree, index, commit, tag and bare repository: the same files, the same findings, the same site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::git_support::{GitRepository, git_in};
use crate::support::{COMPLETE, pmdoc_in};

const BOOK: &str = "\
[book]
title = \"장애 기록\"
language = \"ko\"
src = \"docs\"

[output.html]
git-repository-url = \"https://git.example.com/team/kb\"

[output.pmdoc]
exclude = [\"drafts/**\"]
timezone = \"Asia/Seoul\"
theme = \"theme\"
";

const KOREAN: &str = "\
---
id: PM-1
title: 결제 지연
date: 2025-12-04
root_causes: [pool]
---
# 결제 지연

![그래프](그림/그래프 1.png) [안내](../guides/%EB%B3%B5%EA%B5%AC.md) [다른 기록](second.md) [그림 폴더](그림/)
[없는 것](없음.md) [밖](../../README.md) [숨은 것](.숨김.md) [제외](../drafts/미완성.md) [링크](link.md)
[파일 아래](second.md/x.md) [위](..) [여기](.)

## 요약
결제 승인 요청의 7.8%가 41분 동안 실패했다.

## 근본 원인
풀 상한이 없었다.

## 교훈
부하 시험.

## 조치 항목
- [ ] 대기열 상한 설정
";

/// A knowledge base with everything that could be read in two ways; three commits.
fn knowledge_base() -> GitRepository {
    let repository = GitRepository::new();
    let dated = COMPLETE.replace("2026-03-04", "2025-03-04");
    let files = [
        ("book.toml", BOOK),
        ("README.md", "# Outside of the documents\n"),
        (".mailmap", "지우 <amelia@example.com>\n"),
        ("docs/postmortems/2025-12-04-결제-지연.md", KOREAN),
        ("docs/postmortems/second.md", &dated),
        ("docs/postmortems/second.en.md", &dated),
        ("docs/postmortems/.숨김.md", "# Hidden\n"),
        ("docs/postmortems/.hidden/x.md", "# Hidden\n"),
        ("docs/postmortems/node_modules/x.md", "# Of a tool\n"),
        ("docs/postmortems/Makefile", "all:\n"),
        ("docs/postmortems/no-ending", "# 2025-11-01 An old one\n"),
        ("docs/postmortems/e\u{301}.md", "# 2025-10-01 Decomposed\n"),
        ("docs/postmortems/crlf.md", "# 2025-09-01 Lines\r\n\r\n## Summary\r\n\r\nText.\r\n"),
        ("docs/causes/pool.md", "---\nid: pool\ntitle: 풀 고갈\n---\nText.\n"),
        ("docs/guides/복구.md", "# 복구\n\n![x](../postmortems/그림/그래프%201.png)\n"),
        ("docs/drafts/미완성.md", "# 미완성\n\n[x](nowhere.md)\n"),
        ("docs/SUMMARY.md", "# Summary\n\n- [x](postmortems/second.md)\n"),
        ("theme/i18n/ko.toml", ""),
        ("theme/.keep", "not a template\n"),
    ];
    repository.git(&["config", "core.autocrlf", "false"]);
    files.iter().for_each(|(path, text)| repository.write(path, text));
    repository.write_bytes("docs/postmortems/그림/그래프 1.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    repository.write_bytes("docs/postmortems/utf16.md", b"\xff\xfeh\0i\0");
    repository.write_bytes("docs/postmortems/large.md", &vec![b'a'; 1024 * 1024 + 1]);
    let css = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/assets/site.css");
    let css = fs::read_to_string(css).expect("the theme's own");
    repository.write("theme/assets/site.css", &format!("{css}\n/* ours */\n"));
    std::os::unix::fs::symlink("second.md", repository.path("docs/postmortems/link.md")).expect("a link");
    std::os::unix::fs::symlink("/etc", repository.path("docs/outside")).expect("a link");
    repository.commit("처음");
    repository.rename("docs/postmortems/second.md", "docs/postmortems/2025/second.md");
    repository.write("docs/postmortems/2025-12-04-결제-지연.md", &KOREAN.replace("(second.md)", "(2025/second.md)"));
    repository.commit_by("옮기기", "Kenji", "kenji@example.com");
    repository.rename("docs/postmortems/2025/second.md", "docs/postmortems/second.md");
    repository.put("docs/postmortems/2025-12-04-결제-지연.md", &KOREAN.replace("41분", "43분"));
    repository.git(&["tag", "-a", "-m", "판", "판-1"]);
    repository
}

/// All that two ways of reading must have in common.
#[derive(PartialEq, Eq)]
struct Seen {
    code: i32,
    findings: String,
    notes: Vec<String>,
    site: BTreeMap<PathBuf, Vec<u8>>,
}

/// Reads a state from a folder.
fn read(folder: &Path, state: &[&str]) -> Seen {
    let target = tempfile::tempdir().expect("a temporary folder");
    let out = target.path().join("site");
    let check = pmdoc_in(folder, &[&["check"], state].concat());
    let build = pmdoc_in(folder, &[&["build", "-o", out.to_str().expect("UTF-8")], state].concat());
    assert_eq!(build.code, 0, "{state:?}: {}", build.stderr);
    let notes = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.contains("bare repository")).map(str::to_owned).collect()
    };
    let mut site = BTreeMap::new();
    collect(&out, &out, &mut site);
    let notes = [notes(&check.stderr), notes(&build.stderr)].concat();
    Seen { code: check.code, findings: check.stdout, notes, site }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).expect("below").to_owned(), fs::read(&path).expect("a file"));
        }
    }
}

/// Holds one way of reading against another, and says what differs first.
fn assert_same(what: &str, one: &Seen, other: &Seen) {
    let mut lines = one.findings.lines().zip(other.findings.lines());
    assert_eq!(lines.find(|(line, other)| line != other), None, "{what}: the first finding that differs");
    assert_eq!(one.findings.len(), other.findings.len(), "{what}: findings");
    assert_eq!(one.code, other.code, "{what}: exit code");
    assert_eq!(one.notes, other.notes, "{what}: notes");
    let names = |seen: &Seen| seen.site.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "{what}: files of the site");
    for (path, bytes) in &one.site {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(bytes), text(&other.site[path]), "{what}: {}", path.display());
        assert!(*bytes == other.site[path], "{what}: bytes of {}", path.display());
    }
}

#[test]
fn every_way_of_reading_the_same_files_gives_the_same() {
    let repository = knowledge_base();
    let files = read(repository.root(), &[]);
    assert_eq!(files.code, 1, "there is something to report");
    for expected in ["없음.md", "second.md/x.md", "utf16.md", "large.md"] {
        assert!(files.findings.contains(expected), "{expected}: {}", files.findings);
    }
    let read_too: Vec<&str> = files.findings.lines().filter(|line| line.trim_start().starts_with("-->")).collect();
    let skipped = ["drafts", "숨김", "hidden", "node_modules", "link.md", "README", "Makefile"];
    assert!(!read_too.iter().any(|line| skipped.iter().any(|name| line.contains(name))), "{read_too:?}");
    assert!(
        files.notes.iter().any(|note| note.contains("docs/postmortems/link.md: symbolic link")),
        "{:?}",
        files.notes
    );
    let image = files.site.iter().find(|(path, _)| path.extension().is_some_and(|ending| ending == "png"));
    assert!(image.is_some_and(|(_, bytes)| bytes.starts_with(b"\x89PNG")));
    let is_ours = |bytes: &Vec<u8>| bytes.ends_with(b"/* ours */\n");
    assert!(files.site.values().any(is_ours), "the theme of the repository is used");
    let id = repository.head();
    for state in [&["--rev", "HEAD"][..], &["--rev", "판-1"], &["--rev", &id[..12]]] {
        assert_same(&format!("{state:?}"), &files, &read(repository.root(), state));
    }
    let bare = repository.clone_to("kb.git", &["--bare"]);
    assert_same("a bare clone", &files, &read(&bare, &[]));
    let from_above = ["-C", "kb.git", "--rev", "판-1"];
    assert_same("a bare clone from above", &files, &read(bare.parent().expect("a folder"), &from_above));
    let clone = repository.clone_to("elsewhere", &[]);
    assert_same("a clone", &files, &read(&clone, &[]));
}

#[test]
fn the_index_is_built_as_the_work_tree_is() {
    let repository = knowledge_base();
    let site = read(repository.root(), &[]).site;
    let staged = read(repository.root(), &["--staged"]);
    assert_eq!(staged.site.keys().collect::<Vec<_>>(), site.keys().collect::<Vec<_>>());
    assert!(staged.site == site);
    assert_eq!(staged.findings, "checked 0 documents: nothing to mend\n", "nothing is staged that is not committed");
}

#[test]
fn everything_staged_on_a_new_branch_is_reported_as_the_work_tree_is() {
    let repository = knowledge_base();
    repository.git(&["switch", "-q", "--orphan", "anew"]);
    repository.git(&["checkout", "-q", "main", "--", "."]);
    let files = read(repository.root(), &[]);
    assert_eq!(files.code, 1, "there is something to report");
    assert_same("--staged", &files, &read(repository.root(), &["--staged"]));
}

#[test]
fn an_older_revision_is_what_a_checkout_of_it_was() {
    let repository = knowledge_base();
    let older = repository.beside("older");
    fs::create_dir(&older).expect("a folder");
    let checkout = older.join("kb");
    git_in(repository.root(), &["worktree", "add", "-q", "--detach", checkout.to_str().expect("UTF-8"), "HEAD~1"]);
    let then = read(&checkout, &[]);
    assert!(then.site != read(repository.root(), &[]).site, "something changed since");
    assert_same("HEAD~1", &then, &read(repository.root(), &["--rev", "HEAD~1"]));
    repository.write("docs/postmortems/second.md", "edited meanwhile\n");
    repository.write("book.toml", "broken");
    repository.remove("theme/i18n/ko.toml");
    assert_same("HEAD~1 with another work tree", &then, &read(repository.root(), &["--rev", "HEAD~1"]));
}

#[test]
fn folders_and_files_that_are_named_are_the_same_in_every_state() {
    let repository = knowledge_base();
    let bare = repository.clone_to("kb.git", &["--bare"]);
    for path in ["docs/postmortems", "docs/postmortems/second.md", "docs/guides/복구.md", "docs/causes/"] {
        let ran = pmdoc_in(repository.root(), &["check", path]);
        assert!(ran.code < 2, "{path}: {}", ran.stderr);
        for (folder, state) in [(repository.root(), &["--rev", "HEAD"][..]), (&bare, &["--rev", "HEAD"])] {
            let other = pmdoc_in(folder, &[&["check", path], state].concat());
            assert_eq!((other.code, &other.stdout), (ran.code, &ran.stdout), "{path} {state:?}: {}", other.stderr);
        }
    }
}

#[test]
fn without_a_configuration_the_usual_folders_are_found_in_every_state() {
    let repository = GitRepository::with(&[
        ("docs/Incidents/a.md", COMPLETE),
        ("post-mortems/b.md", "# 2025-12-04 b\n"),
        ("postmortem.md", "# no folder\n"),
        ("src/incident/c.md", "# too deep\n"),
    ]);
    let files = read(repository.root(), &[]);
    assert!(files.notes[0].contains("reading docs/Incidents, post-mortems"), "{:?}", files.notes);
    assert_same("--rev", &files, &read(repository.root(), &["--rev", "main"]));
    let below = repository.path("docs");
    let there = pmdoc_in(&below, &["check", "--format", "concise"]);
    let stored = pmdoc_in(&below, &["check", "--format", "concise", "--rev", "main"]);
    assert_eq!((there.code, &there.stdout), (stored.code, &stored.stdout), "{}{}", there.stderr, stored.stderr);
}
