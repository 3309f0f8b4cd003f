//! What `pmdoc check` says of real documents against the judgement of careful readers (`tests/judged/findings*.tsv`):
//! nearly all that it reports was judged, and at most two in a hundred of that are wrong. The documents lie beside the
//! project; where they are not, the test says so and holds the judgements themselves to their form. How the judgements
//! were made, and what each round found, is told in `tests/judged/README.md`.

#![allow(clippy::print_stderr, reason = "a test says what it could not test")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use sha2::{Digest, Sha256};
use support::{pmdoc, shared};

/// One judged finding.
struct Judged {
    /// Below the folder of real documents.
    path: String,
    rule: String,
    /// What it is about; for text of a document, the first 16 digits of its SHA-256.
    subject: String,
    verdict: String,
}

fn judged() -> Vec<Judged> {
    let files = [
        include_str!("judged/findings.tsv"),
        include_str!("judged/findings-acts.tsv"),
        include_str!("judged/findings-safety.tsv"),
        include_str!("judged/findings-fresh.tsv"),
        include_str!("judged/findings-alarms.tsv"),
        include_str!("judged/findings-second.tsv"),
    ];
    let rows = files.iter().flat_map(|file| file.lines().skip(1));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [path, _, rule, subject, verdict, _] = cells[..] else { panic!("six cells: {row}") };
        let path = path.strip_prefix("docs/").unwrap_or(path).to_owned();
        Judged { path, rule: rule.to_owned(), subject: subject.to_owned(), verdict: verdict.to_owned() }
    })
    .collect()
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Path, rule and subject of everything that is reported, the subject also by its digest.
fn reported(folder: &str) -> BTreeSet<(String, String, String)> {
    let ran = pmdoc(&["check", folder, "--format", "json", "--fail-on", "never"]);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let told = json["diagnostics"].as_array().expect("a list").iter().flat_map(|told| {
        let text = |name: &str| told[name].as_str().expect("a text").to_owned();
        let path = text("path").trim_start_matches(folder).trim_start_matches('/').to_owned();
        let subject = text("subject");
        [digest(&subject), subject].map(|subject| (path.clone(), text("rule"), subject))
    });
    told.collect()
}

#[test]
fn judgements_have_their_form() {
    let rows = judged();
    assert!(rows.len() >= 200, "{} findings are judged", rows.len());
    for row in &rows {
        assert!(["right", "wrong", "debatable"].contains(&row.verdict.as_str()), "{}: {}", row.path, row.verdict);
        assert!(pmdoc::rules::rule(&row.rule).is_some(), "{}: no rule {}", row.path, row.rule);
    }
}

#[test]
fn what_is_said_of_real_documents_is_right() {
    let Some(folder) = shared("corpus/docs") else {
        eprintln!("the real documents are not here: only the form of the judgements was tested");
        return;
    };
    let reported = reported(folder.to_str().expect("UTF-8"));
    let rows = judged();
    let still = |verdict: &str| {
        let of = |row: &&Judged| row.verdict == verdict;
        let told = |row: &&Judged| reported.contains(&(row.path.clone(), row.rule.clone(), row.subject.clone()));
        rows.iter().filter(of).filter(told).count()
    };
    let (right, wrong, debatable) = (still("right"), still("wrong"), still("debatable"));
    let known: BTreeSet<(&str, &str, &str)> =
        rows.iter().map(|row| (row.path.as_str(), row.rule.as_str(), row.subject.as_str())).collect();
    // A subject is there as it is and by its digest: a finding is judged if either is.
    let is_judged = |(path, rule, subject): &&(String, String, String)| {
        known.contains(&(path.as_str(), rule.as_str(), subject.as_str()))
    };
    // Pictures and other files of the repositories were cut out: what is missing of them is no fault of the documents.
    let judgeable = reported.iter().filter(|(_, rule, _)| !["broken-link", "missing-image"].contains(&rule.as_str()));
    let (judged, all) = (judgeable.clone().filter(is_judged).count(), judgeable.count() / 2);
    assert!(judged * 10 >= all * 9, "{judged} of {all} findings were judged: draw among the others, and judge");
    assert!(right + debatable >= 200, "{right} right and {debatable} debatable ones are still reported");
    assert!(wrong * 50 <= right + wrong, "{wrong} wrong findings beside {right} right ones");
}
