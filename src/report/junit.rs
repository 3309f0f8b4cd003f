//! JUnit XML: a suite for each document, a failed case for each finding, a passed one for a document without.
//! What is only told (level `note`) is skipped, not failed; a file that cannot be read is an error.

use std::collections::{BTreeMap, HashMap};
use std::io;

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use super::{Entry, Report, Run, Style};
use crate::diagnostic::Level;
use crate::text::{Printable, RelPath};

pub(super) struct JUnit;

impl Report for JUnit {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut suites = Suites::new("pmdoc");
        suites.add_test_suites(by_file(run).into_iter().map(|(file, entries)| suite(file, &entries)));
        if suites.test_suites.is_empty() {
            // Some readers take a report without any case for a broken one.
            suites.add_test_suite(suite_of("pmdoc", [TestCase::new("no documents", TestCaseStatus::success())]));
        }
        let text = suites.to_string().map_err(io::Error::other)?;
        out.write_all(text.as_bytes())
    }

    fn tells_of_documents(&self) -> bool {
        true
    }
}

/// The findings of each document, also of those that have none.
fn by_file(run: &Run) -> BTreeMap<&RelPath, Vec<&Entry>> {
    let mut files: BTreeMap<&RelPath, Vec<&Entry>> = BTreeMap::new();
    for account in &run.accounts {
        files.entry(&account.file).or_default();
    }
    for entry in &run.entries {
        files.entry(&entry.file).or_default().push(entry);
    }
    files
}

fn suite(file: &RelPath, entries: &[&Entry]) -> TestSuite {
    let file = xml(Printable::name(file.as_str()).as_str());
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut cases: Vec<TestCase> = entries.iter().map(|entry| case(entry, &mut names)).collect();
    if cases.is_empty() {
        cases.push(TestCase::new("pmdoc check", TestCaseStatus::success()));
    }
    for case in &mut cases {
        case.set_classname(file.as_str());
        case.extra.insert("file".into(), file.as_str().into());
    }
    suite_of(&file, cases)
}

fn suite_of(name: &str, cases: impl IntoIterator<Item = TestCase>) -> TestSuite {
    let mut suite = TestSuite::new(name);
    suite.add_test_cases(cases);
    suite
}

fn case(entry: &Entry, names: &mut HashMap<String, usize>) -> TestCase {
    let mut status = match entry.level {
        _ if entry.rule == "unreadable-file" => TestCaseStatus::non_success(NonSuccessKind::Error),
        Level::Note => TestCaseStatus::skipped(),
        Level::Error | Level::Warning => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let place = format!("{}:{}:{}", entry.path, entry.start.line, entry.start.column);
    status.set_type(entry.rule);
    status.set_message(xml(&format!("{}: {}", entry.level.name(), entry.message)));
    status.set_description(xml(&format!("{place}: {}\n{}", entry.message, entry.help)));
    TestCase::new(name(entry, names), status)
}

/// The rule and what it is about, numbered where that comes again: two runs are compared by the names of cases.
fn name(entry: &Entry, names: &mut HashMap<String, usize>) -> String {
    let subject = entry.subject.as_str();
    let name = if subject.is_empty() { entry.rule.to_owned() } else { format!("{} ({subject})", entry.rule) };
    let name = xml(&name);
    let number = names.entry(name.clone()).or_insert(0);
    *number += 1;
    if *number == 1 { name } else { format!("{name} #{number}") }
}

/// Text without the characters that XML has no way to write, not even escaped.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{FFFE}' | '\u{FFFF}' => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
