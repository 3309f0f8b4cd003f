//! Everything that is known only of all documents together, for 1,000, 10,000 and 100,000 of them: causes and their
//! recurrences, relations, the ledger and the metrics. Reading the documents is not counted.
//!
//! `cargo bench --bench knowledge` prints the three and what each document costs; the bar is one second for 10,000.
//! `PMDOC_BENCH_DOCUMENTS` sets another number. The last column is what the processors did, whatever else kept them busy;
//! Linux alone tells it.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark looks at the clock, and prints"
)]

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::civil::date;
use jiff::tz::TimeZone;
use pmdoc::document::Document;
use pmdoc::knowledge::{Granularity, KnowledgeBase, Ledger, LifeCycles, Metrics, Question, Relations};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions, Record, SectionName};
use pmdoc::text::RelPath;
use rayon::prelude::*;

fn main() {
    let chosen = std::env::var("PMDOC_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok());
    let sizes = chosen.map_or_else(|| vec![1_000, 10_000, 100_000], |n| vec![n]);
    let columns = ["documents", "base", "again", "relations", "ledger", "metrics", "all", "a document", "processor"];
    println!("{}", columns.map(|column| format!("{column:>11}")).join(""));
    for documents in sizes {
        measure(documents);
    }
}

fn measure(documents: usize) {
    let reader = Reader::new(ReaderOptions::default());
    let records: Vec<Record> =
        support::knowledge::files(documents).into_par_iter().map(|file| read(&reader, file)).collect();
    let today = date(2026, 11, 21);
    let before = processor();
    let (mut base, building) = timed(|| KnowledgeBase::new(records));
    let lives = vec![LifeCycles::default(); base.records.len()];
    let ((), again) = timed(|| base.learn(lives, &TimeZone::UTC));
    let (relations, relating) = timed(|| Relations::of(&base));
    let (ledger, listing) = timed(|| Ledger::of(&base, today, &TimeZone::UTC));
    let required = [SectionName::Summary, SectionName::Actions];
    let (zone, granularity) = (TimeZone::UTC, Granularity::Quarter);
    let question = Question { since: None, today, zone, granularity, required: &required };
    let (metrics, counting) = timed(|| Metrics::of(&base, &question));
    let worked = processor().zip(before).map(|(after, before)| after.saturating_sub(before));
    let all = building + again + relating + listing + counting;
    let times =
        [building, again, relating, listing, counting, all].map(|time| format!("{:>8.1} ms", milliseconds(time)));
    #[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
    let each = milliseconds(all) * 1_000.0 / documents as f64;
    let worked = worked.map_or_else(|| "-".to_owned(), |worked| format!("{:.0} ms", milliseconds(worked)));
    println!("{documents:>11}{}{each:>8.1} µs{worked:>11}", times.join(""));
    let related: usize = relations.to.iter().map(Vec::len).sum();
    assert!(related > documents && ledger.entries.len() == 4 * documents, "it was done");
    assert_eq!(metrics.records.len(), documents);
}

fn read(reader: &Reader, (path, text): (String, String)) -> Record {
    let hint = if path.starts_with("causes/") { Hint::Cause } else { Hint::Postmortem };
    let path = RelPath::new(Path::new(&path)).expect("a path");
    reader.read(path, String::new(), Document::parse(text), hint)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// What this program has used of all processors, in hundredths of a second.
fn processor() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
