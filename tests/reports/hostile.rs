//! Whatever a document, a title or a file's name says: no format lets it act.

use proptest::prelude::*;

use crate::runner::commands;
use crate::runs::{Texts, run};
use crate::{formats, written};

/// What would act somewhere: terminals, runners, XML, Markdown, JSON readers.
const HOSTILE: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]8;;https://evil\u{7}x\u{1b}]8;;\u{7}",
    "\u{1b}]52;c;AAAA\u{7}",
    "\u{9b}31m",
    "\r::error::x",
    "\n::error::x",
    "::error::x",
    " \u{2003}::add-mask::a",
    "##[stop-commands]z",
    "##",
    "[error]x",
    "##vso[task.complete]x",
    "\u{202e}abc\u{2066}",
    "\u{200b}\u{feff}\u{2028}\u{2029}\u{85}",
    "\u{fffe}\u{ffff}",
    "]]>",
    "<!--",
    "</testcase><script>",
    "&amp;&#27;",
    "%0A::error::%25",
    "a,b:c",
    "|",
    "`",
    "``` ",
    "@minseo",
    "[x](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "{message}",
    "한글 장애",
    "\t",
    "\\",
    "\"",
];

/// Characters that no report may hold, in any form.
fn is_banned(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

fn path() -> impl Strategy<Value = String> {
    text().prop_map(|text| {
        let name: String = text.replace(['/', '\0'], "-").trim_matches('.').to_owned();
        if name.is_empty() { "a.md".to_owned() } else { format!("{name}.md") }
    })
}

pub(crate) fn texts() -> impl Strategy<Value = Texts> {
    (path(), text(), text(), text(), text()).prop_map(|(path, title, message, subject, body)| Texts {
        path,
        title,
        message,
        subject,
        body,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_line_of_any_other_format_is_a_command(texts in texts()) {
        let run = run(&[texts]);
        for format in formats().into_iter().filter(|format| *format != "github") {
            let report = written(&run, format);
            prop_assert_eq!(commands(&report), vec![], "{}:\n{}", format, report);
            let banned: Vec<char> = report.chars().filter(|c| is_banned(*c)).collect();
            prop_assert!(banned.is_empty(), "{}: {:?} in\n{}", format, banned, report);
            prop_assert!(!report.contains("##[") && !report.contains("##vso["), "{}:\n{}", format, report);
        }
    }

    #[test]
    fn annotations_say_what_was_put_into_them(texts in texts()) {
        let run = run(&[texts]);
        let report = written(&run, "github");
        prop_assert!(!report.chars().any(is_banned), "{}", report);
        prop_assert!(!report.contains("##["), "{}", report);
        let found = commands(&report);
        prop_assert_eq!(found.len(), run.entries.len());
        for (command, entry) in found.iter().zip(&run.entries) {
            let expected = pmdoc::text::Printable::name(entry.file.as_str());
            prop_assert_eq!(command.properties["file"].as_str(), expected.as_str());
            prop_assert_eq!(&command.properties["line"], &entry.start.line.to_string());
            prop_assert_eq!(command.properties["title"].as_str(), entry.rule);
            let message = format!("{}:{}:{}: {}\n{}", entry.path, entry.start.line, entry.start.column, entry.message, entry.help);
            prop_assert!(message.starts_with(&command.data), "{}", command.data);
        }
    }

    #[test]
    fn structured_formats_keep_their_structure(texts in texts()) {
        let run = run(&[texts]);
        for format in ["json", "sarif", "gitlab", "rdjson"] {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(&written(&run, format));
            prop_assert!(parsed.is_ok(), "{}", format);
        }
        let xml = written(&run, "junit");
        let parsed = roxmltree::Document::parse(&xml).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let cases = parsed.descendants().filter(|node| node.has_tag_name("testcase")).count();
        prop_assert_eq!(cases, run.entries.len());
    }
}

/// A postmortem without a title is called by its file's name.
#[test]
fn a_name_that_stands_for_a_title_does_nothing() {
    let texts = Texts { title: String::new(), path: "\u{202e}abc\u{2066}.md".to_owned(), ..Texts::all("a") };
    let report = written(&run(&[texts]), "markdown");
    assert!(!report.chars().any(is_banned), "{report}");
    assert!(report.contains("u{202e}abc"), "{report}");
}

/// A few that were found in the wild, and the worst of each kind.
#[test]
fn known_attacks_do_nothing() {
    let marks = "e\u{301}".repeat(5_000);
    let names = ["::add-mask::a", "a,b:c", "%0A", "-rf", "a|b", "\"><img>", " a ", "##[error]", "a\nb", "a\rb"];
    for text in HOSTILE.iter().copied().chain(names).chain([marks.as_str()]) {
        let run = run(&[Texts::all(text)]);
        for format in formats() {
            let report = written(&run, format);
            let found = commands(&report);
            let expected = if format == "github" { run.entries.len() } else { 0 };
            assert_eq!(found.len(), expected, "{format} {text:?}:\n{report}");
            assert!(!report.chars().any(is_banned), "{format} {text:?}:\n{report}");
        }
    }
}
