//! What is understood of a single document: dialects, carriers, notations. Each test is one document and
//! what a person would say of it.

use std::path::Path;
use std::sync::LazyLock;

use pmdoc::document::Document;
use pmdoc::postmortem::{ActionState, Carrier, Hint, Kind, Postmortem, Reader, ReaderOptions, SectionName, Status};
use pmdoc::text::RelPath;
use proptest::prelude::{any, proptest};

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(ReaderOptions { lead_paragraph_is_summary: true, ..ReaderOptions::default() }));

fn read(text: &str) -> Postmortem {
    let path = RelPath::new(Path::new("postmortems/example.md")).expect("a path");
    READER.read(path, String::new(), Document::parse(text.to_owned()), Hint::Postmortem).postmortem
}

/// Section names with their carriers, in order.
fn sections(text: &str) -> Vec<(&'static str, Carrier)> {
    read(text).sections.iter().map(|section| (section.name.name(), section.carrier)).collect()
}

#[test]
fn sections_in_every_carrier() {
    let text = "# Outage\n\nThe checkout failed for forty minutes because the pool was exhausted, and nobody noticed at first.\n\n\
                <h2 id=\"x\">Impact</h2>\n\n<p>Many.</p>\n\n**Root cause**\n\nA limit.\n\n**Trigger:** a sale\n\n\
                ## Notes for later\n\n- **Resolution**: restarted\n- **Detection**: an alert\n";
    assert_eq!(
        sections(text),
        [
            ("summary", Carrier::LeadProse),
            ("impact", Carrier::HtmlHeading),
            ("root-cause", Carrier::BoldLabel),
            ("trigger", Carrier::BoldLabel),
            ("resolution", Carrier::ListLabel),
            ("detection", Carrier::ListLabel),
        ]
    );
}

#[test]
fn headings_that_are_no_sections() {
    let text = "# 2026-03-04 Outage\n\n```\n## Root cause\n```\n\n> ## Summary\n> quoted log\n\n<!-- ## Lessons learned -->\n\n    ## Timeline\n";
    assert_eq!(sections(text), []);
}

#[test]
fn numbered_bilingual_and_decorated_headings() {
    for (heading, section) in [
        ("## 1. 요약 (Summary)", "summary"),
        ("### **3.1 근본 원인 분석**", "root-cause"),
        ("## 🔥 Root Cause(s):", "root-cause"),
        ("## 재발 방지 대책 수립", "actions"),
        ("## Timeline (all times UTC) Saturday Oct 30th", "timeline"),
        ("## What went well?", "went-well"),
        ("## Root cause of the outage", "root-cause"),
        ("## 후속 조치", "actions"),
    ] {
        let found = sections(&format!("# Title\n\n{heading}\n\nSome text.\n"));
        assert_eq!(found.first().map(|(name, _)| *name), Some(section), "{heading}");
    }
}

#[test]
fn one_heading_may_carry_two_sections() {
    let names: Vec<&str> = sections("# T\n\n## Summary and impact\n\nText.\n\n## 근본 원인 및 교훈\n\n글.\n")
        .iter()
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(names, ["summary", "impact", "root-cause", "lessons"]);
}

#[test]
fn well_wrong_and_lucky_are_lessons_together() {
    let names: Vec<&str> = sections("# T\n\n## What went well\n\nA.\n\n## What went wrong\n\nB.\n")
        .iter()
        .map(|(name, _)| *name)
        .collect();
    assert!(names.contains(&"lessons"), "{names:?}");
}

#[test]
fn actions_in_three_notations() {
    let text = "# T\n\n## Action items\n\n### Prevention\n\n| Ticket | Action | Owner | Due | Status |\n|---|---|---|---|---|\n\
                | [OPS-1](https://t.example/OPS-1) | Bound the queue | @amelia | 2026-04-01 | Done |\n| OPS-2 | Alert on it | - | | Open |\n\n\
                ### Detection\n\n- [x] Page earlier (Owner: @jiho, Due: 2026-03-20) [OPS-3](https://t.example/OPS-3)\n\
                - [ ] Draw a graph (담당: 민서, 기한: 2026년 5월 2일)\n  - more about it\n- ~~Rewrite everything~~\n";
    let actions = read(text).actions;
    let told: Vec<(&str, Option<&str>, Option<String>, ActionState)> = actions
        .iter()
        .map(|a| {
            (
                a.text.as_str(),
                a.owner.as_ref().map(|o| o.value.as_str()),
                a.due.as_ref().map(|d| d.value.to_string()),
                a.state,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Bound the queue", Some("@amelia"), Some("2026-04-01".into()), ActionState::Done),
            ("Alert on it", None, None, ActionState::Open),
            ("Page earlier", Some("@jiho"), Some("2026-03-20".into()), ActionState::Done),
            ("Draw a graph", Some("민서"), Some("2026-05-02".into()), ActionState::Open),
            ("Rewrite everything", None, None, ActionState::Dropped),
        ]
    );
    let kinds: Vec<&str> = actions.iter().map(|a| a.kind.map_or("", pmdoc::postmortem::ActionKind::name)).collect();
    assert_eq!(kinds, ["prevent", "prevent", "detect", "detect", "detect"]);
    assert_eq!(actions[0].link.as_deref(), Some("https://t.example/OPS-1"));
    assert_eq!(actions[1].ticket.as_deref(), Some("OPS-2"));
}

#[test]
fn timelines_in_every_notation() {
    for text in [
        "| Time | Event |\n|---|---|\n| 14:05 | alert |\n| 14:20 | rollback |\n",
        "- 14:05 alert\n- 14:20 - rollback\n",
        "14:05 alert\n14:20 rollback\n",
        "### 14:05 - alert\n\nText.\n\n### 14:20 rollback\n",
        "- **2:05 PM**: alert\n- **2:20 PM**: rollback\n",
        "- 오후 2시 5분 alert\n- 오후 2시 20분 rollback\n",
        "- 2026-03-04 14:05 KST: alert\n- 14:20 rollback\n",
    ] {
        let entries = read(&format!("# 2026-03-04 T\n\n## Timeline\n\n{text}")).timeline;
        let told: Vec<(String, &str)> = entries
            .iter()
            .map(|e| (e.moment.time.map(|t| t.to_string()).unwrap_or_default(), e.text.as_str()))
            .collect();
        assert_eq!(told, [("14:05:00".to_owned(), "alert"), ("14:20:00".to_owned(), "rollback")], "{text}");
        assert!(entries.iter().all(|e| e.moment.date.is_some()), "{text}");
    }
}

#[test]
fn metadata_without_front_matter() {
    for head in [
        "| Field | Value |\n|---|---|\n| Severity | SEV2 |\n| Status | Closed |\n| Date | 2026-03-04 |\n| Owner | @amelia |\n",
        "**Severity**: SEV2\n**Status:** closed\n**Date**: 4 March 2026\n**Owner**: @amelia\n",
        "- Severity: SEV2\n- Status: Closed\n- Date: 2026-03-04\n- Owner: @amelia\n",
        "> **심각도**：SEV2\n> **상태**：종결\n> **날짜**：2026년 3월 4일\n> **담당**：@amelia\n",
        "| 심각도 | 상태 | 발생일 | 담당자 |\n|---|---|---|---|\n| SEV2 | 종결 | 2026.03.04 | @amelia |\n",
    ] {
        let read = read(&format!("# Checkout was slow\n\n{head}\n## Summary\n\nText.\n"));
        assert_eq!(read.severity.as_ref().map(|s| s.value.rank), Some(2), "{head}");
        assert_eq!(read.status.as_ref().map(|s| s.value.name()), Some("closed"), "{head}");
        assert_eq!(read.date.as_ref().map(|d| d.value.to_string()).as_deref(), Some("2026-03-04"), "{head}");
        assert_eq!(read.value(pmdoc::postmortem::Field::Owner), Some("@amelia"), "{head}");
    }
}

#[test]
fn front_matter_in_three_notations_says_the_same() {
    let yaml = read("---\ntitle: 결제 지연\nrootCauses: [a, b]\nservices: checkout, payments\nseverity: P1\n---\n");
    let toml = read(
        "+++\ntitle = \"결제 지연\"\nroot-causes = [\"a\", \"b\"]\nseverity = \"P1\"\n[taxonomies]\nservices = [\"checkout\", \"payments\"]\n+++\n",
    );
    let json = read(
        "{\n  \"title\": \"결제 지연\",\n  \"root_causes\": [\"a\", \"b\"],\n  \"services\": [\"checkout\", \"payments\"],\n  \"severity\": \"P1\"\n}\n",
    );
    for read in [yaml, toml, json] {
        assert_eq!(read.title.value, "결제 지연");
        assert_eq!(read.severity.as_ref().map(|s| s.value.rank), Some(2));
        assert_eq!(read.root_causes.iter().map(|f| f.value.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(read.values(pmdoc::postmortem::Field::Services).collect::<Vec<_>>(), ["checkout", "payments"]);
    }
}

#[test]
fn odd_beginnings_lose_nothing() {
    for text in [
        "\u{feff}---\ntitle: A\n---\n## Summary\nText.\n",
        "\n---\ntitle: A\n...\n## Summary\nText.\n",
        "---\r\ntitle: A\r\n---\r\n## Summary\r\nText.\r\n",
        "---\ntitle: A\n---\n## Summary\nText.",
    ] {
        let read = read(text);
        assert_eq!(read.title.value, "A", "{text:?}");
        assert_eq!(read.sections.first().map(|s| s.characters), Some(5), "{text:?}");
    }
    for text in ["", "---", "---\n", "---\n---\n", "\u{feff}", "+++\n+++\n", "{}", "---\n\n# Only a rule above\n"] {
        assert!(Document::parse(text.to_owned()).problems.is_empty(), "{text:?}");
    }
}

#[test]
fn kinds_are_told_by_front_matter_and_name() {
    let of = |path: &str, text: &str| {
        let path = RelPath::new(Path::new(path)).expect("a path");
        READER.read(path, String::new(), Document::parse(text.to_owned()), Hint::Postmortem).postmortem.kind
    };
    assert_eq!(of("postmortems/a.md", "---\nkind: near-miss\n---\n"), Kind::NearMiss);
    assert_eq!(of("postmortems/a.md", "---\nkind: 훈련\n---\n"), Kind::Drill);
    assert_eq!(of("postmortems/TEMPLATE.md", "# x\n"), Kind::Template);
    assert_eq!(of("postmortems/README.md", "# x\n"), Kind::Index);
    assert_eq!(of("postmortems/2026-03-04-outage/index.md", "# x\n"), Kind::Incident);
}

#[test]
fn deep_and_long_documents_are_read_at_once() {
    let deep = format!("{}x\n", "> ".repeat(32_000));
    let nested = (0..5_000).fold(String::new(), |text, depth| text + &"  ".repeat(depth.min(200)) + "* a\n");
    let headings = "# a\n".repeat(100_000);
    let stars = "**가(".repeat(50_000);
    let brackets = format!("---\na: {}\n---\n", "[".repeat(40_000));
    let bomb =
        "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b]\n---\n".to_owned();
    let worker = std::thread::Builder::new().stack_size(512 * 1024);
    let dashes = format!("## Actions\n\n- {}\n", "a - ".repeat(100_000));
    let labels = "**Summary**: x\n\n".repeat(20_000);
    let lines = "Key: value\n".repeat(40_000);
    let all = [deep, nested, headings, stars, brackets, bomb, dashes, labels, lines];
    let run = worker.spawn(move || all.into_iter().map(|text| read(&text).sections.len()).sum::<usize>());
    assert!(run.expect("a thread").join().is_ok(), "no overflow on a small stack");
}

proptest! {
    /// Whatever the text, every span lies in it and at character boundaries.
    #[test]
    fn spans_are_places_of_the_text(text in "(?s)(---\n[a-z가-힣]{1,5}: .{0,20}\n---\n)?([#*>|: \n\\-`\\[\\]()!가-힣a-z0-9:~]|\\*\\*|## |- \\[ \\] |:::|\\| ){0,80}") {
        check_spans(&text);
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check_spans(&text);
    }
}

fn check_spans(text: &str) {
    let document = Document::parse(text.to_owned());
    let inside = |span: pmdoc::text::Span| assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
    document.problems.iter().for_each(|problem| inside(problem.span));
    for block in &document.blocks {
        block.walk(&mut |block| {
            inside(block.span);
            block.inlines().flat_map(|inline| &inline.marks).for_each(|mark| inside(mark.span));
        });
    }
    let read = read(text);
    read.sections.iter().for_each(|section| {
        inside(section.span);
        section.placeholders.iter().copied().for_each(inside);
    });
    read.actions.iter().for_each(|action| inside(action.span));
    read.timeline.iter().for_each(|entry| inside(entry.span));
    read.fields.values().flatten().for_each(|fact| inside(fact.span));
    assert!(read.sections.iter().all(|section| SectionName::ALL.contains(&section.name)));
}

#[test]
fn dropped_actions_keep_their_reason() {
    let text = "# T\n\n## Action items\n\n| Action | Owner | Status |\n|---|---|---|\n| Rewrite it | @a | Won't do: no budget |\n\n- 캐시 서버 증설 (기각: 비용 대비 효과 없음)\n- ~~Move to another vendor~~\n";
    let told: Vec<(ActionState, Option<String>)> =
        read(text).actions.into_iter().map(|a| (a.state, a.reason)).collect();
    let dropped = ActionState::Dropped;
    assert_eq!(
        told,
        [(dropped, Some("no budget".into())), (dropped, Some("비용 대비 효과 없음".into())), (dropped, None)]
    );
}

#[test]
fn initials_above_a_list_own_what_follows() {
    let actions = read("# T\n\n## Actions\n\n**GE/RK**\n\n- Add a limit\n\n**@minseo**\n\n- 알림 추가\n").actions;
    let owners: Vec<Option<String>> = actions.into_iter().map(|a| a.owner.map(|owner| owner.value)).collect();
    assert_eq!(owners, [Some("GE/RK".to_owned()), Some("@minseo".to_owned())]);
}

#[test]
fn front_matter_of_other_tools_is_read_as_it_is() {
    use pmdoc::postmortem::Field;
    let first = |text: &str, field: Field| read(text).value(field).map(str::to_owned);
    for (dialect, text, field, value) in [
        (
            "Hugo",
            "---\nlinkTitle: Short\ndate: 2026-03-04T10:00:00+09:00\ncategories: [cloud]\n---\n",
            Field::Title,
            "Short",
        ),
        (
            "Zola",
            "+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"db\"]\n[extra]\nseverity = \"SEV2\"\n+++\n",
            Field::Severity,
            "SEV2",
        ),
        ("Jekyll", "---\nlayout: post\ntags: security postmortem\n---\n", Field::Tags, "security"),
        ("Docusaurus", "---\nsidebar_label: 짧은 제목\n---\n", Field::Title, "짧은 제목"),
        (
            "icco",
            "---\nuuid: x-1\nstart_time: 2026-03-04T00:00:00Z\nproduct: BigQuery\n---\n",
            Field::Services,
            "BigQuery",
        ),
        ("Quartz", "---\ntitle: A\naliases: [b]\n---\n", Field::Aliases, "b"),
        ("Korean keys", "---\n제목: 결제 지연\n심각도: 높음\n---\n", Field::Title, "결제 지연"),
        ("Chinese keys", "---\n主题: 支付超时\n严重度: P1\n---\n", Field::Severity, "P1"),
    ] {
        assert_eq!(first(text, field).as_deref(), Some(value), "{dialect}");
    }
    assert_eq!(
        read("---\nuuid: x-1\nstart_time: 2026-03-04T00:00:00Z\n---\n").date.map(|d| d.value.to_string()).as_deref(),
        Some("2026-03-04")
    );
    assert_eq!(read("---\ndraft: true\n---\n").status.map(|s| s.value.name()), Some("draft"));
}

#[test]
fn figures_of_the_craft_are_understood() {
    let whys = |text: &str| read(text).whys.into_iter().map(|fact| fact.value).collect::<Vec<_>>();
    assert_eq!(whys("# T\n\n## 5 Whys\n\n1. It failed\n2. The pool was full\n"), ["It failed", "The pool was full"]);
    assert_eq!(
        whys("# T\n\n## 다섯 번의 왜\n\n- 실패했다\n  - 풀이 찼다\n    - 상한이 없다\n"),
        ["실패했다", "풀이 찼다", "상한이 없다"]
    );
    assert_eq!(whys("# T\n\n## 분석\n\n- **왜 1**: 실패했다\n- **왜 2**: 풀이 찼다\n"), ["실패했다", "풀이 찼다"]);
    let fish = read("# T\n\n## Fishbone\n\n- People\n  - no review\n- 설비: 노후, 단일 장애점\n").fishbone;
    let bones: Vec<(String, usize)> = fish.into_iter().map(|bone| (bone.category.value, bone.causes.len())).collect();
    assert_eq!(bones, [("People".to_owned(), 1), ("설비".to_owned(), 2)]);
    let lists = read("# T\n\n## 체크리스트\n\n- [x] a\n- [ ] b\n").checklists;
    assert_eq!(lists.first().map(|list| (list.done, list.total)), Some((1, 2)));
    let goals = read("# T\n\n| 시스템 | RTO | RPO |\n|---|---|---|\n| 결제 | 15분 | 1분 |\n").objectives;
    assert_eq!(
        goals.first().map(|o| (o.of.as_str(), o.rto.as_deref(), o.rpo.as_deref())),
        Some(("결제", Some("15분"), Some("1분")))
    );
    let log = read("# 2026-03-04 T\n\n## 커뮤니케이션 로그\n\n- 14:05 고객 공지\n").communication;
    assert_eq!(log.first().map(|entry| entry.text.as_str()), Some("고객 공지"));
}

#[test]
fn money_is_no_formula_but_a_formula_is_kept() {
    let text = |markdown: &str| {
        let document = Document::parse(markdown.to_owned());
        document
            .blocks
            .iter()
            .flat_map(pmdoc::document::Block::inlines)
            .map(|inline| inline.text.clone())
            .collect::<String>()
    };
    assert_eq!(text("비용은 $5/$10 사이였다."), "비용은 $5/$10 사이였다.");
    assert_eq!(text("대기 시간 $$W = L / \\lambda$$ 공식, $L$은 길이."), "대기 시간 W = L / \\lambda 공식, L은 길이.");
}

/// The same, of a file that no settings call a postmortem.
fn read_unasked(path: &str, text: &str) -> Postmortem {
    let path = RelPath::new(Path::new(path)).expect("a path");
    READER.read(path, String::new(), Document::parse(text.to_owned()), Hint::Unknown).postmortem
}

#[test]
fn a_notice_of_a_running_outage_is_no_account_of_it() {
    for text in [
        "# 服务器宕机通知\n\n以下服务正在抢修中：\n\n- 主页\n- 邮件\n",
        "# 결제 장애 안내\n\n현재 결제 서비스를 복구 중입니다. 불편을 드려 죄송합니다.\n",
        "# 検索障害のお知らせ\n\n現在復旧作業中です。\n",
        "# Checkout is down\n\nCheckout is currently down. Next update at 14:30.\n",
        "# Search was down\n\nSearch is back. A full postmortem will follow.\n",
    ] {
        assert_eq!(read_unasked("news/2026-03-04-server-down.md", text).kind, Kind::Guide, "{text}");
        assert_eq!(read(text).kind, Kind::Incident, "whoever calls it a postmortem is believed");
    }
    let account = "# Checkout was down\n\nWe are still restoring the last shard.\n\n## Root cause\n\nA limit.\n\n## Timeline\n\n- 14:05 down\n";
    assert_eq!(read_unasked("outages/2026-03-04-checkout.md", account).kind, Kind::Incident, "it has the parts of one");
}

#[test]
fn a_design_paper_between_incidents_is_none() {
    let paper = "# Design analysis: discovery\n\nThe bootstrap has grown too complex over the years, and nobody can tell why.\n\n\
                 ## The core insight\n\nNames resolve without it.\n\n## Future work\n\n- Remove the gate\n";
    assert_eq!(read_unasked("outages/2026-03-04-discovery-analysis.md", paper).kind, Kind::Guide);
    let incident = format!("{paper}\n## Impact\n\nNobody could join.\n\n## Timeline\n\n- 14:05 first failure\n");
    assert_eq!(read_unasked("outages/2026-03-04-discovery-analysis.md", &incident).kind, Kind::Incident);
}

#[test]
fn the_day_stands_in_a_period_or_in_a_sentence_about_all_times() {
    let day = |text: &str| read(text).date.map(|date| date.value.to_string());
    let period = "# 検索の遅延\n\n| 項目 | 値 |\n|---|---|\n| 重大度 | SEV-3 |\n| 影響期間 | 2026-03-28 デプロイ後 〜 2026-03-29 |\n";
    assert_eq!(day(period).as_deref(), Some("2026-03-28"));
    for sentence in
        ["全時刻は 2026-03-28 UTC。", "All times are in UTC on 2026-03-28.", "모든 시각은 2026-03-28 KST 기준입니다."]
    {
        let text = format!("# Outage\n\n## Timeline\n\n{sentence}\n\n- 14:05 down\n- 14:40 up\n");
        let read = read(&text);
        assert_eq!(read.date.map(|date| date.value.to_string()).as_deref(), Some("2026-03-28"), "{sentence}");
        assert!(read.timeline.iter().all(|entry| entry.moment.date.is_some()), "{sentence}");
    }
    let other = "# Outage\n\n## Timeline\n\nThe certificate was made on 2025-01-01.\n\n- 14:05 down\n";
    assert_eq!(day(other), None, "a day in any other sentence is none of the timeline");
}

#[test]
fn rules_to_live_by_and_guards_are_no_open_work() {
    let text = "# Outage\n\n## Prevention\n\n- Keep item ids in one place\n- [ ] Keep the map of ids current\n- Regression tests ensure that ids exist\n\
                - Add a check of ids\n- The platform team will review the gate\n- Bound the queue (no more than 100 entries)\n";
    let actions = read(text).actions;
    let standing: Vec<bool> = actions.iter().map(|action| action.standing).collect();
    assert_eq!(standing, [true, false, false, false, false, false], "a box is a promise, whatever stands behind it");
    assert_eq!(actions[2].state, ActionState::Done, "a guard that is told as it works is in place");
    assert_eq!(actions[3].state, ActionState::Open);
    assert_eq!(actions[4].owner.as_ref().map(|owner| owner.value.as_str()), Some("platform team"));
    assert!(!actions[5].stated, "`(no more …)` is no word about its state");
    let groups = "# Outage\n\n## Action items\n\n- DevEx will update the accounts\n- API will return 429\n- Keep the suites split between:\n  - hard gates\n  - hints\n\n\
                  **Option A**: keep it as it is\n\n- Simple, works today\n- No code changes needed\n";
    let groups = read(groups).actions;
    let told: Vec<(&str, Option<&str>, bool)> = groups
        .iter()
        .map(|a| (a.text.as_str(), a.owner.as_ref().map(|owner| owner.value.as_str()), a.standing))
        .collect();
    let expected = [
        ("DevEx will update the accounts", Some("DevEx"), false),
        ("API will return 429", None, false),
        ("Keep the suites split between:", None, true),
    ];
    assert_eq!(told, expected, "parts of a rule, and what speaks for an option, are no actions");
    let persons = "# Outage\n\n## Action items\n\n- Discuss the layout (Rasmus calls for a meeting)\n- Bound the queue (This will take a week)\n\
                   - Analyze new logs for:\n  - parse errors\n  - timeouts\n";
    let persons = read(persons).actions;
    let owners: Vec<Option<&str>> =
        persons.iter().map(|action| action.owner.as_ref().map(|owner| owner.value.as_str())).collect();
    assert_eq!(owners, [Some("Rasmus"), None, None], "and what to look for is part of the third");
    let korean = read("# 장애\n\n## 재발 방지\n\n- 결제팀이 대기열 상한을 정한다\n- 항상 두 사람이 승인한다\n").actions;
    assert_eq!(korean[0].owner.as_ref().map(|owner| owner.value.as_str()), Some("결제팀"));
    assert!(korean[1].standing && !korean[0].standing);
    let example = read(
        "# 장애\n\n## 재발 방지\n\n- 재시도 간격을 늘린다 (예: 30초)\n- 대기열 상한을 정한다 (완료: 2026-03-05)\n",
    )
    .actions;
    assert_eq!([example[0].state, example[1].state], [ActionState::Open, ActionState::Done], "`예:` gives an example");
}

#[test]
fn labels_run_into_their_text() {
    let text = "# Outage\n\n**Summary.** Checkout failed for forty minutes.\n\n**Root cause** — a limit of the pool.\n\n**근본 원인:** 풀 상한\n\n\
                **Lessons learned。** Limits are configuration.\n";
    let names: Vec<&str> = read(text).sections.iter().map(|section| section.name.name()).collect();
    assert_eq!(names, ["summary", "root-cause", "root-cause", "lessons"]);
    let prose = "# Outage\n\n**Checkout** - the service that takes orders - failed. **Impact** was small.\n";
    assert!(sections(prose).iter().all(|(_, carrier)| *carrier != Carrier::BoldLabel), "{:?}", sections(prose));
}

#[test]
fn the_bold_one_of_several_choices_is_meant() {
    let status =
        |line: &str| read(&format!("# Outage\n\n**Date:** 2026-03-04\n\n{line}\n")).status.map(|status| status.value);
    for line in [
        "**Status:** \\[draft | pending feedback | **final**\\]",
        "**상태:** 초안 | 검토 중 | **확정**",
        "Status: draft / **final**",
    ] {
        assert_eq!(status(line), Some(Status::Final), "{line}");
    }
    assert_eq!(status("**Status:** draft"), Some(Status::Draft));
}

#[test]
fn an_entry_called_start_is_the_begin_if_it_is_the_only_one() {
    let started = |lines: &[&str]| {
        let list: String = lines.iter().map(|line| format!("- {line}\n")).collect();
        let read = read(&format!(
            "# Outage on 2026-03-04\n\n## Timeline\n\n{list}- 14:20 Detected by an alert\n- 15:00 Resolved\n"
        ));
        read.moments.started.and_then(|fact| fact.value.time).map(|time| time.to_string())
    };
    for line in [
        "14:05 Start",
        "14:05 **Started**: errors rise",
        "14:05 Start - errors rise",
        "14:05: Began.",
        "14:05 Beginning (first 500s)",
    ] {
        assert_eq!(started(&["13:00 A deploy", line]).as_deref(), Some("14:05:00"), "{line}");
    }
    assert_eq!(started(&["14:05 Start the rollback", "14:10 Started looking into it"]), None);
    assert_eq!(started(&["14:05 Start: migration", "14:10 Start: backfill"]), None, "each begins something else");
    assert_eq!(
        started(&["14:01 Start", "14:05 Incident started"]).as_deref(),
        Some("14:05:00"),
        "what says more counts"
    );
}
