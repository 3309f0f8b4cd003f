//! What a site holds beside its pages, read by parsers that pmdoc does not use: feeds, the calendar, data, the map.

mod site_support;

use std::collections::{BTreeMap, BTreeSet};

use ical::IcalParser;
use ical::parser::ical::component::IcalEvent;
use pmdoc::config::Settings;
use pmdoc::site::Theme;
use roxmltree::{Document, Node};
use site_support::{Built, all, base, one, settings};

/// As YAML writes it.
const HOSTILE: &str = "</title>]]>&\\x1b[31m";

fn files() -> Vec<(&'static str, String)> {
    let first = format!(
        "---\nid: PM-1\ntitle: \"결제 {HOSTILE}, 지연; 느림\"\nlanguage: ko\ndate: 2026-03-04\nseverity: SEV1\nservices: [payments]\n\
         root_causes: [pool]\nauthors: [Kim Jiho]\nreview_date: 2026-04-01\nsecret_key: not for readers\n---\n## 요약\n결제가 늦었다. 더 있다.\n\n\
         <!-- 안쪽 사람만 아는 이름 -->\n`<!-- 코드 -->`\n\n## 조치 항목\n\
         - [ ] 풀을 나눈다, 아주 긴 이름으로 적어서 한 줄에 다 들어가지 않게 한다; 그래도 읽힌다 (담당: @jiho, 기한: 2026-12-01)\n\
         - [x] 끝난 일 (담당: @sora, 기한: 2026-05-01)\n- [ ] =HYPERLINK(\"x\") (담당: @sora)\n"
    );
    let second = "---\nid: PM-2\ntitle: Second\nlanguage: en\ndate: 2026-05-05\nservices: [payments, search]\nroot_causes: [pool]\n---\n## Summary\nSearch was slow for an hour.\n";
    vec![
        ("postmortems/PM-1.md", first),
        ("postmortems/PM-2.md", second.to_owned()),
        ("causes/pool.md", "---\ntitle: 풀 고갈\n---\n풀이 모자란다.\n".to_owned()),
        ("guides/on-call.md", "---\ntitle: On call\n---\nHow.\n".to_owned()),
    ]
}

fn built(url: Option<&str>) -> Built {
    let files = files();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let settings = Settings { site_url: url.map(str::to_owned), ..settings() };
    Built::from(&base(&files), &settings, &[])
}

const URL: &str = "https://example.com/kb";

fn child<'a>(node: Node<'a, '_>, name: &str) -> Option<Node<'a, 'a>>
where
    'a: 'a,
{
    let found = node.children().find(|child| child.has_tag_name(("http://www.w3.org/2005/Atom", name)))?;
    Some(node.document().get_node(found.id()).expect("a node of the document"))
}

fn text_of(node: Node<'_, '_>, name: &str) -> String {
    child(node, name).and_then(|node| node.text()).unwrap_or_default().to_owned()
}

#[test]
fn feeds_are_atom_and_lead_to_pages() {
    let built = built(Some(URL));
    let feeds: Vec<&str> = built.names().into_iter().filter(|name| name.ends_with("feed.xml")).collect();
    for feed in ["feed.xml", "services/payments/feed.xml", "causes/pool/feed.xml", "incidents/severity.1/feed.xml"] {
        assert!(feeds.contains(&feed), "{feed} in {feeds:?}");
    }
    for name in feeds {
        let document = Document::parse(built.text(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let feed = document.root_element();
        assert!(feed.has_tag_name(("http://www.w3.org/2005/Atom", "feed")), "{name}");
        assert_eq!(text_of(feed, "id"), format!("{URL}/{name}"));
        let (mut ids, mut entries) = (BTreeSet::new(), 0);
        for entry in feed.children().filter(|child| child.tag_name().name() == "entry") {
            entries += 1;
            let id = text_of(entry, "id");
            let page = id.strip_prefix(&format!("{URL}/")).expect("below the site");
            assert!(built.has(&format!("{page}index.html")), "{name}: {id}");
            assert!(text_of(entry, "updated").parse::<jiff::Timestamp>().is_ok(), "{name}");
            assert!(!text_of(entry, "title").is_empty() && !text_of(entry, "summary").is_empty());
            assert!(ids.insert(id), "{name}: an id is there twice");
        }
        assert!(entries > 0, "{name} is empty");
    }
    let feed = Document::parse(built.text("feed.xml")).expect("XML");
    let titles: Vec<String> = feed
        .root_element()
        .children()
        .filter(|child| child.tag_name().name() == "entry")
        .map(|entry| text_of(entry, "title"))
        .collect();
    assert_eq!(titles, ["Second".to_owned(), "결제 </title>]]>&[31m, 지연; 느림".to_owned()], "newest first");
}

#[test]
fn without_an_address_nothing_is_made_that_needs_one() {
    let built = built(None);
    for name in built.names() {
        assert!(!name.ends_with("feed.xml") && !name.starts_with("sitemap"), "{name}");
    }
    assert!(!built.text("robots.txt").contains("Sitemap"));
    let page = built.page("incidents/pm-1/index.html");
    assert!(all(&page, "link[rel=canonical], meta[property='og:url'], link[type='application/atom+xml']").is_empty());
    for name in ["calendar.ics", "llms.txt", "_headers", "data/incidents.json", "incidents/pm-1/index.md"] {
        assert!(built.has(name), "{name}");
    }
    assert!(!built.text("calendar.ics").contains("\r\nURL"));
}

fn property(event: &IcalEvent, name: &str) -> String {
    let found = event.properties.iter().find(|property| property.name == name);
    found.and_then(|property| property.value.clone()).unwrap_or_default()
}

#[test]
fn the_calendar_holds_what_is_due() {
    let built = built(Some(URL));
    let text = built.text("calendar.ics");
    assert!(text.split("\r\n").all(|line| line.len() <= 75) && !text.replace("\r\n", "").contains('\n'));
    let calendars: Vec<_> = IcalParser::new(text.as_bytes()).collect::<Result<_, _>>().expect("a calendar");
    assert_eq!(calendars.len(), 1);
    let events = &calendars[0].events;
    // One open action with a day, and one follow-up; what is done or has no day is not due.
    assert_eq!(events.len(), 2);
    let due = &events[0];
    assert_eq!((property(due, "DTSTART"), property(due, "DTEND")), ("20261201".to_owned(), "20261202".to_owned()));
    assert!(property(due, "SUMMARY").ends_with("그래도 읽힌다"), "{}", property(due, "SUMMARY"));
    assert_eq!(property(due, "URL"), format!("{URL}/incidents/pm-1/#page:action-1"));
    assert_eq!(property(&events[1], "DTSTART"), "20260401");
    let uids: BTreeSet<String> = events.iter().map(|event| property(event, "UID")).collect();
    assert_eq!(uids.len(), 2);
}

#[test]
fn data_keeps_the_published_schema() {
    let built = built(Some(URL));
    let json = |name: &str| -> serde_json::Value { serde_json::from_str(built.text(name)).expect(name) };
    let schema = json("data/schema.json");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for (name, list, count) in [("incidents", "incidents", 2), ("causes", "causes", 1), ("actions", "actions", 3)] {
        let value = json(&format!("data/{name}.json"));
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
        let rows = value[list].as_array().expect("a list");
        assert!(rows.len() >= count, "{name}");
        for url in rows.iter().filter_map(|row| row["url"].as_str()) {
            assert!(built.has(url.split('#').next().unwrap_or_default()), "{url}");
        }
        // The schema knows every field that is there.
        let definition = schema["$defs"][name.trim_end_matches('s')]["properties"].as_object().expect("a definition");
        let told: BTreeSet<&String> = rows[0].as_object().expect("an object").keys().collect();
        assert_eq!(told, definition.keys().collect(), "{name}");
    }
    let broken = serde_json::json!({ "version": 1, "schema": "schema.json", "actions": [{ "state": "late" }] });
    assert!(!validator.is_valid(&broken), "the schema holds nothing against anything");
    let incidents = json("data/incidents.json");
    let first = &incidents["incidents"][1];
    assert_eq!((first["severity_rank"].as_u64(), first["actions_open"].as_u64()), (Some(1), Some(2)));
}

#[test]
fn tables_are_csv_without_formulas() {
    let built = built(None);
    let text = built.text("data/actions.csv");
    let lines: Vec<Vec<String>> = records(text);
    assert_eq!(lines.len(), 4);
    let column = |name: &str| lines[0].iter().position(|cell| cell == name).expect("a column");
    let texts: BTreeMap<&str, &str> =
        lines[1..].iter().map(|line| (line[column("text")].as_str(), line[column("owners")].as_str())).collect();
    assert_eq!(texts.get("'=HYPERLINK(\"x\")"), Some(&"'@sora"), "{texts:?}");
    assert!(lines.iter().all(|line| line.len() == lines[0].len()));
}

/// RFC 4180, read anew.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            c => cell.push(c),
        }
    }
    records
}

#[test]
fn the_map_names_every_page_once() {
    let built = built(Some(URL));
    let document = Document::parse(built.text("sitemap.xml")).expect("XML");
    let places: Vec<String> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "loc")
        .filter_map(|node| node.text().map(str::to_owned))
        .collect();
    let pages = built.pages().into_iter().map(|(name, _)| name).filter(|name| *name != "404.html");
    let expected: BTreeSet<String> =
        pages.map(|name| format!("{URL}/{}", name.strip_suffix("index.html").unwrap_or(name))).collect();
    assert_eq!(places.len(), expected.len());
    let places: BTreeSet<String> = places.iter().map(|place| pmdoc::text::percent_decoded(place)).collect();
    assert_eq!(places, expected);
    assert!(built.text("robots.txt").ends_with("Sitemap: https://example.com/kb/sitemap.xml\n"));
    assert_eq!(document.descendants().filter(|node| node.tag_name().name() == "lastmod").count(), 2);
}

#[test]
fn the_markdown_beside_a_page_says_what_the_page_does() {
    let built = built(Some(URL));
    let twin = built.text("incidents/pm-1/index.md");
    assert!(twin.starts_with("---\ntitle: \"결제 "), "{twin}");
    assert!(twin.contains("\nroot_causes: [\"pool\"]\n") && twin.contains("`<!-- 코드 -->`"));
    assert!(!twin.contains("안쪽 사람만") && !twin.contains("not for readers"), "neither comments nor unknown keys");
    let page = built.page("incidents/pm-1/index.html");
    assert_eq!(one(&page, "link[type='text/markdown']").value().attr("href"), Some("index.md"));
    let map = built.text("llms.txt");
    assert!(map.contains("](https://example.com/kb/incidents/pm-1/index.md): 2026-03-04 SEV1 결제가 늦었다."), "{map}");
    assert!(map.contains("[On call]") && map.contains("data/schema.json"));
}

#[test]
fn links_of_the_markdown_lead_around_in_the_site() {
    let text = "---\nid: PM-1\ntitle: A\ndate: 2026-03-04\n---\n## 요약\n\
        [둘](../postmortems/b.md) [**둘**의 요약](b.md#요약 \"제목\") [꺾쇠](<../postmortems/b.md>) [원인](../causes/pool.md)\n\
        [참조][둘] [둘][] [둘] [밖](https://example.com/b.md) <https://example.com> [여기](#요약) [[PM-2]] [[풀 고갈]]\n\
        [없는 것](nowhere.md) ![그림](a%20b.png) ![없는 그림](../secret.png) [![그림](a%20b.png)](b.md)\n\
        [나쁜 것](javascript:alert) `[코드](b.md)` [괄호](b.md#f(x))\n\n```md\n[코드](b.md)\n```\n\n[둘]: b.md 'T'\n";
    let second = "---\nid: PM-2\ntitle: B\ndate: 2026-05-05\n---\n## 요약\n글.\n";
    let files = [
        ("postmortems/a.md", text),
        ("postmortems/b.md", second),
        ("causes/pool.md", "---\ntitle: 풀 고갈\n---\n글.\n"),
    ];
    let built = Built::with(&files, &[("postmortems/a b.png", b"PNG".as_slice())]);
    let body = built.text("incidents/pm-1/index.md").rsplit_once("---\n").expect("front matter").1;
    assert_eq!(
        body,
        "\n## 요약\n[둘](../pm-2/index.md) [**둘**의 요약](../pm-2/index.md#요약 \"제목\") [꺾쇠](../pm-2/index.md) \
         [원인](../../causes/pool/index.md)\n\
         [참조](../pm-2/index.md) [둘](../pm-2/index.md) [둘](../pm-2/index.md) [밖](https://example.com/b.md) <https://example.com> \
         [여기](#요약) [PM-2](../pm-2/index.md) [풀 고갈](../../causes/pool/index.html)\n\
         없는 것 ![그림](../../postmortems/a%20b.png) 없는 그림 [![그림](../../postmortems/a%20b.png)](../pm-2/index.md)\n\
         나쁜 것 `[코드](b.md)` [괄호](../pm-2/index.md)\n\n```md\n[코드](b.md)\n```\n\n[둘]: b.md 'T'\n"
    );
}

#[test]
fn headers_and_pages_have_one_policy_and_previews() {
    let built = built(Some(URL));
    let page = built.page("incidents/pm-1/index.html");
    let policy = one(&page, "meta[http-equiv]").value().attr("content").expect("a policy");
    assert!(built.text("_headers").contains(&format!("Content-Security-Policy: {policy}; frame-ancestors 'none'\n")));
    let property = |name: &str| {
        one(&page, &format!("meta[property='{name}']")).value().attr("content").unwrap_or_default().to_owned()
    };
    assert!(property("og:title").starts_with("결제"));
    assert_eq!(property("og:url"), format!("{URL}/incidents/pm-1/"));
    assert_eq!(property("article:published_time"), "2026-03-04");
    assert_eq!(one(&page, "link[rel=canonical]").value().attr("href"), Some("https://example.com/kb/incidents/pm-1/"));
}

#[test]
fn pages_of_documents_say_what_they_are_for_programs() {
    let article = |built: &Built, name: &str| {
        let page = built.page(name);
        let text: String = one(&page, "head > script[type='application/ld+json']").text().collect();
        assert!(!text.contains(['<', '>', '&']), "{text}");
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")
    };
    let with_url = built(Some(URL));
    assert_eq!(
        article(&with_url, "incidents/pm-1/index.html"),
        serde_json::json!({
            "@context": "https://schema.org", "@type": "TechArticle",
            "headline": "결제 </title>]]>&\u{1b}[31m, 지연; 느림", "inLanguage": "ko", "description": "결제가 늦었다. 더 있다.",
            "identifier": "PM-1", "url": "https://example.com/kb/incidents/pm-1/", "temporalCoverage": "2026-03-04",
            "about": [{ "@type": "DefinedTerm", "name": "풀 고갈", "url": "https://example.com/kb/causes/pool/" }],
            "keywords": ["payments"],
            "isPartOf": { "@type": "WebSite", "name": settings().title, "url": "https://example.com/kb/" },
        })
    );
    let guide = article(&built(None), "guides/on-call/index.html");
    assert_eq!((guide["headline"].as_str(), guide.get("url"), guide.get("identifier")), (Some("On call"), None, None));
    assert!(all(&with_url.page("index.html"), "script[type='application/ld+json']").is_empty());
}

#[test]
fn an_empty_knowledge_base_has_whole_files_too() {
    let theme = Theme::embedded().expect("the theme");
    let settings = Settings { site_url: Some(URL.to_owned()), ..settings() };
    let built = Built::dressed(&base(&[]), &settings, &theme, &[]).expect("a site");
    assert!(Document::parse(built.text("feed.xml")).is_ok() && Document::parse(built.text("sitemap.xml")).is_ok());
    assert!(IcalParser::new(built.text("calendar.ics").as_bytes()).all(|calendar| calendar.is_ok()));
    assert!(serde_json::from_str::<serde_json::Value>(built.text("data/incidents.json")).is_ok());
}
