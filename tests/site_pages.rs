//! The pages about many documents, over a small repository whose figures are worked out by hand in this file.

mod site_support;

use std::collections::BTreeSet;

use scraper::{ElementRef, Html};
use site_support::{Built, all, one, text};

/// Three incidents of the cause `pool`, a near miss, and one without a day. Today is 2026-11-21.
///
/// | id | day | severity | services | mitigated after | actions |
/// |---|---|---|---|---|---|
/// | PM-1 | 2025-01-10 | SEV1 | payments, checkout | 30 min | one done 2025-02-01 (prevent), one open due 2026-11-01 (detect, no owner) |
/// | PM-2 | 2025-07-09 | SEV2 | Payments | 60 min | one open due 2026-12-01 (prevent) |
/// | PM-3 | 2026-03-06 | SEV2 | checkout | – | one dropped |
/// | PM-4 | 2026-04-01 | – | – | near miss | none |
/// | PM-5 | – | SEV3 | search | – | none |
fn repository() -> Built {
    let front = |id: &str, lines: &str| {
        format!("---\nid: {id}\ntitle: Title of {id}\nlanguage: ko\n{lines}---\n## 요약\n요약이다.\n")
    };
    let course =
        |day: &str, end: &str| format!("date: {day}\nstarted: {day}T10:00:00+09:00\nmitigated: {day}T{end}:00+09:00\n");
    let first = front(
        "PM-1",
        &format!(
            "{}severity: SEV1\nstatus: final\nservices: [payments, checkout]\nteams: [core]\ntags: [db]\nroot_causes: [pool, limit]\n\
             rto: 15m\nrecovery: 30m\nreview_date: 2025-02-20\n",
            course("2025-01-10", "10:30")
        ),
    ) + "## 조치 항목\n### 예방\n- [x] 풀을 나눈다 (담당: @jiho, 기한: 2025-02-10, 완료: 2025-02-01)\n### 탐지\n- [ ] 경보를 단다 (기한: 2026-11-01)\n";
    let second = front(
        "PM-2",
        &format!(
            "{}severity: SEV2\nstatus: final\nservices: [Payments]\nroot_causes: [pool]\nrto: 2h\nrecovery: 1h\n",
            course("2025-07-09", "11:00")
        ),
    ) + "[PM-1](PM-1.md)과 같다.\n\n## 조치 항목\n### 예방\n- [ ] 크기를 늘린다 (담당: @jiho, 기한: 2026-12-01)\n";
    let third =
        front("PM-3", "date: 2026-03-06\nseverity: SEV2\nstatus: draft\nservices: [checkout]\nroot_causes: [pool]\n")
            + "## 조치 항목\n- ~~옮긴다 (담당: @sora)~~\n";
    let fourth = front("PM-4", "date: 2026-04-01\nkind: near-miss\nroot_causes: [pool]\n");
    let fifth = front("PM-5", "severity: SEV3\nservices: [search]\n");
    let names = ["PM-1", "PM-2", "PM-3", "PM-4", "PM-5"].map(|id| format!("postmortems/{id}.md"));
    let texts = [first, second, third, fourth, fifth];
    let files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Built::of(&files)
}

/// The texts of all elements of a selector.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector).into_iter().map(text).collect()
}

/// The cells of each row of a table's body.
fn rows(table: ElementRef<'_>) -> Vec<Vec<String>> {
    let row = scraper::Selector::parse("tbody tr").expect("a selector");
    let cell = scraper::Selector::parse("td, th").expect("a selector");
    table.select(&row).map(|row| row.select(&cell).map(text).collect()).collect()
}

/// The `part` that an id names.
fn part<'p>(page: &'p Html, id: &str, selector: &str) -> Vec<ElementRef<'p>> {
    all(page, &format!("section[id='page:{id}'] {selector}"))
}

#[test]
fn every_incident_is_in_each_of_its_facets_and_in_no_other() {
    let built = repository();
    let titles =
        |page: &str| -> BTreeSet<String> { texts(&built.page(page), ".incidents .entry a").into_iter().collect() };
    let of = |ids: &[&str]| ids.iter().map(|id| format!("Title of {id}")).collect::<BTreeSet<String>>();
    for (page, ids) in [
        ("incidents/index.html", &["PM-1", "PM-2", "PM-3", "PM-4", "PM-5"][..]),
        ("incidents/year.2025/index.html", &["PM-1", "PM-2"]),
        ("incidents/year.2026/index.html", &["PM-3", "PM-4"]),
        ("incidents/severity.1/index.html", &["PM-1"]),
        ("incidents/severity.2/index.html", &["PM-2", "PM-3"]),
        ("incidents/severity.3/index.html", &["PM-5"]),
        ("incidents/status.final/index.html", &["PM-1", "PM-2"]),
        ("incidents/status.draft/index.html", &["PM-3"]),
        // `payments` and `Payments` are one service.
        ("services/payments/index.html", &["PM-1", "PM-2"]),
        ("services/checkout/index.html", &["PM-1", "PM-3"]),
        ("services/search/index.html", &["PM-5"]),
        ("teams/core/index.html", &["PM-1"]),
        ("tags/db/index.html", &["PM-1"]),
    ] {
        assert_eq!(titles(page), of(ids), "{page}");
    }
    let services = built.page("services/index.html");
    let counts: Vec<Vec<String>> = rows(one(&services, "table.facets"));
    let told: Vec<(&str, &str, &str)> =
        counts.iter().map(|row| (row[0].as_str(), row[2].as_str(), row[5].as_str())).collect();
    assert_eq!(told, [("checkout", "2", "1 기한 지남 1"), ("payments", "2", "2 기한 지남 1"), ("search", "1", "")]);
    let sum = text(one(&built.page("services/payments/index.html"), ".heading > p:last-child"));
    assert!(sum.contains("문서 2건.") && sum.contains("45분") && sum.contains("2건 기준"), "{sum}");
}

#[test]
fn the_ledger_says_whose_what_is_and_how_late() {
    let built = repository();
    let page = built.page("actions/index.html");
    let sum = text(one(&page, ".heading > p"));
    assert_eq!(sum, "기한 지남 1건, 진행 중 1건. 완료 1건, 하지 않음 1건. 남은 조치 가운데 1건은 담당이 없습니다.");
    let late = rows(part(&page, "overdue", "table")[0]);
    assert_eq!(late.len(), 1);
    assert_eq!((late[0][0].as_str(), late[0][3].as_str()), ("20일 지남", "2026-11-01"));
    // Promised on the day of its incident: 2025-01-10 to 2026-11-21 are 680 days; the other is from 2025-07-09, 500 days.
    assert_eq!(rows(part(&page, "ages", "table")[0]), [["1년 이상", "1", "1", "·", "·", "19개월"]]);
    let groups: Vec<Vec<Vec<String>>> = all(&page, "section:not([id]) table").into_iter().map(rows).collect();
    assert_eq!(
        groups[0],
        [
            ["담당 없음", "1", "·", "·", "·", "22개월"],
            ["@jiho", "·", "1", "1", "·", "16개월"],
            ["@sora", "·", "·", "·", "1", ""],
        ]
    );
    let causes: Vec<(String, String)> = groups[2].iter().map(|row| (row[0].clone(), row[1..].join(" "))).collect();
    assert_eq!(causes[0].1, "1 1 1 1 19개월", "{causes:?}");
    assert_eq!(causes[1].1, "1 · 1 · 22개월", "{causes:?}");
    let mine = built.page("actions/owner.jiho/index.html");
    assert_eq!(texts(&mine, ".promised .entry > a"), ["크기를 늘린다", "풀을 나눈다"]);
    let href = all(&mine, ".promised .entry > a")[0].value().attr("href").expect("a link");
    assert_eq!(href, "../../incidents/pm-2/index.html#page:action-1");
    assert_eq!(all(&built.page("incidents/pm-2/index.html"), "tr[id='page:action-1']").len(), 1);
    for standing in ["overdue", "open", "done", "dropped"] {
        assert_eq!(
            all(&built.page(&format!("actions/{standing}/index.html")), ".promised tbody tr").len(),
            1,
            "{standing}"
        );
    }
}

#[test]
fn the_figures_are_those_of_the_documents() {
    let built = repository();
    let page = built.page("metrics/index.html");
    // From the first quarter with an incident to the last; the second of 2025 is not one, the fourth neither.
    let quarters = rows(part(&page, "counts", "table")[0]);
    assert_eq!(
        quarters,
        [
            ["2025-Q1", "1", "0", "0"],
            ["2025-Q2", "0", "0", "0"],
            ["2025-Q3", "1", "0", "0"],
            ["2025-Q4", "0", "0", "0"],
            ["2026-Q1", "1", "0", "0"],
            ["2026-Q2", "0", "1", "0"],
            ["알 수 없음", "1", "0", "0"],
        ]
    );
    let figures = rows(part(&page, "durations", "table")[0]);
    assert_eq!(figures[0], ["탐지까지", "", "", "", "", "0", "4"]);
    assert_eq!(figures[1], ["완화까지", "30분", "45분", "", "1시간", "2", "2"], "fewer than ten have no ninth of ten");
    assert_eq!(part(&page, "durations", ".dots circle").len(), 2, "a dot for each incident");
    let said = text(part(&page, "recurrence", ".said")[0]);
    assert_eq!(said, "근본 원인을 적은 사고 3건 가운데 2건은 전에 있었던 원인입니다.");
    // Before PM-2 what PM-1 promised to prevent it was done; before PM-3 what PM-2 promised was open.
    let verdicts: Vec<Vec<String>> = rows(part(&page, "recurrence", "table")[0]);
    assert_eq!(verdicts.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["1", "1", "0", "0"]);
    // 2025-01-10 to 2025-07-09 are 180 days, from there to 2026-03-06 are 240: half within 210 days.
    assert_eq!(text(part(&page, "recurrence", ".distribution p")[0]), "절반이 7개월 안. 2건 기준.");
    // PM-1 missed its objective, PM-2 held it.
    assert_eq!(rows(part(&page, "objectives", "table")[0]), [["목표 복구 시간(RTO)", "1", "1 PM-1", "0"]]);
    let complete = text(part(&page, "completeness", ".said")[0]);
    assert_eq!(complete, "문서 5건 가운데 0건이 모두 갖췄습니다.");
    let sections: Vec<String> =
        rows(part(&page, "completeness", "table")[0]).into_iter().map(|row| row[2].clone()).collect();
    assert_eq!(sections, ["5 / 5", "0 / 5", "3 / 5", "0 / 5"]);
}

#[test]
fn a_timeline_counts_what_its_lanes_show() {
    let page = repository().page("timeline/index.html");
    let tables: Vec<Vec<Vec<String>>> = all(&page, "table").into_iter().map(rows).collect();
    assert_eq!(tables[0], [["SEV1", "1", "·", "1"], ["SEV2", "1", "1", "2"], ["SEV3", "·", "·", "1"]]);
    assert_eq!(tables[1], [["checkout", "1", "1", "2"], ["payments", "2", "·", "2"], ["search", "·", "·", "1"]]);
    let lanes = all(&page, ".lanes");
    // What has no day has no place: PM-5 is counted and not drawn.
    let circles = scraper::Selector::parse("circle").expect("a selector");
    assert_eq!(lanes.iter().map(|lane| lane.select(&circles).count()).collect::<Vec<_>>(), [3, 4]);
    let worst = scraper::Selector::parse("circle.hit").expect("a selector");
    assert_eq!(lanes[0].select(&worst).count(), 1);
}

#[test]
fn a_cause_says_what_was_kept_and_what_it_hurt() {
    let page = repository().page("causes/pool/index.html");
    let kept = text(one(&page, ".kept"));
    assert!(kept.contains("3건: 완료 1건, 하지 않음 1건, 진행 중 1건, 기한 지남 0건"), "{kept}");
    assert_eq!(texts(&page, ".matrix thead th"), ["서비스", "2025-01", "2025-07", "2026-03", "합계"]);
    let matrix: Vec<(String, String)> =
        rows(one(&page, ".matrix")).into_iter().map(|row| (row[0].clone(), row[4].clone())).collect();
    assert_eq!(matrix, [("checkout".to_owned(), "2".to_owned()), ("payments".to_owned(), "2".to_owned())]);
    assert_eq!(all(&page, ".matrix td svg").len(), 4);
    assert_eq!(texts(&page, ".companions a"), ["limit"]);
    let lead = text(one(&page, ".lead"));
    assert!(lead.contains("1번은 고치지 않은 채로") && lead.contains("1번은 고쳤는데도"), "{lead}");
    assert_eq!(texts(&page, ".strip-of-time .gap"), ["6개월", "8개월"]);
    assert!(page.html().contains("Title of PM-4"), "the near miss is told apart");
}

#[test]
fn a_document_says_who_names_it_and_whether_recovery_was_as_promised() {
    let built = repository();
    let page = built.page("incidents/pm-1/index.html");
    assert_eq!(texts(&page, ".objectives dd span"), ["못 지킴: 15m 안에 복구해야 했고 30m 걸림"]);
    assert_eq!(all(&page, ".objectives .alert").len(), 1);
    assert_eq!(all(&built.page("incidents/pm-2/index.html"), ".objectives .alert").len(), 0);
    let why: Vec<String> = texts(&page, ".relations .why");
    assert!(
        why.iter().any(|why| why.contains("PM-2") && why.contains("같은 원인") && why.contains("이 문서를 가리킴")),
        "{why:?}"
    );
    assert_eq!(all(&page, ".facts a[href='../../services/payments/index.html']").len(), 1);
}

#[test]
fn long_lists_have_pages_and_each_line_is_on_one() {
    let document = |number: usize| {
        (
            format!("postmortems/PM-{number:04}.md"),
            format!(
                "---\nid: PM-{number:04}\ntitle: T{number}\ndate: 2026-01-02\nservices: [s]\n---\n- [ ] a (owner: @x)\n"
            ),
        )
    };
    let documents: Vec<(String, String)> = (0..450).map(document).collect();
    let files: Vec<(&str, &str)> = documents.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let built = Built::of(&files);
    for folder in ["incidents", "incidents/year.2026", "services/s"] {
        let pages = [
            format!("{folder}/index.html"),
            format!("{folder}/page.2/index.html"),
            format!("{folder}/page.3/index.html"),
        ];
        let titles: Vec<String> =
            pages.iter().flat_map(|page| texts(&built.page(page), ".incidents .entry a")).collect();
        assert_eq!(titles.len(), 450, "{folder}");
        assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), 450, "{folder}");
        assert!(!built.has(&format!("{folder}/page.4/index.html")));
    }
    assert_eq!(texts(&built.page("services/s/page.2/index.html"), ".pager a").len(), 5);
}

#[test]
fn of_many_times_that_a_cause_struck_a_page_names_the_nearest() {
    let document = |year: u16| {
        let front = format!("id: PM-{year}\ntitle: T\ndate: {year}-03-04\nlanguage: ko\nroot_causes: [pool]");
        (format!("postmortems/PM-{year}.md"), format!("---\n{front}\n---\n## 요약\n요약이다.\n"))
    };
    let documents: Vec<(String, String)> = (2018..=2026).map(document).collect();
    let files: Vec<(&str, &str)> = documents.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let built = Built::of(&files);
    let links = |id: &str| texts(&built.page(&format!("incidents/{id}/index.html")), ".notice a");
    assert_eq!(links("pm-2026"), ["PM-2025", "PM-2024", "PM-2023", "PM-2022", "PM-2021", "외 3개"]);
    assert_eq!(links("pm-2018"), ["PM-2019", "PM-2020", "PM-2021", "PM-2022", "PM-2023", "외 3개"]);
    assert_eq!(links("pm-2023")[..5], ["PM-2022", "PM-2021", "PM-2020", "PM-2019", "PM-2018"]);
    let rest = built.page("incidents/pm-2026/index.html");
    let rest = all(&rest, ".notice a").into_iter().next_back().and_then(|link| link.value().attr("href"));
    assert_eq!(rest, Some("../../causes/pool/index.html"));
}

#[test]
fn figures_of_the_craft_are_drawn_from_plain_lists() {
    let page = site_support::body(
        "## 타임라인\n- 10:00 배포가 끝났다\n- 10:04 경보가 울렸다\n- 10:20 풀을 늘렸다\n- 9:50 예열을 했다\n\n\
         ## 다섯 번의 왜\n1. 왜 늦었나? 기다렸다.\n2. 왜 기다렸나? 풀이 찼다.\n3. 왜 찼나? 느린 질의.\n\n\
         ## 특성 요인도\n- 사람\n  - 화면을 몰랐다\n- 도구\n  - 경보가 없다\n  - 그림이 없다\n\n\
         ## 점검표\n- [x] 하나\n- [ ] 둘\n- [x] 셋\n\n## 그림\n\n\
         ```fishbone\nHead\n- A\n  - b\n```\n\n<details><summary>더</summary>raw</details>\n",
    );
    assert_eq!(texts(&page, ".prose li .offset"), ["+4분", "+20분", "−10분"]);
    assert_eq!(texts(&page, "ol.chain > li").len(), 3);
    assert_eq!(all(&page, "figure.fishbone svg[role=img]").len(), 2, "also on a page with raw HTML");
    let words = texts(&page, ".fish text");
    assert!(
        ["사람", "도구", "화면을 몰랐다", "경보가 없다", "그림이 없다", "Head"]
            .iter()
            .all(|word| words.iter().any(|text| text == word)),
        "{words:?}"
    );
    assert!(texts(&page, ".prose ul li").iter().any(|item| item.contains("경보가 없다")), "the list stays");
    assert_eq!(texts(&page, ".ticked figcaption"), ["3개 가운데 2개 확인"]);
}

mod properties {
    use std::collections::BTreeMap;

    use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

    use super::{Built, texts};

    /// A document in few numbers: year, severity, services by letter.
    type Drawn = (u8, u8, Vec<u8>);

    fn document(number: usize, (year, severity, services): &Drawn) -> (String, String) {
        let services: Vec<String> = services.iter().map(|letter| format!("s{letter}")).collect();
        let text = format!(
            "---\nid: PM-{number}\ntitle: T{number}\ndate: 20{:02}-01-02\nseverity: SEV{severity}\nservices: [{}]\n---\ntext\n",
            20 + year,
            services.join(", ")
        );
        (format!("postmortems/PM-{number}.md"), text)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

        /// Every list has exactly the documents that a count by hand finds.
        #[test]
        fn facets_are_what_a_count_finds(drawn in prop::collection::vec((0u8..4, 1u8..4, prop::collection::vec(0u8..4, 0..3)), 1..30)) {
            let documents: Vec<(String, String)> = drawn.iter().enumerate().map(|(at, drawn)| document(at, drawn)).collect();
            let files: Vec<(&str, &str)> = documents.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            let built = Built::of(&files);
            let mut expected: BTreeMap<String, usize> = BTreeMap::new();
            for (year, severity, services) in &drawn {
                *expected.entry(format!("incidents/year.20{:02}/index.html", 20 + year)).or_default() += 1;
                *expected.entry(format!("incidents/severity.{severity}/index.html")).or_default() += 1;
                for service in services.iter().collect::<std::collections::BTreeSet<_>>() {
                    *expected.entry(format!("services/s{service}/index.html")).or_default() += 1;
                }
            }
            for (page, count) in &expected {
                prop_assert_eq!(texts(&built.page(page), ".incidents .entry a").len(), *count, "{}", page);
            }
            let lists = built.names().into_iter().filter(|name| name.contains("/year.") || name.contains("/severity.") || name.starts_with("services/s"));
            let pages = lists.filter(|name| name.ends_with("index.html")).count();
            prop_assert_eq!(pages, expected.len());
        }
    }
}
