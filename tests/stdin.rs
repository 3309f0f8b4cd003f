//! A document on standard input: of its own, or in the place of a file.

mod support;

use support::{COMPLETE, Ran, Repository, pmdoc_with_input};

fn check(repository: &Repository, arguments: &[&str], input: &[u8]) -> Ran {
    pmdoc_with_input(&repository.path(""), &[&["check", "--format", "concise"], arguments].concat(), input)
}

#[test]
fn without_a_name_it_is_a_postmortem_of_its_own() {
    let nowhere = Repository::with(&[]);
    let text = COMPLETE.replace("## Root cause\nThe pool had no upper bound on waiting requests.\n", "[x](gone.md)\n");
    let ran = check(&nowhere, &["-"], text.as_bytes());
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stdout, "<stdin>:2:8: error[missing-section] no section of this postmortem gives the root cause\n",
        "{}",
        ran.stderr
    );
    assert_eq!(check(&nowhere, &["-"], COMPLETE.as_bytes()).code, 0);
}

#[test]
fn with_a_name_it_stands_in_the_place_of_that_file() {
    let with_id = |id: &str| COMPLETE.replace("date:", &format!("id: {id}\ndate:"));
    let repository = Repository::with(&[
        ("book.toml", "[book]\nsrc = \"docs\"\n"),
        ("docs/postmortems/a.md", &with_id("PM-1")),
        ("docs/postmortems/b.md", &with_id("PM-2")),
    ]);
    let name = "docs/postmortems/b.md";
    let ran = check(&repository, &["-", "--stdin-filename", name], with_id("PM-1").as_bytes());
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("docs/postmortems/b.md:3:5: error[duplicate-id]"), "{}", ran.stdout);
    let same = check(&repository, &["-", "--stdin-filename", name], with_id("PM-2").as_bytes());
    assert_eq!((same.code, same.stdout.as_str()), (0, ""), "the file on disk is not its double");
    let linking = with_id("PM-3").replace("## Summary\n", "## Summary\n[a](a.md) [gone](gone.md)\n");
    for new in ["docs/postmortems/new.md", "docs/postmortems/new/folder/../../new.md"] {
        let ran = check(&repository, &["-", "--stdin-filename", new], linking.as_bytes());
        assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
        assert!(ran.stdout.contains("`gone.md` leads nowhere"), "a new file has a place too: {}", ran.stdout);
    }
    let elsewhere = check(&repository, &["-", "--stdin-filename", "README.md"], COMPLETE.as_bytes());
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.stderr.contains("no document of this repository"), "{}", elsewhere.stderr);
}

#[test]
fn it_may_be_named_where_no_repository_is() {
    let repository = Repository::with(&[("notes/a.md", COMPLETE)]);
    let text = COMPLETE.replace("## Summary\n", "## Summary\n[a](a.md) [gone](gone.md)\n");
    let ran = check(&repository, &["-", "--stdin-filename", "notes/2026-03-04-slow.md"], text.as_bytes());
    assert_eq!(ran.stdout.lines().count(), 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("notes/2026-03-04-slow.md:6:11: error[broken-link]"), "{}", ran.stdout);
}

#[test]
fn what_is_no_text_or_too_much_is_told() {
    let nowhere = Repository::with(&[]);
    let ran = check(&nowhere, &["-"], &vec![b'a'; 1024 * 1024 + 10]);
    assert!(ran.code == 1 && ran.stdout.contains("too large"), "{}", ran.stdout);
    let ran = check(&nowhere, &["-"], b"\xff\xfe");
    assert!(ran.code == 1 && ran.stdout.contains("UTF-16"), "{}", ran.stdout);
    assert_eq!(check(&nowhere, &["-"], b"").code, 1, "an empty document lacks everything");
}

#[test]
fn what_makes_no_sense_with_it_is_refused() {
    let repository = Repository::with(&[("postmortems/a.md", COMPLETE)]);
    for arguments in [
        &["-", "postmortems/a.md"][..],
        &["-", "--staged"],
        &["-", "--base", "main"],
        &["-", "--write-baseline"],
        &["-", "--watch"],
        &["--stdin-filename", "postmortems/a.md"],
    ] {
        let ran = check(&repository, arguments, COMPLETE.as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn inspect_understands_it_too() {
    let nowhere = Repository::with(&[]);
    let text = "---\ntitle: 결제 지연\n---\n## 근본 원인\n풀 상한이 없었다.\n";
    let ran = pmdoc_with_input(&nowhere.path(""), &["inspect", "-"], text.as_bytes());
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(
        (&json["path"], &json["kind"], &json["title"]),
        (&"<stdin>".into(), &"incident".into(), &"결제 지연".into())
    );
}
