//! `pmdoc actions`, `causes` and `stats` as a person and as a program read them.

#![allow(clippy::disallowed_methods, reason = "tests run the program")]

mod support;

use std::process::Command;

use serde_json::Value;
use support::{Repository, pmdoc};
use unicode_width::UnicodeWidthStr;

const BOOK: &str = "[book]\nsrc = 'docs'\nlanguage = 'en'\n[output.pmdoc]\ntimezone = 'Asia/Seoul'\n";

/// Two incidents of one cause, the second in Korean, with a formula, a log command and an escape among the actions.
fn repository() -> Repository {
    let first = "---\nid: PM-2020-001\ntitle: Checkout was slow\ndate: 2020-01-10\nroot_causes: [retry storm]\n\
                 services: [checkout]\nteams: [payments]\n---\n## Action items\n\
                 | Action | Type | Owner | Due | Status |\n|---|---|---|---|---|\n\
                 | =HYPERLINK(\"http://x\") ##[stop-commands]x \u{1b}[31m | prevent | @minseo, @jiho | 2020-02-01 | open |\n\
                 | Alert, soon | detect | -cmd | 2020-02-01 | done |\n";
    let second = "---\nid: PM-2020-002\ntitle: 결제 승인이 여러 번 다시 시도되어 배차가 늦어짐\ndate: 2020-03-10\n\
                  root_causes: [재시도 폭주]\n---\n## 재발 방지 대책\n\
                  - [ ] 공통 클라이언트에 재시도 예산을 두고, 시간 제한을 두 배로 늘린 설정을 되돌린다 (담당: @rafael)\n";
    Repository::with(&[
        ("book.toml", BOOK),
        ("docs/postmortems/PM-2020-001.md", first),
        ("docs/postmortems/PM-2020-002.md", second),
        (
            "docs/causes/retry-storm.md",
            "---\nid: retry-storm\ntitle: {en: Retry storm, ko: 재시도 폭주}\nowner: \"@t\"\n---\n",
        ),
    ])
}

fn json(repository: &Repository, arguments: &[&str]) -> Value {
    let ran = repository.pmdoc(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

#[test]
fn something_overdue_fails_only_where_it_was_asked_for() {
    let repository = repository();
    assert_eq!(repository.pmdoc(&["actions"]).code, 0);
    let ran = repository.pmdoc(&["actions", "--overdue"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("1 action overdue · 1 open · 1 done"), "{}", ran.stdout);
    assert_eq!(repository.pmdoc(&["actions", "--overdue", "--owner", "rafael"]).code, 0);
    assert_eq!(repository.pmdoc(&["actions", "--overdue", "--cause", "재시도 폭주", "--owner", "Jiho"]).code, 1);
    let unknown = repository.pmdoc(&["actions", "--cause", "retry-strom"]);
    assert_eq!((unknown.code, unknown.stderr.contains("did you mean `retry-storm`?")), (2, true), "{}", unknown.stderr);
}

#[test]
fn no_cell_is_a_command_to_a_spreadsheet_a_terminal_or_a_ci_log() {
    let repository = repository();
    for format in ["table", "json", "csv", "markdown"] {
        let out = repository.pmdoc(&["actions", "--state", "all", "--format", format]).stdout;
        assert!(!out.contains('\u{1b}') && !out.contains("##[stop"), "{format}: {out}");
    }
    let csv = repository.pmdoc(&["actions", "--state", "all", "--format", "csv"]).stdout;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("state,days_overdue,owners,text,"), "{csv}");
    assert!(lines[1].contains("\"'@minseo, @jiho\",\"'=HYPERLINK(\"\"http://x\"\")"), "{csv}");
    assert!(csv.contains(",'-cmd,\"Alert, soon\","), "{csv}");
    let markdown = repository.pmdoc(&["actions", "--format", "markdown"]).stdout;
    assert!(markdown.contains("| `@minseo`"), "a name in code calls nobody: {markdown}");
}

#[test]
fn every_format_tells_the_same_actions() {
    let repository = repository();
    let told = json(&repository, &["actions"]);
    let actions = told["actions"].as_array().expect("a list");
    assert_eq!((told["version"].as_i64(), actions.len()), (Some(1), 2));
    let first = &actions[0];
    assert_eq!(first["state"], "overdue");
    assert_eq!(first["owners"], serde_json::json!(["@minseo", "@jiho"]));
    assert_eq!(
        (&first["due"], &first["since"], &first["closed"]),
        (&"2020-02-01".into(), &"2020-01-10".into(), &Value::Null)
    );
    assert_eq!((&first["path"], first["line"].as_i64()), (&"docs/postmortems/PM-2020-001.md".into(), Some(12)));
    assert_eq!(first["standing"], Value::Null, "what is for people is not in there");
    let csv = repository.pmdoc(&["actions", "--format", "csv"]).stdout;
    assert_eq!(csv.matches("\r\n").count(), 1 + actions.len());
    let sums = json(&repository, &["actions", "--by", "owner"]);
    let of: Vec<&str> = sums["sums"].as_array().expect("a list").iter().filter_map(|sum| sum["of"].as_str()).collect();
    assert_eq!(of, ["@jiho", "@minseo", "@rafael", "-cmd"]);
    let by_state = json(&repository, &["actions", "--by", "state", "--lang", "ko"]);
    assert_eq!(by_state["sums"][0]["of"], "overdue", "words for programs are in no language");
}

#[test]
fn one_cause_is_found_by_any_name_and_tells_what_was_promised() {
    let repository = repository();
    let told = json(&repository, &["causes", "リトライストーム"]);
    let occurrences = told["occurrences"].as_array().expect("a list");
    assert_eq!(occurrences.len(), 2);
    assert_eq!((occurrences[1]["days_since"].as_i64(), &occurrences[1]["verdict"]), (Some(60), &"unfixed".into()));
    assert_eq!(told["promises"].as_array().expect("a list").len(), 2, "the detecting one is none");
    let shown = repository.pmdoc(&["causes", "retry-storm", "--lang", "ko"]).stdout;
    assert!(shown.starts_with("재시도 폭주 (retry-storm) · 근본 원인 · 담당 @t\n2번, 마지막 2020-03-10"), "{shown}");
}

#[test]
fn figures_are_told_in_sentences_first_and_whole_to_programs() {
    let repository = repository();
    let ran = repository.pmdoc(&["stats"]);
    assert!(
        ran.stdout.starts_with("0 causes came back this quarter · 1 action overdue · no incident says when"),
        "{}",
        ran.stdout
    );
    let told = json(&repository, &["stats", "--since", "2020-02"]);
    assert_eq!(told["incidents"].as_array().expect("a list").len(), 1);
    assert_eq!(told["figures"][1]["unknown"].as_i64(), Some(1));
    assert_eq!(told["figures"][1]["median"], Value::Null);
    let csv = repository.pmdoc(&["stats", "--format", "csv"]).stdout;
    assert!(csv.starts_with("table,row,column,value\r\n") && csv.contains("\r\nrecurrence,2,count,1\r\n"), "{csv}");
    assert_eq!(repository.pmdoc(&["stats", "--since", "soon"]).code, 2);
}

/// What pmdoc says of the demo knowledge base in a terminal of this width.
fn narrow(width: usize, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pmdoc"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("COLUMNS", width.to_string())
        .output()
        .expect("pmdoc runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn korean_tables_stay_inside_the_terminal_and_their_columns_line_up() {
    for (width, arguments) in [
        (80, vec!["actions", "--lang", "ko"]),
        (80, vec!["causes", "--lang", "ko"]),
        (80, vec!["causes", "connection-pool-exhaustion", "--lang", "ko"]),
        (80, vec!["stats", "--lang", "en"]),
        (60, vec!["actions", "--lang", "ko", "--state", "all"]),
    ] {
        let shown = narrow(width, &arguments);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines.len() > 8, "{shown}");
        assert!(lines.iter().all(|line| line.width() <= width), "{shown}");
        let rule = lines.iter().position(|line| line.starts_with("--")).expect("a rule below the heading");
        let second = lines[rule].find("  ").expect("a second column") + 2;
        for line in lines[rule + 1..].iter().take_while(|line| !line.is_empty()) {
            let begins = |at: usize| {
                let mut before = 0;
                line.chars().find(|c| {
                    let here = before == at;
                    before += c.to_string().width();
                    here
                })
            };
            assert!(begins(second - 1).is_none_or(char::is_whitespace), "a gap before the second column: {line}");
        }
    }
}

#[test]
fn the_demo_tells_of_what_came_back() {
    let told: Value = serde_json::from_str(&pmdoc(&["causes", "--format", "json"]).stdout).expect("JSON");
    let causes = told["causes"].as_array().expect("a list");
    let pool = causes.iter().find(|cause| cause["id"] == "connection-pool-exhaustion").expect("the cause");
    assert_eq!((pool["occurrences"].as_i64(), &pool["parent"]), (Some(5), &"unmonitored-limit".into()));
    let limit = causes.iter().find(|cause| cause["id"] == "unmonitored-limit").expect("the cause");
    assert_eq!((limit["occurrences"].as_i64(), limit["occurrences_with_cases"].as_i64()), (Some(2), Some(7)));
}
