//! Front matter broken in every way that people and attackers break it: one diagnostic at the right place with
//! the cure, and everything else is still read.

mod support;

use pmdoc::diagnostic::Diagnostic;
use pmdoc::document::Document;
use support::Repository;

/// The problems of a text: which mistake, line and column.
fn problems(text: &str) -> Vec<(&'static str, usize, usize)> {
    let document = Document::parse(text.to_owned());
    let place = |span: pmdoc::text::Span| document.lines.position(&document.text, span.start);
    let name = |p: &Diagnostic| if p.variant.is_empty() { p.rule } else { p.variant };
    document.problems.iter().map(|p| (name(p), place(p.span).line, place(p.span).column)).collect()
}

/// Front matter in its fences, with a document below.
fn fenced(yaml: &str) -> String {
    format!("---\n{yaml}\n---\n## Summary\nText.\n")
}

#[test]
fn each_mistake_has_its_place_and_its_cure() {
    for (yaml, expected) in [
        ("title: A\nauthors: @literat\ndate: 2026-03-04", ("unquoted", 3, 10)),
        ("title: 결제: 지연\ndate: 2026-03-04", ("unquoted-colon", 2, 8)),
        ("title: A\n근본원인: a\n근본원인: b", ("duplicate-key", 4, 1)),
        ("title: \"A\ndate: 2026-03-04", ("unclosed-quote", 2, 8)),
        ("title: A\nimpact:\n\tusers: 3", ("tab", 4, 1)),
        ("a: &a [x]\nb: *a", ("alias", 2, 1)),
        ("- a\n- b", ("not-entries", 2, 1)),
        ("just a sentence", ("not-entries", 2, 1)),
        ("title: `code`", ("unquoted", 2, 8)),
        ("title: %x", ("unquoted", 2, 8)),
    ] {
        let found = problems(&fenced(yaml));
        assert_eq!(found.first(), Some(&expected), "{yaml}: {found:?}");
    }
}

#[test]
fn every_mistake_of_a_block_is_found_in_one_run() {
    let text = fenced("title: 결제: 지연\ndate: 2026-03-04\nauthors: @a\nseverity: SEV2\nseverity: SEV1\nowner: \"@b");
    let variants: Vec<&str> = problems(&text).into_iter().map(|(variant, ..)| variant).collect();
    assert_eq!(variants, ["unquoted-colon", "unquoted", "duplicate-key", "unclosed-quote"]);
    let document = Document::parse(text);
    let keys: Vec<&str> = document.front_matter.entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["date", "severity"], "what is not broken is read");
    assert_eq!(document.blocks.len(), 2, "and so is the document below");
}

#[test]
fn quotes_that_are_closed_are_not_blamed_for_what_follows() {
    for first in ["title: \"A\" # why", "title: 'it''s'", "title: \"two\n  lines\"", "title: \"a \\\" b\""] {
        let text = fenced(&format!("{first}\nauthors: @x"));
        let variants: Vec<&str> = problems(&text).into_iter().map(|(variant, ..)| variant).collect();
        assert_eq!(variants, ["unquoted"], "{first}");
        assert_eq!(Document::parse(text).front_matter.entries.len(), 1, "{first}: the title is read");
    }
}

#[test]
fn toml_reports_all_of_its_mistakes_and_keeps_the_rest() {
    let text = "+++\ntitle = \"A\"\ndate = 2026-13-45\nseverity = \nowner = \"@b\"\n+++\n## Summary\nText.\n";
    let document = Document::parse(text.to_owned());
    let lines: Vec<usize> = document.problems.iter().map(|problem| document.line(problem.span)).collect();
    assert!(lines.contains(&3) && lines.contains(&4), "{:?}", document.problems);
    assert!(document.front_matter.entries.iter().any(|entry| entry.key == "owner"));
}

#[test]
fn a_fence_that_is_never_closed() {
    assert_eq!(problems("---\ntitle: A\ndate: 2026-03-04\n\n## Summary\nText.\n"), [("unclosed", 1, 1)]);
    assert_eq!(problems("+++\ntitle = \"A\"\n\n## Summary\nText.\n"), [("unclosed", 1, 1)]);
    assert_eq!(problems("---\n\nA rule, then text: nothing is wrong.\n"), []);
}

#[test]
fn hostile_blocks_are_bounded() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]";
    for yaml in [
        bomb.to_owned(),
        "a: &a *a".to_owned(),
        format!("a: {}", "[".repeat(40_000)),
        format!("a: {}", "{a: ".repeat(10_000)),
        "a: 1\n--- \nb: 2".to_owned(),
        format!("a: {}", "x".repeat(70_000)),
        format!("{}x", "a:\n ".repeat(40)),
    ] {
        let found = problems(&fenced(&yaml));
        assert!(found.len() <= 16, "{}: {} problems", &yaml[..20], found.len());
    }
    assert_eq!(problems(&fenced(&format!("a: {}", "x".repeat(70_000))))[0].0, "too-large");
}

#[test]
fn odd_values_are_values() {
    for yaml in [
        "date: 99999-01-01",
        "date: 2024-13-45",
        "duration: 9e99h",
        "severity: [1]",
        "1: one",
        "true: x",
        "a: .inf",
        "a: !!python/object x",
        "a: no",
        "b: 012",
        "\"key with: colon\": x",
        "? a\n: b",
        "<<: {a: b}",
        "title:",
    ] {
        let repository = Repository::with(&[(
            "postmortems/a.md",
            &fenced(&format!("title: A\n{}", yaml.replace("title:", "subtitle:"))),
        )]);
        let ran = repository.pmdoc(&["inspect"]);
        assert_eq!(ran.code, 0, "{yaml}: {}", ran.stderr);
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(
            (&document["title"], &document["sections"][0]["section"]),
            (&"A".into(), &"summary".into()),
            "{yaml}"
        );
    }
}

#[test]
fn import_loses_nothing_of_broken_documents() {
    let broken = [
        fenced("title: a: b"),
        "---\ntitle: A\n\n# never closed\n".to_owned(),
        "\u{feff}---\r\ntitle: @x\r\n---\r\n# T\r\n".to_owned(),
        "{\"title\": \"A\",}\n# T\n".to_owned(),
        String::new(),
    ];
    let names: Vec<String> = (0..broken.len()).map(|index| format!("postmortems/{index}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(broken.iter().map(String::as_str)).collect();
    let repository = Repository::with(&files);
    assert_eq!(repository.pmdoc(&["import", "--write", "postmortems"]).code, 0);
    for (name, text) in files {
        assert!(repository.read(name).ends_with(text), "{name}: the text is still there, whole");
    }
}

#[test]
fn what_looks_like_a_number_keeps_its_spelling() {
    let yaml = "fixed_by: [7e20415, 0012345, 12e4567, 1234567]\nintroduced_by: 7e20415";
    let repository = Repository::with(&[("postmortems/a.md", &fenced(yaml))]);
    let document: serde_json::Value = serde_json::from_str(&repository.pmdoc(&["inspect"]).stdout).expect("JSON");
    assert_eq!(document["fields"]["fixed-by"], serde_json::json!(["7e20415", "0012345", "12e4567", "1234567"]));
    assert_eq!(document["fields"]["introduced-by"], serde_json::json!(["7e20415"]));
    assert_eq!(document["problems"], serde_json::json!([]));
}
