//! `book.toml` as its users write it: what is asked of which document, what `--show-config` and `--list-files` say
//! about it, and what happens to mistakes.

mod support;

use proptest::prelude::*;
use support::{COMPLETE, Repository};

/// A postmortem that says what happened and why, and no more.
const SHORT: &str = "\
---
title: Stale prices in the catalogue
date: 2026-03-04
severity: SEV4
---
## Summary
Prices of 112 products were a day old for 20 minutes.

## Root cause
The nightly import ran before the export had finished.
";

/// A repository of which `book.toml` says this.
fn repository(settings: &str, documents: &[(&str, &str)]) -> Repository {
    let repository = Repository::with(documents);
    repository.write("book.toml", format!("[book]\nsrc = '.'\n[output.pmdoc]\n{settings}").as_bytes());
    repository
}

/// What a check prints, one line a finding.
fn found(repository: &Repository) -> String {
    let ran = repository.pmdoc(&["check", "--format", "concise"]);
    assert!(ran.code < 2, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn a_preset_says_what_a_postmortem_must_have_and_keys_beside_it_change_that() {
    let documents = [("postmortems/a.md", SHORT)];
    assert_eq!(found(&repository("preset = 'light'", &documents)), "");
    let told = found(&repository("preset = 'five-whys'", &documents));
    for section in ["timeline", "resolution", "communication log", "five whys", "actions", "lessons"] {
        assert!(told.contains(&format!("no section of this postmortem gives the {section}\n")), "{section}: {told}");
    }
    let told = found(&repository("preset = 'sre-book'", &documents));
    assert_eq!(told.matches("missing-section").count(), 7, "{told}");
    assert!(told.contains("does not say its status") && told.contains("does not say its authors"), "{told}");
    let own = "required-fields = ['owner']\npreset = 'light'";
    assert_eq!(found(&repository(own, &documents)).matches("this postmortem does not say its owner").count(), 1);
    assert_eq!(found(&repository("preset = 'default'", &documents)), found(&repository("", &documents)));
}

#[test]
fn an_override_says_how_many_words_a_section_must_have() {
    let settings = "[[output.pmdoc.override]]\nseverities = ['SEV4']\npreset = 'light'\nthin-section-words = 10\n";
    let told = found(&repository(settings, &[("postmortems/a.md", SHORT)]));
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("warning[thin-section] hardly anything is said about the root cause"), "{told}");
    let ran = repository(settings, &[("postmortems/a.md", SHORT)]);
    let shown = ran.pmdoc(&["check", "--show-config", "postmortems/a.md"]).stdout;
    assert!(shown.contains("thin-section-words = 10\n"), "{shown}");
}

#[test]
fn an_override_holds_for_documents_that_meet_all_its_conditions() {
    let severe = SHORT.replace("SEV4", "SEV1");
    let documents = [
        ("postmortems/2019/old.md", severe.as_str()),
        ("postmortems/2026/small.md", SHORT),
        ("postmortems/2026/severe.md", severe.as_str()),
    ];
    let settings = "[[output.pmdoc.override]]\npaths = ['postmortems/2019/**']\nrules = { missing-section = 'off' }\n\
                    [[output.pmdoc.override]]\npaths = ['postmortems/2026/**']\nseverities = ['P3', 'SEV5']\npreset = 'light'\n";
    let told = found(&repository(settings, &documents));
    assert!(told.lines().all(|line| line.starts_with("postmortems/2026/severe.md:")), "{told}");
    assert_eq!(told.lines().count(), 2, "the severe one lacks actions and lessons: {told}");
}

#[test]
fn of_overrides_the_last_one_wins() {
    let settings = "[[output.pmdoc.override]]\nkinds = ['incident']\nrequired-sections = ['timeline']\nrules = { missing-section = 'note' }\n\
                    [[output.pmdoc.override]]\npaths = ['postmortems/a*']\nrequired-sections = ['impact']\n";
    let told = found(&repository(settings, &[("postmortems/a.md", COMPLETE), ("postmortems/b.md", COMPLETE)]));
    assert_eq!(
        told,
        "postmortems/a.md:2:8: note[missing-section] no section of this postmortem gives the impact\n\
         postmortems/b.md:2:8: note[missing-section] no section of this postmortem gives the timeline\n"
    );
}

#[test]
fn kinds_and_statuses_are_understood_in_the_words_of_the_documents() {
    let near_miss = SHORT.replace("severity: SEV4", "kind: near-miss\nstatus: 초안");
    let documents = [("postmortems/a.md", near_miss.as_str())];
    let strict = "[[output.pmdoc.override]]\nstatuses = ['draft']\nkinds = ['니어미스']\nrules = { missing-section = 'error' }\n";
    let told = found(&repository(strict, &documents));
    assert_eq!(
        told.matches("error[missing-section]").count(),
        2,
        "chosen for drafts, so drafts are held to it: {told}"
    );
    let told = found(&repository("[output.pmdoc.rules]\nmissing-section = 'error'\n", &documents));
    assert_eq!(told.matches("note[missing-section]").count(), 2, "chosen for all, so drafts are told: {told}");
}

#[test]
fn a_rule_that_is_off_for_all_can_be_on_for_some() {
    let link = COMPLETE.replace("load tests.", "[load tests](gone.md).");
    let documents = [("postmortems/a.md", link.as_str()), ("postmortems/b.md", link.as_str())];
    let settings = "[output.pmdoc.rules]\nbroken-link = 'off'\n\
                    [[output.pmdoc.override]]\npaths = ['postmortems/b.md']\nrules = { PM010 = 'warning' }\n";
    assert_eq!(
        found(&repository(settings, &documents)),
        "postmortems/b.md:15:18: warning[broken-link] the link `gone.md` leads nowhere\n"
    );
}

#[test]
fn severities_of_a_repository_are_told_apart_though_they_share_a_rank() {
    let graded = |word: &str| SHORT.replace("SEV4", word);
    let (fifth, seventh) = (graded("끝에서 둘째"), graded("끝"));
    let documents = [("postmortems/a.md", fifth.as_str()), ("postmortems/b.md", seventh.as_str())];
    let settings = "severities = ['하나', '둘', '셋', '넷', '다섯', '끝에서 둘째', '끝']\n\
                    [[output.pmdoc.override]]\nseverities = ['끝']\npreset = 'light'\n";
    let told = found(&repository(settings, &documents));
    assert!(told.lines().count() == 2 && told.lines().all(|line| line.starts_with("postmortems/a.md")), "{told}");
}

#[test]
fn mistakes_are_shown_where_they_stand_with_a_cure() {
    let cases = [
        ("trackers = ['OPS-\\d+', 'OPS-(\\d+']", "book.toml:4:24", "unclosed group"),
        ("preset = 'sre'", "book.toml:4:10", "\"sre-book\""),
        ("required-sections = ['summary', 'lesons']", "book.toml:4:33", "did you mean `lessons`?"),
        ("required-fields = ['ownr']", "book.toml:4:20", "did you mean `owner`?"),
        ("[output.pmdoc.override]\npaths = ['a']", "book.toml:4:15", "write [[output.pmdoc.override]]"),
        ("[[output.pmdoc.override]]\npath = ['a']", "book.toml:5:1", "did you mean `paths`?"),
        ("[[output.pmdoc.override]]\npaths = ['a']", "book.toml:4:1", "this override changes nothing"),
        ("[[output.pmdoc.override]]\npreset = 'light'", "book.toml:4:1", "this override names no documents"),
        ("[[output.pmdoc.override]]\nkinds = []\npreset = 'light'", "book.toml:5:9", "a list of kinds"),
        (
            "[[output.pmdoc.override]]\nkinds = ['incidents']\npreset = 'light'",
            "book.toml:5:10",
            "did you mean `incident`?",
        ),
        ("[[output.pmdoc.override]]\nstatuses = ['drft']\npreset = 'light'", "book.toml:5:13", "did you mean `draft`?"),
        (
            "[[output.pmdoc.override]]\nseverities = ['SVE4']\npreset = 'light'",
            "book.toml:5:15",
            "did you mean `SEV4`?",
        ),
        (
            "[[output.pmdoc.override]]\nkinds = ['drill']\nrules = { brken-link = 'off' }",
            "book.toml:6:11",
            "did you mean `broken-link`?",
        ),
        ("[[output.pmdoc.override]]\npaths = ['a[']\npreset = 'light'", "book.toml:5:10", "a list of globs"),
        ("[output.pmdoc.sections.aliases]\nactoins = ['할 일']", "book.toml:5:1", "did you mean `actions`?"),
    ];
    for (settings, place, cure) in cases {
        let ran = repository(settings, &[("postmortems/a.md", COMPLETE)]).pmdoc(&["check"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{settings}");
        assert!(ran.stderr.contains(&format!("{place}\n")) && ran.stderr.contains(cure), "{settings}: {}", ran.stderr);
    }
}

#[test]
fn shown_settings_are_settings() {
    let settings = "preset = 'light'\ntrackers = ['OPS-\\d+']\n\
                    [[output.pmdoc.override]]\nstatuses = ['draft']\nrequired-sections = []\n";
    let repository = repository(settings, &[("postmortems/a.md", SHORT)]);
    let shown = repository.pmdoc(&["check", "--show-config"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("trackers = [\"OPS-\\\\d+\"]\n"), "{}", shown.stdout);
    assert!(shown.stdout.contains("required-sections = [\"summary\", \"root-cause\"]\n"), "{}", shown.stdout);
    assert!(shown.stdout.contains("\nbroken-link = \"error\"\n"), "defaults are written out: {}", shown.stdout);
    repository.write("book.toml", shown.stdout.as_bytes());
    assert_eq!(repository.pmdoc(&["check", "--show-config"]).stdout, shown.stdout);
}

#[test]
fn shown_settings_of_a_document_are_what_it_is_held_to() {
    let draft = SHORT.replace("severity: SEV4", "severity: SEV4\nstatus: draft");
    let settings = "[[output.pmdoc.override]]\nkinds = ['drill']\npreset = 'light'\n\
                    [[output.pmdoc.override]]\nseverities = ['SEV4']\nrequired-fields = ['root_causes']\n\
                    rules = { placeholder-text = 'off' }\n";
    let repository = repository(settings, &[("postmortems/a.md", &draft), ("postmortems/b.md", COMPLETE)]);
    let shown = repository.pmdoc(&["check", "--show-config", "postmortems/a.md"]).stdout;
    assert!(shown.starts_with("# postmortems/a.md: incident, SEV4, draft; override 2\n[book]\n"), "{shown}");
    for line in ["required-fields = [\"root-causes\"]", "placeholder-text = \"off\"", "missing-section = \"note\""] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    assert!(!shown.contains("override]]"), "{shown}");
    let both = repository.pmdoc(&["check", "--show-config", "postmortems"]);
    assert!(both.code == 2 && both.stderr.contains("2 documents are there; name one"), "{}", both.stderr);
}

#[test]
fn listed_files_are_those_that_are_read_and_as_what() {
    let drill = COMPLETE.replace("date: 2026", "kind: drill\ndate: 2026");
    let repository = repository(
        "exclude = ['drafts/**']",
        &[
            ("postmortems/a.md", COMPLETE),
            ("postmortems/b.md", &drill),
            ("postmortems/template.md", "# Postmortem of …\n"),
            ("guides/on-call.md", "# On call\n"),
            ("drafts/c.md", COMPLETE),
            ("postmortems/graph.png", "no document"),
        ],
    );
    let ran = repository.pmdoc(&["check", "--list-files"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (
            0,
            "guide        guides/on-call.md\n\
             incident     postmortems/a.md\n\
             drill        postmortems/b.md\n\
             template     postmortems/template.md\n"
        ),
        "{}",
        ran.stderr
    );
    let one = repository.pmdoc(&["check", "--list-files", "postmortems/b.md"]);
    assert_eq!(one.stdout, "drill        postmortems/b.md\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever stands in `book.toml`, a check ends with one of its exit codes and never with a panic.
    #[test]
    fn no_settings_break_a_check(
        key in "(paths|severities|statuses|kinds|preset|required-sections|required-fields|rules|owners|trackers|x)",
        value in "('[a-z*{\\[(]{0,6}'|\\[\\]|\\['[A-Z0-9a-z*]{0,5}'\\]|\\{ [a-z-]{1,8} = 'off' \\}|[0-9]{1,3}|\\[\\[)",
        table in "(\\[\\[output.pmdoc.override\\]\\]|\\[output.pmdoc.override\\]|)",
    ) {
        let ran = repository(&format!("{table}\n{key} = {value}\n"), &[("postmortems/a.md", COMPLETE)]).pmdoc(&["check"]);
        prop_assert!((0..=2).contains(&ran.code), "{}", ran.stderr);
        prop_assert!(ran.code != 2 || ran.stderr.contains("book.toml:"), "{}", ran.stderr);
    }
}
