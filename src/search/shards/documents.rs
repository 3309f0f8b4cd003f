//! Documents into shards of a few: a result needs the shard of its document, and pays for its neighbours. Each document
//! is one packed text: what a result shows of it, line by line, and its own text.

use rayon::prelude::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator, ParallelSlice,
};

use super::phrases::Phrases;
use super::{Card, Draft, code};
use crate::search::{Catalogue, Entry};

/// Documents that are divided into shards without regard to others: an edit leaves the shards of other groups as they were.
pub(super) const GROUP: usize = 64;
/// Bytes of packed text in a shard.
const SIZE: usize = 2_600;
/// Lines before the text of a document.
const HEAD: usize = 8;
/// Documents that are read to learn what all have in common: between so many and half of it.
const SAMPLE: usize = 256;
/// Bytes of each that are read for that.
const BEGIN: usize = 8_000;

/// Shards of documents group by group, each named by its first document; how many each has; and the dictionary of their
/// phrases.
pub(super) struct Documents {
    pub(super) groups: Vec<Vec<Draft>>,
    pub(super) sizes: String,
    pub(super) phrases: Draft,
}

pub(super) fn drafts(catalogue: &Catalogue, cards: &[Card]) -> Documents {
    let text = |(entry, card): (&Entry, &Card)| told(entry, card);
    let texts: Vec<String> = catalogue.entries.par_iter().zip(cards).map(text).collect();
    let phrases = Phrases::learn(&samples(&texts));
    let packed: Vec<String> = texts.par_iter().map(|text| phrases.packed(text)).collect();
    let divided: Vec<Vec<&[String]>> = packed.par_chunks(GROUP).map(shards).collect();
    let mut sizes = String::new();
    divided.iter().flatten().for_each(|shard| code::push(u32::try_from(shard.len()).unwrap_or(u32::MAX), &mut sizes));
    let named = |(number, shards): (usize, Vec<&[String]>)| {
        let mut start = number * GROUP;
        let draft = |shard: &[String]| {
            let draft = Draft::new(format!("d{start}"), shard);
            start += shard.len();
            draft
        };
        shards.into_iter().map(draft).collect()
    };
    let groups = divided.into_par_iter().enumerate().map(named).collect();
    Documents { groups, sizes, phrases: phrases.draft() }
}

fn shards(group: &[String]) -> Vec<&[String]> {
    let mut shards = Vec::new();
    let mut start = 0;
    while start < group.len() {
        let end = end(group, start);
        shards.push(&group[start..end]);
        start = end;
    }
    shards
}

/// Where the shard that begins with a document ends.
fn end(packed: &[String], start: usize) -> usize {
    let mut sum = packed[start].len();
    let fits = |text: &&String| {
        sum += text.len();
        sum <= SIZE
    };
    start + 1 + packed[start + 1..].iter().take_while(fits).count()
}

/// A document as text: eight lines that a result shows or is made with, and what it is found by.
fn told(entry: &Entry, card: &Card) -> String {
    let Card { address, language, day, id, rank, severity, kind, .. } = card;
    let (_, names) = entry.told();
    let named = names.lines().count();
    let lines = [address, language, day, id, &rank.to_string(), severity, kind, &named.to_string()];
    format!("{}\n{}", lines.map(|line| line.replace('\n', " ")).join("\n"), entry.text)
}

/// The begins of some texts. Which ones hangs on their addresses and titles alone, so that most edits, and most new
/// documents, leave the dictionary as it was.
fn samples(texts: &[String]) -> Vec<&str> {
    let one_of = (texts.len() / (SAMPLE / 2)).max(1);
    let one_of = u32::try_from(1 << one_of.ilog2()).unwrap_or(1);
    let is_drawn = |text: &&String| {
        let head = text.lines().take(HEAD + 1).collect::<Vec<_>>().join("\n");
        let hash = blake3::hash(head.as_bytes());
        let [a, b, c, d, ..] = *hash.as_bytes();
        u32::from_le_bytes([a, b, c, d]) % one_of == 0
    };
    texts.iter().filter(is_drawn).map(|text| begin(text)).collect()
}

fn begin(text: &str) -> &str {
    &text[..text.floor_char_boundary(BEGIN)]
}
