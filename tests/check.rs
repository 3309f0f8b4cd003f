//! `pmdoc check` as its users run it: exit codes, streams, formats, messages, and what it does with bad input.

mod support;

use support::{COMPLETE, Repository, pmdoc};

#[test]
fn a_complete_postmortem_is_clean() {
    let ran = Repository::with(&[("postmortems/a.md", COMPLETE)]).pmdoc(&["check"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "checked 1 document: nothing to mend\n"), "{}", ran.stderr);
    assert_eq!(ran.stderr, "note: no book.toml: reading postmortems\n");
}

/// However a file is named from where its writer stands, it is that file.
#[test]
fn a_file_is_found_by_any_path_that_leads_to_it() {
    let repository = Repository::with(&[("a.md", COMPLETE), ("결제/b.md", COMPLETE)]);
    let whole = repository.path("a.md");
    let ways: [&[&str]; 6] = [
        &["a.md"],
        &["./a.md"],
        &["결제/b.md"],
        &["a.md", "결제/b.md"],
        &["결제/b.md", "./a.md"],
        &[whole.to_str().expect("UTF-8")],
    ];
    for paths in ways {
        let ran = repository.pmdoc(&[&["check"], paths].concat());
        let documents = if paths.len() > 1 { "2 documents" } else { "1 document" };
        assert_eq!(ran.stdout, format!("checked {documents}: nothing to mend\n"), "{paths:?}: {}", ran.stderr);
    }
}

#[test]
fn carets_stand_under_hangul() {
    let text = "---\ntitle: 결제 지연\ndate: 2026-03-04\n---\n## 요약\n결제 승인 요청의 7.8%가 41분 동안 실패했다.\n\n## 근본 원인\n풀 상한이 너무 낮았다.\n\n## 교훈\n부하 시험에 상한을 넣는다.\n\n## 조치 항목\n- [ ] 대기열 상한 설정 (기한: 2099-04-01)\n";
    let ran = Repository::with(&[("postmortems/결제.md", text)]).pmdoc(&["check", "--fail-on", "warning"]);
    let expected = "\
경고[unowned-action]: 담당자가 없는 조치: 대기열 상한 설정
  --> postmortems/결제.md:15:7
   |
15 | - [ ] 대기열 상한 설정 (기한: 2099-04-01)
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 담당자 없음
   |
   = 도움말: 담당자나 팀을 하나 정하세요. 예: 끝에 `(담당: @이름)`, 또는 담당 열

문서 1개 검사: 오류 0개, 경고 1개, 참고 0개
";
    assert_eq!((ran.code, ran.stdout.as_str()), (1, expected), "{}", ran.stderr);
}

#[test]
fn the_exit_code_follows_the_level() {
    let repository = Repository::with(&[(
        "postmortems/a.md",
        &COMPLETE.replace("Owner: @amelia, Due: 2026-04-01", "Due: 2099-04-01").replace("[x]", "[ ]"),
    )]);
    assert_eq!(repository.pmdoc(&["check"]).code, 0, "a warning does not fail by default");
    assert_eq!(repository.pmdoc(&["check", "--fail-on", "warning"]).code, 1);
    assert_eq!(repository.pmdoc(&["check", "--fail-on", "never"]).code, 0);
    repository.write("book.toml", b"[book]\nsrc = '.'\n[output.pmdoc.rules]\nunowned-action = 'error'\n");
    assert_eq!(repository.pmdoc(&["check"]).code, 1, "book.toml raised the level");
    repository.write("book.toml", b"[book]\nsrc = '.'\n[output.pmdoc.rules]\nunowned-action = 'off'\n");
    assert_eq!(repository.pmdoc(&["check", "--fail-on", "note"]).code, 0);
}

#[test]
fn it_fails_on_the_level_that_is_asked_for_and_those_above() {
    let files = |book: &str| {
        [
            ("book.toml", book.to_owned()),
            (
                "postmortems/a.md",
                COMPLETE.replace("[x] Bound the queue (Owner: @amelia, Due: 2026-04-01)", "[ ] Bound the queue"),
            ),
        ]
    };
    for (level, fails) in [("note", [1, 0, 0, 0]), ("warning", [1, 1, 0, 0]), ("error", [1, 1, 1, 0])] {
        let book = format!("[book]\nsrc = '.'\n[output.pmdoc.rules]\nunowned-action = '{level}'\n");
        let files = files(&book);
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let repository = Repository::with(&files);
        for (fail_on, code) in ["note", "warning", "error", "never"].iter().zip(fails) {
            assert_eq!(repository.pmdoc(&["check", "--fail-on", fail_on]).code, code, "a {level}, --fail-on {fail_on}");
        }
    }
}

#[test]
fn what_keeps_it_from_working_is_exit_code_2() {
    let empty = Repository::with(&[("notes.txt", "nothing")]);
    for arguments in
        [&["check"][..], &["check", "missing.md"], &["check", "--format", "xml"], &["frobnicate"], &["check", "notes"]]
    {
        let ran = empty.pmdoc(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{arguments:?}");
    }
    let no_documents = empty.pmdoc(&["check"]);
    assert!(no_documents.stderr.contains("no documents found"), "{}", no_documents.stderr);
}

#[test]
fn drafts_are_told_and_do_not_fail() {
    let draft = COMPLETE
        .replace("date: 2026-03-04", "date: 2026-03-04\nstatus: draft")
        .replace("## Lessons learned\nLimits belong to load tests.\n", "");
    let ran = Repository::with(&[("postmortems/a.md", &draft)]).pmdoc(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stdout,
        "postmortems/a.md:2:8: note[missing-section] no section of this postmortem gives the lessons\n"
    );
}

#[test]
fn every_mistake_of_book_toml_is_shown_and_nothing_is_done() {
    let ran = Repository::with(&[
        ("postmortems/a.md", COMPLETE),
        ("book.toml", "[book]\nsrc = '.'\ntitel = 'x'\n[output.pmdoc]\nrequired-sections = ['sumary']\n[output.pmdoc.rules]\nbroken-lnk = 'off'\n"),
    ])
    .pmdoc(&["check"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("book.toml:3:1") && ran.stderr.contains("did you mean `title`?"), "{}", ran.stderr);
    let second = Repository::with(&[
        ("postmortems/a.md", COMPLETE),
        ("book.toml", "[book]\nsrc = '.'\n[output.pmdoc]\nrequired-sections = ['sumary']\n[output.pmdoc.rules]\nbroken-lnk = 'off'\n"),
    ])
    .pmdoc(&["check"]);
    assert!(second.stderr.contains("did you mean `broken-link`?"), "{}", second.stderr);
    assert!(second.stderr.contains("there is no section `sumary`"), "{}", second.stderr);
}

#[test]
fn front_matter_is_reported_at_its_place_and_the_rest_is_read() {
    let text = COMPLETE.replace("date: 2026-03-04\n", "date: 2026-03-04\nauthors: @literat\nseverity: SEV2\n");
    let repository = Repository::with(&[("postmortems/a.md", &text)]);
    let ran = repository.pmdoc(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("--> postmortems/a.md:4:10"), "{}", ran.stdout);
    assert!(ran.stdout.contains("quote it: \"@literat\""), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 error, 0 warnings"), "the rest of the document is read: {}", ran.stdout);
    let inspected: serde_json::Value = serde_json::from_str(&repository.pmdoc(&["inspect"]).stdout).expect("JSON");
    assert_eq!((&inspected["severity"], &inspected["severity_rank"]), (&"SEV2".into(), &2.into()));
}

#[test]
fn unreadable_files_are_named_and_do_not_stop_the_run() {
    let repository = Repository::with(&[("postmortems/a.md", COMPLETE)]);
    repository.write("postmortems/b.md", b"\xff\xfeh\0i\0");
    repository.write("postmortems/c.md", b"ok\0no");
    repository.write("postmortems/d.md", b"caf\xe9");
    repository.write("postmortems/e.md", &vec![b'a'; 1024 * 1024 + 1]);
    repository.write("postmortems/f.md", b"");
    let ran = repository.pmdoc(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 1);
    for line in [
        "postmortems/b.md:1:1: error[unreadable-file] this file is UTF-16, not UTF-8",
        "postmortems/c.md:1:1: error[unreadable-file] this is not a text file: it has a NUL byte at 2",
        "postmortems/d.md:1:1: error[unreadable-file] this file is not UTF-8 text (byte 3)",
        "postmortems/e.md:1:1: error[unreadable-file] this file is too large to be a document: 1024 KiB, the limit is 1024 KiB",
    ] {
        assert!(ran.stdout.lines().any(|found| found == line), "{line}\n{}", ran.stdout);
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let repository = Repository::with(&[("postmortems/a.md", COMPLETE), ("secret.md", "# secret")]);
    std::os::unix::fs::symlink(repository.path("secret.md"), repository.path("postmortems/link.md")).expect("a link");
    std::os::unix::fs::symlink("/", repository.path("postmortems/root")).expect("a link");
    let ran = repository.pmdoc(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(ran.stderr.contains("left out postmortems/link.md: symbolic link, not followed"), "{}", ran.stderr);
    let named = repository.pmdoc(&["check", "postmortems/link.md"]);
    assert_eq!(named.code, 1);
    assert!(named.stdout.contains("unreadable-file") && !named.stdout.contains("# secret"), "{}", named.stdout);
}

#[test]
fn nothing_untrusted_reaches_the_terminal_raw() {
    let title = "##[stop-commands]x \\u001b[31m \\u202e::error::y";
    let text = format!(
        "---\ntitle: \"{title}\"\n---\n# ##[add-mask]e \u{1b}]0;x\u{7} \u{202e}\n\n- [ ] ##[error]z \u{9b}31m\n\n[x](##[warning].md) ##[error](gone.md) ##vso[x](gone.md)\n"
    );
    for format in ["human", "concise", "json"] {
        let ran = Repository::with(&[("postmortems/a.md", &text)]).pmdoc(&["check", "--format", format]);
        assert_eq!(ran.code, 1);
        let bad = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert!(!ran.stdout.contains(bad), "{format}: {}", ran.stdout.escape_debug());
        assert!(!ran.stdout.contains("##["), "{format}: {}", ran.stdout);
        assert!(!ran.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{format}");
    }
}

#[test]
fn json_says_the_same_as_the_lines() {
    let repository = Repository::with(&[("postmortems/a.md", "# 2026-03-04 Checkout was slow\n")]);
    let lines = repository.pmdoc(&["check", "--format", "concise"]).stdout;
    let json: serde_json::Value =
        serde_json::from_str(&repository.pmdoc(&["check", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["summary"]["errors"], 4);
    let told: Vec<String> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|d| {
            let text = |key: &str| d[key].as_str().expect("a text").to_owned();
            format!(
                "{}:{}:{}: {}[{}] {}\n",
                text("path"),
                d["line"],
                d["column"],
                text("level"),
                text("rule"),
                text("message")
            )
        })
        .collect();
    assert_eq!(told.concat(), lines);
}

#[test]
fn two_runs_print_the_same_bytes() {
    let runs: Vec<String> = (0..2).map(|_| pmdoc(&["check", "--format", "json"]).stdout).collect();
    assert!(!runs[0].is_empty());
    assert_eq!(runs[0], runs[1]);
}

#[test]
fn what_is_left_of_the_template_is_no_content() {
    let template = "# Postmortem of …\n\n## Summary\nDescribe in two sentences what happened and to whom.\n\n## Lessons learned\nWhat would you tell the next engineer on call?\n";
    let left = COMPLETE.replace("Limits belong to load tests.", "What would you tell the next engineer on call?");
    let repository = Repository::with(&[("postmortems/TEMPLATE.md", template), ("postmortems/a.md", &left)]);
    let ran = repository.pmdoc(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 1);
    let told: Vec<&str> = ran.stdout.lines().filter(|line| line.contains("lessons")).collect();
    assert!(told.len() == 1 && told[0].contains("error[unfilled-template]"), "{}", ran.stdout);
}

#[test]
fn one_gap_is_one_finding() {
    let template = "# Postmortem of …\n\n## Lessons learned\nWhat would you tell the next engineer on call?\n";
    for gap in
        ["", "TBD", "{lessons}", "<!-- later -->", "What would you tell the next engineer on call?", "- TODO: write"]
    {
        let document = COMPLETE.replace("Limits belong to load tests.", gap);
        let repository = Repository::with(&[("postmortems/TEMPLATE.md", template), ("postmortems/a.md", &document)]);
        let told = repository.pmdoc(&["check", "--format", "concise"]).stdout;
        assert_eq!(told.lines().filter(|line| line.contains('[')).count(), 1, "{gap:?}: {told}");
    }
}

#[test]
fn a_language_without_messages_is_refused_by_name() {
    let repository = Repository::with(&[("postmortems/a.md", COMPLETE)]);
    for tag in ["klingon", "kr", ""] {
        let ran = repository.pmdoc(&["check", "--lang", tag]);
        assert_eq!(ran.code, 2, "{tag}");
        assert!(ran.stderr.contains("en, ko, ja, zh-Hans, zh-Hant, de"), "{}", ran.stderr);
    }
    let german = repository.pmdoc(&["check", "--lang", "de"]);
    assert_eq!((german.code, german.stdout.as_str()), (2, ""));
    assert!(german.stderr.contains("--lang de: there are no messages in that language; choose one of en, ko, ja, zh"));
    for tag in ["en", "ko-KR", "JA", "zh_TW"] {
        assert_eq!(repository.pmdoc(&["check", "--lang", tag]).code, 0, "{tag}");
    }
    let template = repository.pmdoc(&["new", "Zahlung langsam", "--stdout", "--lang", "de"]);
    assert_eq!(template.code, 0, "a postmortem may be begun in it: {}", template.stderr);
}
