//! A list of files, and what an earlier run kept of them, into a [`KnowledgeBase`]: of documents that are as they were, only
//! those have their text that are asked about and were not found to be without fault.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use super::kept::{self, Bases, Keep};
use super::{Input, learn_templates, read};
use crate::document::Document;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Hint, Kind, Lexicon, Reader, Record, kind_by_name};
use crate::source::Stamp;
use crate::text::{RelPath, Span};

/// So many documents may have changed before the digests are written anew: to read them costs less than that.
const FEW_CHANGED: usize = 32;

/// What a run wants to know, and what it may take from an earlier one.
pub struct Question<'q> {
    /// Whether a document is asked about.
    pub is_asked: &'q (dyn Fn(&RelPath) -> bool + Sync),
    /// Whether one that is asked about may be known from its digest alone, if nothing was found in it.
    pub trusts_silence: bool,
    /// The documents that one that is asked about leads to, and whose text it needs.
    pub leads_to: &'q (dyn Fn(&Record) -> Vec<RelPath> + Sync),
    /// The pictures that a document shows, as it names them.
    pub pictures: &'q (dyn Fn(&Record) -> Vec<(String, Span)> + Sync),
    /// What an earlier run kept.
    pub kept: Option<Vec<u8>>,
    /// What digests depend on besides the documents: who made them, and with which settings.
    pub basis: String,
    /// What it depends on besides, that nothing is found in a document.
    pub rules: String,
    /// When this run began.
    pub begun: SystemTime,
}

/// What a run has read and recalled, so that it can read more, and keep it for later runs.
pub struct Recalled {
    inputs: Vec<Input>,
    stamps: Vec<Option<Stamp>>,
    bases: Bases,
    begun: SystemTime,
    /// For each record, whether an earlier run found nothing in it.
    silent: Vec<bool>,
    /// How many digests there are to be written anew.
    changed: usize,
}

/// Puts the records together. Causes and templates are always read.
pub fn recall(mut inputs: Vec<Input>, reader: &mut Reader, question: &Question<'_>) -> (KnowledgeBase, Recalled) {
    inputs.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let asked: Vec<bool> = inputs.iter().map(|input| (question.is_asked)(&input.file.path)).collect();
    let stamps: Vec<Option<Stamp>> = inputs.par_iter().map(|input| Stamp::of(&input.file)).collect();
    let bases = bases(question, &learn_templates(&inputs, reader));
    let usable = |place: usize, silent: bool| {
        !is_always_read(&inputs[place]) && (!asked[place] || (silent && question.trusts_silence))
    };
    let mut found = kept::records(question.kept.as_deref().unwrap_or_default(), bases, &inputs, &stamps, &usable);
    let missing = |place: &usize| found.records[*place].is_none();
    let missing: Vec<usize> = (0..inputs.len()).filter(missing).collect();
    let changed = missing.iter().filter(|&&place| !found.known[place] && !is_always_read(&inputs[place])).count();
    read_all(&inputs, &missing, &mut found.records, reader);
    let leading =
        found.records.iter().zip(&asked).filter(|(_, asked)| **asked).filter_map(|(record, _)| record.as_ref());
    let wanted: BTreeSet<RelPath> = leading.flat_map(|record| (question.leads_to)(record)).collect();
    let is_wanted = |place: &usize| {
        let is_abridged = |record: &Record| record.document.is_abridged;
        found.records[*place].as_ref().is_some_and(is_abridged) && wanted.contains(&inputs[*place].file.path)
    };
    let wanted: Vec<usize> = (0..inputs.len()).filter(is_wanted).collect();
    read_all(&inputs, &wanted, &mut found.records, reader);
    let base = KnowledgeBase::new(found.records.into_iter().flatten().collect::<Vec<Record>>());
    (base, Recalled { inputs, stamps, bases, begun: question.begun, silent: found.silent, changed })
}

fn is_always_read(input: &Input) -> bool {
    input.hint == Hint::Cause || kind_by_name(&input.file.path) == Some(Kind::Template)
}

fn bases(question: &Question<'_>, templates: &[Document]) -> Bases {
    let mut hasher = blake3::Hasher::new();
    hasher.update(question.basis.as_bytes());
    for template in templates {
        hasher.update(template.text.as_bytes());
    }
    let documents = *hasher.finalize().as_bytes();
    hasher.update(question.rules.as_bytes());
    Bases { documents, rules: *hasher.finalize().as_bytes() }
}

fn read_all(inputs: &[Input], places: &[usize], records: &mut [Option<Record>], reader: &Reader) {
    let of = |&place: &usize| (place, read(inputs[place].clone(), reader));
    let read: Vec<(usize, Record)> = places.par_iter().map(of).collect();
    read.into_iter().for_each(|(place, record)| records[place] = Some(record));
}

impl Recalled {
    /// Reads the texts of some records.
    pub fn complete(&self, base: &mut KnowledgeBase, records: &BTreeSet<RecordIndex>, reader: &Reader) {
        let of = |&index: &RecordIndex| (index, Arc::new(read(self.inputs[index].clone(), reader)));
        let read: Vec<(RecordIndex, Arc<Record>)> = records.par_iter().map(of).collect();
        read.into_iter().for_each(|(index, record)| base.records[index] = record);
    }

    /// What is to be kept for later runs, if much of it is new. `is_silent` tells of documents that were looked at whether
    /// nothing was found in them.
    pub fn to_keep(
        &self,
        base: &KnowledgeBase,
        is_silent: &dyn Fn(RecordIndex) -> Option<bool>,
        pictures: &(dyn Fn(&Record) -> Vec<(String, Span)> + Sync),
        lexicon: &Lexicon,
    ) -> Option<Vec<u8>> {
        let silent: Vec<bool> =
            self.silent.iter().zip(0..).map(|(&was, index)| is_silent(index).unwrap_or(was)).collect();
        let newly = silent.iter().zip(&self.silent).filter(|(is, was)| is != was).count();
        let keep =
            Keep { inputs: &self.inputs, stamps: &self.stamps, silent: &silent, bases: self.bases, begun: self.begun };
        (self.changed.max(newly) > FEW_CHANGED).then(|| kept::bytes(&base.records, &keep, pictures, lexicon))
    }
}
