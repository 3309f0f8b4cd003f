//! A catalogue into files that a browser can search: classic scripts, so that they load from `file://`, below any path and
//! under the strictest policy. Each holds one call, `pmdocShard(name, value)`; names of files carry a hash of what they
//! hold, but for `index.js`, which says how the directory is called today.
//!
//! | file | holds |
//! |---|---|
//! | `dir` | how many documents there are, the first term of each shard, and the hashes of the others |
//! | `t0`, `t1`, … | terms with their documents and levels, sorted as JavaScript compares |
//! | `m0`, … | of long lists what is not in the first tier, by range of documents |
//! | `w0`, …; `r0`, … | Latin words, and the same backwards: for slips of the finger in their second and first half |
//! | `d0`, … | documents from that number on: what a result shows, and the text, packed |
//! | `p` | what the letters of packed texts stand for |
//! | `facets0`, … | the values of each facet, and which documents have which |
//!
//! Among very many documents `t0` and `m0` tell of shards: of `t0-0`, `t0-1`, … and `m0-0`, ….
//!
//! `code` writes numbers as letters, which compress well and need no decoder but a table.

mod code;
mod columns;
mod documents;
mod phrases;
mod postings;
mod words;

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use serde_json::{Value, json};

use documents::Documents;

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
    /// Whether the list of incidents has it.
    pub listed: bool,
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
    fn new(name: impl Into<String>, value: &(impl Serialize + ?Sized)) -> Self {
        // Texts, numbers and lists of them always are JSON.
        Self { name: name.into(), value: serde_json::to_string(value).unwrap_or_default() }
    }

    fn bytes(&self) -> Vec<u8> {
        format!("pmdocShard({:?},{});\n", self.name, self.value).into_bytes()
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
    /// Names shards by what those of a group hold together: the directory has a hash for each group.
    fn new(groups: &[&[Draft]]) -> Self {
        let groups: Vec<(Vec<Shard>, String)> = groups.par_iter().map(|group| named(group)).collect();
        let hashes = groups.iter().map(|(_, hash)| hash.as_str()).collect();
        Self { shards: groups.into_iter().flat_map(|(shards, _)| shards).collect(), hashes }
    }
}

fn named(group: &[Draft]) -> (Vec<Shard>, String) {
    let texts: Vec<Vec<u8>> = group.iter().map(Draft::bytes).collect();
    let mut hasher = blake3::Hasher::new();
    for bytes in &texts {
        hasher.update(bytes);
    }
    let hash = hasher.finalize().to_hex()[..HASH].to_owned();
    let shard = |(draft, bytes): (&Draft, Vec<u8>)| Shard { name: format!("{}.{hash}.js", draft.name), bytes };
    (group.iter().zip(texts).map(shard).collect(), hash)
}

/// Shards that a key is looked up in.
#[derive(Default)]
struct Division {
    name: String,
    drafts: Vec<Draft>,
    /// The first key of each.
    firsts: Vec<String>,
}

/// Shards that are told of together where there are too many for one directory.
const NEIGHBOURS: usize = 64;

impl Division {
    /// The files, and what a browser must know to find the one that it needs.
    fn flat(&self) -> (Vec<Shard>, Value) {
        let groups: Vec<&[Draft]> = self.drafts.chunks(1).collect();
        let Family { shards, hashes } = Family::new(&groups);
        (shards, json!({ "firsts": self.firsts.join(" "), "hashes": hashes }))
    }

    /// The same in two steps: files tell of neighbours, and the directory of those files.
    fn deep(self) -> (Vec<Shard>, Value) {
        let Self { name, mut drafts, mut firsts } = self;
        let mut above = Self { name, ..Self::default() };
        let mut shards = Vec::new();
        while !drafts.is_empty() {
            let end = drafts.len().min(NEIGHBOURS);
            let name = format!("{}{}", above.name, above.drafts.len());
            let mut group = Self { name, drafts: drafts.drain(..end).collect(), firsts: firsts.drain(..end).collect() };
            for (at, draft) in group.drafts.iter_mut().enumerate() {
                draft.name = format!("{}-{at}", group.name);
            }
            let (files, told) = group.flat();
            shards.extend(files);
            above.firsts.push(group.firsts[0].clone());
            above.drafts.push(Draft::new(group.name, &told));
        }
        let (files, mut told) = above.flat();
        shards.extend(files);
        told["deep"] = json!(true);
        (shards, told)
    }
}

impl Catalogue {
    /// The files of the index, for cards in the order of the documents. The same catalogue gives the same bytes.
    pub fn shards(&self, cards: &[Card]) -> Vec<Shard> {
        let of_terms = || (postings::drafts(self), words::drafts(self));
        let (of_terms, of_documents) = rayon::join(of_terms, || documents::drafts(self, cards));
        let ([terms, more], [words, backwards]) = of_terms;
        let Documents { groups, sizes, phrases } = of_documents;
        let (facets, phrases) = (columns::drafts(self), [phrases]);
        // There are many documents, and every reader pays for every hash.
        let documents: Vec<&[Draft]> = groups.iter().map(Vec::as_slice).collect();
        let families: Vec<Family> = [documents, facets.chunks(1).collect(), vec![&phrases]]
            .into_par_iter()
            .map(|groups| Family::new(&groups))
            .collect();
        let hashes: Vec<&str> = families.iter().map(|family| family.hashes.as_str()).collect();
        let mut directory = json!({
            "documents": self.entries.len(),
            "d": { "sizes": sizes, "hashes": hashes[0], "together": documents::GROUP },
            "facets": hashes[1],
            "p": hashes[2],
            "listed": runs(cards),
            "fields": Facet::ALL.map(Facet::names),
            "title": TITLE_NAMES,
        });
        let mut shards: Vec<Shard> = families.into_iter().flat_map(|family| family.shards).collect();
        let mut tell = |name: &str, (files, told): (Vec<Shard>, Value)| {
            shards.extend(files);
            directory[name] = told;
        };
        tell("w", words.flat());
        tell("r", backwards.flat());
        if let Some(tiers) = self.tiers {
            tell("t", terms.deep());
            tell("m", more.deep());
            directory["ranges"] = json!(tiers.ranges(self.entries.len()));
            directory["range"] = json!(tiers.range);
        } else {
            tell("t", terms.flat());
        }
        let directory = Family::new(&[&[Draft::new("dir", &directory)]]);
        let start = Draft::new("index", &directory.hashes).bytes();
        shards.extend(directory.shards);
        shards.push(Shard { name: "index.js".to_owned(), bytes: start });
        shards
    }
}

/// Which documents the list of incidents has: how many have not, how many next to them have, and so on.
fn runs(cards: &[Card]) -> String {
    let mut out = String::new();
    if cards.first().is_some_and(|card| card.listed) {
        code::push(0, &mut out);
    }
    for run in cards.chunk_by(|a, b| a.listed == b.listed) {
        code::push(u32::try_from(run.len()).unwrap_or(u32::MAX), &mut out);
    }
    out
}

/// Lines, sorted as JavaScript compares, into shards of about `size` characters, each with its first line's key.
fn divided(name: &str, size: usize, lines: &[(&str, String)]) -> Division {
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
    let firsts = groups.iter().map(|group| group[0].0.to_owned()).collect();
    let numbered: Vec<(usize, &[(&str, String)])> = groups.iter().copied().enumerate().collect();
    let drafts =
        numbered.par_iter().map(|(number, group)| Draft::new(format!("{name}{number}"), &fronted(group))).collect();
    Division { name: name.to_owned(), drafts, firsts }
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
