//! The user guide in `docs`: every rule has its chapter, every setting in it is valid, and pmdoc finds nothing in it.

mod support;

use std::collections::BTreeSet;
use std::fs;

use pmdoc::config;
use pmdoc::rules::{Area, rule};
use support::pmdoc;

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What `SUMMARY.md` says of the rules: a heading for each area, and a chapter for each rule.
fn rule_chapters() -> String {
    let mut chapters = String::from("- [Rules](rules.md)\n");
    for name in Area::all().flat_map(|(_, names)| names) {
        chapters.push_str(&format!("  - [{name}](rules/{name}.md)\n"));
    }
    chapters
}

#[allow(clippy::disallowed_methods, reason = "the switch that writes the chapters")]
#[test]
fn every_rule_has_its_chapter() {
    let blesses = std::env::var_os("PMDOC_BLESS").is_some();
    let summary = read("docs/src/SUMMARY.md");
    let before = summary.split("- [Rules](rules.md)").next().unwrap_or_default();
    let expected = format!("{before}{}", rule_chapters());
    let mut files = BTreeSet::new();
    for name in Area::all().flat_map(|(_, names)| names) {
        let page = format!("src/rules/{}.md", name.replace('-', "_"));
        assert!(rule(name).is_some_and(|rule| rule.meta().page == read(&page)), "{name}");
        let chapter = format!("docs/src/rules/{name}.md");
        let text = format!("{{{{#include ../../../{page}}}}}\n");
        if blesses {
            fs::write(&chapter, &text).expect("the chapter is written");
        }
        assert_eq!(fs::read_to_string(&chapter).ok(), Some(text), "{chapter}; PMDOC_BLESS=1 writes it");
        files.insert(format!("{name}.md"));
    }
    if blesses {
        fs::write("docs/src/SUMMARY.md", &expected).expect("the summary is written");
    } else {
        assert_eq!(summary, expected, "PMDOC_BLESS=1 writes it");
    }
    let there = fs::read_dir("docs/src/rules").expect("the chapters").flatten();
    let there: BTreeSet<String> = there.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    assert_eq!(there, files, "a chapter for each rule, and no other");
}

#[test]
fn every_chapter_is_in_the_summary() {
    let summary = read("docs/src/SUMMARY.md");
    for entry in fs::read_dir("docs/src").expect("the guide").flatten() {
        let name = entry.file_name().into_string().expect("a name");
        let is_chapter = name.strip_suffix(".md").is_some_and(|stem| stem != "SUMMARY");
        assert!(!is_chapter || summary.contains(&format!("({name})")), "{name} is in no list");
    }
}

#[test]
fn the_settings_in_the_guide_are_valid() {
    let chapter = read("docs/src/settings.md");
    let blocks: Vec<&str> = chapter.split("```toml\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
    assert!(blocks.len() > 3);
    for block in blocks {
        assert!(config::parse(block).is_ok(), "{block}");
    }
}

#[test]
fn pmdoc_finds_nothing_in_its_own_guide() {
    let ran = pmdoc(&["-C", "docs", "check", "--fail-on", "note"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 1), "{}", ran.stdout);
}
