//! A document's text on its page: links, notes, tables, code, images, footnotes.

mod site_support;

use site_support::{Built, all, assert_safe, body, one, text};

#[test]
fn ids_and_links_between_documents_lead_to_pages() {
    let built = Built::of(&[
        ("causes/pool.md", "---\nid: pool\ntitle: {ko: 커넥션 풀 고갈, en: Pool exhaustion}\n---\n정의.\n"),
        (
            "postmortems/2025/PM-2025-001.md",
            "---\nid: PM-2025-001\ntitle: 앞선 사고\ndate: 2025-01-01\n---\n## 근본 원인\n글.\n",
        ),
        (
            "postmortems/2026/PM-2026-001.md",
            "---\nid: PM-2026-001\ntitle: 뒤의 사고\ndate: 2026-01-01\nlanguage: ko\n---\n## 요약\n\
             PM-2025-001의 일이다. [[PM-2025-001]] 과 [[커넥션 풀 고갈]] 과 [[없는 것]].\n\
             [앞](../2025/PM-2025-001.md#근본-원인) [별칭](../2025/PM-2025-001.md#root-cause) `PM-2025-001` PM-2026-001\n\
             [밖](https://example.com/PM-2025-001) [닻](#요약) [없는 닻](#없음)\n",
        ),
    ]);
    let page = built.page("incidents/pm-2026-001/index.html");
    let links: Vec<(String, &str)> = all(&page, ".prose a")
        .into_iter()
        .map(|link| (text(link), link.value().attr("href").unwrap_or_default()))
        .collect();
    let there = "../pm-2025-001/index.html";
    let expected = [
        ("PM-2025-001", there),
        ("PM-2025-001", there),
        ("커넥션 풀 고갈", "../../causes/pool/index.html"),
        ("앞", "../pm-2025-001/index.html#근본-원인"),
        ("별칭", "../pm-2025-001/index.html#root-cause"),
        ("밖", "https://example.com/PM-2025-001"),
        ("닻", "#요약"),
    ];
    let links: Vec<(&str, &str)> = links.iter().map(|(text, href)| (text.as_str(), *href)).collect();
    assert_eq!(links, expected);
    let outside = one(&page, ".prose a[href^=http]");
    assert_eq!(outside.value().attr("rel"), Some("noopener noreferrer nofollow"));
    assert!(text(one(&page, ".prose")).contains("없는 것"), "an unknown wiki link is text");
}

#[test]
fn headings_stand_below_the_page_title() {
    let page = body("# 시험 문서\n\n# 요약\n\n### 깊은 곳\n\n# 요약\n");
    assert_eq!(text(one(&page, "h1")), "시험 문서");
    let headings: Vec<(String, String)> = all(&page, ".prose h2, .prose h3, .prose h4")
        .into_iter()
        .map(|heading| (heading.value().name().to_owned(), heading.value().id().unwrap_or_default().to_owned()))
        .collect();
    let expected = [("h2", "요약"), ("h3", "깊은-곳"), ("h2", "요약-1")];
    assert_eq!(headings, expected.map(|(level, id)| (level.to_owned(), id.to_owned())));
    one(&page, "span#summary");
}

#[test]
fn notes_of_every_dialect_look_alike() {
    let page = body(
        "> [!WARNING]\n> 하나\n\n:::info 제목\n둘\n:::\n\n!!! danger \"셋\"\n    안\n\n> [!팁]\n> 넷\n\n:::tip\n다섯\n\n- 목록\n:::\n",
    );
    let notes: Vec<(String, String)> = all(&page, ".note")
        .into_iter()
        .map(|note| {
            let kind = note.value().classes().find(|class| *class != "note").unwrap_or_default().to_owned();
            (kind, note.child_elements().next().map(text).unwrap_or_default())
        })
        .collect();
    let expected = [
        ("note-warning", "주의"),
        ("note-note", "제목"),
        ("note-danger", "셋"),
        ("note-tip", "팁"),
        ("note-tip", "팁"),
    ];
    assert_eq!(notes, expected.map(|(kind, title)| (kind.to_owned(), title.to_owned())));
    assert_eq!(all(&page, ".note li").len(), 1);
}

#[test]
fn tables_tasks_and_footnotes() {
    let page = body(
        "| | |\n|---|---|\n| 상태 | 종결 |\n\n| 시각 | 수 |\n|---|--:|\n| 10:00 | 3 |\n\n\
         - [x] 끝\n- [ ] 남음\n\n말[^a]과 말[^a]과 말[^b].\n\n[^a]: 첫째\n[^b]: 둘째\n",
    );
    assert_eq!(all(&page, ".scroll[tabindex='0'][aria-label] > table").len(), 2);
    assert_eq!(all(&page, "thead").len(), 1, "an empty head is not shown");
    assert_eq!(text(one(&page, "td.to-right")), "3");
    let boxes = all(&page, "li.task > input[type=checkbox][disabled]");
    let labels: Vec<_> = boxes.iter().filter_map(|element| element.value().attr("aria-label")).collect();
    assert_eq!(labels, ["완료", "미완료"]);
    assert_eq!(all(&page, ".footnotes li").len(), 2);
    assert_eq!(all(&page, ".footnotes a[href^='#fnref:1']").len(), 2);
    assert_eq!(all(&page, "[id='fnref:1:2']").len(), 1);
}

#[test]
fn code_says_its_language_and_shortcodes_do_nothing() {
    let page = body(
        "```mermaid\nflowchart LR\n A->B\n```\n\n```\"><script>\nx\n```\n\n{{< figure src=\"x\" >}} {% include x %} <%= y %>\n",
    );
    let labels: Vec<String> = all(&page, "figure.code figcaption").into_iter().map(text).collect();
    let note = if cfg!(feature = "mermaid") {
        "그릴 수 없어 원본 그대로 보여 주는 다이어그램"
    } else {
        "다이어그램의 원본"
    };
    assert_eq!(labels, [format!("mermaid · {note}")], "a diagram that cannot be drawn stays readable as its source");
    assert_eq!(all(&page, "figure.code").len(), 2);
    let inert: Vec<String> = all(&page, "code.inert").into_iter().map(text).collect();
    assert_eq!(inert, ["{{< figure src=\"x\" >}}", "{% include x %}", "<%= y %>"]);
}

#[test]
fn only_the_sites_own_images_are_loaded() {
    let text_of = "---\nid: PM-1\ntitle: t\ndate: 2026-01-01\nlanguage: ko\n---\n## 요약\n\
        ![그래프](img/graph.png) ![먼 것](https://example.com/a.png) ![없는 것](img/none.png) ![그림](img/x.svg)\n\
        [기록](log.txt)\n";
    let built = Built::with(
        &[("postmortems/PM-1.md", text_of)],
        &[
            ("postmortems/img/graph.png", b"png"),
            ("postmortems/img/x.svg", b"<svg onload=x>"),
            ("postmortems/page.html", b"<script>"),
            ("postmortems/log.txt", b"log"),
            ("index.html", b"mine"),
        ],
    );
    let page = built.page("incidents/pm-1/index.html");
    let image = one(&page, ".prose img");
    assert_eq!(image.value().attr("src"), Some("../../postmortems/img/graph.png"));
    assert_eq!(image.value().attr("alt"), Some("그래프"));
    assert_eq!(text(one(&page, ".prose a[href='https://example.com/a.png']")), "먼 것");
    assert_eq!(all(&page, ".figure.missing").len(), 2);
    assert_eq!(one(&page, ".prose a[href$='log.txt']").value().attr("href"), Some("../../postmortems/log.txt"));
    assert!(built.has("postmortems/img/graph.png") && !built.has("postmortems/img/x.svg"));
    assert!(!built.has("postmortems/page.html") && built.text("index.html") != "mine");
}

#[test]
fn raw_html_becomes_part_of_the_page() {
    let page = body(
        "<div class=\"x\" id=\"y\" style=\"color:red\" onclick=\"z()\">\n\n**굵게**\n\n</div>\n\n\
         <h3>원인</h3><p>가<p>나<table><tr><td rowspan=2>다</table>\n\n밑줄 <u>친</u> 말 <a href=\"javascript:x\">링크</a>\n",
    );
    assert_eq!(text(one(&page, ".prose div > p > strong")), "굵게");
    assert!(all(&page, ".prose [style], .prose [onclick], .prose .x, .prose #y").is_empty());
    assert_eq!(one(&page, ".prose h2").value().id(), Some("원인"));
    assert_eq!(one(&page, ".scroll td").value().attr("rowspan"), Some("2"));
    assert_eq!(text(one(&page, ".prose u")), "친");
    assert!(all(&page, ".prose p a").is_empty(), "a script is no link");
    assert!(all(&page, ".prose p").iter().all(|p| !text(*p).is_empty()), "no empty paragraphs");
}

#[test]
fn japanese_lines_join_and_korean_lines_do_not() {
    let text_of = |language: &str, words: &str| {
        let document = format!("---\nid: PM-1\ntitle: t\ndate: 2026-01-01\nlanguage: {language}\n---\n{words}\n");
        text(one(&Built::of(&[("postmortems/a.md", &document)]).page("incidents/pm-1/index.html"), ".prose"))
    };
    assert_eq!(text_of("ja", "決済が\n止まった。\n次の文"), "決済が止まった。次の文");
    assert_eq!(text_of("ko", "결제가\n멈췄다"), "결제가 멈췄다");
}

#[test]
fn a_page_speaks_the_language_of_its_document() {
    let document = |language: &str| {
        format!(
            "---\nid: PM-1\ntitle: t\ndate: 2026-03-04\nlanguage: {language}\nstarted: 2026-03-04T14:05:00+09:00\n\
             mitigated: 2026-03-04T15:40:00+09:00\n---\n## Summary\nText.\n"
        )
    };
    let built = Built::of(&[("postmortems/a.md", &document("en"))]);
    let page = built.page("incidents/pm-1/index.html");
    assert_eq!(one(&page, "html").value().attr("lang"), Some("en"));
    assert!(text(one(&page, ".facts")).contains("4 March 2026, 14:05 KST"));
    assert!(text(one(&page, ".phases")).contains("1 h 35 min"));
    let built = Built::of(&[("postmortems/a.md", &document("ko"))]);
    let page = built.page("incidents/pm-1/index.html");
    assert!(text(one(&page, ".facts")).contains("2026년 3월 4일 14:05 KST"));
    assert!(text(one(&page, ".phases")).contains("1시간 35분"));
    let built = Built::of(&[("postmortems/a.md", &document("ja"))]);
    let page = built.page("incidents/pm-1/index.html");
    assert_eq!(one(&page, "body").value().attr("lang"), Some("ja"));
    assert!(text(one(&page, ".facts")).contains("2026年3月4日 14:05 KST"));
    let built = Built::of(&[("postmortems/a.md", &document("de"))]);
    let page = built.page("incidents/pm-1/index.html");
    assert_eq!(one(&page, "html").value().attr("lang"), Some("de"));
    assert_eq!(one(&page, "body").value().attr("lang"), Some("ko"), "words fall back to the site's language");
}

#[test]
fn code_is_marked_and_formulas_are_set_at_build_time() {
    let markdown = "A formula $a_1 < b$ and $$\\frac{a}{b}$$ here.\n\n```yaml\nreplicas: 3 # why\n```\n\n\
        ```math\n\\sqrt{x}\n```\n\n```math\n\\nonesuch{\n```\n";
    for text in [markdown.to_owned(), format!("{markdown}\n<details><summary>More</summary>raw</details>\n")] {
        let page = body(&text);
        assert_safe("incidents/pm-1/index.html", &page);
        assert_eq!(all(&page, ".prose math").len(), 3);
        assert_eq!(all(&page, ".prose math[display=block]").len(), 2);
        assert_eq!(all(&page, ".prose math mfrac, .prose math msub").len(), 2);
        assert!(all(&page, "[class^=made]").is_empty());
        let marked = all(&page, "pre .hl-c, pre .hl-n");
        assert_eq!(marked.into_iter().map(scraper_text).collect::<String>().trim(), "3# why");
        let codes: Vec<String> = all(&page, "figure.code pre").into_iter().map(scraper_text).collect();
        assert_eq!(codes, ["replicas: 3 # why\n", "\\nonesuch{\n"]);
        let captions: Vec<String> = all(&page, "figure.code figcaption").into_iter().map(scraper_text).collect();
        assert_eq!(captions, ["yaml", "math"]);
    }
}

#[test]
fn money_is_no_formula_and_nothing_stands_for_a_figure_but_pmdoc() {
    let page =
        body("It cost $5 and then $10.\n\n<span class=\"made-0\"></span> $$x$$\n\n<span class=\"made-9\"></span>\n");
    assert_eq!(all(&page, ".prose math").len(), 1);
    let page = body("It cost $5 and then $10.\n");
    assert!(all(&page, ".prose math").is_empty());
}

/// The text as it is.
fn scraper_text(element: scraper::ElementRef<'_>) -> String {
    element.text().collect()
}

#[cfg(feature = "mermaid")]
const DIAGRAMS: &str = "## 근본 원인\n\n```mermaid\nflowchart LR\n  A[결제 API] -->|느림| B[(DB)]\n```\n\n- 목록\n\n  ```mermaid\n  \
    flowchart LR\n    A[결제 API] -->|느림| B[(DB)]\n  ```\n\n> ```{.mermaid}\n> pie\n>   \"timeout\" : 60\n> ```\n\n\
    ```mermaid\nflowchart LR\n  accTitle: 흐름\n  accDescr: A에서 B로\n  A --> B\n  style A fill:#f9f\n```\n";

#[test]
#[cfg(feature = "mermaid")]
fn diagrams_are_drawn_once_and_say_what_they_show() {
    let document = format!("---\nid: PM-1\ntitle: 사고\ndate: 2026-01-01\nlanguage: ko\n---\n{DIAGRAMS}");
    for raw in ["", "\n<details><summary>More</summary>raw</details>\n"] {
        let document = format!("{document}{raw}");
        let built = Built::of(&[("postmortems/a.md", &document)]);
        let page = built.page("incidents/pm-1/index.html");
        assert_safe("incidents/pm-1/index.html", &page);
        let pictures = all(&page, "figure.diagram .drawing img");
        let looks: Vec<(&str, bool, &str)> = pictures
            .iter()
            .map(|picture| {
                let attribute = |name: &str| picture.value().attr(name);
                (
                    attribute("class").unwrap_or_default(),
                    attribute("hidden").is_some(),
                    attribute("alt").unwrap_or_default(),
                )
            })
            .collect();
        let flow = "순서도: 느림 · 결제 API · DB";
        let pie = "원그래프: 100% · timeout";
        assert_eq!(
            looks,
            [
                ("day", false, flow),
                ("night", true, flow),
                ("day", false, flow),
                ("night", true, flow),
                ("day", false, pie),
                ("night", true, pie),
                ("sheet", false, "흐름 — A에서 B로"),
            ]
        );
        let files: Vec<&str> = pictures.iter().filter_map(|picture| picture.value().attr("src")).collect();
        assert_eq!(files[..2], files[2..4], "the same source is drawn once");
        let names: std::collections::BTreeSet<String> = files.iter().map(|file| file.replace("../../", "")).collect();
        let written: Vec<&str> = built.names().into_iter().filter(|name| name.starts_with("diagrams/")).collect();
        assert_eq!(written, names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(written.iter().all(|name| built.text(name).len() < 6_000), "no style sheet comes along");
        let sources: Vec<String> = all(&page, "figure.diagram details pre").into_iter().map(scraper_text).collect();
        assert_eq!(sources[0], "flowchart LR\n  A[결제 API] -->|느림| B[(DB)]");
        let again = Built::of(&[("postmortems/a.md", &document)]);
        assert!(written.iter().all(|name| built.text(name) == again.text(name)));
    }
}

#[test]
#[cfg(feature = "mermaid")]
fn the_language_of_a_document_chooses_the_letters_of_its_diagrams() {
    let of = |language: &str| {
        let text = format!(
            "---\nid: PM-1\ntitle: T\ndate: 2026-01-01\nlanguage: {language}\n---\n```mermaid\npie\n  \"骨\" : 60\n```\n"
        );
        let built = Built::of(&[("postmortems/a.md", &text)]);
        let name = built.names().into_iter().find(|name| name.starts_with("diagrams/")).expect("a drawing").to_owned();
        built.text(&name).to_owned()
    };
    assert!(of("ja").contains("xml:lang=\"ja\"") && of("ja").contains("Noto Sans CJK JP"));
    assert!(of("ko").contains("Noto Sans CJK KR") && of("zh-Hant").contains("Noto Sans CJK TC"));
}
