//! One truth: the script that searches in a browser and the library come to the same terms of any text, and to the same
//! documents, in the same order, for any query. Needs `node`; where there is none the tests say so and check nothing.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests run the script, and say when they cannot")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use pmdoc::document::Document;
use pmdoc::knowledge::{Findable, KnowledgeBase};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions};
use pmdoc::search::{Card, Catalogue, Facet, Query, Tiers, passage, tokens};
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
    compare(&findable.catalogue, &queries);
}

#[test]
fn the_same_holds_where_long_lists_are_divided() {
    for (best, range) in [(1, 3), (3, 8), (12, 16)] {
        let catalogue = demo().catalogue.with_tiers(Tiers { best, range });
        let queries = queries(&catalogue);
        compare(&catalogue, &queries);
    }
}

/// Puts queries to both.
fn compare(catalogue: &Catalogue, queries: &[String]) {
    let folder = tempfile::tempdir().expect("a folder");
    let cards = vec![Card::default(); catalogue.entries().len()];
    for shard in catalogue.shards(&cards) {
        fs::write(folder.path().join(&shard.name), &shard.bytes).expect("a file");
    }
    let task = json!({ "script": SCRIPT, "texts": [], "index": folder.path(), "queries": queries });
    let Some(answer) = twin(&task) else { return };
    let mut found_something = 0;
    for (typed, theirs) in queries.iter().zip(answer["answers"].as_array().expect("answers")) {
        let query = Query::new(typed);
        let found = catalogue.find(&query);
        let documents: Vec<u32> = found.answers.iter().map(|answer| answer.document).collect();
        assert_eq!(json!(documents), theirs["documents"], "{typed:?}");
        assert_eq!(json!(found.counts), theirs["counts"], "{typed:?}");
        assert_eq!(json!(found.partly), theirs["partly"], "{typed:?}");
        assert_eq!(json!(found.instead), theirs["instead"], "{typed:?}");
        let needles = query.needles(&found);
        for (number, their) in documents.iter().zip(theirs["passages"].as_array().expect("passages")) {
            let pieces = passage(&catalogue.entries()[*number as usize], &needles, 160);
            let pieces: Vec<(String, bool)> = pieces.into_iter().map(|piece| (piece.text, piece.hit)).collect();
            assert_eq!(json!(pieces), *their, "{typed:?}");
        }
        found_something += usize::from(!documents.is_empty());
    }
    assert!(found_something * 2 > queries.len(), "most queries find something: {found_something}");
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
    let mut seed = 7_usize;
    let mut pick = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % end.max(1)
    };
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
