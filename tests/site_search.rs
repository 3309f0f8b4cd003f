//! The index of the site's search: what is in its files, and what must be in none of them.

mod site_support;

use std::collections::BTreeSet;

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

/// All files of the index as one text.
fn index(site: &Built) -> String {
    let is_shard = |path: &str| path.starts_with("search/") && path != "search/index.html";
    let files = site.0.iter().filter(|file| is_shard(file.path.as_str()));
    files.map(|file| String::from_utf8_lossy(&file.bytes)).collect()
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
    assert!(index.contains("zebraopen") && index.contains("zebrainternal"));
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
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), ["d", "dir", "facets", "index", "r", "t", "w"]);
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
fn a_document_that_changes_leaves_most_files_as_they_were() {
    let long = |n: usize, word: &str| {
        let (path, text) = document(&format!("PM-{n:03}"), "status: final", word);
        (path, text + &"The same words again and again. ".repeat(300))
    };
    let mut documents: Vec<_> = (0..100).map(|n| long(n, &format!("word{n}"))).collect();
    let names = |documents: &[(String, String)]| -> BTreeSet<String> {
        let names = built(documents).0.into_iter().map(|file| file.path.as_str().to_owned());
        names.filter(|name| name.starts_with("search/d")).collect()
    };
    let before = names(&documents);
    documents[50] = long(50, "word5x");
    let changed = before.difference(&names(&documents)).count();
    assert!(before.len() > 100 && changed <= 17, "a group of documents, and the directory: {changed}");
}

#[test]
fn a_site_without_documents_has_an_index_too() {
    let site = built(&[]);
    assert!(site.has("search/index.js") && site.has("search/index.html"));
}
