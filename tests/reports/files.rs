//! Several reports at once: which goes where, and what is refused before anything is written.

use crate::support::{COMPLETE, Repository};

fn repository() -> Repository {
    let unowned = COMPLETE.replace("Owner: @amelia, Due: 2026-04-01", "Due: 2099-04-01").replace("[x]", "[ ]");
    Repository::with(&[("postmortems/a.md", &unowned), ("book.toml", "[book]\nsrc = '.'\n")])
}

#[test]
fn each_report_goes_where_its_output_says() {
    let repository = repository();
    let ran = repository.pmdoc(&[
        "check",
        "--format",
        "sarif",
        "-o",
        "out.sarif",
        "--format",
        "github",
        "--fail-on",
        "warning",
        "--format",
        "markdown",
        "--output",
        "review.md",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("::warning file=postmortems/a.md,"), "{}", ran.stdout);
    assert!(
        repository.read("out.sarif").contains("\"2.1.0\"") && repository.read("review.md").contains("unowned-action")
    );
    let alone = repository.pmdoc(&["check", "--format", "sarif"]).stdout;
    assert_eq!(alone, repository.read("out.sarif"), "the same bytes");
}

#[test]
fn a_run_that_only_writes_files_says_what_it_came_to() {
    let ran = repository().pmdoc(&["check", "--format", "gitlab", "-o", "q.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_eq!(ran.stderr, "note: checked 1 document: 0 errors, 1 warning, 0 notes\n");
}

#[test]
fn a_dash_is_stdout() {
    let repository = repository();
    let dash = repository.pmdoc(&["check", "--format", "json", "-o", "-", "--format", "junit", "-o", "j.xml"]);
    assert_eq!(dash.stdout, repository.pmdoc(&["check", "--format", "json"]).stdout);
}

#[test]
fn files_in_colour_hold_no_colour() {
    let repository = repository();
    let ran = repository.pmdoc(&["--color", "always", "check", "--format", "human", "-o", "log.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!repository.read("log.txt").contains('\u{1b}'));
}

#[test]
fn what_would_be_mixed_up_or_lost_is_refused() {
    let repository = repository();
    let before = repository.read("postmortems/a.md");
    let refused: [(&[&str], &str); 9] = [
        (&["--format", "json", "--format", "github"], "`json` and `github` would both be written to stdout"),
        (&["--format", "json", "--format", "github", "-o", "-"], "would both be written to stdout"),
        (&["-o", "x", "--format", "json"], "`-o x` follows no --format"),
        (&["--format", "json", "-o", "x", "-o", "y"], "the format `json` has a file already"),
        (&["--format", "json", "-o", "x", "--format", "sarif", "-o", "x"], "both be written to x"),
        (&["--format", "json", "-o", "x", "--format", "sarif", "-o", "./x"], "both be written to ./x"),
        (&["--format", "json", "-o", "postmortems/a.md"], "postmortems/a.md is read by pmdoc"),
        (&["--format", "json", "-o", "postmortems/../book.toml"], "is read by pmdoc"),
        (&["--format", "json", "-o", "missing/x"], "missing/x: "),
    ];
    for (arguments, reason) in refused {
        let ran = repository.pmdoc(&[&["check"], arguments].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(reason), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(repository.read("postmortems/a.md"), before);
    assert!(!repository.path("x").exists());
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through_and_a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let repository = repository();
    repository.write("precious", b"mine");
    std::os::unix::fs::symlink("precious", repository.path("link")).expect("a link");
    let ran = repository.pmdoc(&["check", "--format", "json", "-o", "link"]);
    assert_eq!((ran.code, repository.read("precious").as_str()), (2, "mine"), "{}", ran.stderr);
    repository.write("summary", b"");
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(repository.path("summary"), mode).expect("permissions");
    let ran = repository.pmdoc(&["check", "--format", "markdown", "-o", "summary"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(repository.read("summary").contains("## pmdoc"));
    let mode = std::fs::metadata(repository.path("summary")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let again = repository.pmdoc(&["check", "--format", "json", "-o", "summary"]);
    assert_eq!((again.code, repository.read("summary").starts_with('{')), (0, true), "the last report is replaced");
    let left: Vec<_> = std::fs::read_dir(repository.path(".")).expect("a folder").flatten().collect();
    assert!(!left.iter().any(|entry| entry.file_name().to_string_lossy().contains("pmdoc-new")), "{left:?}");
}
