//! A list of files, and what an earlier run kept of them, into a [`KnowledgeBase`]: of documents that are as they were, only
//! those have their text that are asked about and were not found to be without fault.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use super::kept::{self, Bases, Head, Keep};
use super::{Input, is_template, learn_templates, neighbours, read};
use crate::document::Document;
use crate::history::ObjectId;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Hint, Lexicon, Reader, Record};
use crate::source::Stamp;
use crate::text::{RelPath, Span};

/// So many documents may have changed before the digests are written anew: to read them costs less than that.
const FEW_CHANGED: usize = 32;
/// So many documents may be asked about for the others to be looked for one by one.
const FEW_ASKED: usize = 32;

/// What a run wants to know, and what it may take from an earlier one.
pub struct Question<'q> {
    /// Whether a document is asked about.
    pub is_asked: &'q (dyn Fn(&RelPath) -> bool + Sync),
    /// How much of the documents must be known.
    pub extent: Extent,
    /// The documents that one that is asked about leads to, and whose text it needs.
    pub leads_to: &'q (dyn Fn(&Record) -> Vec<RelPath> + Sync),
    /// Finds out, for each file, what Git holds of it, if it is certain that it was not changed since. Asked where many files
    /// look changed, as they do after a checkout.
    pub contents: &'q (dyn Fn() -> Contents + Sync),
    /// Gets what an earlier run kept.
    pub kept: &'q (dyn Fn() -> Option<Vec<u8>> + Sync),
    /// What digests depend on besides the documents: who made them, and with which settings.
    pub basis: String,
    /// What it depends on besides, that nothing is found in a document.
    pub rules: String,
    /// When this run began.
    pub begun: SystemTime,
}

/// For each file, what Git holds of it; `None` where that is not certain.
pub type Contents = Vec<Option<ObjectId>>;

/// How much of the documents must be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The texts of those that are asked about, and digests of all others.
    Texts,
    /// Of those that are asked about only what there is to be found in them: where nothing was found, digests will do.
    Findings,
    /// The texts of those that are asked about, and of the others only what these have to do with them, if they are few.
    Neighbours,
}

/// What digests are made with.
pub struct Digesting<'d> {
    /// As [`Question::contents`].
    pub contents: &'d (dyn Fn() -> Contents + Sync),
    /// The pictures that a document shows, as it names them.
    pub pictures: &'d (dyn Fn(&Record) -> Vec<(String, Span)> + Sync),
    /// The words of all languages.
    pub lexicon: &'d Lexicon,
}

/// What a run has read and recalled, so that it can read more, and keep it for later runs.
pub struct Recalled {
    inputs: Arc<Vec<Input>>,
    stamps: Vec<Option<Stamp>>,
    bases: Bases,
    begun: SystemTime,
    /// For each record, whether an earlier run found nothing in it.
    silent: Vec<bool>,
    /// How many digests there are to be written anew.
    changed: usize,
}

/// Puts the records of files together, which are sorted by path. Causes and templates are always read. There is nothing to be
/// kept of a knowledge base that holds a part of the documents.
pub fn recall(
    inputs: &Arc<Vec<Input>>,
    reader: &mut Reader,
    question: &Question<'_>,
) -> (KnowledgeBase, Option<Recalled>) {
    let (kept, stamps) = rayon::join(question.kept, || stamps(inputs));
    let kept = kept.unwrap_or_default();
    let is_template: Vec<bool> = inputs.par_iter().map(is_template).collect();
    let templates = inputs.iter().zip(&is_template).filter(|(_, is_template)| **is_template).map(|(input, _)| input);
    let bases = bases(question, &learn_templates(templates, reader));
    let mut heads = kept::heads(&kept, bases, inputs, &stamps, &[]);
    let changed = |heads: &[Option<Head<'_>>]| {
        let is_unknown = |place: &usize| heads[*place].is_none() && is_kept(&inputs[*place], is_template[*place]);
        (0..inputs.len()).filter(is_unknown).count()
    };
    let new = changed(&heads);
    if new > FEW_CHANGED && !kept.is_empty() {
        heads = kept::heads(&kept, bases, inputs, &stamps, &(question.contents)());
    }
    let asked: Vec<bool> = inputs.iter().map(|input| (question.is_asked)(&input.file.path)).collect();
    let is_few = changed(&heads) <= FEW_CHANGED && asked.iter().filter(|asked| **asked).count() <= FEW_ASKED;
    let is_partial = question.extent == Extent::Neighbours && is_few;
    let trusts_silence = question.extent != Extent::Texts && !is_partial;
    let files = Files { inputs, asked, is_template, heads, trusts_silence, question, reader };
    if is_partial {
        return (files.neighbours(), None);
    }
    let base = files.all();
    let silent = files.heads.iter().map(|head| head.as_ref().is_some_and(|head| head.silent)).collect();
    let inputs = Arc::clone(inputs);
    (base, Some(Recalled { inputs, stamps, bases, begun: question.begun, silent, changed: new }))
}

/// Whether a file may be known from its digest.
fn is_kept(input: &Input, is_template: bool) -> bool {
    input.hint != Hint::Cause && !is_template
}

/// The stamps of files, folder by folder.
fn stamps(inputs: &[Input]) -> Vec<Option<Stamp>> {
    const RUN: usize = 256;
    let runs = inputs.par_chunks(RUN).map(|run| Stamp::of_each(run.iter().map(|input| &input.file)));
    runs.collect::<Vec<_>>().into_iter().flatten().collect()
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

/// The files, each with whether it is asked about, and with its digest where it is as it was.
struct Files<'f> {
    inputs: &'f [Input],
    asked: Vec<bool>,
    is_template: Vec<bool>,
    heads: Vec<Option<Head<'f>>>,
    /// Whether one that is asked about may be known from its digest, if nothing was found in it.
    trusts_silence: bool,
    question: &'f Question<'f>,
    reader: &'f Reader,
}

impl Files<'_> {
    fn is_always_read(&self, place: usize) -> bool {
        !is_kept(&self.inputs[place], self.is_template[place])
    }

    /// Whether the text of a document must be read.
    fn is_read(&self, place: usize) -> bool {
        let is_enough = |head: &Head<'_>| !self.asked[place] || (head.silent && self.trusts_silence);
        self.is_always_read(place) || !self.heads[place].as_ref().is_some_and(is_enough)
    }

    fn read(&self, place: usize) -> Arc<Record> {
        Arc::new(read(self.inputs[place].clone(), self.reader))
    }

    /// A document as its digest tells it; read, where that tells nothing after all.
    fn recalled(&self, place: usize) -> Arc<Record> {
        let record = self.heads[place].as_ref().and_then(|head| head.record(&self.inputs[place]));
        record.map_or_else(|| self.read(place), Arc::new)
    }

    /// The documents whose text those need that are asked about, among `records`.
    fn wanted(&self, records: &[Arc<Record>]) -> BTreeSet<RelPath> {
        let asked = records.iter().filter(|record| (self.question.is_asked)(&record.path));
        asked.flat_map(|record| (self.question.leads_to)(record)).collect()
    }

    /// A knowledge base of all.
    fn all(&self) -> KnowledgeBase {
        let record = |place: usize| if self.is_read(place) { self.read(place) } else { self.recalled(place) };
        let mut records: Vec<Arc<Record>> = (0..self.inputs.len()).into_par_iter().map(record).collect();
        let wanted = self.wanted(&records);
        records.par_iter_mut().enumerate().for_each(|(place, record)| {
            if record.document.is_abridged && wanted.contains(&record.path) {
                *record = self.read(place);
            }
        });
        KnowledgeBase::new(records)
    }

    /// A knowledge base of those that are asked about, and of those that they have to do with.
    fn neighbours(&self) -> KnowledgeBase {
        let (read, others): (Vec<usize>, Vec<usize>) = (0..self.inputs.len()).partition(|&place| self.is_read(place));
        let base = KnowledgeBase::new(read.into_par_iter().map(|place| self.read(place)).collect::<Vec<_>>());
        let is_asked = |index: &RecordIndex| (self.question.is_asked)(&base.records[*index].path);
        let sought = neighbours::sought(&base, (0..base.records.len()).filter(is_asked));
        let wanted = self.wanted(&base.records);
        let mut records = base.records;
        for place in others {
            if wanted.contains(&self.inputs[place].file.path) {
                records.push(self.read(place));
            } else if self.heads[place].as_ref().is_some_and(|head| head.is_sought(&sought)) {
                records.push(self.recalled(place));
            }
        }
        KnowledgeBase { is_partial: true, ..KnowledgeBase::new(records) }
    }
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
        with: &Digesting<'_>,
    ) -> Option<Vec<u8>> {
        let silent: Vec<bool> =
            self.silent.iter().zip(0..).map(|(&was, index)| is_silent(index).unwrap_or(was)).collect();
        let newly = silent.iter().zip(&self.silent).filter(|(is, was)| is != was).count();
        if self.changed.max(newly) <= FEW_CHANGED {
            return None;
        }
        let contents = (with.contents)();
        let (inputs, stamps, contents, silent) = (&self.inputs, &self.stamps, &contents, &silent);
        let keep = Keep { inputs, stamps, contents, silent, bases: self.bases, begun: self.begun };
        Some(kept::bytes(&base.records, &keep, with))
    }
}
