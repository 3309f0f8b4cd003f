//! `pmdoc new`: named as the repository names its postmortems, with nothing wrong in it but what its writer must fill in.

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::Repository;

const DAY: [&str; 2] = ["--date", "2026-03-04"];

fn new(repository: &Repository, arguments: &[&str]) -> String {
    let ran = repository.pmdoc(&[&["new"], arguments, &DAY].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let first = ran.stdout.lines().next().expect("a line");
    first.rsplit([' ', '：']).next().expect("a path").to_owned()
}

/// The rules and levels of what `check` says.
fn said(repository: &Repository) -> BTreeSet<(String, String)> {
    let ran = repository.pmdoc(&["check", "--format", "json"]);
    let json: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    let text = |item: &Value, key: &str| item[key].as_str().expect("a text").to_owned();
    let items = json["diagnostics"].as_array().expect("a list").iter();
    items.map(|item| (text(item, "rule"), text(item, "level"))).collect()
}

/// A document in which everything that a writer must fill in is filled in.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut in_comment = false;
    for line in text.lines() {
        in_comment |= line.starts_with("<!--");
        if in_comment {
            in_comment = !line.ends_with("-->");
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if line.starts_with("|---") {
            out.push_str("| 대기열 상한을 둔다 | @minseo | 2099-04-01 | prevent | open |\n");
        } else if line.starts_with("## ") {
            // Each section says something of its own.
            let minutes = 41 + out.len();
            out.push_str(&format!("\n결제 승인 요청이 {minutes}분 동안 실패했다. 대기열에 상한이 없었다.\n"));
        }
    }
    out.replace(['{', '}'], "")
}

#[test]
fn a_new_one_lacks_only_what_is_to_be_written_and_is_clean_when_it_is() {
    let presets = ["default", "sre-book", "light", "five-whys"];
    for (language, preset) in ["en", "ko", "ja", "zh", "zh-TW", "de"].iter().flat_map(|l| presets.map(|p| (l, p))) {
        let book = format!("[book]\nsrc = \".\"\nlanguage = \"{language}\"\n[output.pmdoc]\npreset = \"{preset}\"\n");
        let repository = Repository::with(&[("book.toml", &book)]);
        let arguments = ["결제: 승인 지연", "--author", "@minseo", "--severity", "SEV2"];
        let path = new(&repository, &arguments);
        assert_eq!(path, "postmortems/2026/PM-2026-001-결제-승인-지연.md");
        let told = said(&repository);
        let allowed = ["empty-section", "placeholder-text"];
        assert!(!told.is_empty(), "{language} {preset}: something is still to be written");
        let is_allowed = |(rule, level): &(String, String)| allowed.contains(&rule.as_str()) && level == "note";
        assert!(told.iter().all(is_allowed), "{language} {preset}: {told:?}\n{}", repository.read(&path));
        let inspected = repository.pmdoc(&["inspect"]).stdout;
        let tag = if *language == "zh" {
            "zh-Hans"
        } else if *language == "zh-TW" {
            "zh-Hant"
        } else {
            language
        };
        assert!(inspected.contains(&format!("\"language\":\"{tag}\"")), "{language}: {inspected}");

        let text = filled(&repository.read(&path)).replace("status: draft", "status: final");
        let text = text.replace("review_date:", "review_date: 2099-05-01");
        repository.write(&path, text.as_bytes());
        assert_eq!(said(&repository), BTreeSet::new(), "{language} {preset}\n{text}");
    }
}

#[test]
fn names_go_on_as_the_repository_began() {
    let text = "---\ntitle: x\ndate: 2026-01-02\n---\n## Summary\nIt was slow.\n";
    let cases = [
        (
            vec!["postmortems/2026/PM-2026-009-a.md", "postmortems/2025/PM-2025-031-b.md"],
            "postmortems/2026/PM-2026-010-결제-지연.md",
        ),
        (vec!["postmortems/2026-01-02-a.md"], "postmortems/2026-03-04-결제-지연.md"),
        (vec!["docs/incidents/2026/01/2026_01_02_redis_down.md"], "docs/incidents/2026/03/2026_03_04_결제_지연.md"),
        (vec!["incidents/INC-41.md", "incidents/INC-7.md"], "incidents/INC-42.md"),
        (vec!["postmortems/2026-01-02-outage/index.md"], "postmortems/2026-03-04-결제-지연/index.md"),
        (vec!["postmortems/redis-down.markdown"], "postmortems/결제-지연.markdown"),
    ];
    for (files, expected) in cases {
        let repository = Repository::with(&files.iter().map(|path| (*path, text)).collect::<Vec<_>>());
        assert_eq!(new(&repository, &["결제 지연"]), expected);
        assert!(repository.read(expected).starts_with("---\ntitle: 결제 지연\nid: "), "{}", repository.read(expected));
    }
}

#[test]
fn nothing_is_overwritten() {
    let text = "---\ntitle: x\ndate: 2026-01-02\n---\n## Summary\nIt was slow.\n";
    let repository = Repository::with(&[("postmortems/2026-01-02-a.md", text)]);
    let path = new(&repository, &["결제 지연"]);
    repository.write(&path, b"written in the meantime");
    let again = repository.pmdoc(&["new", "결제 지연", "--date", "2026-03-04"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already; it was left as it is"), "{}", again.stderr);
    assert_eq!(repository.read(&path), "written in the meantime");
}

#[test]
fn severities_kinds_and_overrides_decide_what_is_asked() {
    let book = "[book]\nsrc = \".\"\n[output.pmdoc]\nseverities = [\"높음\", \"낮음\"]\n[[output.pmdoc.override]]\nseverities = [\"낮음\"]\npreset = \"light\"\n[[output.pmdoc.override]]\nkinds = [\"drill\"]\nrequired-sections = [\"summary\", \"checklist\"]\n";
    let repository = Repository::with(&[("book.toml", book)]);
    let headings = |arguments: &[&str]| -> Vec<String> {
        let ran = repository.pmdoc(&[&["new", "x", "--stdout", "--lang", "ko"], arguments].concat());
        ran.stdout.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect()
    };
    assert_eq!(headings(&["--severity", "낮음"]), ["요약", "근본 원인"]);
    assert_eq!(headings(&["--kind", "drill"]), ["요약", "체크리스트"]);
    assert_eq!(headings(&["--severity", "높음"]).len(), 6);
    let wrong = repository.pmdoc(&["new", "x", "--severity", "무한"]);
    assert_eq!((wrong.code, wrong.stderr.as_str()), (2, "error: --severity 무한: one of 높음, 낮음\n"));
    assert_eq!(repository.pmdoc(&["new", "x", "--kind", "guide"]).code, 2);
    assert_eq!(repository.pmdoc(&["new", " "]).code, 2);
}

#[test]
fn a_template_of_the_repository_is_filled_in() {
    let template = "---\ntitle: \"\"\nid:\n날짜: YYYY-MM-DD\nstatus: 초안 # 초안, 검토 중, 확정\nseverity: # 높음, 낮음\nservices: []\n---\n\n# 장애 보고서: {제목}\n\n작성: {{author}}\n\n## 요약\n\n무슨 일이 있었는지 두세 문장으로 적어 주세요.\n\n## 근본 원인\n\n왜 일어날 수 있었는지 적어 주세요. 사람을 탓하지 않습니다.\n\n## 조치 항목\n\n## 교훈\n";
    let runbook = "# Runbook template\n\n## Steps\n";
    let repository =
        Repository::with(&[("postmortems/template.md", template), ("postmortems/a-runbook-template.md", runbook)]);
    let path = new(&repository, &["결제: 지연", "--author", "@sora", "--severity", "높음", "--lang", "ko"]);
    let text = repository.read(&path);
    let expected = template
        .replace("title: \"\"", "title: \"결제: 지연\"")
        .replace("id:\n", "id: PM-2026-001\n")
        .replace("YYYY-MM-DD", "2026-03-04")
        .replace("severity: #", "severity: 높음 #")
        .replace("services: []\n", "services: []\nauthors: [\"@sora\"]\n")
        .replace("{제목}", "결제: 지연")
        .replace("{{author}}", "@sora");
    assert_eq!(text, expected);
    let told = said(&repository);
    let is_still_to_write = |rule: &str| ["empty-section", "unfilled-template"].contains(&rule);
    assert!(told.iter().all(|(rule, level)| is_still_to_write(rule) && level == "note"), "{told:?}");
}

#[test]
fn the_author_is_who_commits_here() {
    let repository = Repository::with(&[
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".git/config", "[core]\n\trepositoryformatversion = 0\n[user]\n\tname = 김소라\n"),
        (".git/objects/x", ""),
        (".git/refs/x", ""),
    ]);
    let ran = repository.pmdoc(&["new", "x", "--stdout"]);
    assert!(ran.stdout.contains("authors: [김소라]\n"), "{} {}", ran.stdout, ran.stderr);
}

#[test]
fn a_title_cannot_lead_out_of_the_folder_or_break_the_front_matter() {
    let repository = Repository::with(&[]);
    let path = new(&repository, &["../../etc: \"x\"\n---\n# y"]);
    assert_eq!(path, "postmortems/2026/PM-2026-001-etc-x--y.md");
    let told = said(&repository);
    assert!(told.iter().all(|(rule, _)| rule == "empty-section"), "{told:?}");
}
