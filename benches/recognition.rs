//! How well sections are recognised: precision and recall over hand-judged documents, from what `pmdoc inspect`
//! prints. A command, not a timed test:
//!
//! ```sh
//! cargo bench --bench recognition -- ../shared/corpus
//! ```
//!
//! Judgements of further documents lie in `tests/judged/sections.tsv`. The folder holds `docs/` and `sections.tsv` (path, section, present, heading, line, carrier, confidence, …).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// Judged names and ours.
const SECTIONS: [(&str, &str); 4] = [
    ("summary", "summary"),
    ("root_cause_analysis", "root-cause"),
    ("action_items", "actions"),
    ("lessons", "lessons"),
];

#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

#[allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, reason = "a command of its own")]
fn main() -> ExitCode {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(folder.unwrap_or_else(|| "../shared/corpus".to_owned()));
    let Ok(judgements) = std::fs::read_to_string(folder.join("sections.tsv")) else {
        eprintln!("no judgements: {} is not there", folder.join("sections.tsv").display());
        return ExitCode::from(2);
    };
    let further = std::fs::read_to_string("tests/judged/sections.tsv").unwrap_or_default();
    let judgements = judgements.lines().skip(1).chain(further.lines().skip(1));
    let output = Command::new(env!("CARGO_BIN_EXE_pmdoc")).arg("inspect").arg(folder.join("docs")).output();
    let printed = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let found = sections_by_path(&printed);
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for row in judgements.map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row.len() > 6) {
        let Some((judged, ours)) = SECTIONS.iter().find(|(judged, _)| *judged == row[1]) else { continue };
        if row[6] != "clear" {
            continue;
        }
        let score = scores.entry(judged).or_default();
        let has = found.get(row[0]).is_some_and(|sections| sections.iter().any(|section| section == ours));
        match (row[2] == "yes", has) {
            (true, true) => score.right += 1,
            (false, true) => {
                score.wrong += 1;
                println!("wrong {judged} in {}", row[0]);
            }
            (true, false) => {
                score.missed += 1;
                println!("missed {judged} ({}, line {}) in {}", row[5], row[4], row[0]);
            }
            (false, false) => {}
        }
    }
    println!("\n{:<22} {:>9} {:>9}   right wrong missed", "section", "precision", "recall");
    let mut total = Score::default();
    for (name, score) in &scores {
        print(name, score);
        total.right += score.right;
        total.wrong += score.wrong;
        total.missed += score.missed;
    }
    print("all", &total);
    ExitCode::SUCCESS
}

#[allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "a table of small numbers")]
fn print(name: &str, score: &Score) {
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let precision = share(score.right, score.right + score.wrong);
    let recall = share(score.right, score.right + score.missed);
    println!("{name:<22} {precision:>9.3} {recall:>9.3}   {:>5} {:>5} {:>6}", score.right, score.wrong, score.missed);
}

/// The canonical sections of each document, by its path from `docs/` on.
fn sections_by_path(printed: &str) -> BTreeMap<String, Vec<String>> {
    let documents = printed.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    documents
        .filter_map(|document| {
            let path = document["path"].as_str()?;
            let below = path.find("docs/").map(|at| path[at..].to_owned())?;
            let sections = document["sections"].as_array()?.iter().filter_map(|section| section["section"].as_str());
            Some((below, sections.map(str::to_owned).collect()))
        })
        .collect()
}
