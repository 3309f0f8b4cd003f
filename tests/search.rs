//! Terms of texts, as everything that searches agrees on them: `tests/search/vectors.json` is also read by the script
//! that does the same in a browser.

use pmdoc::search::terms;

#[derive(serde::Deserialize)]
struct Vector {
    text: String,
    terms: Vec<String>,
}

#[test]
fn texts_become_the_terms_that_the_vectors_list() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("search/vectors.json")).expect("vectors");
    assert!(vectors.len() > 20);
    for vector in vectors {
        let mut found = Vec::new();
        terms(&vector.text, |term| found.push(term.text.to_owned()));
        assert_eq!(found, vector.terms, "{:?}", vector.text);
    }
}
