//! The index of the site's search: what is in its files, and what must be in none of them.

#[path = "site_support/packed.rs"]
mod packed;
mod site_support;

use std::collections::{BTreeMap, BTreeSet};

use pmdoc::search::{Card, Catalogue, Entry, Part};

use rayon::ThreadPoolBuilder;
use site_support::Built;

/// A postmortem with some front matter, and a word that only it has.
fn document(id: &str, front_matter: &str, word: &str) -> (String, String) {
    let text = format!(
        "---\nid: {id}\ntitle: 결제 지연 {word}\ndate: 2026-03-04\n{front_matter}\n---\n## 요약\n커넥션 풀이 {word}-body 바닥났다.\n"
    );
    (format!("postmortems/{id}.md"), text)
}

fn built(documents: &[(String, String)]) -> Built {
    let files: Vec<(&str, &str)> = documents.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Built::of(&files)
}

/// All files of the index as one text, and what is packed in them as it was.
fn index(site: &Built) -> String {
    let is_shard = |path: &str| path.starts_with("search/") && path != "search/index.html";
    let names = site.names().into_iter().filter(|name| is_shard(name));
    let files: Vec<(&str, &str)> = names.map(|name| (name, site.text(name))).collect();
    let texts = packed::texts(files.iter().copied());
    assert!(!texts.is_empty());
    files.iter().map(|(_, text)| (*text).to_owned()).chain(texts).collect()
}

#[test]
fn what_is_not_for_all_is_in_no_file_of_the_index() {
    let site = built(&[
        document("PM-1", "status: final", "zebraopen"),
        document("PM-2", "status: draft", "zebradraft"),
        document("PM-3", "status: final\nvisibility: restricted", "zebrarestricted"),
        document("PM-4", "status: final\nvisibility: 제한", "zebrakorean"),
        document("PM-5", "status: final\nvisibility: unlisted", "zebraunlisted"),
        document("PM-6", "status: final\nvisibility: whatever", "zebraunknown"),
        document("PM-7", "status: final\nvisibility: internal", "zebrainternal"),
        document("PM-8", "상태: 초안", "zebrachoan"),
    ]);
    let index = index(&site);
    assert!(index.contains("zebraopen-body") && index.contains("zebrainternal-body"), "texts are read as they were");
    for word in ["draft", "restricted", "korean", "unlisted", "unknown", "choan"] {
        // Backwards too: words are there for slips of the finger.
        let word = format!("zebra{word}");
        let backwards: String = word.chars().rev().collect();
        assert!(!index.contains(&word) && !index.contains(&backwards), "{word}");
    }
    for (id, hidden) in [("PM-2", "pm-2/"), ("PM-3", "pm-3/"), ("PM-5", "pm-5/")] {
        assert!(!index.contains(id) && !index.contains(hidden), "{id}");
    }
}

#[test]
fn the_files_are_scripts_named_by_what_they_hold() {
    let site = built(&[document("PM-1", "status: final", "alpha"), document("PM-2", "status: final", "beta")]);
    let mut kinds = BTreeSet::new();
    for file in site.0.iter().filter(|file| file.path.as_str().starts_with("search/")) {
        let name = file.path.as_str().trim_start_matches("search/");
        if name == "index.html" {
            continue;
        }
        let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
        let shard = name.split('.').next().expect("a name");
        assert!(text.starts_with(&format!("pmdocShard(\"{shard}\",")) && text.ends_with(");\n"), "{name}");
        assert!(name == "index.js" || name.split('.').nth(1).is_some_and(|hash| hash.len() == 6), "{name}");
        kinds.insert(shard.trim_end_matches(char::is_numeric).to_owned());
    }
    assert_eq!(
        kinds.iter().map(String::as_str).collect::<Vec<_>>(),
        ["d", "dir", "facets", "index", "p", "r", "t", "w"]
    );
    let directory = site.names().into_iter().find(|name| name.starts_with("search/dir.")).expect("a directory");
    let hash = directory.split('.').nth(1).expect("a hash");
    assert!(site.text("search/index.js").contains(hash), "the first file says which directory is today's");
}

#[test]
fn the_same_documents_give_the_same_files_on_one_thread_and_on_many() {
    let documents: Vec<_> =
        (0..300).map(|n| document(&format!("PM-{n}"), "status: final", &format!("word{n}"))).collect();
    let with = |threads| {
        ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(|| built(&documents).0)
    };
    let (one, many) = (with(1), with(4));
    let names = |files: &[pmdoc::output::OutputFile]| {
        files.iter().map(|file| file.path.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&one), names(&many));
    assert!(one.iter().zip(&many).all(|(a, b)| a.bytes == b.bytes));
}

#[test]
fn a_document_that_changes_leaves_most_texts_as_they_were() {
    let entry = |number: usize, word: &str| {
        let mut entry = Entry::default();
        entry.push(Part::Title, &format!("Incident {number}"));
        let sentence =
            |at: usize| format!("The pool of service {at} ran out of {word} after {} seconds. ", number * at);
        entry.push(Part::Body, &(0..40).map(sentence).collect::<String>());
        entry
    };
    let card = |number: usize| Card { address: format!("incidents/pm-{number}/index.html"), ..Card::default() };
    let cards: Vec<Card> = (0..1_000).map(card).collect();
    let names = |changed: Option<usize>| -> BTreeSet<String> {
        let word = |number| if changed == Some(number) { "memory" } else { "connections" };
        let entries = (0..1_000).map(|number| entry(number, word(number))).collect();
        let shards = Catalogue::new(entries, &BTreeMap::new()).shards(&cards);
        shards.into_iter().map(|shard| shard.name).filter(|name| name.starts_with(['d', 'p'])).collect()
    };
    let before = names(None);
    let changed: Vec<usize> = (1..10).map(|n| before.difference(&names(Some(n * 100))).count()).collect();
    // What is learned from a few of them may change all; most have no part in it.
    let few = changed.iter().filter(|&&changed| (1..=20).contains(&changed)).count();
    assert!(before.len() > 60 && few >= 6, "of {} files: {changed:?}", before.len());
}

#[test]
fn a_site_without_documents_has_an_index_too() {
    let site = built(&[]);
    assert!(site.has("search/index.js") && site.has("search/index.html"));
}
