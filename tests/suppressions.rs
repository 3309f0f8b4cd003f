//! Comments that ask for silence, as authors write them: what they cover, and what they never do.

mod support;

use pmdoc::document::{Document, Scope, Suppression};
use proptest::prelude::*;
use support::{COMPLETE, Repository};

/// What each suppression of a text covers, as text; `*` for the whole document.
fn covered(text: &str) -> Vec<String> {
    let document = Document::parse(text.to_owned());
    let cover = |suppression: &Suppression| match suppression.scope {
        Scope::Part(part) => part.slice(text).trim().to_owned(),
        Scope::Document => "*".to_owned(),
        Scope::Unknown => "?".to_owned(),
    };
    document.suppressions.iter().map(cover).collect()
}

#[test]
fn a_comment_covers_what_follows() {
    let comment = "<!-- pmdoc-ignore x: because -->";
    for (text, expected) in [
        (format!("{comment}\nOne\ntwo\n\nthree\n"), "One\ntwo"),
        (format!("{comment}\n\n- a\n- b\n\nc\n"), "- a\n- b"),
        (format!("{comment}\n|a|\n|-|\n|b|\n\nc\n"), "|a|\n|-|\n|b|"),
        (format!("{comment}\n## A\na\n### B\nb\n\n## C\nc\n"), "## A\na\n### B\nb"),
        (format!("{comment}\n<!-- another -->\n\n{comment}\nOne\n\ntwo"), "One"),
        (format!("> {comment}\n> # Quoted\n> a\n\nb\n"), "# Quoted\n> a"),
        (format!("- a\n\n  {comment}\n- b\n"), "- b"),
        (format!("{comment} 같은 줄\n\n다음 줄\n"), "같은 줄"),
        (format!("One\n{comment}\n"), ""),
        (format!("{comment}\n\n---\n\nOne\n"), "One"),
    ] {
        assert_eq!(covered(&text)[0], expected, "{text}");
    }
}

#[test]
fn a_comment_inside_a_text_covers_that_text() {
    let comment = "<!-- pmdoc-ignore x: because -->";
    for (text, expected) in [
        (format!("One {comment}\ntwo\n\nthree\n"), format!("One {comment}\ntwo")),
        (format!("- a\n- b {comment}\n  - c\n"), format!("b {comment}")),
        (format!("|a|\n|-|\n|b {comment}|\n|c|\n"), format!("|b {comment}|")),
        (format!("## A {comment}\na\n## B\n"), format!("## A {comment}\na")),
    ] {
        assert_eq!(covered(&text), [expected], "{text}");
    }
}

#[test]
fn names_and_reason_are_read_in_every_script() {
    let read = |text: &str| {
        let document = Document::parse(text.to_owned());
        let one = &document.suppressions[0];
        let names: Vec<String> = one.names.iter().map(|(name, _)| name.clone()).collect();
        assert!(one.names.iter().all(|(name, span)| span.slice(text) == name), "{text}");
        (names.join(" "), one.reason.clone())
    };
    let pair = |names: &str, reason: &str| (names.to_owned(), reason.to_owned());
    assert_eq!(read("<!-- pmdoc-ignore a, PM005: see: OPS-1 -->"), pair("a PM005", "see: OPS-1"));
    assert_eq!(read("<!--pmdoc-ignore a、b：공급사 요청-->"), pair("a b", "공급사 요청"));
    assert_eq!(read("<!-- pmdoc-ignore-file\n  a:\n  two\n  lines -->"), pair("a", "two\n  lines"));
    assert_eq!(read("<!-- PMDOC-ignore a b: c -->"), pair("a b", "c"));
    assert_eq!(read("<!-- pmdoc-ignore a because of that -->"), pair("a", ""));
    assert_eq!(read("<!-- pmdoc-ignore a, b because, of -->"), pair("a b", ""));
    assert_eq!(read("<!-- pmdoc-ignore: why -->"), pair("", "why"));
    assert_eq!(read("---\npmdoc: {ignore: {a: 왜냐하면}}\n---\n"), pair("a", "왜냐하면"));
    assert_eq!(read("+++\n[pmdoc.ignore]\na = \"why\"\n+++\n"), pair("a", "why"));
    assert_eq!(read("---\npmdoc.ignore: [a]\n---\n"), pair("a", ""));
}

#[test]
fn code_is_no_comment() {
    let comment = "<!-- pmdoc-ignore-file missing-section: because -->";
    for text in [
        format!("```\n{comment}\n```\n"),
        format!("~~~html\n{comment}\n"),
        format!("    {comment}\n"),
        format!("Write `{comment}` before it.\n"),
        format!("Write <code>{comment}</code> before it.\n"),
        format!("<pre>\n{comment}\n</pre>\n"),
        format!("<script>\n{comment}\n</script>\n"),
        format!("- a\n\n  ```\n  {comment}\n  ```\n"),
        format!("\\{comment}\n"),
        format!("---\ntitle: \"{comment}\"\n---\n"),
    ] {
        assert!(covered(&text).is_empty(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_in_a_fence_is_ever_a_suppression(lines in proptest::collection::vec("[^`\r\n]{0,40}", 0..8), name in "[a-z-]{1,12}") {
        let inside: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let text = format!("# A\n\n```text\n{inside}<!-- pmdoc-ignore-file {name}: because -->\n{inside}```\n");
        prop_assert!(Document::parse(text).suppressions.is_empty());
    }

    #[test]
    fn any_comment_is_read_without_harm(inside in "\\PC{0,60}", before in "\\PC{0,20}", after in "[ \n]?\\PC{0,20}") {
        let text = format!("{before}\n\n<!-- pmdoc-ignore{inside}-->{after}\n\n<!-- pmdoc-ignore {inside}: {inside}-->\n{after}");
        let document = Document::parse(text);
        for suppression in &document.suppressions {
            prop_assert!(suppression.names.iter().all(|(name, span)| span.slice(&document.text) == name));
            if let Scope::Part(part) = suppression.scope {
                prop_assert!(document.text.get(part.start..part.end).is_some());
            }
        }
    }
}

const UNOWNED: &str = "- [ ] Bound the queue (Due: 2099-04-01)\n";

/// The complete postmortem with an action that nobody owns, after these lines.
fn with_action(before: &str) -> String {
    let owned = "- [x] Bound the queue (Owner: @amelia, Due: 2026-04-01)\n";
    COMPLETE.replace(owned, &format!("{before}{UNOWNED}"))
}

#[test]
fn what_is_ignored_is_counted_and_not_told() {
    let text = with_action("<!-- pmdoc-ignore unowned-action: the team is being dissolved -->\n");
    let repository = Repository::with(&[("postmortems/a.md", &text)]);
    let ran = repository.pmdoc(&["check", "--fail-on", "note"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "checked 1 document: nothing to mend (1 ignored)\n"));
    let json: serde_json::Value =
        serde_json::from_str(&repository.pmdoc(&["check", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["summary"]["ignored"], 1);
}

#[test]
fn without_a_reason_nothing_is_ignored() {
    let text = with_action("<!-- pmdoc-ignore unowned-action: TODO -->\n");
    let ran = Repository::with(&[("postmortems/a.md", &text)]).pmdoc(&["check", "--format", "concise"]);
    assert!(ran.stdout.contains("[unowned-action]") && ran.stdout.contains("[unused-suppression]"), "{}", ran.stdout);
}

#[test]
fn a_file_that_cannot_be_read_is_told_whatever_it_says() {
    let text = format!("<!-- pmdoc-ignore-file unreadable-file, PM001: because -->\n{COMPLETE}\0");
    let ran = Repository::with(&[("postmortems/a.md", &text)]).pmdoc(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("error[unreadable-file]"), "{}", ran.stdout);
}

#[test]
fn an_ignored_secret_is_hidden_all_the_same() {
    let secret = ["glpat-", "x9Kq-2mVbT_4wRz8NcJd"].concat();
    let text = with_action(&format!(
        "<!-- pmdoc-ignore-file secret, broken-link: {secret} was revoked -->\n\n[x]({secret}.md)\n\n"
    ));
    let repository = Repository::with(&[("postmortems/a.md", &text)]);
    for format in ["human", "json", "concise"] {
        let ran = repository.pmdoc(&["check", "--format", format]);
        assert!(!ran.stdout.contains(&secret), "{format}: {}", ran.stdout);
    }
    let unneeded = text.replace("secret, broken-link", "secret, broken-link, duplicate-key");
    repository.write("postmortems/a.md", unneeded.as_bytes());
    let ran = repository.pmdoc(&["check"]);
    assert!(ran.stdout.contains("[unused-suppression]") && !ran.stdout.contains(&secret), "{}", ran.stdout);
}

#[test]
fn ten_thousand_comments_are_each_judged() {
    let one = "<!-- pmdoc-ignore unowned-action, broken-link: because -->\n- [ ] act (Due: 2099-04-01)\n\n";
    let text = with_action(&format!("{}- [ ] owned (Owner: @sora, Due: 2099-04-01)\n\nAnd:\n\n", one.repeat(10_000)));
    let repository = Repository::with(&[("postmortems/a.md", &text)]);
    let ran = repository.pmdoc(&["check", "--statistics", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["summary"]["ignored"], 10_000, "{}", ran.stderr);
    assert_eq!(json["summary"]["warnings"], 10_001);
}
