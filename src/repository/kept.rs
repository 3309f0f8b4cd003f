//! Digests of all documents as bytes, for later runs, and back: a run that was asked about a few documents need not
//! read the others again. A digest counts as long as its file is as it was.

use std::collections::HashMap;
use std::time::SystemTime;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Input;
use super::digest::Digest;
use crate::postmortem::{Lexicon, Record};
use crate::source::Stamp;

/// Digests that are read by one thread.
const CHUNK: usize = 512;
/// Changed when a digest holds something else than before.
const FORMAT: u32 = 2;

/// The file's content.
#[derive(Serialize, Deserialize)]
struct Kept<'k> {
    format: u32,
    /// What the digests depend on besides the documents.
    basis: [u8; 32],
    #[serde(borrow)]
    chunks: Vec<&'k [u8]>,
}

/// The records of documents that are as they were, for each input: none where nothing is kept, or something else.
/// Whatever the bytes are, the worst is that nothing is found.
pub(super) fn records(
    bytes: &[u8],
    basis: [u8; 32],
    inputs: &[Input],
    stamps: &[Option<Stamp>],
    wanted: &(dyn Fn(usize) -> bool + Sync),
) -> Vec<Option<Record>> {
    let mut found: Vec<Option<Record>> = inputs.iter().map(|_| None).collect();
    let kept = postcard::from_bytes::<Kept<'_>>(bytes).ok();
    let Some(kept) = kept.filter(|kept| kept.format == FORMAT && kept.basis == basis) else { return found };
    let places: HashMap<&str, usize, rustc_hash::FxBuildHasher> =
        inputs.iter().enumerate().map(|(place, input)| (input.file.path.as_str(), place)).collect();
    let of_chunk = |chunk: &&[u8]| {
        let digests: Vec<Digest<'_>> = postcard::from_bytes(chunk).unwrap_or_default();
        let record = |digest: Digest<'_>| {
            let place = *places.get(digest.path)?;
            let input = &inputs[place];
            let same = stamps[place] == Some(digest.stamp) && input.hint == digest.hint && wanted(place);
            same.then(|| (place, digest.record(input.file.path.clone(), input.file.shown.clone())))
        };
        digests.into_iter().filter_map(record).collect::<Vec<_>>()
    };
    let all: Vec<Vec<(usize, Record)>> = kept.chunks.par_iter().map(of_chunk).collect();
    all.into_iter().flatten().for_each(|(place, record)| found[place] = Some(record));
    found
}

/// Digests of records, each with its file's stamp; `begun` is when the first was read.
pub(super) fn bytes(
    records: &[(&Record, &Input, Option<Stamp>)],
    basis: [u8; 32],
    begun: SystemTime,
    lexicon: &Lexicon,
) -> Vec<u8> {
    let of_chunk = |chunk: &[(&Record, &Input, Option<Stamp>)]| {
        let digests: Vec<Digest<'_>> = chunk
            .iter()
            .filter_map(|(record, input, stamp)| {
                let stamp = stamp.filter(|stamp| !stamp.is_fresh(begun))?;
                Some(Digest::of(record, stamp, input.hint, lexicon))
            })
            .collect();
        postcard::to_allocvec(&digests).unwrap_or_default()
    };
    let chunks: Vec<Vec<u8>> = records.par_chunks(CHUNK).map(of_chunk).collect();
    let kept = Kept { format: FORMAT, basis, chunks: chunks.iter().map(Vec::as_slice).collect() };
    postcard::to_allocvec(&kept).unwrap_or_default()
}
