//! Digests of all documents as bytes, for later runs, and back: a later run need not read documents again that are as they
//! were, unless it must say something about them. A digest counts as long as its file is as it was.

use std::cmp::Ordering;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::neighbours::{self, Key};
use super::{Digesting, Input};
use crate::history::ObjectId;
use crate::postmortem::{Hint, Lexicon, Record};
use crate::source::Stamp;
use crate::text::Span;

/// Digests that are read by one thread.
const CHUNK: usize = 512;
/// How seldom the clocks of file systems tick.
const TICK: Duration = Duration::from_secs(2);
/// Changed when a digest holds something else than before.
const FORMAT: u32 = 5;

/// What digests depend on besides the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bases {
    /// Who made them, and how documents are understood.
    pub(super) documents: [u8; 32],
    /// And what rules are told.
    pub(super) rules: [u8; 32],
}

/// The file's content: lists of heads.
#[derive(Serialize, Deserialize)]
struct Kept<'k> {
    format: u32,
    bases: Bases,
    #[serde(borrow)]
    chunks: Vec<&'k [u8]>,
}

/// What is kept of a document, as far as every run must look at it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head<'k> {
    path: &'k str,
    /// The file that was read; `None` where it may have been changed since without a trace.
    stamp: Option<Stamp>,
    /// What Git held of it, if that is what was read.
    content: Option<ObjectId>,
    /// What was known of it beforehand.
    hint: Hint,
    /// Whether nothing was found in it.
    pub(super) silent: bool,
    /// Whether it tells which accounts of an incident count.
    is_edition: bool,
    /// What it is found by, each in eight bytes.
    keys: &'k [u8],
    /// The rest, to be read where it is wanted.
    digest: &'k [u8],
}

impl Head<'_> {
    /// The record, as far as it is kept.
    pub(super) fn record(&self, input: &Input) -> Option<Record> {
        let digest = postcard::from_bytes::<Digest<'_>>(self.digest).ok()?;
        Some(digest.record(input.file.path.clone(), input.file.shown.clone()))
    }

    /// Whether it is one of those that are looked for.
    pub(super) fn is_sought(&self, sought: &FxHashSet<Key>) -> bool {
        let (keys, _) = self.keys.as_chunks::<8>();
        self.is_edition || keys.iter().any(|key| sought.contains(&Key::from_le_bytes(*key)))
    }
}

/// For each input, what is kept of it, if it is as it was. Whatever the bytes are, the worst is that nothing is known.
pub(super) fn heads<'k>(
    bytes: &'k [u8],
    bases: Bases,
    inputs: &[Input],
    stamps: &[Option<Stamp>],
    contents: &[Option<ObjectId>],
) -> Vec<Option<Head<'k>>> {
    let mut found: Vec<Option<Head<'k>>> = inputs.iter().map(|_| None).collect();
    let kept = postcard::from_bytes::<Kept<'k>>(bytes).ok();
    let kept = kept.filter(|kept| kept.format == FORMAT && kept.bases.documents == bases.documents);
    let Some(kept) = kept else { return found };
    let trusted = kept.bases == bases;
    let of_chunk = |chunk: &&'k [u8]| postcard::from_bytes::<Vec<Head<'k>>>(chunk).unwrap_or_default();
    let chunks: Vec<Vec<Head<'k>>> = kept.chunks.par_iter().map(of_chunk).collect();
    let mut place = 0;
    // Both are sorted by path.
    for head in chunks.into_iter().flatten() {
        while place < inputs.len() {
            match inputs[place].file.path.as_str().cmp(head.path) {
                Ordering::Less => place += 1,
                Ordering::Greater => break,
                Ordering::Equal => {
                    let is_stamped = head.stamp.is_some() && stamps[place] == head.stamp;
                    let content = contents.get(place).copied().flatten();
                    let is_held = content.is_some() && content == head.content;
                    let is_same = (is_stamped || is_held) && inputs[place].hint == head.hint;
                    found[place] = is_same.then_some(Head { silent: trusted && head.silent, ..head });
                    place += 1;
                    break;
                }
            }
        }
    }
    found
}

/// What is to be kept besides the records.
pub(super) struct Keep<'k> {
    pub(super) inputs: &'k [Input],
    pub(super) stamps: &'k [Option<Stamp>],
    pub(super) contents: &'k [Option<ObjectId>],
    pub(super) silent: &'k [bool],
    pub(super) bases: Bases,
    /// When the first document was read.
    pub(super) begun: SystemTime,
}

/// Digests of records, by path.
pub(super) fn bytes(records: &[Arc<Record>], keep: &Keep<'_>, with: &Digesting<'_>) -> Vec<u8> {
    let of_chunk = |(number, chunk): (usize, &[Arc<Record>])| {
        let parts: Vec<(Vec<u8>, Vec<u8>)> =
            chunk.iter().map(|record| parts(record, &(with.pictures)(record), with.lexicon)).collect();
        let head = |offset: usize| {
            let (place, record) = (number * CHUNK + offset, &chunk[offset]);
            let stamp = keep.stamps[place].filter(|stamp| !stamp.is_fresh(keep.begun, TICK));
            let content = keep.contents.get(place).copied().flatten();
            if stamp.is_none() && content.is_none() {
                return None;
            }
            let (keys, digest) = &parts[offset];
            let (path, is_edition) = (record.path.as_str(), neighbours::is_edition(record));
            let (hint, silent) = (keep.inputs[place].hint, keep.silent[place]);
            Some(Head { path, stamp, content, hint, silent, is_edition, keys, digest })
        };
        let heads: Vec<Head<'_>> = (0..chunk.len()).filter_map(head).collect();
        postcard::to_allocvec(&heads).unwrap_or_default()
    };
    let chunks: Vec<Vec<u8>> = records.par_chunks(CHUNK).enumerate().map(of_chunk).collect();
    let kept = Kept { format: FORMAT, bases: keep.bases, chunks: chunks.iter().map(Vec::as_slice).collect() };
    postcard::to_allocvec(&kept).unwrap_or_default()
}

/// What a document is found by, and its digest.
fn parts(record: &Record, pictures: &[(String, Span)], lexicon: &Lexicon) -> (Vec<u8>, Vec<u8>) {
    let keys = neighbours::keys(record).into_iter().flat_map(Key::to_le_bytes).collect();
    (keys, postcard::to_allocvec(&Digest::of(record, lexicon, pictures)).unwrap_or_default())
}
