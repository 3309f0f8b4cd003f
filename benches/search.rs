//! How well and how fast search finds, beside Pagefind and Tantivy.
//!
//! ```sh
//! cargo bench --bench search -- ../shared/corpus
//! ```
//!
//! Quality: over the documents of a folder, else over invented ones. Korean words as people type them and the first
//! letters of English words, against a plain reading of every text; slips of the finger and known items, where each query
//! is meant for one document. How queries are made is told in `support/asked.rs`. Size and speed: over invented documents
//! (`support/corpus.rs`), 10,000 unless `PMDOC_BENCH_DOCUMENTS` names other numbers (`10000,100000`; `0` for none); what a
//! browser transfers is counted by the script of the theme in `node`. Peers run where `PMDOC_PEERS` names a folder with `node_modules/pagefind` and
//! `venv/bin/python` with `tantivy` (`npm i pagefind`, `pip install tantivy`).

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    unreachable_pub,
    reason = "a command of its own, and a table of small numbers"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use pmdoc::document::Document;
use pmdoc::knowledge::{Findable, KnowledgeBase};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions, Record};
use pmdoc::search::{Card, Entry, Part, Query};
use pmdoc::text::RelPath;
use rayon::prelude::*;
use serde_json::{Value, json};
use support::asked::{self, Asked, Meant, Text};
use support::corpus;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let files = files(&PathBuf::from(folder.unwrap_or_else(|| "../shared/corpus".to_owned())).join("docs"));
    let real: Vec<Record> = files.par_iter().filter_map(|path| read(path)).collect();
    if real.is_empty() {
        println!("quality, over 1,000 invented documents");
        quality(&KnowledgeBase::new(invented(1_000)));
    } else {
        println!("quality, over {} documents", real.len());
        quality(&KnowledgeBase::new(real));
    }
    let sizes = std::env::var("PMDOC_BENCH_DOCUMENTS").unwrap_or_else(|_| "10000".to_owned());
    sizes.split(',').filter_map(|size| size.parse().ok()).for_each(size);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    found.sort();
    found.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn read(path: &Path) -> Option<Record> {
    let text = fs::read_to_string(path).ok()?;
    let name = RelPath::new(path.strip_prefix("/").unwrap_or(path).file_name()?.as_ref())?;
    Some(record(name, text))
}

fn record(name: RelPath, text: String) -> Record {
    static READER: std::sync::LazyLock<Reader> = std::sync::LazyLock::new(|| Reader::new(ReaderOptions::default()));
    READER.read(name, String::new(), Document::parse(text), Hint::Postmortem)
}

fn invented(count: usize) -> Vec<Record> {
    let name = |number| RelPath::new(Path::new(&format!("pm-{number:06}.md"))).expect("a name");
    (0..count).into_par_iter().map(|number| record(name(number), corpus::document(number))).collect()
}

fn quality(base: &KnowledgeBase) {
    let findable = Findable::of(base, Findable::all(base), "en");
    let entries = findable.catalogue.entries();
    let title = |entry: &Entry| entry.text.lines().next().unwrap_or_default().to_owned();
    let texts: Vec<Text> = entries.iter().map(|entry| Text::new(&title(entry), &entry.text)).collect();
    let find = |query: &str| -> Vec<u32> {
        let found = findable.catalogue.find(&Query::new(query));
        found.answers.iter().map(|answer| answer.document).collect()
    };
    recall("Korean, cut", &asked::korean(&texts, 200), |query| find(&format!("{query} ")));
    recall("English, beginnings", &asked::prefixes(&texts, 200), find);

    let slips = asked::slips(&texts, 100);
    let items = asked::known_items(&texts, 100);
    let queries: Vec<&str> = slips.iter().chain(&items).map(|meant| meant.query.as_str()).collect();
    println!("\n{:<12} {:>22} {:>18} {:>18}", "", "slips: in the first 3", "known items: MRR", "in the first 10");
    let ours: Vec<Vec<u32>> = queries.iter().map(|query| find(&format!("{query} "))).collect();
    meant("pmdoc", &slips, &items, &ours);
    let documents: Vec<Value> =
        entries.iter().map(|entry| json!({ "title": title(entry), "text": entry.text })).collect();
    peer("tantivy", &json!({ "documents": documents, "queries": queries }), |answer| {
        meant("tantivy", &slips, &items, &lists(answer));
    });
    for language in ["en", "ko"] {
        let pages: Vec<String> = entries.iter().map(|entry| page(entry, language)).collect();
        peer("pagefind", &json!({ "documents": pages, "queries": queries, "language": language }), |answer| {
            meant(&format!("pagefind {language}"), &slips, &items, &lists(answer));
        });
    }
}

/// How many of the right documents are found, and how many others.
fn recall(name: &str, asked: &[Asked], find: impl Fn(&str) -> Vec<u32>) {
    let (mut right, mut found, mut wrong, mut missed) = (0, 0, 0, Vec::new());
    for Asked { query, right: wanted } in asked {
        let answers = find(query);
        let hits = answers.iter().filter(|document| wanted.contains(document)).count();
        right += wanted.len();
        found += hits;
        wrong += answers.len() - hits;
        if hits < wanted.len() || hits < answers.len() {
            missed.push(query.as_str());
        }
    }
    println!("{name:<20} {} words, {found} of {right} documents, {wrong} others", asked.len());
    if !missed.is_empty() {
        println!("{:<20} not exactly: {}", "", missed[..missed.len().min(12)].join(", "));
    }
}

fn lists(answer: &Value) -> Vec<Vec<u32>> {
    serde_json::from_value(answer["found"].clone()).expect("lists of documents")
}

fn meant(name: &str, slips: &[Meant], items: &[Meant], found: &[Vec<u32>]) {
    let place = |meant: &Meant, found: &[u32]| found.iter().take(10).position(|document| *document == meant.document);
    let (first, second) = found.split_at(slips.len());
    let near = slips.iter().zip(first).filter(|(meant, found)| place(meant, found).is_some_and(|at| at < 3)).count();
    let places: Vec<usize> = items.iter().zip(second).filter_map(|(meant, found)| place(meant, found)).collect();
    let rank = places.iter().map(|at| 1.0 / (at + 1) as f64).sum::<f64>() / items.len().max(1) as f64;
    println!("{name:<12} {near:>15} of {:>3} {rank:>18.3} {:>11} of {:>3}", slips.len(), places.len(), items.len());
}

/// A document as a page that Pagefind reads.
fn page(entry: &Entry, language: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut body = String::new();
    for (at, (part, range)) in entry.parts.iter().enumerate() {
        let element = match (at, part) {
            (0, _) => "h1",
            (_, Part::Heading) => "h2",
            _ => "p",
        };
        body.push_str(&format!("<{element}>{}</{element}>\n", escaped(&entry.text[range.clone()])));
    }
    format!("<!doctype html><html lang=\"{language}\"><body>{body}</body></html>")
}

/// Runs a peer if it is here.
fn peer(name: &str, task: &Value, tell: impl Fn(&Value)) {
    let Some(peers) = std::env::var_os("PMDOC_PEERS").map(PathBuf::from) else {
        println!("{name:<12} not here: PMDOC_PEERS names no folder");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let mut task = task.clone();
    task["peers"] = json!(peers);
    task["out"] = json!(folder.path());
    let file = folder.path().join("task.json");
    fs::write(&file, task.to_string()).expect("a task");
    let (program, script) = match name {
        "tantivy" => (peers.join("venv/bin/python"), "benches/peers/tantivy_peer.py"),
        _ => (PathBuf::from("node"), "benches/peers/pagefind.mjs"),
    };
    let output = Command::new(program).arg(script).arg(&file).output();
    match output {
        Ok(output) if output.status.success() => tell(&serde_json::from_slice(&output.stdout).expect("JSON")),
        Ok(output) => println!("{name:<12} failed: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => println!("{name:<12} not here: {error}"),
    }
}

/// Queries as people type them: words of the invented documents, rare and frequent, in both languages.
const TYPED: [&str; 16] = [
    "커넥션",
    "데이터베이스",
    "인증서 만료",
    "쿠폰 대기열",
    "리더 유실",
    "베이스",
    "재시작",
    "결제 게이트웨이 응답 지연",
    "connection pool",
    "certificate expired",
    "rate lim",
    "PM-000123",
    "payments gateway stale data",
    "DNS record",
    "\"message broker\"",
    "conection",
];

fn size(documents: usize) {
    if documents == 0 {
        return;
    }
    let base = KnowledgeBase::new(invented(documents));
    let (start, worked) = (Instant::now(), cpu());
    let findable = Findable::of(&base, Findable::all(&base), "en");
    let (indexed, worked_indexed) = (start.elapsed(), cpu());
    let cards = cards(&findable, &base);
    let shards = findable.catalogue.shards(&cards);
    let written = start.elapsed().saturating_sub(indexed);
    let (index_work, file_work) = (worked_indexed - worked, cpu() - worked_indexed);
    println!("\n{documents} invented documents, {} threads", rayon::current_num_threads());
    let (indexed, written) = (indexed.as_secs_f64(), written.as_secs_f64());
    println!("index {indexed:.2} s, files {written:.2} s; processors worked {index_work:.2} s and {file_work:.2} s");
    let folder = tempfile::tempdir().expect("a folder");
    shards.iter().for_each(|shard| fs::write(folder.path().join(&shard.name), &shard.bytes).expect("a file"));
    drop(shards);
    let sizes = transferred(folder.path());
    if documents <= 10_000 {
        let pages: Vec<String> = findable.catalogue.entries().iter().map(|entry| page(entry, "ko")).collect();
        peer("pagefind", &json!({ "documents": pages, "queries": TYPED, "language": "ko" }), |answer| {
            let bytes = answer["bytes"].as_f64().unwrap_or(f64::NAN);
            println!(
                "pagefind: {:.1} MB in {} files, built in {:.1} s",
                bytes / 1e6,
                answer["files"],
                answer["seconds"].as_f64().unwrap_or(f64::NAN)
            );
            println!("transferred by it, query by query: {}", answer["transferred"]);
            println!(
                "ours is {:.1} % of it as transferred (both compressed), and {:.1} % as it lies on a disk",
                sizes.1 / bytes * 100.0,
                sizes.0 / bytes * 100.0
            );
        });
    }
}

/// Seconds that processors have worked for this process, where Linux tells: on a busy machine they say more than a clock.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().map(|rest| rest.split_whitespace().skip(11).take(2).collect::<Vec<_>>());
    ticks.into_iter().flatten().filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn cards(findable: &Findable, base: &KnowledgeBase) -> Vec<Card> {
    let card = |&index: &usize| {
        let postmortem = &base.records[index].postmortem;
        Card {
            address: format!("incidents/{}/index.html", postmortem.id.value.to_lowercase()),
            language: postmortem.language.tag().to_owned(),
            day: postmortem.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default(),
            id: postmortem.id.value.clone(),
            rank: postmortem.severity.as_ref().map_or(0, |severity| severity.value.rank),
            severity: postmortem.severity.as_ref().map(|severity| severity.value.label.clone()).unwrap_or_default(),
            kind: String::new(),
            listed: true,
        }
    };
    findable.records.iter().map(card).collect()
}

/// Prints what the index weighs and what queries cost; the bytes of all of it, as they are and as they are transferred.
fn transferred(folder: &Path) -> (f64, f64) {
    let task = json!({ "script": "themes/default/assets/search.js", "index": folder, "queries": TYPED });
    let file = folder.join("task.json");
    fs::write(&file, task.to_string()).expect("a task");
    let output = Command::new("node").arg("benches/support/transferred.mjs").arg(&file).output();
    let Ok(output) = output else {
        println!("not measured: there is no `node`");
        return (f64::NAN, f64::NAN);
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for (kind, sums) in answer["files"].as_object().expect("kinds of files") {
        println!("{kind:<8} {:>6} files {:>12} bytes {:>12} transferred", sums[0], sums[1], sums[2]);
    }
    println!("{:<34} {:>8} {:>8} {:>12} {:>8} {:>7}", "query", "answers", "first", "with facets", "next", "ms");
    for (typed, row) in TYPED.iter().zip(answer["rows"].as_array().expect("rows")) {
        let kib = |name: &str| format!("{:.1} KB", row[name].as_f64().unwrap_or(f64::NAN) / 1e3);
        let (first, facets, next) = (kib("first"), kib("withFacets"), kib("next"));
        let time = row["milliseconds"].as_f64().unwrap_or(f64::NAN);
        println!("{typed:<34} {:>8} {first:>8} {facets:>12} {next:>8} {time:>7.1}", row["answers"]);
    }
    let sum =
        |at: usize| answer["files"].as_object().expect("kinds").values().filter_map(|sums| sums[at].as_f64()).sum();
    (sum(1), sum(2))
}
