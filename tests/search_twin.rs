//! One truth: the script that searches in a browser and the library come to the same terms of any text, and to the same
//! documents, in the same order, for any query. Needs `node`; where there is none the tests say so and check nothing.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests run the script, and say when they cannot")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use pmdoc::document::Document;
use pmdoc::knowledge::{Findable, KnowledgeBase};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions};
use pmdoc::search::{Card, Catalogue, Entry, Facet, Found, Part, Query, Tiers, passage, tokens};
use pmdoc::text::RelPath;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// What the script answers; nothing where there is no `node`.
fn twin(task: &Value) -> Option<Value> {
    let child = Command::new("node").arg("tests/search/twin.mjs").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        eprintln!("not checked: there is no `node`");
        return None;
    };
    child.stdin.take().expect("its input").write_all(task.to_string().as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "the script failed");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

const SCRIPT: &str = "themes/default/assets/search.js";

/// So many texts of a strategy, always the same.
fn some(strategy: impl Strategy<Value = String>, count: usize) -> Vec<String> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a text").current()).collect()
}

/// Letters that have been in Unicode for long: the script's engine and the library need not know the newest.
const LETTERS: &str = "[a-zA-Z0-9 ._/\"'():,\\-가-힣ㄱ-ㅎㅏ-ㅣ\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11a8}-\u{11c2}一-龥ぁ-んァ-ヺー々〇\
    ｦ-ﾟＡ-Ｚａ-ｚ０-９À-ÿĀ-žḀ-ỹΑ-ωА-яא-ת\u{300}-\u{345}①-⑳㈀-㈜㍱-㍶ﬁ-ﬆ½⅓²³€→…“”：　😀-😏🇰🇷👩‍💻\u{200d}\u{fe0f}İıſßẞΣςŉǅ\u{fdfa}𝐀-𝐙𝟎-𝟗𠀀-𠀟]";

#[test]
fn any_text_has_the_same_terms_in_both() {
    let mut texts = some(format!("{LETTERS}{{0,40}}").prop_map_pattern(), 3_000);
    texts.extend(some("([A-Za-z0-9]{1,6}[._/-]?){1,14}".to_owned().prop_map_pattern(), 1_000));
    let vectors: Vec<Value> = serde_json::from_str(include_str!("search/vectors.json")).expect("vectors");
    texts.extend(vectors.iter().filter_map(|vector| vector["text"].as_str()).map(str::to_owned));
    let Some(answer) = twin(&json!({ "script": SCRIPT, "texts": texts, "index": "", "queries": [] })) else { return };
    for (text, theirs) in texts.iter().zip(answer["tokens"].as_array().expect("lists")) {
        let mut ours = Vec::new();
        tokens(text, |token| ours.push(token.to_owned()));
        assert_eq!(json!(ours), *theirs, "{text:?}");
    }
}

/// A pattern as a strategy.
trait Pattern {
    fn prop_map_pattern(self) -> proptest::string::RegexGeneratorStrategy<String>;
}

impl Pattern for String {
    fn prop_map_pattern(self) -> proptest::string::RegexGeneratorStrategy<String> {
        proptest::string::string_regex(&self).expect("a pattern")
    }
}

#[test]
fn any_query_finds_the_same_documents_in_the_same_order() {
    let findable = demo();
    let queries = queries(&findable.catalogue);
    let early = compare(&findable.catalogue, &queries);
    assert!(early.is_none_or(|early| early == 0), "all is read at once: {early:?}");
}

#[test]
fn the_same_holds_where_long_lists_are_divided() {
    for (best, range) in [(1, 3), (3, 8), (12, 16)] {
        let catalogue = demo().catalogue.with_tiers(Tiers { best, range });
        let queries = queries(&catalogue);
        let early = compare(&catalogue, &queries);
        assert!(early.is_none_or(|early| early > 20), "some are answered early: {early:?}");
    }
}

#[test]
fn the_same_holds_where_a_few_words_are_everywhere() {
    for tiers in [None, Some(Tiers { best: 2, range: 10 }), Some(Tiers { best: 5, range: 20 })] {
        let whole = invented(150);
        let catalogue = match tiers {
            Some(tiers) => whole.with_tiers(tiers),
            None => whole,
        };
        let _ = compare(&catalogue, &asked_of_invented(600));
    }
}

/// Words that are near one another in spelling, begin alike, or are written together and apart.
const WORDS: [&str; 28] = [
    "커넥션",
    "풀",
    "커넥션풀",
    "고갈",
    "풀고갈",
    "결제",
    "승인",
    "결제승인",
    "결제 승인",
    "데이터베이스",
    "데이터",
    "베이스캠프",
    "이터베",
    "서버가",
    "서버를",
    "서버",
    "승인서버",
    "connection",
    "confection",
    "connections",
    "collection",
    "pool",
    "poll",
    "polls",
    "retry-queue",
    "retry",
    "queue",
    "retries",
];

/// Numbers that are the same every time.
fn numbers(mut seed: usize) -> impl FnMut(usize) -> usize {
    move |end| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % end.max(1)
    }
}

/// Documents of those words, the first of them in most, and of words that three of them have.
fn invented(count: usize) -> Catalogue {
    let mut pick = numbers(3);
    let mut some = |count: usize| -> String {
        let mut words = (0..count).map(|_| {
            let end = 1 + pick(WORDS.len());
            WORDS[pick(end)]
        });
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |text, word| format!("{text} {word}"))
    };
    let entry = |number| {
        let mut entry = Entry::default();
        entry.push(Part::Title, &some(2));
        entry.push(Part::Body, &format!("{} rare{}", some(5), number % 50));
        entry
    };
    Catalogue::new((0..count).map(entry).collect(), &BTreeMap::new())
}

/// Documents by their titles and bodies.
fn catalogue_of(documents: impl IntoIterator<Item = (&'static str, &'static str)>) -> Catalogue {
    let entry = |(title, body)| {
        let mut entry = Entry::default();
        entry.push(Part::Title, title);
        entry.push(Part::Body, body);
        entry
    };
    Catalogue::new(documents.into_iter().map(entry).collect(), &BTreeMap::new())
}

#[test]
fn what_was_meant_is_not_guessed_from_first_tiers() {
    let many = |count: usize, title: &'static str, body: &'static str| std::iter::repeat_n((title, body), count);
    let documents = many(12, "데이터베인", "결제").chain(many(11, "결제", "데이터베이 점검"));
    let documents = documents.chain(many(10, "가나 다", "결제")).chain(many(30, "가", "결제"));
    let documents = documents.chain(many(20, "점검", "가 나다")).chain(many(14, "confection", "점검"));
    let documents = documents.chain(many(16, "connection", "점검"));
    let whole = catalogue_of(documents.clone());
    let divided = catalogue_of(documents).with_tiers(Tiers { best: 12, range: 20 });
    let asked = ["데이터베이", "가나다 ", "conection ", "결제 ", "점검 -나다 "].map(str::to_owned);
    let _ = compare(&divided, &asked);
    for typed in &asked {
        let [whole, divided] = [&whole, &divided].map(|catalogue| catalogue.find(&Query::new(typed)));
        assert_eq!((&whole.counts, &whole.instead), (&divided.counts, &divided.instead), "{typed:?}");
        let numbers = |found: Found| found.answers.into_iter().map(|answer| answer.document).collect::<BTreeSet<_>>();
        assert_eq!(numbers(whole), numbers(divided), "{typed:?}");
    }
}

/// One to three of those words: whole, cut, with a slip, written together, as a phrase, left out.
fn asked_of_invented(count: usize) -> Vec<String> {
    let mut pick = numbers(5);
    let mut one = |how: usize| {
        let word: Vec<char> = WORDS[pick(WORDS.len())].chars().collect();
        let (other, at) = (WORDS[pick(WORDS.len())], pick(word.len()));
        let text: String = word.iter().collect();
        match how {
            0 => word[..=at].iter().collect(),
            1 => word.iter().enumerate().filter(|(drop, _)| *drop != at).map(|(_, letter)| letter).collect(),
            2 => text + other,
            3 => format!("\"{text} {other}\""),
            4 => format!("{text} -{other}"),
            5 => format!("title:{text}"),
            6 => format!("{text}ㅅ"),
            7 => format!("rare{} {text}", at * 7),
            _ => text,
        }
    };
    let mut made = Vec::new();
    for number in 0..count {
        let words: Vec<String> = (0..=number % 3).map(|at| one((number / 3 + at * 5) % 11)).collect();
        made.push(words.join(" ") + if number % 2 == 0 { " " } else { "" });
    }
    made
}

/// Puts queries to both. How many of them can be answered before all is read; nothing where there is no `node`.
fn compare(catalogue: &Catalogue, queries: &[String]) -> Option<usize> {
    let folder = tempfile::tempdir().expect("a folder");
    let cards = vec![Card::default(); catalogue.entries().len()];
    for shard in catalogue.shards(&cards) {
        fs::write(folder.path().join(&shard.name), &shard.bytes).expect("a file");
    }
    let task = json!({ "script": SCRIPT, "texts": [], "index": folder.path(), "queries": queries });
    let answer = twin(&task)?;
    let (mut found_something, mut early) = (0, 0);
    for (typed, theirs) in queries.iter().zip(answer["answers"].as_array().expect("answers")) {
        let query = Query::new(typed);
        let found = catalogue.find(&query);
        let documents: Vec<u32> = found.answers.iter().map(|answer| answer.document).collect();
        assert_eq!(json!(documents), theirs["documents"], "{typed:?}");
        assert_eq!(json!(found.counts), theirs["counts"], "{typed:?}");
        assert_eq!(json!(found.partly), theirs["partly"], "{typed:?}");
        assert_eq!(json!(found.instead), theirs["instead"], "{typed:?}");
        assert_first(catalogue, &documents, theirs, typed);
        let needles = query.needles(&found);
        for (number, their) in documents.iter().zip(theirs["passages"].as_array().expect("passages")) {
            let pieces = passage(&catalogue.entries()[*number as usize], &needles, 160);
            let pieces: Vec<(String, bool)> = pieces.into_iter().map(|piece| (piece.text, piece.hit)).collect();
            assert_eq!(json!(pieces), *their, "{typed:?}");
        }
        found_something += usize::from(!documents.is_empty());
        early += usize::from(theirs["how"] == "least");
    }
    assert!(found_something * 2 > queries.len(), "most queries find something: {found_something}");
    Some(early)
}

/// What a reader is shown at first are the first documents, and what is said of their number is true.
fn assert_first(catalogue: &Catalogue, documents: &[u32], theirs: &Value, typed: &str) {
    let shown = theirs["shown"].as_array().expect("texts");
    let first = documents.iter().map(|&document| catalogue.entries()[document as usize].text.as_str());
    assert!(shown.iter().map(|text| text.as_str().expect("a text")).eq(first.take(shown.len())), "{typed:?}");
    let (all, count) = (documents.len(), theirs["count"].as_u64().expect("a number"));
    match theirs["how"].as_str() {
        Some("count") => assert_eq!(count, all as u64, "{typed:?}"),
        Some("least") => assert!(count <= all as u64 && shown.len() == 10, "{typed:?}: {count} of {all}"),
        how => assert!(how.is_some_and(|how| how.starts_with("about")), "{typed:?}"),
    }
    assert_eq!(theirs["taken"], theirs["instead"], "{typed:?}");
    let is_guess = theirs["how"].as_str().is_some_and(|how| how.starts_with("about"));
    assert!(is_guess || shown.len() == all.min(10), "{typed:?}: {} of {all}", shown.len());
}

#[test]
fn divided_lists_lead_to_the_same_documents() {
    let whole = demo().catalogue;
    let queries = queries(&whole);
    let all = |catalogue: &Catalogue| -> Vec<Found> {
        queries.iter().map(|typed| catalogue.find(&Query::new(typed))).collect()
    };
    let found = all(&whole);
    let documents = whole.entries().len();
    for tiers in [Tiers { best: documents, range: 8 }, Tiers { best: 3, range: 8 }] {
        let divided = all(&demo().catalogue.with_tiers(tiers));
        let mut reordered = 0;
        for ((typed, whole), divided) in queries.iter().zip(&found).zip(&divided) {
            let numbers = |found: &Found| found.answers.iter().map(|answer| answer.document).collect::<Vec<_>>();
            let (mut ours, mut others) = (numbers(whole), numbers(divided));
            reordered += usize::from(ours != others);
            assert!(
                tiers.best < documents || ours == others,
                "{typed:?}: nothing is divided, and the order is another"
            );
            ours.sort_unstable();
            others.sort_unstable();
            assert_eq!(ours, others, "{typed:?}");
            assert_eq!((&whole.counts, whole.partly), (&divided.counts, divided.partly), "{typed:?}");
            assert!(divided.answers.is_sorted_by(|a, b| a.score >= b.score), "{typed:?}: the best come first");
        }
        assert_eq!(reordered > 0, tiers.best < documents);
    }
}

/// The demo knowledge base: Korean, English, Japanese and Chinese.
fn demo() -> Findable {
    let reader = Reader::new(ReaderOptions::default());
    let mut records = Vec::new();
    for (folder, hint) in [("postmortems", Hint::Postmortem), ("causes", Hint::Cause), ("guides", Hint::Guide)] {
        for file in files(&Path::new("content-example").join(folder)) {
            let text = fs::read_to_string(&file).expect("a document");
            let path = RelPath::new(file.strip_prefix("content-example").expect("inside")).expect("a path");
            records.push(reader.read(path, String::new(), Document::parse(text), hint));
        }
    }
    let base = KnowledgeBase::new(records);
    let all = Findable::all(&base);
    assert!(all.len() > 40);
    Findable::of(&base, all, "ko")
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    found.sort();
    found.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Words of the documents: whole, cut, misspelt, as phrases, left out, beside facets; and any letters at all.
fn queries(catalogue: &Catalogue) -> Vec<String> {
    let mut made = Vec::new();
    let mut pick = numbers(7);
    let entries = catalogue.entries();
    for number in 0..400 {
        let words: Vec<&str> = entries[pick(entries.len())].text.split_whitespace().collect();
        let at = pick(words.len().saturating_sub(3));
        let word: Vec<char> = words[at].chars().collect();
        let (start, drop) = (pick(word.len()), pick(word.len()));
        let cut: String = word[start..].iter().collect();
        let slip: String = word.iter().enumerate().filter(|(at, _)| *at != drop).map(|(_, c)| *c).collect();
        let facet = Facet::ALL[pick(Facet::ALL.len())];
        let value = catalogue.values(facet).get(pick(catalogue.values(facet).len())).map_or("", |value| &value.key);
        made.push(match number % 9 {
            0 => words[at..at + 2].join(" "),
            1 => format!("{} ", words[at]),
            2 => cut,
            3 => slip,
            4 => format!("\"{}\"", words[at..at + 2].join(" ").replace('"', "")),
            5 => format!("{} -{}", words[at], words[at + 1]),
            6 => format!("{cut} {}:\"{value}\"", facet.name()),
            7 => format!("title:{cut}"),
            _ => words[at..].iter().take(3).rev().copied().collect::<Vec<_>>().join(" "),
        });
    }
    made.push("커넥션 pool ".repeat(200));
    made.extend(some(format!("{LETTERS}{{1,8}}").prop_map_pattern(), 100));
    made.extend(
        [
            "커넥션풀",
            "결제승인",
            "재시도폭주 pool",
            "풀고갈",
            "커네",
            "커넥ㅅ",
            "서벅",
            "-pool",
            "year:2025 -status:closed",
            "원인:커넥션 year:2024 year:2026",
        ]
        .map(str::to_owned),
    );
    made
}
