//! The pack for a review meeting: what a document tells stands in it, and what it does not tell is asked.

mod support;

use support::{Repository, pmdoc_with_input};

const FULL: &str = "\
---
id: PM-2026-7
title: Checkout was slow
date: 2026-03-04
language: en
owner: '@amelia'
attendees: ['@amelia', '@doyun']
services: [checkout]
root_causes: [pool]
review_date: 2026-04-15
---
## Summary
Checkout was slow for 41 minutes.

## Impact
- 1,200 customers waited

## Timeline
- 09:00 **Impact started**: the pool is full
- 09:10 **Detected**: an alert
- 10:30 **Mitigated**: pool raised
- 10:41 **Resolved**: queue empty

## Root cause
The pool had no bound.

## Five whys
1. The pool was full.
2. Nothing bounded it.

## Action items
- [ ] Bound the queue (Owner: @amelia, Due: 2026-04-01, Type: prevent)
- [ ] Alert on waits
- [x] Raise the pool (Owner: @doyun)

## Lessons learned
### What went wrong
- The alert came late
### What went well
- The runbook held
### Where we got lucky
- It was a quiet day
";
const EARLIER: &str = "---\nid: PM-2025-1\ntitle: Pool full\ndate: 2025-05-01\nroot_causes: [pool]\n---\n\
    ## Action items\n- [ ] Watch the pool (Owner: @kim, Due: 2025-06-01)\n";
const BARE: &str = "---\nid: PM-2026-8\ntitle: 결제가 느려짐\ndate: 2026-03-05\nlanguage: ko\n---\n## 요약\n";

fn repository() -> Repository {
    Repository::with(&[
        ("book.toml", "[book]\nsrc = '.'\n"),
        ("causes/pool.md", "---\nid: pool\ntitle: Pool exhaustion\n---\nText.\n"),
        ("postmortems/PM-2026-7.md", FULL),
        ("postmortems/PM-2025-1.md", EARLIER),
        ("postmortems/PM-2026-8.md", BARE),
    ])
}

fn agenda(arguments: &[&str]) -> String {
    let ran = repository().pmdoc(&[&["agenda"], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn what_the_document_tells_is_in_the_pack() {
    let pack = agenda(&["postmortems/PM-2026-7.md"]);
    for line in [
        "# Review meeting: Checkout was slow",
        "60 min",
        "- [ ] Invite: `@amelia`, `@doyun`",
        "- Checkout was slow for 41 minutes.",
        "- 1,200 customers waited",
        "- [ ] 09:10 Detected: an alert",
        "- ❓ **What happened between 09:10 and 10:30? Nothing is told of these 80 minutes.**",
        "- The alert came late",
        "- The runbook held",
        "- It was a quiet day",
        "- The pool had no bound.",
        "- ❓ **“Nothing bounded it.” – and why was that?**",
        "- Pool exhaustion: PM-2025-1, Pool full (2025-05-01)",
        "- [ ] Promised in PM-2025-1 and still open: Watch the pool (`@kim`)",
        "- [ ] Bound the queue (`@amelia`, 2026-04-01)",
        "- Raise the pool (`@doyun`, done)",
        "- ❓ **Who does this? Alert on waits**",
        "- ❓ **By when? Alert on waits**",
        "- [ ] `@amelia` looks after the postmortem",
        "- ❓ **The follow-up was planned for 15 April 2026: was it held, and when is the next?**",
        "The incident is not closed until every action is done. Open now: 2.",
    ] {
        assert!(pack.lines().any(|own| own == line), "{line}\n---\n{pack}");
    }
    for asked in
        ["What happened when?", "Who was affected", "When did it begin", "Who looks after the postmortem until"]
    {
        assert!(!pack.contains(asked), "{asked} is told already\n{pack}");
    }
}

#[test]
fn what_is_missing_is_asked_in_the_language_of_the_document() {
    let pack = agenda(&["postmortems/PM-2026-8.md"]);
    for line in [
        "# 검토 회의: 결제가 느려짐",
        "- ❓ **언제 무슨 일이 있었습니까? 아직 타임라인이 없습니다.**",
        "- ❓ **모두 끝날 때까지 누가 사후 분석을 맡습니까?**",
        "- ❓ **전에도 있었던 일입니까? 초안에는 전에 일어난 원인이 적혀 있지 않습니다.**",
    ] {
        assert!(pack.lines().any(|own| own == line), "{line}\n---\n{pack}");
    }
    for (tag, heading) in [("ja", "レビュー会議"), ("zh", "评审会"), ("zh-TW", "檢討會議"), ("en", "Review meeting")]
    {
        let pack = agenda(&["postmortems/PM-2026-8.md", "--lang", tag]);
        assert!(pack.starts_with(&format!("# {heading}")), "{tag}: {pack}");
    }
    assert_eq!(repository().pmdoc(&["agenda", "postmortems/PM-2026-8.md", "--lang", "xx"]).code, 2);
}

#[test]
fn as_data_it_has_time_boxes_and_the_follow_up() {
    let json: serde_json::Value =
        serde_json::from_str(&agenda(&["postmortems/PM-2026-7.md", "--format", "json"])).expect("JSON");
    assert_eq!((&json["version"], &json["minutes"]), (&1.into(), &60.into()));
    let items: Vec<(&str, u64)> = json["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| (item["name"].as_str().unwrap_or_default(), item["minutes"].as_u64().unwrap_or_default()))
        .collect();
    let boxes = [
        ("before", 0),
        ("goal", 5),
        ("timeline", 5),
        ("notes", 5),
        ("topics", 5),
        ("discussion", 20),
        ("actions", 15),
        ("owner", 4),
        ("follow-up", 1),
    ];
    assert_eq!(items, boxes);
    assert_eq!((&json["follow_up"]["date"], &json["follow_up"]["proposed"]), (&"2026-04-15".into(), &false.into()));
    let bare: serde_json::Value =
        serde_json::from_str(&agenda(&["postmortems/PM-2026-8.md", "--format", "json"])).expect("JSON");
    assert_eq!(bare["follow_up"]["proposed"], true);
}

#[test]
fn the_follow_up_is_an_entry_for_a_calendar() {
    let entry = agenda(&["postmortems/PM-2026-7.md", "--format", "ics"]);
    assert!(entry.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"), "{entry}");
    for line in ["DTSTART;VALUE=DATE:20260415", "DTEND;VALUE=DATE:20260416", "SUMMARY:Follow-up: Checkout was slow"] {
        assert!(entry.split("\r\n").any(|own| own == line), "{line}: {entry}");
    }
    assert!(entry.ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn hostile_words_stay_words_and_any_text_will_do() {
    let text = "# <script>alert(1)</script> \u{1b}[31m\n\n## Action items\n- [ ] ::error::x @everyone <b>y</b>\n";
    let folder = tempfile::tempdir().expect("a folder");
    let ran = pmdoc_with_input(folder.path(), &["agenda", "-", "--lang", "en"], text.as_bytes());
    assert_eq!(ran.code, 2, "nothing to compare with is told as such: {}", ran.stderr);
    let repository = repository();
    let ran = pmdoc_with_input(&repository.path("."), &["agenda", "-", "--lang", "en"], text.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stdout.contains("<script>"), "{}", ran.stdout);
    assert!(!ran.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{}", ran.stdout);
}

#[test]
fn a_draft_has_its_pack_in_the_site_and_not_in_a_public_one() {
    let repository = repository();
    repository.write("postmortems/PM-2026-7.md", FULL.replace("services:", "status: draft\nservices:").as_bytes());
    assert_eq!(repository.pmdoc(&["build", "--out", "site"]).code, 0);
    let page = repository.read("site/incidents/pm-2026-7/agenda/index.html");
    assert!(page.contains("Who does this? Alert on waits") && page.contains("<html lang=\"en\">"), "{page}");
    assert!(repository.read("site/incidents/pm-2026-7/index.html").contains("href=\"agenda/index.html\""));
    assert!(!repository.path("site/incidents/pm-2025-1/agenda").exists(), "it is agreed");
    assert_eq!(repository.pmdoc(&["build", "--audience", "public", "--out", "public"]).code, 0);
    assert!(!repository.path("public/incidents/pm-2026-7").exists());
}
