//! `pmdoc init`: a repository that checks, builds and takes new postmortems at once, and nothing that was there changed.

mod support;

use support::Repository;

#[test]
fn a_new_repository_checks_builds_and_takes_a_postmortem() {
    for (language, heading) in
        [("ko", "## 근본 원인"), ("ja", "## 根本原因"), ("zh", "## 经验教训"), ("en", "## Root cause")]
    {
        let repository = Repository::with(&[]);
        assert_eq!(repository.pmdoc(&["init", "--lang", language]).code, 0);
        assert!(repository.read("postmortems/template.md").contains(heading));
        assert!(repository.read("book.toml").contains(&format!("language = \"{language}\"")));
        let checked = repository.pmdoc(&["check", "--fail-on", "note"]);
        assert_eq!((checked.code, checked.stderr.as_str()), (0, ""), "{}", checked.stdout);
        let built = repository.pmdoc(&["build"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        assert_eq!(repository.pmdoc(&["new", "결제 지연", "--date", "2026-03-04"]).code, 0);
        let text = repository.read("postmortems/2026/PM-2026-001-결제-지연.md");
        assert!(
            text.starts_with("---\ntitle: 결제 지연\nid: PM-2026-001\ndate: 2026-03-04\nstatus: draft\n"),
            "{text}"
        );
        let again = repository.pmdoc(&["check", "--format", "concise"]);
        assert_eq!(again.code, 0);
        assert_eq!(
            again.stdout.lines().filter(|line| line.contains("note[empty-section]")).count(),
            4,
            "{}",
            again.stdout
        );
        assert_eq!(again.stdout.lines().count(), 4, "{}", again.stdout);
    }
}

#[test]
fn what_is_there_is_left_alone_and_named() {
    let repository = Repository::with(&[(".gitignore", "mine\n"), (".pre-commit-config.yaml", "repos: []\n")]);
    let ran = repository.pmdoc(&["init", "--ci", "gitlab"]);
    assert!(ran.stdout.contains("left .gitignore as it is\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("left .pre-commit-config.yaml as it is\n"), "{}", ran.stdout);
    assert_eq!(repository.read(".gitignore"), "mine\n");
    assert!(repository.read(".gitlab-ci.yml").contains("pmdoc check --base FETCH_HEAD"));
    assert!(!repository.path(".github").exists());
    let again = repository.pmdoc(&["init", "--ci", "gitlab"]);
    assert!(!again.stdout.contains("wrote"), "{}", again.stdout);
}

#[test]
fn folders_that_are_there_are_used() {
    let text = "# 2026-03-04 Outage\n\n## Summary\nIt was slow.\n";
    let repository = Repository::with(&[("docs/incidents/2026-03-04-slow.md", text), ("src/main.c", "")]);
    assert_eq!(repository.pmdoc(&["init", "--ci", "none"]).code, 0);
    let book = repository.read("book.toml");
    assert!(book.contains("src = \"docs\"\n") && book.contains("postmortems = [\"incidents/**\"]\n"), "{book}");
    assert!(
        repository.path("docs/incidents/template.md").is_file() && repository.path("docs/causes/README.md").is_file()
    );
    let listed = repository.pmdoc(&["check", "--list-files"]).stdout;
    assert!(listed.contains("docs/incidents/2026-03-04-slow.md"), "{listed}");

    let code = Repository::with(&[("lib/main.c", "")]);
    assert_eq!(code.pmdoc(&["init"]).code, 0);
    assert!(code.path("docs/postmortems/template.md").is_file(), "not in the way of the code");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let outside = tempfile::tempdir().expect("a folder");
    let repository = Repository::with(&[]);
    std::os::unix::fs::symlink(outside.path(), repository.path("causes")).expect("a link");
    let ran = repository.pmdoc(&["init"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("a symbolic link is not followed"), "{}", ran.stderr);
    assert_eq!(std::fs::read_dir(outside.path()).expect("a folder").count(), 0);
}
