//! A large knowledge base of invented postmortems: a third Korean, the others English, about 6.6 KB each, with
//! recurring causes, promises kept and broken, and a Git history. The same numbers give the same bytes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::git;
use super::numbers::Numbers;
use super::phrases::{ENGLISH, KOREAN, Phrases};

/// The book.toml of the knowledge base.
const BOOK: &str = "[book]\ntitle = \"Benchmark\"\nsrc = \"content\"\n[output.pmdoc]\ntimezone = \"Asia/Seoul\"\n";
/// How many causes come back.
const CAUSES: usize = 60;

/// The repository, kept in `target`; made where it is not there yet.
pub fn kept(documents: usize) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/bench-corpus-{documents}"));
    if !path.join(".git/made").exists() {
        let _ = std::fs::remove_dir_all(&path);
        make(&path, documents);
    }
    path
}

/// Makes the repository: files and history, checked out.
pub fn make(path: &Path, documents: usize) {
    std::fs::create_dir_all(path).expect("a folder");
    git::run(path, &["init", "-q", "-b", "main"], None);
    git::run(path, &["fast-import", "--quiet"], Some(&stream(documents)));
    git::run(path, &["checkout", "-q", "main"], None);
    std::fs::write(path.join(".git/made"), "").expect("a mark");
}

/// What `git fast-import` reads: a commit for each document some days after its incident, and for every third one more
/// that closes an action.
fn stream(documents: usize) -> String {
    const DAY: i64 = 24 * 60 * 60;
    let mut out = String::new();
    let mut commits = Commits { last: 0, time: at(day(0)) };
    commits.next(&mut out, 0, "Begin");
    git::file(&mut out, "book.toml", BOOK);
    for cause in 0..CAUSES {
        let text =
            format!("---\nid: cause-{cause}\ntitle:\n  en: Cause {cause}\n  ko: 원인 {cause}\n---\nWhat it is.\n");
        git::file(&mut out, &format!("content/causes/cause-{cause}.md"), &text);
    }
    out.push('\n');
    let mut order: Vec<usize> = (0..documents).collect();
    order.sort_by_key(|&number| (day(number), number));
    for number in order {
        let path = format!("content/postmortems/{}/pm-{number:06}.md", 2016 + number % 11);
        let text = document(number);
        commits.next(&mut out, at(day(number)) + 3 * DAY, &format!("Postmortem {number}"));
        if number % 3 == 0 {
            let before = text.replacen("| done |", "| open |", 1).replacen("| 완료 |", "| 진행 중 |", 1);
            git::file(&mut out, &path, &before.replacen("status: closed", "status: final", 1));
            out.push('\n');
            commits.next(&mut out, at(day(number)) + 10 * DAY, &format!("Close an action of {number}"));
        }
        git::file(&mut out, &path, &text);
        out.push('\n');
    }
    out
}

/// Commits one after the other, none earlier than the one before.
struct Commits {
    last: usize,
    time: i64,
}

impl Commits {
    fn next(&mut self, out: &mut String, time: i64, message: &str) {
        self.time = time.max(self.time + 60);
        git::commit(out, self.last + 1, self.last, self.time, message);
        self.last += 1;
    }
}

/// Seconds since 1970.
fn at(day: Date) -> i64 {
    day.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(0, |time| time.timestamp().as_second())
}

/// The day of an incident.
fn day(number: usize) -> Date {
    day_of(number, &mut Numbers::new(number as u64 + 1))
}

fn day_of(number: usize, numbers: &mut Numbers) -> Date {
    let (year, month, day) = (2016 + number % 11, 1 + numbers.below(9), 1 + numbers.below(28));
    format!("{year}-{month:02}-{day:02}").parse().expect("a day")
}

/// The text of one document.
pub fn document(number: usize) -> String {
    let mut numbers = Numbers::new(number as u64 + 1);
    let words = if number % 3 == 2 { &KOREAN } else { &ENGLISH };
    let mut out = String::new();
    front_matter(&mut out, number, words, &mut numbers);
    section(&mut out, words.summary, 5, words, &mut numbers);
    section(&mut out, words.impact, 4, words, &mut numbers);
    timeline(&mut out, words, &mut numbers);
    section(&mut out, words.root_cause, 14, words, &mut numbers);
    whys(&mut out, words, &mut numbers);
    section(&mut out, words.resolution, 8, words, &mut numbers);
    actions(&mut out, number, words, &mut numbers);
    section(&mut out, words.lessons, 10, words, &mut numbers);
    log(&mut out, &mut numbers);
    out
}

fn front_matter(out: &mut String, number: usize, words: &Phrases, numbers: &mut Numbers) {
    let day = day_of(number, numbers);
    let (subject, trouble) = (numbers.one(words.subjects), numbers.one(words.troubles));
    let status = if is_closed(number) {
        "closed".to_owned()
    } else {
        format!("final\nreview-date: 2027-0{}-15", 1 + number % 9)
    };
    let _ = write!(
        out,
        "---\nid: PM-{number:06}\ntitle: {subject} {trouble}\ndate: {day}\nstatus: {status}\n\
         severity: SEV{}\nservices: [{}, {}]\nowner: \"@{}\"\nroot_causes: [cause-{}]\n---\n",
        1 + numbers.below(5),
        numbers.one(SERVICES),
        numbers.one(SERVICES),
        numbers.one(PEOPLE),
        numbers.below(CAUSES),
    );
}

/// Nine of ten incidents are long over, and everything that was promised after them is done.
fn is_closed(number: usize) -> bool {
    number % 10 != 7
}

const SERVICES: &[&str] = &["checkout", "payments", "search", "login", "inventory", "delivery", "coupon", "notify"];
const PEOPLE: &[&str] = &["minseo", "jiwoo", "amelia", "kenji", "lin", "sofia", "daniel", "hyun"];

fn section(out: &mut String, heading: &str, sentences: usize, words: &Phrases, numbers: &mut Numbers) {
    let _ = write!(out, "\n## {heading}\n");
    for number in 0..sentences {
        let _ = write!(out, "{} ", sentence(words, numbers));
        if number % 4 == 3 {
            out.push_str("\n\n");
        }
    }
    out.push('\n');
}

fn sentence(words: &Phrases, numbers: &mut Numbers) -> String {
    let pattern = numbers.one(words.sentences);
    let filled =
        pattern.replace("{subject}", numbers.one(words.subjects)).replace("{trouble}", numbers.one(words.troubles));
    filled.replace("{n}", &numbers.below(5_000).to_string()).replace("{service}", numbers.one(SERVICES))
}

fn timeline(out: &mut String, words: &Phrases, numbers: &mut Numbers) {
    let _ = write!(out, "\n## {}\n{}\n|---|---|\n", words.timeline, words.timeline_head);
    let mut minute = 540;
    for _ in 0..12 {
        minute += 1 + numbers.below(25);
        let _ = writeln!(out, "| {:02}:{:02} | {} |", minute / 60, minute % 60, sentence(words, numbers));
    }
}

fn whys(out: &mut String, words: &Phrases, numbers: &mut Numbers) {
    let _ = write!(out, "\n### {}\n", words.whys);
    for number in 1..=5 {
        let _ = writeln!(out, "{number}. {}", sentence(words, numbers));
    }
}

fn actions(out: &mut String, number: usize, words: &Phrases, numbers: &mut Numbers) {
    let _ = write!(out, "\n## {}\n{}\n|---|---|---|---|\n", words.actions, words.actions_head);
    for _ in 0..5 {
        let state = if is_closed(number) { words.states[1] } else { numbers.one(words.states) };
        let (task, subject) = (numbers.one(words.tasks), numbers.one(words.subjects));
        let (owner, month, day) = (numbers.one(PEOPLE), 1 + numbers.below(12), 1 + numbers.below(28));
        let _ = writeln!(out, "| {subject} {task} | @{owner} | 2027-{month:02}-{day:02} | {state} |");
    }
}

fn log(out: &mut String, numbers: &mut Numbers) {
    out.push_str("\n```text\n");
    for _ in 0..8 {
        let (service, code) = (numbers.one(SERVICES), numbers.below(99_999));
        let _ =
            writeln!(out, "2026-03-04T09:12:{:02}Z ERROR {service}: connection {code} timed out after 30s", code % 60);
    }
    out.push_str("```\n");
}
