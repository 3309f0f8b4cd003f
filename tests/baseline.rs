//! Adopting pmdoc with documents that lack things: the baseline, from its first writing to its end.

mod git_support;
mod support;

use git_support::GitRepository;
use support::{COMPLETE, Ran, Repository, pmdoc_in};

const FILE: &str = "pmdoc-baseline.toml";
const BOOK: &str = "[book]\nsrc = \"docs\"\n";

/// A postmortem without lessons, with an action that nobody owns.
fn poor() -> String {
    COMPLETE
        .replace("- [x] Bound the queue (Owner: @amelia, Due: 2026-04-01)", "- [ ] Bound the queue (Due: 2099-04-01)")
        .replace("## Lessons learned\nLimits belong to load tests.\n", "")
}

fn concise(repository: &Repository) -> Ran {
    repository.pmdoc(&["check", "--format", "concise"])
}

fn adopted() -> Repository {
    let repository = Repository::with(&[
        ("book.toml", BOOK),
        ("docs/postmortems/a.md", &poor()),
        ("docs/postmortems/결제.md", &poor()),
        ("docs/postmortems/good.md", COMPLETE),
    ]);
    let ran = repository.pmdoc(&["check", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(ran.stderr.contains("wrote 4 findings of 2 documents into pmdoc-baseline.toml"), "{}", ran.stderr);
    repository
}

#[test]
fn what_was_there_is_quiet_and_what_is_new_is_told() {
    let repository = adopted();
    let ran = repository.pmdoc(&["check", "--fail-on", "note"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.stdout, "checked 3 documents: nothing new (4 in the baseline)\n");
    assert!(ran.stderr.contains("the baseline pmdoc-baseline.toml keeps 4 findings quiet"), "{}", ran.stderr);
    repository.write("docs/postmortems/a.md", poor().replace("## Summary", "[x](gone.md)\n\n## Summary").as_bytes());
    let ran = concise(&repository);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout, "docs/postmortems/a.md:5:1: error[broken-link] the link `gone.md` leads nowhere\n");
}

#[test]
fn the_file_has_one_sorted_line_for_each_path_rule_and_subject() {
    let text = adopted().read(FILE);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  {")).collect();
    assert_eq!(
        lines[..2],
        [
            "  { path = \"docs/postmortems/a.md\", rule = \"missing-section\", subject = \"lessons\", count = 1 },",
            "  { path = \"docs/postmortems/a.md\", rule = \"unowned-action\", subject = \"Bound the queue\", count = 1 },",
        ]
    );
    assert!(lines.is_sorted() && lines.len() == 4, "{text}");
    let parsed: toml::Table = text.parse().expect("TOML");
    assert_eq!(parsed["findings"].as_array().map(Vec::len), Some(4));
}

#[test]
fn what_is_mended_is_told_once_and_taken_out() {
    let repository = adopted();
    repository.write("docs/postmortems/a.md", COMPLETE.as_bytes());
    std::fs::remove_file(repository.path("docs/postmortems/결제.md")).expect("it was there");
    let ran = concise(&repository);
    assert_eq!(ran.code, 0, "a warning");
    let expected = "\
pmdoc-baseline.toml:5:73: warning[stale-baseline] docs/postmortems/a.md has no `missing-section` any more: lessons
pmdoc-baseline.toml:6:72: warning[stale-baseline] docs/postmortems/a.md has no `unowned-action` any more: Bound the queue
pmdoc-baseline.toml:7:12: warning[stale-baseline] there is no document docs/postmortems/결제.md any more
";
    assert_eq!(ran.stdout, expected);
    let one = repository.pmdoc(&["check", "docs/postmortems/good.md", "--format", "concise"]);
    assert_eq!(one.stdout, "", "of one document, only its own entries");
    let ran = repository.pmdoc(&["check", "--write-baseline"]);
    assert!(ran.stderr.contains("keeps nothing quiet any more: delete it"), "{}", ran.stderr);
    assert_eq!(repository.pmdoc(&["check"]).stdout, "checked 2 documents: nothing to mend\n");
}

#[test]
fn it_only_shrinks() {
    let repository = adopted();
    repository.write("docs/postmortems/new.md", poor().as_bytes());
    let before = repository.read(FILE);
    let ran = repository.pmdoc(&["check", "--write-baseline"]);
    assert_eq!(ran.code, 1, "what is new is told");
    assert!(ran.stderr.contains("2 findings are not in pmdoc-baseline.toml"), "{}", ran.stderr);
    assert_eq!(repository.read(FILE), before);
    let mended = poor().replace("- [ ] Bound the queue", "- [ ] Bound the queue (Owner: @amelia)");
    repository.write("docs/postmortems/a.md", mended.as_bytes());
    repository.pmdoc(&["check", "--write-baseline"]);
    let after = repository.read(FILE);
    assert_eq!(after.lines().count(), before.lines().count() - 1);
    assert!(after.lines().all(|line| before.contains(line)), "nothing but taken out");
    std::fs::remove_file(repository.path(FILE)).expect("deleted");
    repository.pmdoc(&["check", "--write-baseline"]);
    assert!(repository.read(FILE).contains("new.md"), "a first writing takes everything");
}

#[test]
fn a_draft_that_is_finished_must_have_what_it_lacks() {
    let draft = poor().replace("date:", "status: draft\ndate:");
    let repository = Repository::with(&[("book.toml", BOOK), ("docs/postmortems/a.md", &draft)]);
    repository.pmdoc(&["check", "--write-baseline"]);
    assert_eq!(repository.pmdoc(&["check", "--fail-on", "note"]).code, 0);
    repository.write("docs/postmortems/a.md", poor().as_bytes());
    let ran = concise(&repository);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("error[missing-section]"), "{}", ran.stdout);
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_a_cure() {
    let repository = adopted();
    let good = repository.read(FILE);
    let conflict = good.replacen("  {", "<<<<<<< HEAD\n  {", 1);
    let odd = good.replacen("count = 1", "count = -1", 1);
    let later = good.replacen("version = 1", "version = 2", 1);
    let unknown = good.replacen("version = 1", "version = 1\nverison = 1", 1);
    for (text, line) in [(conflict, 5), (odd, 5), (later, 3), (unknown, 4), ("\n".to_owned(), 1)] {
        repository.write(FILE, text.as_bytes());
        for arguments in [&["check"][..], &["check", "--write-baseline"]] {
            let ran = repository.pmdoc(arguments);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{text}");
            assert!(ran.stderr.contains(&format!("{FILE}:{line}:")) && ran.stderr.contains("help: "), "{}", ran.stderr);
            assert_eq!(repository.read(FILE), text, "it is left as it is");
        }
    }
    repository.write(FILE, b"\xff");
    assert_eq!(repository.pmdoc(&["check"]).code, 2);
    repository.write(FILE, &vec![b'#'; 16 * 1024 * 1024 + 1]);
    assert!(repository.pmdoc(&["check"]).stderr.contains("cannot be read"));
    let missing = repository.pmdoc(&["check", "--baseline", "other.toml"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("--write-baseline=other.toml"), "{}", missing.stderr);
}

#[test]
fn hostile_subjects_stay_on_their_line() {
    let link = "[x](<gone \u{202e}\"\\.md>)";
    let text = COMPLETE.replace("## Summary\n", &format!("## Summary\n{link}\n\n- [ ] {}\n\n", "장애 ".repeat(300)));
    let repository = Repository::with(&[("book.toml", BOOK), ("docs/postmortems/a.md", &text)]);
    repository.pmdoc(&["check", "--write-baseline"]);
    let file = repository.read(FILE);
    assert!(!file.contains('\u{202e}') && file.lines().all(|line| line.len() < 600), "{file}");
    assert_eq!(repository.pmdoc(&["check", "--fail-on", "note"]).code, 0);
}

#[test]
fn without_a_book_toml_it_works_alike_however_the_folder_is_named() {
    let repository = Repository::with(&[("postmortems/a.md", &poor())]);
    repository.pmdoc(&["check", "--write-baseline"]);
    assert!(repository.read(FILE).contains("\"postmortems/a.md\""), "{}", repository.read(FILE));
    for arguments in
        [&["check"][..], &["check", "postmortems"], &["check", "postmortems/a.md"], &["check", "./postmortems"]]
    {
        let ran = repository.pmdoc(&[arguments, &["--fail-on", "note"]].concat());
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stdout);
        assert!(ran.stdout.contains("(2 in the baseline)"), "{arguments:?}: {}", ran.stdout);
    }
}

#[test]
fn its_level_is_set_as_that_of_any_rule() {
    let repository = adopted();
    repository.write("docs/postmortems/a.md", COMPLETE.as_bytes());
    for (level, code) in [("error", 1), ("off", 0)] {
        let book = format!("{BOOK}[output.pmdoc.rules]\nstale-baseline = \"{level}\"\n");
        repository.write("book.toml", book.as_bytes());
        let ran = concise(&repository);
        assert_eq!((ran.code, ran.stdout.is_empty()), (code, level == "off"), "{}", ran.stdout);
    }
}

#[test]
fn debt_follows_a_document_that_was_moved_and_a_change_answers_for_its_own() {
    let repository = GitRepository::new();
    repository.write("book.toml", BOOK);
    repository.write("docs/postmortems/a.md", &poor());
    repository.write("docs/postmortems/b.md", &poor().replace("Bound the queue", "Bound the other queue"));
    repository.commit("Two");
    pmdoc_in(repository.root(), &["check", "--write-baseline"]);
    repository.commit("Baseline");
    repository.rename("docs/postmortems/a.md", "docs/postmortems/2026/a.md");
    repository.commit("Move");
    let check = |arguments: &[&str]| pmdoc_in(repository.root(), &[&["check"], arguments].concat());
    assert_eq!(check(&[]).stdout, "checked 2 documents: nothing new (6 in the baseline)\n");
    assert_eq!(check(&["--rev", "HEAD"]).stdout, "checked 2 documents: nothing new (6 in the baseline)\n");
    check(&["--write-baseline"]);
    let text = std::fs::read_to_string(repository.path(FILE)).expect("the baseline");
    assert!(text.contains("\"docs/postmortems/2026/a.md\"") && !text.contains("\"docs/postmortems/a.md\""), "{text}");
    repository.commit("Follow");
    repository.write("docs/postmortems/b.md", COMPLETE);
    repository.commit("Mend b");
    repository.write("docs/postmortems/2026/a.md", &poor().replace("41 minutes", "42 minutes"));
    let ran = check(&["--base", "HEAD"]);
    assert_eq!(ran.stdout, "checked 1 document: nothing new (3 in the baseline)\n", "b is not this change's");
    assert!(check(&["--base", "HEAD~1"]).stdout.contains("stale-baseline"));
}

#[test]
fn debt_follows_a_document_whose_move_is_not_committed() {
    let repository = GitRepository::new();
    repository.write("book.toml", BOOK);
    repository.write("docs/postmortems/a.md", &poor());
    repository.write("docs/postmortems/b.md", &poor().replace("Bound the queue", "Bound the other queue"));
    repository.commit("Two");
    pmdoc_in(repository.root(), &["check", "--write-baseline"]);
    repository.commit("Baseline");
    let check = |arguments: &[&str]| pmdoc_in(repository.root(), &[&["check"], arguments].concat());
    // A file that Git does not know has no history, and nothing is said that needs one: its day is not compared.
    let quiet = "checked 2 documents: nothing new (5 in the baseline)\n";
    std::fs::create_dir_all(repository.path("docs/postmortems/2026")).expect("a folder");
    let plainly_moved = |from: &str, to: &str| {
        std::fs::rename(repository.path(from), repository.path(to)).expect("moved");
    };
    plainly_moved("docs/postmortems/a.md", "docs/postmortems/2026/a.md");
    assert_eq!(check(&[]).stdout, quiet, "nobody told Git");
    repository.git(&["add", "--all"]);
    assert_eq!(check(&[]).stdout, quiet, "as after `git mv`");
    assert_eq!(check(&["--staged"]).code, 0);

    let text = std::fs::read_to_string(repository.path("docs/postmortems/2026/a.md")).expect("the document");
    repository.write("docs/postmortems/copy.md", &text);
    let copied = check(&["--format", "concise"]);
    assert!(copied.stdout.contains("stale-baseline"), "of two, neither is surely the old one: {}", copied.stdout);
    std::fs::remove_file(repository.path("docs/postmortems/copy.md")).expect("removed");

    check(&["--write-baseline"]);
    let text = std::fs::read_to_string(repository.path(FILE)).expect("the baseline");
    assert!(text.contains("\"docs/postmortems/2026/a.md\"") && !text.contains("\"docs/postmortems/a.md\""), "{text}");
}

#[test]
fn statistics_count_what_is_told_and_what_is_quiet() {
    let repository = adopted();
    repository.write("docs/postmortems/new.md", poor().as_bytes());
    let ran = repository.pmdoc(&["check", "--statistics"]);
    let expected = "\
count  in the baseline  fixable  level    rule
    1                2        1  error    missing-section (PM005)
    1                2        0  warning  unowned-action (PM008)

checked 4 documents: 1 error, 1 warning, 0 notes (4 in the baseline); 1 can be fixed with --fix
";
    assert_eq!((ran.code, ran.stdout.as_str()), (1, expected));
    let json: serde_json::Value =
        serde_json::from_str(&repository.pmdoc(&["check", "--statistics", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["statistics"][0]["rule"], "missing-section");
    assert_eq!((&json["statistics"][0]["fixable"], &json["statistics"][1]["fixable"]), (&1.into(), &0.into()));
    assert_eq!((&json["statistics"][0]["count"], &json["summary"]["baselined"]), (&1.into(), &4.into()));
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(2));
    assert_eq!(repository.pmdoc(&["check", "--statistics", "--format", "concise"]).code, 2);
}

#[test]
fn of_one_document_two_hundred_findings_are_shown_and_all_are_counted() {
    let links: String = (0..5_000).map(|n| format!("[x](gone-{n}.md) ")).collect();
    let text = COMPLETE
        .replace("- [x] Bound the queue (Owner: @amelia, Due: 2026-04-01)", "- [ ] Bound the queue (Due: 2099-04-01)")
        .replace("## Lessons learned\n", &format!("## Lessons learned\n{links}\n\n"));
    let repository = Repository::with(&[("postmortems/a.md", &text)]);
    let ran = repository.pmdoc(&["check", "--format", "concise"]);
    assert_eq!(ran.stdout.lines().count(), 201);
    assert!(ran.stdout.ends_with("postmortems/a.md: 4801 more findings are not shown\n"), "{}", ran.stdout);
    let json: serde_json::Value =
        serde_json::from_str(&repository.pmdoc(&["check", "--format", "json"]).stdout).expect("JSON");
    assert_eq!((&json["summary"]["errors"], &json["summary"]["warnings"]), (&5_000.into(), &1.into()));
    assert_eq!((&json["hidden"][0]["errors"], &json["hidden"][0]["warnings"]), (&4_800.into(), &1.into()));
}
