//! What `check --fix` and `--diff` do to files, and when they refuse to.

use std::fs;
use std::path::Path;

use super::support::{COMPLETE, Repository};

const KOREAN: &str = "---\ntitle: 결제: 승인 지연\ndate: 2026. 3. 4. # 수요일\nstauts: 확정\nauthors: @minseo\n---\n\n## 요약\n결제 승인 요청의 7.8%가 41분 동안 실패했다.\n\n## 재발 방지 대책\n- [x] 풀 상한 조정 (담당: @minseo)\n";

#[test]
fn what_can_be_mended_is_mended_and_the_rest_is_reported() {
    let repository = Repository::with(&[("postmortems/a.md", KOREAN), ("postmortems/b.md", COMPLETE)]);
    let checked = repository.pmdoc(&["check"]);
    assert!(checked.stdout.ends_with("; 6 can be fixed with --fix\n"), "{}", checked.stdout);
    let json: serde_json::Value =
        serde_json::from_str(&repository.pmdoc(&["check", "--format", "json"]).stdout).expect("JSON");
    assert_eq!((&json["summary"]["fixable"], &json["summary"]["fixed"]), (&6.into(), &0.into()));

    let diff = repository.pmdoc(&["check", "--diff"]);
    assert_eq!((diff.code, repository.read("postmortems/a.md").as_str()), (1, KOREAN), "only shown");
    assert!(diff.stdout.starts_with("--- postmortems/a.md\n+++ postmortems/a.md\n@@ "), "{}", diff.stdout);

    let fixed = repository.pmdoc(&["check", "--fix", "--format", "concise"]);
    let expected = "\
postmortems/a.md:11:1: error[empty-section] 아직 내용이 없는 부분: 근본 원인
postmortems/a.md:18:1: error[empty-section] 아직 내용이 없는 부분: 교훈
";
    assert_eq!((fixed.code, fixed.stdout.as_str()), (1, expected), "{}", fixed.stderr);
    let note = "note: fixed postmortems/a.md: invalid-front-matter (2), missing-section (2), nonstandard-value (2), unknown-key";
    assert!(fixed.stderr.contains(note), "{}", fixed.stderr);
    let text = repository.read("postmortems/a.md");
    let front = "---\ntitle: \"결제: 승인 지연\"\ndate: 2026-03-04 # 수요일\nstatus: final\nauthors: \"@minseo\"\n---\n\n## 요약\n";
    assert!(text.starts_with(front), "{text}");
    let at = |heading: &str| text.find(heading).unwrap_or_else(|| panic!("{heading} in {text}"));
    assert!(
        at("## 요약") < at("## 근본 원인")
            && at("## 근본 원인") < at("## 재발 방지")
            && at("## 재발 방지") < at("## 교훈")
    );
    assert_eq!(repository.read("postmortems/b.md"), COMPLETE);

    assert_eq!(repository.pmdoc(&["check", "--diff"]).code, 0, "nothing is left to mend");
    repository.pmdoc(&["check", "--fix"]);
    assert_eq!(repository.read("postmortems/a.md"), text, "the second time changes nothing");
}

#[test]
fn headings_are_in_the_language_of_the_document() {
    let documents = [
        ("ja", "# 2026-03-04 決済の遅延\n\n## 概要\n決済の承認が41分の間遅れた。\n", "\n## 根本原因\n\n<!-- そもそも"),
        (
            "zh",
            "# 2026-03-04 支付延迟\n\n## 摘要\n支付服务超时，无法下单，影响用户四十一分钟。\n",
            "\n## 行动项\n\n<!-- 要做什么",
        ),
        (
            "tw",
            "# 2026-03-04 支付延遲\n\n## 摘要\n支付服務逾時，無法下單，影響這個時間的用戶。\n",
            "\n## 經驗教訓\n\n<!-- 下一位",
        ),
        (
            "de",
            "# 2026-03-04 Zahlung langsam\n\n### Zusammenfassung\nDie Zahlung war langsam und der Dienst wurde nicht erreicht.\n",
            "\n### ",
        ),
    ];
    for (name, text, expected) in documents {
        let path = format!("postmortems/{name}.md");
        let repository = Repository::with(&[(path.as_str(), text)]);
        assert_eq!(repository.pmdoc(&["check", "--fix"]).code, 1);
        let fixed = repository.read(&path);
        assert!(fixed.starts_with(text) && fixed[text.len()..].contains(expected), "{fixed}");
    }
}

#[test]
fn only_what_is_reported_is_mended() {
    let repository = Repository::with(&[
        ("postmortems/a.md", KOREAN),
        ("postmortems/b.md", KOREAN),
        ("book.toml", "[book]\nsrc = \".\"\n"),
    ]);
    repository.pmdoc(&["check", "--fix", "postmortems/b.md"]);
    assert_eq!(repository.read("postmortems/a.md"), KOREAN);
    assert_ne!(repository.read("postmortems/b.md"), KOREAN);
}

#[test]
fn a_rule_that_is_off_mends_nothing() {
    let book = "[book]\nsrc = \".\"\n[output.pmdoc.rules]\nmissing-section = \"off\"\nnonstandard-value = \"off\"\n";
    let repository = Repository::with(&[("postmortems/a.md", KOREAN), ("book.toml", book)]);
    repository.pmdoc(&["check", "--fix"]);
    let text = repository.read("postmortems/a.md");
    assert!(
        text.contains("date: 2026. 3. 4. # 수요일\nstatus: 확정\nauthors: \"@minseo\"") && !text.contains("교훈"),
        "{text}"
    );
}

#[test]
fn states_that_are_not_on_disk_are_refused() {
    let repository = Repository::with(&[("postmortems/a.md", KOREAN)]);
    for (arguments, words) in [
        (vec!["check", "--fix", "--staged"], "--fix works on the files on disk, not on what is staged"),
        (vec!["check", "--diff", "--rev", "HEAD"], "--diff works on the files on disk, not on a commit"),
    ] {
        let ran = repository.pmdoc(&arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
    assert_eq!(repository.read("postmortems/a.md"), KOREAN);
}

#[test]
fn line_ends_marks_and_the_end_of_the_file_are_kept() {
    let text = format!("\u{feff}{}", KOREAN.trim_end().replace('\n', "\r\n"));
    let repository = Repository::with(&[("postmortems/a.md", &text)]);
    repository.pmdoc(&["check", "--fix"]);
    let fixed = repository.read("postmortems/a.md");
    assert!(fixed.starts_with("\u{feff}---\r\n") && fixed.contains("## 교훈\r\n\r\n<!--") && fixed.ends_with("-->"));
    assert!(!fixed.replace("\r\n", "").contains('\n'), "{fixed:?}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{KOREAN, Path, Repository, fs};

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn permissions_are_kept_and_nothing_is_left_beside() {
        let repository = Repository::with(&[("postmortems/a.md", KOREAN)]);
        let path = repository.path("postmortems/a.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        // What a killed run left there, as a trap: it leads out of the repository.
        let outside = tempfile::NamedTempFile::new().expect("a file");
        symlink(outside.path(), repository.path("postmortems/.a.md.pmdoc-new")).expect("a link");
        assert_eq!(repository.pmdoc(&["check", "--fix"]).code, 1);
        assert_ne!(repository.read("postmortems/a.md"), KOREAN);
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert_eq!(names(&repository.path("postmortems")), ["a.md"]);
        assert_eq!(fs::read(outside.path()).expect("a file"), b"");
    }

    #[test]
    fn a_read_only_file_is_left_alone_and_the_others_are_mended() {
        let repository = Repository::with(&[("postmortems/a.md", KOREAN), ("postmortems/b.md", KOREAN)]);
        fs::set_permissions(repository.path("postmortems/a.md"), fs::Permissions::from_mode(0o444))
            .expect("permissions");
        let ran = repository.pmdoc(&["check", "--fix"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("a.md is read-only; it was left as it is"), "{}", ran.stderr);
        assert_eq!(repository.read("postmortems/a.md"), KOREAN);
        assert_ne!(repository.read("postmortems/b.md"), KOREAN);
    }

    #[test]
    fn a_link_is_not_followed() {
        let repository = Repository::with(&[("elsewhere/a.md", KOREAN), ("postmortems/b.md", KOREAN)]);
        symlink(repository.path("elsewhere/a.md"), repository.path("postmortems/a.md")).expect("a link");
        repository.pmdoc(&["check", "--fix", "postmortems"]);
        assert_eq!(repository.read("elsewhere/a.md"), KOREAN);
        assert!(repository.path("postmortems/a.md").is_symlink());
    }
}

#[test]
fn a_cause_that_nobody_registered_gets_a_page() {
    let cause = "---\nid: retry-storm\ntitle: Retry storm\n---\n";
    let text = "---\ntitle: 결제 승인 지연\ndate: 2026-03-04\nroot_causes: [배치 창 초과]\n---\n## 요약\n결제 승인이 41분 동안 늦었다.\n";
    let repository = Repository::with(&[
        ("book.toml", "[book]\nsrc = \"docs\"\n"),
        ("docs/causes/retry-storm.md", cause),
        ("docs/postmortems/a.md", text),
        ("docs/postmortems/b.md", text),
    ]);
    let diff = repository.pmdoc(&["check", "--diff"]);
    assert!(diff.stdout.contains("--- /dev/null\n+++ docs/causes/배치-창-초과.md\n"), "{}", diff.stdout);
    assert!(!repository.path("docs/causes/배치-창-초과.md").exists());
    let fixed = repository.pmdoc(&["check", "--fix", "--format", "concise"]);
    assert!(fixed.stderr.contains("note: wrote docs/causes/배치-창-초과.md\n"), "{}", fixed.stderr);
    assert!(!fixed.stdout.contains("unregistered-cause"), "{}", fixed.stdout);
    let page = repository.read("docs/causes/배치-창-초과.md");
    assert!(
        page.starts_with("---\nid: 배치-창-초과\ntitle: 배치 창 초과\nkind: root-cause\n---\n\n## 정의\n\n<!--"),
        "{page}"
    );
}

#[test]
fn what_is_ignored_or_kept_quiet_is_not_mended() {
    let ignored = "---\ntitle: x\ndate: 2026/3/4\n---\n<!-- pmdoc-ignore-file nonstandard-value: our tool wants it so -->\n\n## Summary\nIt was slow.\n";
    let repository = Repository::with(&[("postmortems/a.md", ignored), ("postmortems/b.md", KOREAN)]);
    repository.pmdoc(&["check", "--write-baseline"]);
    assert_eq!(repository.pmdoc(&["check", "--diff"]).stdout, "", "all of it is in the baseline");
    fs::remove_file(repository.path("pmdoc-baseline.toml")).expect("removed");
    repository.pmdoc(&["check", "--fix"]);
    let text = repository.read("postmortems/a.md");
    assert!(text.contains("date: 2026/3/4\n") && text.contains("## Root cause\n"), "{text}");
    assert!(repository.read("postmortems/b.md").contains("date: 2026-03-04"));
}
