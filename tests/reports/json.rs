//! The other JSON formats against their schemas.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::runs::{Texts, run};
use crate::sarif::complaints;
use crate::support::{Repository, pmdoc};
use crate::written;

/// A repository with several findings of several levels, in Korean and English.
fn repository() -> Repository {
    Repository::with(&[
        ("postmortems/결제.md", "---\ntitle: 결제 지연\nstatus: draft\n---\n## 요약\n가나 [없음](없음.md) 다\n"),
        ("postmortems/b.md", "# Checkout was slow\n\n## Action items\n- [ ] Bound the queue\n- [ ] Bound the pool\n"),
        ("postmortems/c.md", ""),
    ])
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn the_own_format_is_as_documented() {
    const SCHEMA: &str = "src/report/json.schema.json";
    let repository = repository();
    repository.write("postmortems/e.md", format!("# A\n{}", "[b](gone.md)\n".repeat(300)).as_bytes());
    let report = parsed(&repository.pmdoc(&["check", "--format", "json", "--statistics"]).stdout);
    assert_eq!(complaints(SCHEMA, &report), Vec::<String>::new());
    assert!(report["diagnostics"].as_array().is_some_and(|found| found.len() > 4));
    let schema = parsed(&std::fs::read_to_string(SCHEMA).expect("a schema"));
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
    let properties = &schema["properties"];
    assert_eq!(keys(&report), keys(properties));
    assert_eq!(keys(&report["summary"]), keys(&properties["summary"]["properties"]), "every field is documented");
    for list in ["diagnostics", "statistics", "hidden"] {
        let item = &properties[list]["items"]["properties"];
        assert_eq!(keys(&report[list][0]), keys(item), "every field is documented");
    }
}

#[test]
fn gitlab_gets_an_array_with_a_fingerprint_for_each() {
    const SCHEMA: &str = "tests/schemas/gitlab-code-quality.json";
    let report = parsed(&repository().pmdoc(&["check", "--format", "gitlab"]).stdout);
    assert_eq!(complaints(SCHEMA, &report), Vec::<String>::new());
    let issues = report.as_array().expect("an array");
    let fingerprints: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!(fingerprints.len(), issues.len());
    assert!(issues.len() > 4);
    let name = |issue: &Value| issue["check_name"].as_str().expect("a name").to_owned();
    assert!(
        issues.iter().all(|issue| issue["description"].as_str().is_some_and(|text| text.starts_with(&name(issue))))
    );
    // The same thing said twice of one document.
    let repeats = parsed(&written(&run(&[Texts::all("a")]), "gitlab"));
    let fingerprints: BTreeSet<String> =
        repeats.as_array().expect("an array").iter().map(|issue| issue["fingerprint"].to_string()).collect();
    assert_eq!(fingerprints.len(), 3);
}

#[test]
fn gitlab_gets_an_empty_array_of_a_clean_run() {
    assert_eq!(pmdoc(&["check", "--format", "gitlab"]).stdout, "[]\n");
}

#[test]
fn rdjson_counts_bytes() {
    let report = parsed(&repository().pmdoc(&["check", "--format", "rdjson"]).stdout);
    assert_eq!(complaints("tests/schemas/rdjson.json", &report), Vec::<String>::new());
    let found = report["diagnostics"].as_array().expect("an array");
    let link = found.iter().find(|item| item["code"]["value"] == "broken-link").expect("a broken link");
    let range = &link["location"]["range"];
    // `가나 ` are seven bytes, `[없음](없음.md)` nineteen.
    assert_eq!((&range["start"]["line"], &range["start"]["column"]), (&6.into(), &8.into()), "{link}");
    assert_eq!((&range["end"]["line"], &range["end"]["column"]), (&6.into(), &27.into()), "{link}");
    let levels: BTreeSet<&str> = found.iter().filter_map(|item| item["severity"].as_str()).collect();
    assert_eq!(levels, BTreeSet::from(["ERROR", "INFO", "WARNING"]));
}
