//! A root, its settings and a list of files into a [`KnowledgeBase`]: the pipeline's first half in one call,
//! for every command alike.

mod digest;
mod kept;
mod neighbours;
mod recall;

pub use recall::{Contents, Digesting, Extent, Question, Recalled, recall};

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::knowledge::{KnowledgeBase, LifeCycles, RecordIndex, Version, follow};
use crate::postmortem::{Hint, Kind, Reader, ReaderOptions, Record, kind_by_name};
use crate::source::{self, Git, Role, SourceFile, Unreadable};
use crate::text::{RelPath, Span};

/// A file and what it is to be read as.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file.
    pub file: SourceFile,
    /// What is known of it beforehand.
    pub hint: Hint,
}

impl Input {
    /// A file of a configured repository; `None` for one that is no document.
    pub fn of(file: SourceFile, role: Option<Role>) -> Option<Self> {
        let hint = match role? {
            Role::Postmortem => Hint::Postmortem,
            Role::Cause => Hint::Cause,
            Role::Guide => Hint::Guide,
            Role::Attachment => return None,
        };
        Some(Self { file, hint })
    }
}

/// A reader that understands documents as the settings say.
pub fn reader(settings: &Settings) -> Reader {
    Reader::new(options(settings))
}

/// What settings say about how documents are to be understood.
pub fn options(settings: &Settings) -> ReaderOptions {
    ReaderOptions {
        section_aliases: settings.section_aliases.clone(),
        severities: settings.severities.clone(),
        lead_paragraph_is_summary: settings.lead_paragraph_is_summary,
    }
}

/// Reads every file, in parallel, and puts the records together. Templates are learned first, so that what is
/// left of them in documents is known for what it is.
pub fn load(inputs: &[Input], reader: &mut Reader) -> KnowledgeBase {
    learn_templates(inputs.iter().filter(|input| is_template(input)), reader);
    let reader = &*reader;
    // What was parsed is understood at once, while it is still at hand.
    KnowledgeBase::new(inputs.par_iter().map(|input| read(input.clone(), reader)).collect::<Vec<Record>>())
}

fn is_template(input: &Input) -> bool {
    kind_by_name(&input.file.path) == Some(Kind::Template)
}

/// Reads templates, and returns them.
fn learn_templates<'i>(templates: impl Iterator<Item = &'i Input>, reader: &mut Reader) -> Vec<Document> {
    let templates: Vec<Document> = templates.map(|input| read_document(&input.file)).collect();
    templates.iter().for_each(|template| reader.learn_template(template));
    templates
}

/// Reads one file.
pub fn read(input: Input, reader: &Reader) -> Record {
    let document = read_document(&input.file);
    reader.read(input.file.path, input.file.shown, document, input.hint)
}

/// The ids of documents that are no part of the knowledge base, such as those of a state before.
pub fn ids(inputs: Vec<Input>, reader: &Reader) -> BTreeSet<String> {
    let id = |input: Input| read(input, reader).postmortem.id.value;
    inputs.into_par_iter().map(id).collect()
}

fn read_document(file: &SourceFile) -> Document {
    match source::read_document(file) {
        Ok(text) => Document::parse(text),
        Err(reason) => Document::unreadable(explain(&reason)),
    }
}

/// Why a file could not be read, as the diagnostic of the rule `unreadable-file`.
fn explain(reason: &Unreadable) -> Diagnostic {
    let diagnostic = Diagnostic::new("unreadable-file", Span::default());
    match reason {
        Unreadable::TooLarge { bytes } => {
            let kib = usize::try_from(bytes / 1024).unwrap_or(usize::MAX);
            let limit = usize::try_from(source::LARGEST / 1024).unwrap_or(usize::MAX);
            diagnostic.variant("too-large").with("kib", kib).with("limit", limit)
        }
        Unreadable::NotUtf8 { utf16: true, .. } => diagnostic.variant("utf16"),
        Unreadable::NotUtf8 { offset, .. } => diagnostic.variant("not-utf8").with("offset", *offset),
        Unreadable::Nul { offset } => diagnostic.variant("nul").with("offset", *offset),
        Unreadable::NotRegular => diagnostic.variant("not-regular"),
        Unreadable::Refused(reason) => diagnostic.with("reason", reason.as_str()),
    }
}

/// What became of the actions of the documents that somebody wants to know it of: the versions that their history names
/// are read again. A document without a history, or without actions, has none.
pub fn life_cycles(
    base: &KnowledgeBase,
    reader: &Reader,
    is_wanted: &(dyn Fn(RecordIndex) -> bool + Sync),
    git_of: &(dyn Fn(&RelPath) -> Option<Arc<Git>> + Sync),
) -> Vec<LifeCycles> {
    let of = |index: RecordIndex| {
        let record = Some(&base.records[index]).filter(|_| is_wanted(index))?;
        life_cycle(base, index, reader, &*git_of(&record.path)?)
    };
    (0..base.records.len()).into_par_iter().map(|index| of(index).unwrap_or_default()).collect()
}

/// The same of one document.
pub fn life_cycle(base: &KnowledgeBase, index: usize, reader: &Reader, git: &Git) -> Option<LifeCycles> {
    let record = &base.records[index];
    let history = base.history_of(index).filter(|_| record.postmortem.kind.is_postmortem())?;
    let mut versions: Vec<Version> = Vec::with_capacity(history.revisions.len() + 1);
    for (number, revision) in history.revisions.iter().enumerate() {
        let is_current = number == 0 && !history.edited;
        let actions = if is_current {
            record.postmortem.actions.clone()
        } else {
            let text = String::from_utf8(git.read(revision.blob, source::LARGEST).ok()?).ok()?;
            reader.actions(text)
        };
        versions.push(Version { commit: Some(Arc::clone(&revision.commit)), actions });
    }
    versions.reverse();
    if history.edited || versions.is_empty() {
        versions.push(Version { commit: None, actions: record.postmortem.actions.clone() });
    }
    Some(follow(&versions, history.complete))
}
