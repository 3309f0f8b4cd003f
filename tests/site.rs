//! The site as a whole: what holds on every page of the example knowledge base and of small ones.

mod site_support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pmdoc::config::{self, Settings};
use pmdoc::knowledge::KnowledgeBase;
use pmdoc::rules::RULES;
use pmdoc::site::{SiteError, Theme};
use pmdoc::text::percent_decoded;
use scraper::Html;
use site_support::{Built, all, assert_safe, base, ends, one, record, text};

/// The example knowledge base and the founding documents: path and text.
fn example() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("content-example")];
    let root = folders[0].clone();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the example").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let name = path.strip_prefix(&root).expect("below the root").to_string_lossy().into_owned();
                files.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    files.sort();
    files
}

fn built_example() -> Built {
    let files = example();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Built::of(&files)
}

#[test]
fn every_page_keeps_the_contract() {
    let built = built_example();
    for (name, page) in built.pages() {
        assert_safe(name, &page);
        assert_eq!(all(&page, "h1").len(), 1, "{name}");
        let policy = one(&page, "meta[http-equiv=Content-Security-Policy]").value().attr("content").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{name}");
        assert!(!one(&page, "html").value().attr("lang").unwrap_or_default().is_empty(), "{name}");
        assert!(all(&page, "img[src^=http], link[href^=http], script[src^=http]").is_empty(), "{name}: remote");
        let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|element| element.value().id()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: ids twice");
        let is_left = |words: &&str| built.text(name).contains(*words);
        assert_eq!(["{{ words", "{{ page", "{{ frame"].iter().find(|words| is_left(words)), None, "{name}");
    }
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor() {
    let built = built_example();
    let pages: BTreeMap<&str, Html> = built.pages().into_iter().collect();
    let ids = |page: &Html| -> BTreeSet<String> {
        all(page, "[id]").iter().filter_map(|element| element.value().id()).map(str::to_owned).collect()
    };
    let anchors: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|(name, page)| (*name, ids(page))).collect();
    let mut checked = 0;
    for (name, page) in &pages {
        for element in all(page, "[href], [src]") {
            let url = element.value().attr("href").or(element.value().attr("src")).unwrap_or_default();
            if url.starts_with("http") || url.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = url.split_once('#').unwrap_or((url, ""));
            let target = if file.is_empty() { (*name).to_owned() } else { joined(name, &percent_decoded(file)) };
            assert!(built.has(&target), "{name}: {url} leads to {target}");
            if !anchor.is_empty() {
                assert!(anchors[target.as_str()].contains(anchor), "{name}: {url}");
            }
            checked += 1;
        }
    }
    assert!(checked > 1000, "{checked} links");
}

/// A relative link followed from a page.
fn joined(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: {link} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn two_builds_are_equal_whatever_the_order_of_the_documents() {
    let mut files = example();
    let build = |files: &[(String, String)]| {
        let records = files.iter().map(|(name, text)| record(name, text)).collect();
        let theme = Theme::embedded().expect("the embedded theme");
        Built::dressed(&KnowledgeBase::new(records), &Settings::default(), &theme, &[]).expect("a site").0
    };
    let first = build(&files);
    files.reverse();
    assert!(first == build(&files), "a second build differs");
    assert!(first.is_sorted_by(|a, b| a.path < b.path));
}

#[test]
fn pages_stay_light() {
    let built = built_example();
    for (name, _) in built.pages() {
        assert!(built.text(name).len() < 120 * 1024, "{name}");
    }
    let style = built.names().into_iter().find(|name| ends(name, "css")).expect("a style sheet");
    // About a quarter of that, compressed.
    assert!(built.text(style).len() < 48 * 1024);
}

#[test]
fn the_home_page_speaks_in_sentences() {
    let incident = |id: &str, date: &str, action: &str| {
        format!(
            "---\nid: {id}\ntitle: {id}\ndate: {date}\nlanguage: ko\nstarted: {date}T10:00:00+09:00\n\
             mitigated: {date}T10:41:00+09:00\nroot_causes: [pool]\n---\n## 조치 항목\n{action}\n"
        )
    };
    let first = incident("PM-1", "2026-01-10", "- [ ] 풀 분리 (담당: @jiho, 기한: 2026-03-01)");
    let second = incident("PM-2", "2026-06-10", "- [x] 알림 (담당: @sora, 기한: 2026-07-01)");
    let built = Built::of(&[("postmortems/PM-1.md", &first), ("postmortems/PM-2.md", &second)]);
    let page = built.page("index.html");
    let opening = text(one(&page, ".opening"));
    assert_eq!(
        opening,
        "지난 12개월 동안 원인 1개가 되풀이됐습니다. 조치 1건이 기한을 넘겼습니다. 사고 2건의 절반은 41분 안에 완화됐습니다."
    );
    assert_eq!(all(&page, ".opening a").len(), 3);
    assert_eq!(text(one(&page, ".overdue .days")), "265일");
    let page = built.page("incidents/pm-2/index.html");
    let notice = text(one(&page, ".notice.alerting"));
    assert!(
        notice.contains("pool, 2번째") && notice.contains("끝나지 않은 채로") && notice.contains("PM-1"),
        "{notice}"
    );
    let page = built.page("causes/pool/index.html");
    assert_eq!(all(&page, ".strikes > li").len(), 2);
    assert_eq!(all(&page, ".strip-of-time circle:not(.promise)").len(), 2);
    assert_eq!(all(&page, ".strip-of-time .promise.is-overdue").len(), 1);
    assert_eq!(all(&page, ".strip-of-time .promise.is-done").len(), 1);
    assert_eq!(text(all(&page, ".promises .alert")[0]), "265일 지남 2026-03-01");
}

#[test]
fn an_empty_knowledge_base_has_a_site() {
    let built = Built::of(&[]);
    for name in ["index.html", "incidents/index.html", "causes/index.html", "guides/index.html", "404.html"] {
        assert_eq!(all(&built.page(name), "h1").len(), 1, "{name}");
    }
    assert_eq!(text(one(&built.page("index.html"), ".opening")), "아직 사후 분석이 없습니다.");
}

#[test]
fn ids_that_fold_alike_get_pages_of_their_own() {
    let document = |id: &str| format!("---\nid: \"{id}\"\ntitle: {id}\ndate: 2026-01-01\n---\n## Summary\nText.\n");
    let (one, two, three) = (document("PM 1"), document("pm-1"), document("../../PM.1"));
    let built = Built::of(&[("postmortems/a.md", &one), ("postmortems/b.md", &two), ("postmortems/c.md", &three)]);
    for name in ["incidents/pm-1/index.html", "incidents/pm-1-2/index.html", "incidents/pm-1-3/index.html"] {
        assert!(built.has(name), "{name} in {:?}", built.names());
    }
}

#[test]
fn guides_keep_their_tree_and_an_index_stands_for_its_folder() {
    let built = Built::of(&[
        ("guides/on-call.md", "# On-call\n\nSee [drills](dr/README.md#how) and [none](missing.md).\n"),
        ("guides/dr/README.md", "# Drills\n\n## How\n\nText.\n"),
        ("notes/today.md", "# Today\n\nText.\n"),
    ]);
    for name in ["guides/on-call/index.html", "guides/dr/index.html", "guides/notes/today/index.html"] {
        assert!(built.has(name), "{name} in {:?}", built.names());
    }
    let page = built.page("guides/on-call/index.html");
    let links = all(&page, ".prose a");
    assert_eq!(links.len(), 1, "a link to a file that is not there is only text");
    assert_eq!(links[0].value().attr("href"), Some("../dr/index.html#how"));
}

#[test]
fn a_long_list_has_several_pages() {
    let texts: Vec<(String, String)> = (0..201)
        .map(|n| {
            (format!("postmortems/PM-{n:03}.md"), format!("---\nid: PM-{n:03}\ntitle: t\ndate: 2026-01-01\n---\n"))
        })
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let built = Built::of(&files);
    assert_eq!(all(&built.page("incidents/index.html"), ".entry").len(), 200);
    let second = built.page("incidents/page.2/index.html");
    assert_eq!(all(&second, ".entry").len(), 1);
    assert_eq!(one(&second, "a[rel=prev]").value().attr("href"), Some("../index.html"));
}

#[test]
fn a_repository_may_replace_single_files_of_the_theme() {
    let replaced = |name: &str, text: &str| Theme::with_overrides(vec![(name.to_owned(), text.to_owned())]);
    let knowledge = base(&[("postmortems/PM-1.md", "---\nid: PM-1\ntitle: t\ndate: 2026-01-01\n---\n")]);
    let build = |theme: &Theme| Built::dressed(&knowledge, &Settings::default(), theme, &[]).map(|built| built.0);

    let theme = replaced("404.html", "{{ words.missing.title }}!").expect("a theme");
    let files = build(&theme).expect("a site");
    let page = files.iter().find(|file| file.path.as_str() == "404.html").expect("the page");
    assert_eq!(page.bytes, b"Page not found!");

    let theme = replaced("404.html", "ok\n  {{ frame.titel }}").expect("it parses");
    let error = build(&theme).expect_err("no such field");
    let SiteError::Template { template, line, message, .. } = &error else { panic!("{error}") };
    assert_eq!((template.as_str(), *line), ("404.html", 2));
    assert!(message.contains("titel") && message.contains("title"), "says what is available: {message}");

    assert!(matches!(replaced("404.html", "{% if %}"), Err(SiteError::Template { .. })));
    assert!(matches!(replaced("assets/evil.exe", ""), Err(SiteError::UnknownFile { .. })));
    assert!(matches!(replaced("i18n/ko.toml", "= ="), Err(SiteError::Catalogue { .. })));
}

/// The keys of a catalogue, each with the placeholders of all its forms.
type Keys = BTreeMap<String, BTreeSet<String>>;

fn keys(name: &str) -> Keys {
    fn collect(prefix: &str, table: &toml::Table, keys: &mut Keys) {
        for (key, value) in table {
            let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::Table(forms) if forms.contains_key("other") => {
                    let texts = forms.values().filter_map(|text| text.as_str());
                    keys.insert(key, texts.flat_map(placeholders).collect());
                }
                toml::Value::Table(inner) => collect(&key, inner, keys),
                text => drop(keys.insert(key, placeholders(text.as_str().expect("a text")).collect())),
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n").join(name);
    let table: toml::Table = toml::from_str(&fs::read_to_string(path).expect("a catalogue")).expect("TOML");
    let mut found = BTreeMap::new();
    collect("", &table, &mut found);
    found
}

fn placeholders(text: &str) -> impl Iterator<Item = String> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(str::to_owned)
}

#[test]
fn catalogues_have_the_same_words() {
    for other in ["ko", "ja", "zh-Hans", "zh-Hant"] {
        let (own, english) = (keys(&format!("{other}.toml")), keys("en.toml"));
        let differ = |a: &Keys, b: &Keys| -> Vec<String> {
            a.iter().filter(|(key, names)| b.get(*key) != Some(*names)).map(|(key, _)| key.clone()).collect()
        };
        assert_eq!((differ(&english, &own), differ(&own, &english)), (vec![], vec![]), "{other}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/default/i18n/{other}.toml"));
        let text = fs::read_to_string(path).expect("a catalogue");
        assert!(!text.contains("{ one = "), "{other} has no grammatical number");
    }
}

#[test]
fn pages_speak_the_language_of_their_site_and_tell_their_own() {
    let files = [("postmortems/a.md", "---\nid: PM-1\ntitle: Slow\ndate: 2026-03-04\nlanguage: en\n---\nText.\n")];
    for (tag, shown, says, day) in [
        ("ja", "ja", "トップページ", "2026年3月4日"),
        ("zh-CN", "zh-Hans", "返回首页", "2026年3月4日"),
        ("zh-TW", "zh-Hant", "回到首頁", "2026年3月4日"),
        ("ko-KR", "ko", "첫 화면", "2026년 3월 4일"),
        ("fr", "en", "To the home page", "4 March 2026"),
    ] {
        let settings = Settings { language: tag.to_owned(), ..Settings::default() };
        let built = Built::from(&base(&files), &settings, &[]);
        let missing = built.page("404.html");
        assert_eq!(one(&missing, "html").value().attr("lang"), Some(shown), "{tag}");
        assert!(text(one(&missing, "main")).contains(says), "{tag}: {}", text(one(&missing, "main")));
        assert!(built.text("incidents/index.html").contains(day), "{tag}");
        // The document is English, and so are the words around it.
        let page = built.page("incidents/pm-1/index.html");
        assert_eq!(one(&page, "html").value().attr("lang"), Some("en"), "{tag}");
    }
}

#[test]
fn translations_lead_to_each_other_in_their_own_names() {
    let document = |language: &str| {
        format!(
            "---\nid: PM-1-{language}\ntitle: T\nlanguage: {language}\n{}---\nText.\n",
            if language == "en" { "" } else { "translation_of: PM-1-en\n" }
        )
    };
    let texts: Vec<_> = ["en", "ko", "zh-Hant"].map(document).into_iter().collect();
    let files = [("postmortems/a.md", &*texts[0]), ("postmortems/b.md", &*texts[1]), ("postmortems/c.md", &*texts[2])];
    let built = Built::of(&files);
    let languages = |page: &str, selector: &str| -> Vec<String> {
        let page = built.page(page);
        let links = all(&page, selector);
        links.iter().map(|link| link.value().attr("hreflang").unwrap_or_default().to_owned()).collect()
    };
    for page in ["incidents/pm-1-en/index.html", "incidents/pm-1-ko/index.html", "incidents/pm-1-zh-hant/index.html"] {
        assert_eq!(languages(page, "link[rel=alternate][hreflang]"), ["en", "ko", "zh-Hant"], "{page}");
    }
    assert_eq!(languages("incidents/pm-1-en/index.html", ".notice a"), ["ko", "zh-Hant"]);
    assert_eq!(languages("incidents/pm-1-ko/index.html", ".notice a"), ["en", "zh-Hant"]);
    let page = built.page("incidents/pm-1-ko/index.html");
    let names: Vec<String> = all(&page, ".notice a").into_iter().map(text).collect();
    assert_eq!(names, ["English", "繁體中文"]);
    assert!(languages("incidents/index.html", "link[rel=alternate][hreflang]").is_empty());
}

#[test]
fn every_word_that_is_used_is_in_the_catalogues() {
    let known = keys("en.toml");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = BTreeSet::new();
    for path in files_below(&root.join("themes/default"), "html") {
        let text = fs::read_to_string(path).expect("a template");
        for rest in text.split("words.").skip(1) {
            let key: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
            used.insert(key.trim_end_matches('.').to_owned());
        }
    }
    for path in files_below(&root.join("src/site"), "rs") {
        let text = fs::read_to_string(path).expect("a source");
        for group in known.keys().filter_map(|key| key.split_once('.')).map(|(group, _)| group).collect::<BTreeSet<_>>()
        {
            for rest in text.split(&format!("\"{group}.")).skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                if !name.is_empty() && !name.contains(['{', '/']) && !["html", "json", "csv", "ics"].contains(&name) {
                    used.insert(format!("{group}.{name}"));
                }
            }
        }
    }
    // The scripts of the search are given its group.
    for script in ["find.js", "search.js"] {
        let script = fs::read_to_string(root.join("themes/default/assets").join(script)).expect("the script");
        let is_said =
            |key: &&String| key.strip_prefix("search.").is_some_and(|name| script.contains(&format!("\"{name}\"")));
        used.extend(known.keys().filter(is_said).cloned());
    }
    // A component may be given a whole group.
    let is_group = |key: &str| known.keys().any(|known| known.split_once('.').is_some_and(|(group, _)| group == key));
    let missing: Vec<&String> = used.iter().filter(|key| !known.contains_key(*key) && !is_group(key)).collect();
    assert!(missing.is_empty() && used.len() > 100, "not in en.toml: {missing:?}");
    // Names put together at run time: kinds, states and notes by their own names.
    let composed = [
        "kind.",
        "status.",
        "action.",
        "note.",
        "facet.",
        "standing.",
        "column.",
        "metrics.",
        "timeline.by_",
        "actions.all_",
        "actions.by_",
        "actions.no_",
        "actions.age_",
    ];
    let unused =
        known.keys().filter(|key| !used.contains(*key) && !composed.iter().any(|group| key.starts_with(group)));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&String>::new(), "in en.toml, and nobody says it");
}

#[test]
fn templates_trust_only_what_the_site_has_made_safe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    for path in files_below(&root, "html") {
        let text = fs::read_to_string(&path).expect("a template");
        for before in text.split("| safe").collect::<Vec<_>>().split_last().map_or(&[][..], |(_, rest)| rest) {
            let value = before.rsplit("{{").next().unwrap_or_default().trim();
            assert!(value.ends_with("_html"), "{}: `{value} | safe`", path.display());
        }
        assert!(!text.contains(" style=") && !text.contains(" on"), "{}", path.display());
    }
}

fn files_below(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|other| other == ending) {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_rules_page_tells_what_is_asked_for_here() {
    let settings = config::parse(
        "[book]\nlanguage = 'ko'\n[output.pmdoc]\nrequired-fields = ['title', 'owner']\n\
         rules = { broken-link = 'note', missing-detection = 'warning', vague-action = 'off' }\n\
         [[output.pmdoc.override]]\nseverities = ['SEV5']\nrequired-sections = ['summary']\nrules = { secret = 'off' }\n",
    )
    .expect("settings");
    let built = Built::from(&base(&[]), &settings, &[]);
    let page = built.page("rules/index.html");
    let asked: Vec<String> = all(&page, ".demands dd").into_iter().map(text).collect();
    assert_eq!(asked[..2], ["요약, 근본 원인, 조치 항목, 교훈", "title, owner"]);
    assert_eq!(asked[2..], ["요약", "secret: 꺼짐"]);
    assert_eq!(text(one(&page, ".exception > p")), "심각도 SEV5");
    let group = |heading: &str| {
        let parts = all(&page, "section.part");
        let part = parts.iter().find(|part| part.text().any(|words| words == heading)).expect("a level").inner_html();
        move |rule: &str| part.contains(&format!("{rule}/index.html"))
    };
    assert!(group("참고")("broken-link") && group("경고")("missing-detection") && group("꺼짐")("vague-action"));
    assert_eq!(all(&page, "td.entry a").len(), RULES.len());
    let rule = built.page("rules/broken-link/index.html");
    assert!(text(one(&rule, ".ref")).contains("참고 (기본값 오류)"));
    assert!(!all(&rule, "figure.is-bad").is_empty() && !all(&rule, "figure.is-good").is_empty());
    assert_eq!(all(&built.page("index.html"), "footer a[href='rules/index.html']").len(), 1);
}
