//! A list of files of which a few are asked about into a [`KnowledgeBase`]: those few are read, and what is known of the
//! others comes from digests of an earlier run where they are as they were.

use std::collections::BTreeSet;
use std::time::SystemTime;

use rayon::prelude::*;

use super::{Input, kept, learn_templates, read};
use crate::knowledge::KnowledgeBase;
use crate::postmortem::{Hint, Kind, Reader, Record, kind_by_name};
use crate::source::Stamp;
use crate::text::RelPath;

/// So many documents may have changed before the digests are written anew: to read them costs less than that.
const FEW_CHANGED: usize = 32;

/// Which documents are asked about, and what is kept of the others.
pub struct Few<'f> {
    /// Whether a document is asked about.
    pub is_asked: &'f (dyn Fn(&RelPath) -> bool + Sync),
    /// The documents that one that is asked about leads to, and whose text it needs.
    pub leads_to: &'f (dyn Fn(&Record) -> Vec<RelPath> + Sync),
    /// What an earlier run kept.
    pub kept: Option<Vec<u8>>,
    /// What digests depend on besides the documents: who made them, and with which settings.
    pub basis: String,
    /// When this run began.
    pub begun: SystemTime,
}

/// Puts the records together, and says what to keep for later runs if that has changed much. Only the documents that are
/// asked about, those they lead to, causes and templates have their text.
pub fn load_few(inputs: &[Input], reader: &mut Reader, few: &Few<'_>) -> (KnowledgeBase, Option<Vec<u8>>) {
    let in_full = |input: &Input| {
        (few.is_asked)(&input.file.path)
            || input.hint == Hint::Cause
            || kind_by_name(&input.file.path) == Some(Kind::Template)
    };
    let full: Vec<bool> = inputs.iter().map(in_full).collect();
    let stamps: Vec<Option<Stamp>> = inputs.par_iter().map(|input| Stamp::of(&input.file)).collect();
    let templates = learn_templates(inputs, reader);
    let mut hasher = blake3::Hasher::new();
    hasher.update(few.basis.as_bytes());
    for template in &templates {
        hasher.update(template.text.as_bytes());
    }
    let basis = *hasher.finalize().as_bytes();
    let mut records = match &few.kept {
        Some(bytes) => kept::records(bytes, basis, inputs, &stamps, &|place| !full[place]),
        None => inputs.iter().map(|_| None).collect(),
    };
    let changed = records.iter().zip(&full).filter(|(record, full)| record.is_none() && !**full).count();
    read_missing(inputs, &mut records, reader);
    let asked = records.iter().flatten().filter(|record| (few.is_asked)(&record.path));
    let wanted: BTreeSet<RelPath> = asked.flat_map(|record| (few.leads_to)(record)).collect();
    for (place, input) in inputs.iter().enumerate() {
        if !full[place] && wanted.contains(&input.file.path) {
            records[place] = None;
        }
    }
    read_missing(inputs, &mut records, reader);
    let keep = (changed > FEW_CHANGED).then(|| {
        let all: Vec<_> = records
            .iter()
            .zip(inputs)
            .zip(&stamps)
            .filter_map(|((record, input), stamp)| Some((record.as_ref()?, input, *stamp)))
            .collect();
        kept::bytes(&all, basis, few.begun, reader.lexicon())
    });
    (KnowledgeBase::new(records.into_iter().flatten().collect()), keep)
}

/// Reads what is missing.
fn read_missing(inputs: &[Input], records: &mut [Option<Record>], reader: &Reader) {
    let missing = inputs.iter().zip(records).filter(|(_, record)| record.is_none());
    missing.collect::<Vec<_>>().into_par_iter().for_each(|(input, record)| {
        *record = Some(read(input.clone(), reader));
    });
}
