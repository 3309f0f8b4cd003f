//! Check, inspect and build on real documents: the demo knowledge base, the four founding documents and 439
//! postmortems of other people. The latter two lie beside the project, not in it; where they are not, the
//! tests say so and hold the demo knowledge base alone.

mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::{Ran, Repository, pmdoc, shared};

#[allow(clippy::print_stderr, reason = "a test that cannot run says so")]
/// The folder of real documents, or a word on stderr that this machine has none.
fn documents(name: &str) -> Option<String> {
    let found = shared(name).map(|path| path.to_str().expect("UTF-8").to_owned());
    if found.is_none() {
        eprintln!("not tested here: the documents of `{name}` are not beside the project");
    }
    found
}

fn inspected(path: &str) -> Vec<Value> {
    let ran = pmdoc(&["inspect", path]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

fn by_rule(ran: &Ran) -> BTreeMap<String, usize> {
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let mut counts = BTreeMap::new();
    for diagnostic in json["diagnostics"].as_array().expect("a list") {
        *counts.entry(diagnostic["rule"].as_str().expect("a rule").to_owned()).or_insert(0) += 1;
    }
    counts
}

fn section_names(document: &Value) -> Vec<&str> {
    let sections = document["sections"].as_array().expect("a list");
    sections.iter().map(|section| section["section"].as_str().expect("a name")).collect()
}

#[test]
fn the_demo_is_complete_in_four_languages() {
    let ran = pmdoc(&["check", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["summary"]["postmortems"], 36);
    assert_eq!((&json["summary"]["errors"], &json["summary"]["warnings"]), (&0.into(), &0.into()), "{}", ran.stdout);

    let documents = inspected("content-example");
    let count = |key: &str, value: &str| documents.iter().filter(|d| d[key] == value).count();
    assert_eq!(
        [count("kind", "incident"), count("kind", "near-miss"), count("kind", "drill"), count("kind", "error-budget")],
        [31, 3, 1, 1]
    );
    assert_eq!((count("kind", "cause"), count("kind", "guide")), (12, 4));
    let postmortems: Vec<&Value> =
        documents.iter().filter(|d| !d["timeline"].as_array().expect("a list").is_empty()).collect();
    let language = |tag: &str| postmortems.iter().filter(|d| d["language"] == tag).count();
    assert!(
        language("ko") >= 17 && language("en") >= 10 && language("ja") == 3,
        "{} {}",
        language("ko"),
        language("en")
    );
    let actions = documents.iter().flat_map(|d| d["actions"].as_array().expect("a list"));
    let states = actions.fold(BTreeMap::new(), |mut counts, action| {
        *counts.entry(action["state"].as_str().unwrap_or("unknown").to_owned()).or_insert(0) += 1;
        counts
    });
    assert_eq!(states, BTreeMap::from([("done".into(), 105), ("dropped".into(), 3), ("open".into(), 19)]));
    let owned =
        documents.iter().flat_map(|d| d["actions"].as_array().expect("a list")).filter(|a| a["owner"].is_string());
    assert_eq!(owned.count(), 127, "every action has an owner");
    for document in postmortems.iter().filter(|d| d["status"] == "closed" || d["status"] == "final") {
        let names = section_names(document);
        for required in ["summary", "root-cause", "actions", "lessons", "timeline"] {
            assert!(names.contains(&required), "{} has no {required}", document["path"]);
        }
        assert!(!document["root_causes"].as_array().expect("a list").is_empty(), "{}", document["path"]);
    }
}

#[test]
fn the_founding_documents_are_understood() {
    let Some(seeds) = documents("seeds") else { return };
    let documents = inspected(&seeds);
    let kinds: Vec<&str> = documents.iter().map(|d| d["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["guide", "guide", "incident", "guide"], "three pages of practice, one report");
    assert_eq!(documents[0]["title"], "사후 분석");
    assert_eq!(documents[2]["title"], "과제 4");
    assert!(documents.iter().all(|d| d["language"] == "ko" && d["problems"].as_array().expect("a list").is_empty()));
    assert!(section_names(&documents[1]).contains(&"actions"), "재발 방지 대책 수립 is what was promised");
    let report: Vec<(&str, &str, u64)> = documents[2]["sections"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|s| {
            (
                s["section"].as_str().expect("a name"),
                s["heading"].as_str().expect("a text"),
                s["line"].as_u64().expect("a line"),
            )
        })
        .collect();
    assert_eq!(report[0], ("summary", "문제 정의", 9));
    assert!(
        report.contains(&("root-cause", "원인 분석 : 원인 추론", 49))
            && report.contains(&("resolution", "해결 방법", 53)),
        "{report:?}"
    );

    let ran = pmdoc(&["check", &seeds, "--format", "json"]);
    assert_eq!(ran.code, 1);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let told: Vec<(&str, &str)> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|d| (d["rule"].as_str().expect("a rule"), d["subject"].as_str().expect("a subject")))
        .collect();
    let (diagrams, others): (Vec<_>, Vec<_>) = told.into_iter().partition(|(rule, _)| *rule == "invalid-mermaid");
    let expected = [
        ("unsafe-html", "svg"),
        ("missing-field", "date"),
        ("missing-section", "actions"),
        ("missing-section", "lessons"),
        ("personal-data", "birth-date 19…"),
        ("personal-data", "phone 010…"),
        ("personal-data", "birth-date 0…"),
        ("personal-data", "contacts"),
    ];
    assert_eq!(others, expected);
    assert_eq!(diagrams.len(), if cfg!(feature = "mermaid") { 2 } else { 0 }, "{diagrams:?}");
    assert_eq!(ran.stderr.matches("was read as a guide").count(), 3, "{}", ran.stderr);
}

#[test]
fn every_real_postmortem_is_read() {
    let Some(corpus) = documents("corpus/docs") else { return };
    let documents = inspected(&corpus);
    assert_eq!(documents.len(), 439);
    assert!(documents.iter().all(|d| d["kind"] != "unreadable"));
    let with = |name: &str| documents.iter().filter(|d| section_names(d).contains(&name)).count();
    let (summary, cause, actions, lessons) = (with("summary"), with("root-cause"), with("actions"), with("lessons"));
    assert!(summary > 380 && cause > 170 && actions > 200 && lessons > 120, "{summary} {cause} {actions} {lessons}");
    let templates = documents.iter().filter(|d| d["kind"] == "template" || d["kind"] == "index").count();
    assert_eq!(templates, 37, "23 templates and indexes, and 14 READMEs, which are never held to anything");

    let ran = pmdoc(&["check", &corpus, "--format", "json"]);
    assert_eq!(ran.code, 1);
    let rules = by_rule(&ran);
    assert_eq!(rules.get("unreadable-file"), None);
    assert!(rules["missing-section"] > 250, "most public postmortems lack something: {rules:?}");
    let again = pmdoc(&["check", &corpus, "--format", "json"]);
    assert_eq!(ran.stdout, again.stdout, "the same bytes, whatever the threads do");
}

#[test]
fn action_rows_of_a_whole_team_are_counted() {
    let Some(corpus) = documents("corpus/docs/Kaikei-e+Alt") else { return };
    let documents = inspected(&corpus);
    assert_eq!(documents.len(), 55);
    let mut states = BTreeMap::new();
    for document in &documents {
        let text = std::fs::read_to_string(document["path"].as_str().expect("a path")).expect("the document");
        let lines: Vec<&str> = text.lines().collect();
        for action in document["actions"].as_array().expect("a list") {
            let line = usize::try_from(action["line"].as_u64().expect("a line")).expect("small");
            if lines[line - 1].starts_with('|') {
                *states.entry(action["state"].as_str().unwrap_or("untracked").to_owned()).or_insert(0) += 1;
            }
        }
    }
    // 456 rows under the main heading and 3 in an addendum; 25 rows stand in tables without a status.
    assert_eq!(
        states,
        BTreeMap::from([("done".into(), 119), ("dropped".into(), 3), ("open".into(), 312), ("untracked".into(), 25)])
    );
}

#[test]
fn sites_are_built_from_documents_of_every_kind() {
    for (name, pages) in [("seeds", 4), ("corpus/docs", 400)] {
        let Some(folder) = documents(name) else { continue };
        let repository =
            Repository::with(&[("book.toml", "[book]\nsrc = 'src'\n[output.pmdoc]\npostmortems = ['**']\n")]);
        copy(std::path::Path::new(&folder), &repository.path("src"));
        let ran = repository.pmdoc(&["build"]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        assert!(ran.stdout.contains("open file://"), "{}", ran.stdout);
        let html = walk(&repository.path("book"))
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "html"))
            .count();
        assert!(html >= pages, "{name}: {html} pages");
        let first = snapshot(&repository.path("book"));
        std::fs::remove_dir_all(repository.path("book")).expect("removed");
        assert_eq!(repository.pmdoc(&["build"]).code, 0);
        assert!(first == snapshot(&repository.path("book")), "{name}: two builds give the same bytes");
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn snapshot(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    walk(folder).into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect()
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for path in walk(from) {
        let target = to.join(path.strip_prefix(from).expect("below"));
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("folders");
        std::fs::copy(&path, &target).expect("copied");
    }
}
