//! A catalogue into files that a browser can search: classic scripts, so that they load from `file://`, below any path and
//! under the strictest policy. Each holds one call, `pmdocShard(name, value)`; names of files carry a hash of what they
//! hold, but for `index.js`, which says how the directory is called today.
//!
//! | file | holds |
//! |---|---|
//! | `dir` | how many documents there are, the first term of each shard, and the hashes of the others |
//! | `t0`, `t1`, … | terms with their documents and levels, sorted as JavaScript compares |
//! | `w0`, …; `r0`, … | Latin words, and the same backwards: for slips of the finger in their second and first half |
//! | `d0`, … | documents: what a result shows, and the text |
//! | `facets` | the values of each facet, and which documents have which |
//!
//! `code` writes numbers as letters, which compress well and need no decoder but a table.

mod code;
mod columns;
mod documents;
mod postings;
mod words;

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use serde_json::json;

use super::entry::TITLE_NAMES;
use super::{Catalogue, Facet};

/// What a result shows of a document besides its text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Card {
    /// Where its page is below the root of the site, encoded for a link.
    pub address: String,
    /// Its language.
    pub language: String,
    /// Its day; empty for none.
    pub day: String,
    /// Its id.
    pub id: String,
    /// How bad it was, from 1 to 5; 0 for none.
    pub rank: u8,
    /// The author's word for that.
    pub severity: String,
    /// What it is, in the words of the site; empty for an incident.
    pub kind: String,
}

/// A file that a browser loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// Its name below the folder of the index.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A shard before it has a name.
struct Draft {
    name: String,
    value: String,
}

impl Draft {
    fn new(name: impl Into<String>, value: &impl Serialize) -> Self {
        // Texts, numbers and lists of them always are JSON.
        Self { name: name.into(), value: serde_json::to_string(value).unwrap_or_default() }
    }

    fn finished(self) -> (Shard, String) {
        let bytes = format!("pmdocShard({:?},{});\n", self.name, self.value).into_bytes();
        let hash = blake3::hash(&bytes).to_hex()[..HASH].to_owned();
        (Shard { name: format!("{}.{hash}.js", self.name), bytes }, hash)
    }
}

/// Letters of a hash: enough that a shard which changed is not taken for what it was.
const HASH: usize = 6;

/// Shards of one kind: files, and what the directory says of them.
#[derive(Default)]
struct Family {
    shards: Vec<Shard>,
    hashes: String,
}

impl Family {
    fn new(drafts: Vec<Draft>) -> Self {
        let mut family = Self::default();
        let finished: Vec<(Shard, String)> = drafts.into_par_iter().map(Draft::finished).collect();
        for (shard, hash) in finished {
            family.shards.push(shard);
            family.hashes.push_str(&hash);
        }
        family
    }
}

impl Catalogue {
    /// The files of the index, for cards in the order of the documents. The same catalogue gives the same bytes.
    pub fn shards(&self, cards: &[Card]) -> Vec<Shard> {
        let (terms, firsts) = postings::drafts(self);
        let [words, backwards] = words::drafts(self);
        let (documents, sizes) = documents::drafts(self, cards);
        let families: Vec<Family> = [terms, words.0, backwards.0, documents, vec![columns::draft(self)]]
            .into_par_iter()
            .map(Family::new)
            .collect();
        let hashes: Vec<&str> = families.iter().map(|family| family.hashes.as_str()).collect();
        let directory = json!({
            "documents": self.entries.len(),
            "t": { "firsts": firsts, "hashes": hashes[0] },
            "w": { "firsts": words.1, "hashes": hashes[1] },
            "r": { "firsts": backwards.1, "hashes": hashes[2] },
            "d": { "sizes": sizes, "hashes": hashes[3] },
            "facets": hashes[4],
            "fields": Facet::ALL.map(|facet| facet.names()),
            "title": TITLE_NAMES,
        });
        let (directory, hash) = Draft::new("dir", &directory).finished();
        let (start, _) = Draft::new("index", &hash).finished();
        let start = Shard { name: "index.js".to_owned(), ..start };
        let mut shards: Vec<Shard> = families.into_iter().flat_map(|family| family.shards).collect();
        shards.extend([directory, start]);
        shards
    }
}

/// Lines, sorted as JavaScript compares, into shards of about `size` characters, each with its first line's key.
fn divided(name: &str, size: usize, lines: &[(&str, String)]) -> (Vec<Draft>, String) {
    let mut groups: Vec<&[(&str, String)]> = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (at, (_, rest)) in lines.iter().enumerate() {
        sum += rest.len() + 4;
        if sum >= size {
            groups.push(&lines[start..=at]);
            (start, sum) = (at + 1, 0);
        }
    }
    if start < lines.len() {
        groups.push(&lines[start..]);
    }
    let firsts: Vec<&str> = groups.iter().map(|group| group[0].0).collect();
    let numbered: Vec<(usize, &[(&str, String)])> = groups.iter().copied().enumerate().collect();
    let drafts =
        numbered.par_iter().map(|(number, group)| Draft::new(format!("{name}{number}"), &fronted(group))).collect();
    (drafts, firsts.join(" "))
}

/// Each line with only as much of its key as differs from the one before.
fn fronted(group: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut before = "";
    for (key, rest) in group {
        let shared = key.chars().zip(before.chars()).take_while(|(a, b)| a == b).count().min(code::LARGEST);
        let skip: usize = key.chars().take(shared).map(char::len_utf8).sum();
        // Counted as JavaScript counts.
        let units: usize = key[..skip].encode_utf16().count();
        let (skip, units) = if units > code::LARGEST { (0, 0) } else { (skip, units) };
        out.push(code::letter(units));
        out.push_str(&key[skip..]);
        out.push_str(rest);
        out.push('\n');
        before = key;
    }
    out
}
