//! SARIF against the schema of the specification, and what GitHub asks for besides.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::runs::{Texts, entry, file, run};
use crate::support::{Repository, pmdoc};
use crate::written;

/// What a schema has against a report.
pub(crate) fn complaints(schema: &str, report: &Value) -> Vec<String> {
    let path = format!("{}/{schema}", env!("CARGO_MANIFEST_DIR"));
    // The specification has a bracket too many in a pattern.
    let text = std::fs::read_to_string(path).expect("a schema").replace("{2}]?$", "{2}?$");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn log(text: &str) -> Value {
    let log: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(complaints("tests/schemas/sarif-2.1.0.json", &log), Vec::<String>::new());
    log
}

#[test]
fn the_schema_tells_right_from_wrong() {
    let mut log = log(&written(&run(&[Texts::all("a")]), "sarif"));
    log["runs"][0]["results"][0]["message"] = Value::Null;
    assert!(!complaints("tests/schemas/sarif-2.1.0.json", &log).is_empty());
}

#[test]
fn every_rule_that_is_on_is_described_whatever_was_found() {
    let log = log(&pmdoc(&["check", "--format", "sarif"]).stdout);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.len() > 15 && run["results"].as_array().is_some_and(Vec::is_empty));
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().expect("an id")).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    assert!(!rules.iter().any(|rule| rule["name"] == "review-overdue"), "off in book.toml");
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            let text = rule[text]["text"].as_str().expect("a text");
            assert!(!text.trim().is_empty() && text.chars().count() <= 1024, "{rule}");
        }
        let markdown = rule["help"]["markdown"].as_str().expect("Markdown");
        assert!(markdown.contains("## How to fix") && !markdown.contains("````"), "{markdown}");
    }
}

#[test]
fn columns_are_code_points_and_regions_one_line() {
    let text = "## 요약\n\n결제 승인이 <b>41분</b> 동안\n실패했다 `TBD\n것이다`\n";
    let repository = Repository::with(&[("postmortems/가 나.md", text)]);
    let log = log(&repository.pmdoc(&["check", "--format", "sarif"]).stdout);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    for result in run["results"].as_array().expect("results") {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "postmortems/%EA%B0%80%20%EB%82%98.md");
        assert_eq!(place["region"]["startLine"], place["region"]["endLine"], "{result}");
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
}

#[test]
fn a_region_ends_with_its_line() {
    let mut entry = entry(&Texts::all("결제 지연"), pmdoc::diagnostic::Level::Error);
    (entry.end.line, entry.end.column) = (9, 1);
    let run = pmdoc::report::Run { entries: vec![entry], ..Default::default() };
    let log = log(&written(&run, "sarif"));
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["endLine"], &region["endColumn"]), (&1.into(), &6.into()));
}

fn fingerprints(run: &pmdoc::report::Run) -> Vec<String> {
    let log = log(&written(run, "sarif"));
    let results = log["runs"][0]["results"].as_array().expect("results").clone();
    results
        .iter()
        .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].as_str().expect("a hash").to_owned())
        .collect()
}

#[test]
fn fingerprints_follow_the_subject_and_not_the_line() {
    let before = run(&[Texts::all("a")]);
    let mut after = before.clone();
    after.entries.iter_mut().for_each(|entry| entry.start.line += 7);
    after.entries.iter_mut().for_each(|entry| entry.message = pmdoc::text::Printable::line("said otherwise"));
    assert_eq!(fingerprints(&before), fingerprints(&after));
    assert!(fingerprints(&before)[1].ends_with(":2"), "the second of its kind");
    let mut moved = before.clone();
    moved.entries.iter_mut().for_each(|entry| entry.file = file("other.md"));
    let shared: BTreeSet<String> = fingerprints(&before).into_iter().collect();
    assert!(fingerprints(&moved).iter().all(|fingerprint| !shared.contains(fingerprint)));
}
