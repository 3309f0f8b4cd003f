//! Digests of all documents as bytes, for later runs, and back: a later run need not read documents again that are as they
//! were, unless it must say something about them. A digest counts as long as its file is as it was.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Input;
use super::digest::Digest;
use crate::postmortem::{Lexicon, Record};
use crate::source::Stamp;
use crate::text::Span;

/// Digests that are read by one thread.
const CHUNK: usize = 512;
/// How seldom the clocks of file systems tick.
const TICK: Duration = Duration::from_secs(2);
/// Changed when a digest holds something else than before.
const FORMAT: u32 = 3;

/// What digests depend on besides the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bases {
    /// Who made them, and how documents are understood.
    pub(super) documents: [u8; 32],
    /// And what rules are told.
    pub(super) rules: [u8; 32],
}

/// The file's content.
#[derive(Serialize, Deserialize)]
struct Kept<'k> {
    format: u32,
    bases: Bases,
    #[serde(borrow)]
    chunks: Vec<&'k [u8]>,
}

/// What is known of each input.
pub(super) struct Known {
    /// The records that may be used as they are.
    pub(super) records: Vec<Option<Record>>,
    /// Whether a digest is there and true.
    pub(super) known: Vec<bool>,
    /// Whether nothing was found in it.
    pub(super) silent: Vec<bool>,
}

/// What is known of documents that are as they were; `usable` tells whether a record is wanted, given whether nothing was
/// found in it. Whatever the bytes are, the worst is that nothing is known.
pub(super) fn records(
    bytes: &[u8],
    bases: Bases,
    inputs: &[Input],
    stamps: &[Option<Stamp>],
    usable: &(dyn Fn(usize, bool) -> bool + Sync),
) -> Known {
    let count = inputs.len();
    let mut all = Known { records: Vec::new(), known: vec![false; count], silent: vec![false; count] };
    all.records.resize_with(count, || None);
    let kept = postcard::from_bytes::<Kept<'_>>(bytes).ok();
    let kept = kept.filter(|kept| kept.format == FORMAT && kept.bases.documents == bases.documents);
    let Some(kept) = kept else { return all };
    let trusted = kept.bases == bases;
    let of_chunk = |chunk: &&[u8]| {
        let digests: Vec<Digest<'_>> = postcard::from_bytes(chunk).unwrap_or_default();
        let record = |digest: Digest<'_>| {
            let place = inputs.binary_search_by(|input| input.file.path.as_str().cmp(digest.path)).ok()?;
            let input = &inputs[place];
            let same = stamps[place] == Some(digest.stamp) && input.hint == digest.hint;
            let silent = trusted && digest.silent;
            let record = || digest.record(input.file.path.clone(), input.file.shown.clone());
            same.then(|| (place, silent, usable(place, silent).then(record)))
        };
        digests.into_iter().filter_map(record).collect::<Vec<_>>()
    };
    let found: Vec<Vec<(usize, bool, Option<Record>)>> = kept.chunks.par_iter().map(of_chunk).collect();
    for (place, silent, record) in found.into_iter().flatten() {
        (all.known[place], all.silent[place], all.records[place]) = (true, silent, record);
    }
    all
}

/// What is to be kept besides the records.
pub(super) struct Keep<'k> {
    pub(super) inputs: &'k [Input],
    pub(super) stamps: &'k [Option<Stamp>],
    pub(super) silent: &'k [bool],
    pub(super) bases: Bases,
    /// When the first document was read.
    pub(super) begun: SystemTime,
}

/// Digests of records.
pub(super) fn bytes(
    records: &[Arc<Record>],
    keep: &Keep<'_>,
    pictures: &(dyn Fn(&Record) -> Vec<(String, Span)> + Sync),
    lexicon: &Lexicon,
) -> Vec<u8> {
    let of_chunk = |(number, chunk): (usize, &[Arc<Record>])| {
        let shown: Vec<Vec<(String, Span)>> = chunk.iter().map(|record| pictures(record)).collect();
        let digest = |offset: usize| {
            let place = number * CHUNK + offset;
            let stamp = keep.stamps[place].filter(|stamp| !stamp.is_fresh(keep.begun, TICK))?;
            let mut digest = Digest::of(&chunk[offset], stamp, keep.inputs[place].hint, lexicon, &shown[offset]);
            digest.silent = keep.silent[place];
            Some(digest)
        };
        let digests: Vec<Digest<'_>> = (0..chunk.len()).filter_map(digest).collect();
        postcard::to_allocvec(&digests).unwrap_or_default()
    };
    let chunks: Vec<Vec<u8>> = records.par_chunks(CHUNK).enumerate().map(of_chunk).collect();
    let kept = Kept { format: FORMAT, bases: keep.bases, chunks: chunks.iter().map(Vec::as_slice).collect() };
    postcard::to_allocvec(&kept).unwrap_or_default()
}
