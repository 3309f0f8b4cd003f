//! What earlier runs kept of documents, beside what Git keeps, for runs that need not read all of them again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::clock;
use super::place::Place;
use super::project::Project;
use crate::config::Settings;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::output;
use crate::postmortem::Reader;
use crate::repository::{Input, Question, Recalled, recall};
use crate::rules::{self, Context, Judged, Wanted};
use crate::source::{Content, Git, GitPlace, SourceFile, Stamp, read_small};
use crate::text::RelPath;

/// The most that is kept, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Where digests of a repository's documents are kept; nowhere without Git.
pub(super) fn path(place: &Place) -> Option<PathBuf> {
    let git = match &place.stored {
        Some(stored) => stored.git.common.clone(),
        None => Git::open(GitPlace::find(&place.root.canonicalize().ok()?)?).ok()?.common,
    };
    // A repository may hold several books.
    let book = blake3::hash(place.root.as_os_str().as_encoded_bytes()).to_hex();
    Some(git.join("pmdoc").join(format!("digests-{}", &book[..16])))
}

/// What was taken from an earlier run, and where this one keeps what it knows.
pub(super) struct Kept {
    recalled: Recalled,
    path: PathBuf,
}

/// Reads the documents that are asked about, and of the others what is not kept. With `trusts_silence`, those that nothing
/// was found in are not read again either.
pub(super) fn load(
    inputs: Vec<Input>,
    asked: &[bool],
    reader: &mut Reader,
    settings: &Settings,
    path: PathBuf,
    trusts_silence: bool,
) -> (KnowledgeBase, Option<Kept>) {
    let named: Vec<RelPath> =
        inputs.iter().zip(asked).filter(|(_, asked)| **asked).map(|(input, _)| input.file.path.clone()).collect();
    let question = Question {
        is_asked: &|path| named.binary_search(path).is_ok(),
        trusts_silence,
        leads_to: &rules::places_linked,
        pictures: &rules::pictures,
        kept: read_small(&path, LARGEST).ok(),
        basis: format!("{} {:?} {:?}", env!("CARGO_PKG_VERSION"), program(), crate::repository::options(settings)),
        rules: format!("{settings:?}"),
        begun: clock::system(),
    };
    let (base, recalled) = recall(inputs, reader, &question);
    (base, Some(Kept { recalled, path }))
}

/// Reads the documents about which there is something to say after all.
pub(super) fn complete(project: &mut Project, suspects: &BTreeSet<RecordIndex>) {
    if let Some(kept) = &project.recalled {
        kept.recalled.complete(&mut project.base, suspects, &project.reader);
    }
}

/// Keeps what is known of the documents for later runs. What cannot be kept costs the next run some time, and nothing else.
pub(super) fn keep(project: &Project, context: &Context<'_>, judged: &Judged) {
    let Some(kept) = &project.recalled else { return };
    let found = judged.found_in();
    let is_silent = |index: RecordIndex| {
        let document = &context.base.records[index].document;
        let is_judged = !document.is_abridged && (context.wanted)(index) == Wanted::All;
        is_judged.then(|| document.suppressions.is_empty() && !found.contains(&index))
    };
    let lexicon = project.reader.lexicon();
    if let Some(bytes) = kept.recalled.to_keep(&project.base, &is_silent, &rules::pictures, lexicon) {
        let _ = output::keep(&kept.path, &bytes);
    }
}

/// Which pmdoc this is: another one may understand documents otherwise.
fn program() -> Option<Stamp> {
    let path = std::env::current_exe().ok()?;
    let name = RelPath::new(Path::new(path.file_name()?))?;
    Stamp::of(&SourceFile { path: name, shown: String::new(), content: Content::Disk(path) })
}
