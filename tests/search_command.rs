//! `pmdoc search` as its users run it, and queries held against a plain reading of every text.

mod support;

use std::path::Path;

use pmdoc::document::Document;
use pmdoc::knowledge::{Findable, KnowledgeBase};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions};
use pmdoc::search::{Facet, Query};
use pmdoc::text::RelPath;
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};
use support::Repository;

const FILES: [(&str, &str); 5] = [
    (
        "postmortems/PM-2026-010.md",
        "---\nid: PM-2026-010\ntitle: 결제 커넥션 풀 고갈\ndate: 2026-03-04\nstatus: final\nseverity: SEV1\nservices: [checkout]\n\
         root_causes: [pool]\n---\n## 요약\n웹서버가 데이터베이스 커넥션을 기다리다 멈췄다.\n",
    ),
    (
        "postmortems/PM-2025-010.md",
        "---\nid: PM-2025-010\ntitle: Checkout ran out of connections\ndate: 2025-06-01\nstatus: final\nseverity: SEV2\n\
         services: [checkout, payments]\nroot_causes: [pool]\n---\n## Summary\nThe settlement batch emptied the pool.\n\n\
         ## Timeline\n- 09:00 OOMKilled on kube-proxy\n",
    ),
    (
        "postmortems/PM-2025-011.md",
        "---\nid: PM-2025-011\ntitle: Search results were stale\ndate: 2025-07-01\nstatus: draft\nservices: [search]\n---\n\
         ## Summary\nThe nightly reindex stopped; the connection to the batch was lost and nobody ran it again.\n",
    ),
    ("guides/on-call.md", "# On call\nKeep a connection to the pager.\n"),
    ("causes/pool.md", "---\nid: pool\ntitle: {en: Pool exhaustion, ko: 커넥션 풀 고갈}\n---\nText.\n"),
];

fn findable(files: &[(&str, &str)]) -> (KnowledgeBase, Findable) {
    let reader = Reader::new(ReaderOptions::default());
    let record = |(path, text): &(&str, &str)| {
        let hint = match path.split('/').next() {
            Some("causes") => Hint::Cause,
            Some("guides") => Hint::Guide,
            _ => Hint::Postmortem,
        };
        let name = RelPath::new(Path::new(path)).expect("a path");
        reader.read(name, (*path).to_owned(), Document::parse((*text).to_owned()), hint)
    };
    let base = KnowledgeBase::new(files.iter().map(record).collect());
    let findable = Findable::of(&base, Findable::all(&base), "ko");
    (base, findable)
}

/// The ids that a query finds, best first.
fn ids(query: &str) -> Vec<String> {
    let (base, findable) = findable(&FILES);
    let found = findable.catalogue.find(&Query::new(query));
    found
        .answers
        .iter()
        .map(|answer| base.records[findable.records[answer.document as usize]].postmortem.id.value.clone())
        .collect()
}

#[test]
fn substrings_of_korean_words_are_found_and_nothing_else() {
    for inside in ["서버", "버가", "베이스", "데이터베이스", "커넥션을", "웹"] {
        assert_eq!(ids(inside), ["PM-2026-010"], "{inside}");
    }
    assert!(ids("서가").is_empty() && ids("베이터").is_empty());
    // Half-typed: what an input method shows on the way to 데이터베이스.
    for half in ["데이터베ㅇ", "데이터벵", "데이텁"] {
        assert_eq!(ids(half), ["PM-2026-010"], "{half}");
    }
}

#[test]
fn the_last_word_may_be_a_beginning_and_the_others_are_whole() {
    assert_eq!(ids("settle"), ["PM-2025-010"]);
    assert_eq!(ids("emptied sett"), ["PM-2025-010"]);
    assert_eq!(ids("kube"), ["PM-2025-010"]);
    assert_eq!(ids("proxy"), ["PM-2025-010"], "parts of words are found");
    assert_eq!(ids("killed"), ["PM-2025-010"]);
}

#[test]
fn titles_count_for_more_and_causes_are_found_in_every_language() {
    assert_eq!(ids("pool exhaustion")[0], "pool");
    assert!(ids("pool exhaustion").contains(&"PM-2026-010".to_owned()), "its cause is called so in English");
    assert_eq!(ids("title:connections"), ["PM-2025-010"]);
    let mut titled = ids("제목:커넥션");
    titled.sort();
    assert_eq!(titled, ["PM-2026-010", "pool"]);
}

#[test]
fn phrases_are_verified_and_minus_leaves_out() {
    assert_eq!(ids("\"ran out of\""), ["PM-2025-010"]);
    assert!(ids("\"ran out connections\"").is_empty());
    assert!(ids("\"an out\"").is_empty(), "no word begins so");
    assert_eq!(ids("\"커넥션 풀\" -title:고갈"), ["PM-2025-010"]);
    assert_eq!(ids("connection -batch"), ids("pager"));
    assert_eq!(ids("pager").len(), 1);
}

#[test]
fn words_written_together_are_found_apart_and_it_is_said() {
    let (_, findable) = findable(&FILES);
    let found = findable.catalogue.find(&Query::new("데이터베이스커넥션 "));
    assert!(found.answers.is_empty(), "too long for a guess");
    let found = findable.catalogue.find(&Query::new("커넥션풀 "));
    assert_eq!(found.instead, [("커넥션풀".to_owned(), "커넥션 풀".to_owned())]);
    assert_eq!(found.answers.len(), 3);
}

#[test]
fn a_slip_of_the_finger_is_forgiven_and_said() {
    let (_, findable) = findable(&FILES);
    for slip in ["setlement", "settlemnet", "xettlement", "settlementt"] {
        let found = findable.catalogue.find(&Query::new(&format!("{slip} ")));
        assert_eq!(found.instead, [(slip.to_owned(), "settlement".to_owned())]);
        assert_eq!(found.answers.len(), 1);
    }
    let partly = findable.catalogue.find(&Query::new("settlement giraffe"));
    assert!(partly.partly && partly.answers.len() == 1);
}

#[test]
fn facets_narrow_and_their_counts_are_those_of_a_plain_count() {
    assert_eq!(ids("year:2025 service:checkout"), ["PM-2025-010"]);
    assert_eq!(ids("심각도:SEV1"), ["PM-2026-010"]);
    assert_eq!(ids("cause:\"커넥션 풀 고갈\" -year:2026"), ["PM-2025-010"]);
    let (_, findable) = findable(&FILES);
    let catalogue = &findable.catalogue;
    let mut query = Query::new("connection");
    query.narrow(Facet::Service, "checkout");
    let found = catalogue.find(&query);
    for facet in Facet::ALL {
        for (value, counted) in catalogue.values(facet).iter().zip(&found.counts[facet as usize]) {
            let mut other = Query::new("connection");
            if facet != Facet::Service {
                other.narrow(Facet::Service, "checkout");
            }
            other.narrow(facet, &value.key);
            let plain = catalogue.find(&other).answers.len();
            assert_eq!(*counted, plain, "{facet:?} {value:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_a_query(typed in r#"[ -"':가-힣ㄱ-ㅎa-zA-Z0-9“”：\PC]{0,24}"#) {
        let (_, findable) = findable(&FILES);
        let once = findable.catalogue.find(&Query::new(&typed));
        let again = findable.catalogue.find(&Query::new(&typed));
        prop_assert_eq!(once.answers, again.answers);
    }

    #[test]
    fn korean_words_are_found_in_exactly_the_texts_that_hold_them(texts in proptest::collection::vec("[가나다라]{1,6}( [가나다라]{1,5}){0,5}", 1..6), asked in "[가나다라]{1,5}") {
        let files: Vec<(String, String)> =
            texts.iter().enumerate().map(|(n, text)| (format!("postmortems/{n}.md"), format!("# x\n{text}\n"))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (base, findable) = findable(&files);
        let told = findable.catalogue.find(&Query::new(&format!("{asked} ")));
        let mut found: Vec<&str> = told.answers.iter().map(|answer| base.records[findable.records[answer.document as usize]].path.as_str()).collect();
        found.sort_unstable();
        // Where nothing has it, two words that were written together are looked for, and that is said.
        let asked = told.instead.first().map_or(asked, |(_, taken)| taken.clone());
        let holding: Vec<&str> = files.iter().filter(|(_, text)| text.contains(&asked)).map(|(path, _)| *path).collect();
        prop_assert_eq!(found, holding);
    }
}

fn repository() -> Repository {
    let book = ("book.toml", "[book]\ntitle = \"T\"\nsrc = \".\"\n[output.pmdoc]\n");
    Repository::with(&[&[book][..], &FILES].concat())
}

#[test]
fn the_command_lists_for_people_and_for_programs() {
    let repository = repository();
    let ran = repository.pmdoc(&["search", "settlement", "--lang", "en"]);
    assert!(
        ran.stdout.starts_with("PM-2025-010  2025-06-01  SEV2  Checkout ran out of connections\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.ends_with("1 document\n"), "{}", ran.stdout);
    let ran = repository.pmdoc(&["search", "pool", "--format", "json", "--limit", "2"]);
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["score"], 1.0);
    assert_eq!(lines[0]["reasons"][0]["kind"], "found");
    assert!(lines[0]["path"].as_str().is_some_and(|path| path.ends_with("causes/pool.md")));
}

#[test]
fn the_command_says_what_to_try_when_there_is_nothing() {
    let repository = repository();
    let ran = repository.pmdoc(&["search", "giraffe", "--lang", "ko"]);
    assert!(ran.stdout.contains("giraffe에 맞는 문서가 없습니다") && ran.code == 0, "{}", ran.stdout);
    let ran = repository.pmdoc(&["search", "pool", "--facet", "service=nowhere", "--lang", "en"]);
    assert!(ran.stdout.contains("service is one of: checkout, payments, search"), "{}", ran.stdout);
    assert!(ran.stdout.contains("without service=nowhere there are"), "{}", ran.stdout);
    let ran = repository.pmdoc(&["search", "--facet", "colour=red"]);
    assert!(ran.code == 2 && ran.stderr.contains("there is no facet colour"), "{}", ran.stderr);
}

#[test]
fn a_folder_that_no_settings_describe_is_read_as_it_is() {
    let repository = Repository::with(&[
        (
            "2026-03-04-pool.md",
            "---\nid: PM-1\ntitle: The pool ran dry\ndate: 2026-03-04\n---\n## Summary\nIt was empty.\n",
        ),
        ("notes.txt", "pool"),
    ]);
    let ran = repository.pmdoc(&["search", "pool", "--lang", "en"]);
    assert!(ran.stdout.ends_with("1 document\n") && ran.code == 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("no book.toml: reading this folder"), "{}", ran.stderr);
    for command in ["causes", "stats", "actions"] {
        assert_eq!(repository.pmdoc(&[command]).code, 0, "{command}");
    }
    let empty = Repository::with(&[("notes.txt", "pool")]);
    let ran = empty.pmdoc(&["search", "pool"]);
    assert!(ran.code == 2 && ran.stderr.contains("there is no Markdown file in"), "{}", ran.stderr);
}

#[test]
fn a_document_that_has_a_word_in_a_name_only_shows_that_name_and_its_summary() {
    let repository = repository();
    let ran = repository.pmdoc(&["search", "PM-2025-010", "--format", "json", "--lang", "en"]);
    let line: serde_json::Value = serde_json::from_str(ran.stdout.lines().next().expect("a line")).expect("JSON");
    let text = line["reasons"].as_array().and_then(|all| all.last()?["text"].as_str()).expect("an excerpt");
    assert!(text.starts_with("PM-2025-010 — "), "{text}");
}
