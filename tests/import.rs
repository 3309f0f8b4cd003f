//! `pmdoc import`: proposes front matter, never touches the body, and does nothing the second time.

mod support;

use serde_json::Value;
use support::{Repository, shared};

const KOREAN: &str = "# PM-2026-004: 결제 승인 지연\n\n| 항목 | 값 |\n|---|---|\n| 발생일 | 2026-03-04 |\n| 심각도 | SEV2 |\n| 상태 | 종결 |\n| 시작 시각 | 2026-03-04 20:02 KST |\n| 서비스 | checkout, payments |\n| 담당 | @minseo |\n\n## 요약\n결제 승인 요청의 7.8%가 41분 동안 실패했다.\n";

#[test]
fn what_a_document_says_becomes_front_matter() {
    let repository = Repository::with(&[("postmortems/결제.md", KOREAN)]);
    let shown = repository.pmdoc(&["import", "postmortems"]);
    let expected = "\
--- postmortems/결제.md
+++ postmortems/결제.md
@@ -1,3 +1,14 @@
+---
+title: \"PM-2026-004: 결제 승인 지연\"
+id: PM-2026-004
+date: 2026-03-04
+status: closed
+severity: SEV2
+started: 2026-03-04T20:02:00+09:00
+owner: \"@minseo\"
+services: [checkout, payments]
+---
+
 # PM-2026-004: 결제 승인 지연
 
 | 항목 | 값 |

1 document could have front matter; `--write` writes it
";
    assert_eq!((shown.code, shown.stdout.as_str()), (0, expected), "{}", shown.stderr);
    assert_eq!(repository.read("postmortems/결제.md"), KOREAN, "nothing is written without --write");

    assert_eq!(repository.pmdoc(&["import", "--write", "postmortems"]).code, 0);
    let written = repository.read("postmortems/결제.md");
    assert!(written.ends_with(KOREAN) && written.starts_with("---\ntitle:"), "{written}");
    let again = repository.pmdoc(&["import", "--write", "postmortems"]);
    assert_eq!(again.stdout, "nothing to import: every postmortem here has front matter\n");
    assert_eq!(repository.read("postmortems/결제.md"), written, "the second time changes nothing");
}

#[test]
fn line_ends_marks_and_broken_blocks_are_respected() {
    let broken = "---\ntitle: a: b\n---\n# 2026-03-04 Outage\n";
    let repository = Repository::with(&[
        ("postmortems/crlf.md", "# 2026-03-04 Outage\r\n\r\nText.\r\n"),
        ("postmortems/bom.md", "\u{feff}# 2026-03-04 Outage\n"),
        ("postmortems/broken.md", broken),
        ("postmortems/README.md", "# Postmortems\n"),
    ]);
    assert_eq!(repository.pmdoc(&["import", "--write", "postmortems"]).code, 0);
    let crlf = repository.read("postmortems/crlf.md");
    assert!(crlf.starts_with("---\r\n") && !crlf.replace("\r\n", "").contains('\n'), "{crlf:?}");
    assert!(repository.read("postmortems/bom.md").starts_with("\u{feff}---\ntitle:"));
    assert_eq!(repository.read("postmortems/broken.md"), broken, "what is there is mended by its author");
    assert_eq!(repository.read("postmortems/README.md"), "# Postmortems\n");
}

/// What `inspect` says of the facts that front matter can hold.
fn facts(line: &str) -> Value {
    let document: Value = serde_json::from_str(line).expect("JSON");
    serde_json::json!([
        document["title"],
        document["id"],
        document["date"],
        document["status"],
        document["severity"],
        document["severity_rank"],
        document["kind"],
        document["fields"]["services"],
        document["fields"]["authors"],
        document["root_causes"],
        document["actions"].as_array().map(Vec::len),
        document["timeline"].as_array().map(Vec::len),
        document["sections"].as_array().map(Vec::len),
        document["problems"],
    ])
}

#[test]
fn importing_real_documents_changes_no_fact() {
    let Some(folder) = shared("corpus/docs") else {
        let repository = Repository::with(&[("postmortems/a.md", KOREAN)]);
        let before = facts(&repository.pmdoc(&["inspect", "postmortems"]).stdout);
        repository.pmdoc(&["import", "--write", "postmortems"]);
        assert_eq!(before, facts(&repository.pmdoc(&["inspect", "postmortems"]).stdout));
        return;
    };
    let repository = Repository::with(&[]);
    let mut files = vec![folder.clone()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
        } else {
            let below = path.strip_prefix(&folder).expect("below").to_str().expect("UTF-8").to_owned();
            repository.write(&format!("d/{below}"), &std::fs::read(&path).expect("a file"));
        }
    }
    let before = repository.pmdoc(&["inspect", "d"]).stdout;
    let ran = repository.pmdoc(&["import", "--write", "d"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("wrote front matter into 2"), "{}", ran.stdout.lines().last().unwrap_or_default());
    let after = repository.pmdoc(&["inspect", "d"]).stdout;
    let changed: Vec<(Value, Value)> =
        before.lines().zip(after.lines()).map(|(a, b)| (facts(a), facts(b))).filter(|(a, b)| a != b).collect();
    assert!(changed.is_empty(), "{} changed: {:#?}", changed.len(), changed.first());
}
