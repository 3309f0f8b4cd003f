//! Every rule's page is its test: the examples are run, and what the rule says is compared with what the
//! page says it says. `PMDOC_BLESS=1` writes the actual output into the pages.

mod rules_support;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::{Date, date};
use pmdoc::baseline::{Baseline, Key, Stale};
use pmdoc::config;
use pmdoc::diagnostic::Level;
use pmdoc::document::Document;
use pmdoc::knowledge::KnowledgeBase;
use pmdoc::messages::Locale;
use pmdoc::postmortem::{Hint, Kind, Record, kind_by_name};
use pmdoc::report::{self, Entry, Run, Style};
use pmdoc::repository;
use pmdoc::rules::page::{Example, examples, summary};
use pmdoc::rules::{self, Area, Context, Finding, Policy, RULES, Wanted};
use pmdoc::text::{LineIndex, RelPath};
use rules_support::history;
use serde_json::Value;
use support::pmdoc;

/// The day on which the examples are checked.
const TODAY: Date = date(2026, 11, 21);

/// What one rule says about an example, in the concise format.
fn concise(rule: &str, example: &Example) -> String {
    let settings = config::parse(&example.config).expect("the example's settings are valid");
    let mut reader = repository::reader(&settings);
    let path = |name: &str| RelPath::new(Path::new(name)).expect("a path inside the repository");
    for (_, text) in example.files.iter().filter(|(name, _)| kind_by_name(&path(name)) == Some(Kind::Template)) {
        reader.learn_template(&Document::parse(text.clone()));
    }
    let records: Vec<Record> = example
        .files
        .iter()
        .map(|(name, text)| reader.read(path(name), name.clone(), Document::parse(text.clone()), hint(name)))
        .collect();
    let mut base = KnowledgeBase::new(records);
    base.history = history(&example.git, &base.records);
    let attachments: Vec<RelPath> = example.attachments.iter().map(|name| path(name)).collect();
    let names: BTreeSet<RelPath> =
        example.files.iter().map(|(name, _)| path(name)).chain(attachments.clone()).collect();
    let exists = |path: &RelPath| names.contains(path);
    let policy = Policy::new(&base.records, &settings, reader.lexicon());
    let context = Context {
        base: &base,
        settings: &settings,
        policy: &policy,
        lexicon: reader.lexicon(),
        today: TODAY,
        exists: &exists,
        attachments: &attachments,
        is_whole: true,
        wanted: &|_| Wanted::All,
    };
    let findings = rules::check(&context);
    if rule == "stale-baseline" {
        return stale(example, &base, &findings);
    }
    let entries = findings.iter().filter(|finding| finding.diagnostic.rule == rule).map(|finding| {
        let record = &base.records[finding.record];
        let locale = Locale::from_tag(record.postmortem.language.tag()).unwrap_or_default();
        Entry::new((&record.shown, &record.path), &record.document, finding.level, "", &finding.diagnostic, locale)
    });
    written(entries.collect())
}

/// What is said about the entries of the example's baseline.
fn stale(example: &Example, base: &KnowledgeBase, findings: &[Finding]) -> String {
    let text = example.baseline.clone();
    let baseline = Baseline::parse(&text).expect("the example's baseline is valid");
    let document = Document { lines: LineIndex::new(&text), text, ..Document::default() };
    let records = &base.records;
    let key = |finding: &Finding| {
        let path = records[finding.record].path.as_str();
        Key::new(path, finding.diagnostic.rule, &finding.diagnostic.subject, false)
    };
    let keys: Vec<Key> = findings.iter().map(key).collect();
    let settled = baseline.settle(&keys, &BTreeMap::new(), |_| true);
    let locale = Locale::from_tag(records[0].postmortem.language.tag()).unwrap_or_default();
    let file = RelPath::inside(Path::new("pmdoc-baseline.toml"));
    let entry = |stale: &Stale| {
        let is_gone = !records.iter().any(|record| record.path.as_str() == stale.key.path);
        let diagnostic = stale.diagnostic(is_gone);
        Entry::new(("pmdoc-baseline.toml", &file), &document, Level::Warning, "", &diagnostic, locale)
    };
    written(settled.stale.iter().map(entry).collect())
}

fn written(entries: Vec<Entry>) -> String {
    let run = Run { entries, ..Run::default() };
    let mut out = Vec::new();
    let format = report::format("concise").expect("a format");
    format.write(&run, Style { colour: false, width: 80 }, &mut out).expect("written to memory");
    String::from_utf8(out).expect("UTF-8")
}

/// What the default globs say of a file.
fn hint(name: &str) -> Hint {
    if name.starts_with("causes/") { Hint::Cause } else { Hint::Postmortem }
}

#[allow(clippy::disallowed_methods, reason = "the switch that writes the pages")]
#[test]
fn every_example_does_what_its_page_says() {
    let is_built = |name: &str| cfg!(feature = "mermaid") || name != "invalid-mermaid";
    for rule in RULES.iter().filter(|rule| is_built(rule.meta().name)) {
        let meta = rule.meta();
        let mut page = meta.page.to_owned();
        for example in examples(meta.page) {
            let said = concise(meta.name, &example);
            if std::env::var_os("PMDOC_BLESS").is_some() && example.bad {
                let last = &example.files.last().expect("a file").1;
                let at = page.find(last.as_str()).expect("the example") + last.len();
                let start = at + page[at..].find("```text\n").expect("an output block") + 8;
                let end = start + page[start..].find("```").expect("its end");
                page.replace_range(start..end, &said);
            } else {
                assert_eq!(said, example.output, "{}: {:?}", meta.name, example.files);
                assert_eq!(example.bad, !said.is_empty(), "{}: a bad example is found, a good one is not", meta.name);
            }
        }
        if page != meta.page {
            let file = format!("src/rules/{}.md", meta.name.replace('-', "_"));
            std::fs::write(file, page).expect("the page is written");
        }
    }
}

#[test]
fn every_page_has_the_same_parts() {
    for rule in RULES {
        let meta = rule.meta();
        let headings: Vec<&str> =
            meta.page.lines().filter(|line| line.starts_with("# ") || line.starts_with("## ")).collect();
        let first = format!("# {}", meta.name);
        let expected = [first.as_str(), "## What it checks", "## Why it matters", "## How to fix", "## Examples"];
        let own: Vec<&str> = headings.into_iter().filter(|heading| expected.contains(heading)).collect();
        assert_eq!(own[..5], expected, "{}", meta.name);
        assert!(summary(meta.page).ends_with('.'), "{}: one sentence below the title", meta.name);
        assert!(examples(meta.page).iter().any(|example| !example.bad), "{}: a good example", meta.name);
        let needs_disk = meta.name == "unreadable-file";
        assert!(needs_disk || examples(meta.page).iter().any(|example| example.bad), "{}: a bad example", meta.name);
    }
}

#[test]
fn the_registry_is_sorted_and_complete() {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.meta().name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    let codes: BTreeSet<&str> = RULES.iter().map(|rule| rule.meta().code).collect();
    assert_eq!(codes.len(), RULES.len(), "no code is used twice");
    let folder = std::fs::read_dir("src/rules").expect("the folder of rules");
    let pages: BTreeSet<String> = folder
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".md").map(|stem| stem.replace('_', "-")))
        .collect();
    assert_eq!(pages, names.iter().map(|name| (*name).to_owned()).collect(), "every page has its rule in the registry");
    assert!(RULES.iter().all(|rule| rule.meta().level >= Level::Note));
    let mut listed: Vec<&str> = Area::all().flat_map(|(_, names)| names).copied().collect();
    listed.sort_unstable();
    assert_eq!(listed, names, "src/rules/area.rs lists each rule once");
}

#[test]
fn the_list_fits_the_terminal_and_programs_can_read_it() {
    let list = pmdoc(&["rule"]).stdout;
    assert!(list.lines().all(|line| line.len() <= 100), "{list}");
    assert!(RULES.iter().all(|rule| list.contains(&format!(" {}\n", rule.meta().name))));
    for tag in ["ko", "ja", "zh"] {
        let list = pmdoc(&["rule", "--lang", tag]).stdout;
        assert!(list.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 100), "{list}");
        let json: Value =
            serde_json::from_str(&pmdoc(&["rule", "--lang", tag, "--format", "json"]).stdout).expect("JSON");
        for told in json.as_array().expect("a list") {
            let own = told["summary"].as_str().expect("a text");
            let meta = rules::rule(told["name"].as_str().expect("a name")).expect("a rule").meta();
            assert!(!own.is_ascii() && own != summary(meta.page), "{tag} {}: {own}", meta.name);
        }
        let page = pmdoc(&["rule", "secret", "--lang", tag]).stdout;
        let own = json.as_array().expect("a list").iter().find(|told| told["name"] == "secret").expect("it is listed");
        assert!(page.starts_with(&format!("# secret\n\n{}\n", own["summary"].as_str().expect("a text"))), "{page}");
    }
    let json: Value = serde_json::from_str(&pmdoc(&["rule", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(json.as_array().expect("a list").len(), RULES.len());
    let one: Value = serde_json::from_str(&pmdoc(&["rule", "PM005", "--format", "json"]).stdout).expect("JSON");
    assert_eq!((&one["name"], &one["area"]), (&Value::from("missing-section"), &Value::from("sections")));
    assert!(one["page"].as_str().is_some_and(|page| page.starts_with("# missing-section")));
    let all = pmdoc(&["rule", "--all"]).stdout;
    assert!(RULES.iter().all(|rule| all.contains(rule.meta().page)));
    let unknown = pmdoc(&["rule", "broken-lnik"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("did you mean `broken-link`?"), "{}", unknown.stderr);
}
