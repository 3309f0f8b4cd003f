//! What earlier runs kept of documents, beside what Git keeps, for runs that need not read all of them again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::clock;
use super::place::Place;
use super::project::{Named, Project};
use super::shown::join;
use crate::config::Settings;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::output;
use crate::postmortem::Reader;
use crate::repository::{Contents, Digesting, Extent, Input, Question, Recalled, recall};
use crate::rules::{self, Context, Judged, Wanted};
use crate::source::{Content, Git, GitPlace, SourceFile, Stamp, read_small};
use crate::text::RelPath;

/// The most that is kept, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Where digests of a book's documents are kept, and the repository that they are in.
#[derive(Clone)]
pub(super) struct Shelf {
    path: PathBuf,
    git: Arc<Git>,
    /// The documents' folder below the root of the repository; `None` where no files on disk are read.
    folder: Option<String>,
}

impl Shelf {
    /// Nothing is kept without Git.
    pub(super) fn of(place: &Place, settings: &Settings) -> Option<Self> {
        let (git, below) = if let Some(stored) = &place.stored {
            (Arc::clone(&stored.git), stored.folder.clone())
        } else {
            let root = place.root.canonicalize().ok()?;
            let git = Git::open(GitPlace::find(&root)?).ok()?;
            let below = root.strip_prefix(&git.place.root).ok()?.to_str()?.to_owned();
            (Arc::new(git), below)
        };
        // A repository may hold several books; what is on disk and what Git holds are told apart by other marks.
        let book = blake3::hash(format!("{below}\0{}", place.stored.is_some()).as_bytes()).to_hex();
        let path = git.common.join("pmdoc").join(format!("digests-{}", &book[..16]));
        let folder = place.stored.is_none().then(|| join(&below, settings.src.trim_matches('.').trim_matches('/')));
        Some(Self { path, git, folder })
    }

    /// For each file, what Git holds of it, if it is certain that it was not changed since.
    fn contents(&self, inputs: &[Input]) -> Contents {
        let Some(folder) = &self.folder else { return Vec::new() };
        let staged = self.git.staged();
        let content = |input: &Input| staged.content(&join(folder, input.file.path.as_str()), &input.file);
        inputs.par_iter().map(content).collect()
    }
}

/// What was taken from an earlier run, and where this one keeps what it knows.
pub(super) struct Kept {
    shelf: Shelf,
    named: Named,
    /// All documents, also those that the knowledge base does not have.
    inputs: Arc<Vec<Input>>,
    /// `None` where the knowledge base has a part of the documents.
    recalled: Option<Recalled>,
}

/// Reads as much of the documents as is asked for and is not kept.
pub(super) fn load(
    inputs: &Arc<Vec<Input>>,
    named: Named,
    reader: &mut Reader,
    settings: &Settings,
    shelf: Shelf,
    extent: Extent,
) -> (KnowledgeBase, Kept) {
    let question = Question {
        is_asked: &|path| named.has(path),
        extent,
        leads_to: &rules::places_linked,
        contents: &|| shelf.contents(inputs),
        kept: &|| read_small(&shelf.path, LARGEST).ok(),
        basis: format!("{} {:?} {:?}", env!("CARGO_PKG_VERSION"), program(), crate::repository::options(settings)),
        rules: format!("{settings:?}"),
        begun: clock::system(),
    };
    let (base, recalled) = recall(inputs, reader, &question);
    (base, Kept { shelf, named, inputs: Arc::clone(inputs), recalled })
}

/// Takes the documents in that were left out. What Git said of the others still holds.
pub(super) fn widen(project: &mut Project) {
    if !project.base.is_partial {
        return;
    }
    let Some(Kept { shelf, named, inputs, .. }) = project.recalled.take() else { return };
    let (mut base, kept) = load(&inputs, named, &mut project.reader, &project.settings, shelf, Extent::Texts);
    let part = std::mem::take(&mut project.base);
    let mut life_cycles = base.life_cycles.clone();
    for (record, lives) in part.records.iter().zip(part.life_cycles) {
        if let Ok(index) = base.records.binary_search_by(|other| other.path.cmp(&record.path)) {
            life_cycles[index] = lives;
        }
    }
    base.history = part.history;
    base.learn(life_cycles, &project.zone());
    project.asked = kept.named.of(&base);
    (project.base, project.recalled) = (base, Some(kept));
}

/// Reads the documents about which there is something to say after all.
pub(super) fn complete(project: &mut Project, suspects: &BTreeSet<RecordIndex>) {
    if let Some(recalled) = project.recalled.as_ref().and_then(|kept| kept.recalled.as_ref()) {
        recalled.complete(&mut project.base, suspects, &project.reader);
    }
}

/// Keeps what is known of the documents for later runs. What cannot be kept costs the next run some time, and nothing else.
pub(super) fn keep(project: &Project, context: &Context<'_>, judged: &Judged) {
    let Some(Kept { shelf, inputs, recalled: Some(recalled), .. }) = &project.recalled else { return };
    let found = judged.found_in();
    let is_silent = |index: RecordIndex| {
        let record = &context.base.records[index];
        let is_judged = !record.document.is_abridged && (context.wanted)(index) == Wanted::All;
        is_judged.then(|| !found.contains(&index) && rules::may_be_abridged(record))
    };
    let (contents, lexicon) = (&|| shelf.contents(inputs), project.reader.lexicon());
    let with = Digesting { contents, pictures: &rules::pictures, lexicon };
    if let Some(bytes) = recalled.to_keep(&project.base, &is_silent, &with) {
        let _ = output::keep(&shelf.path, &bytes);
    }
}

/// Which pmdoc this is: another one may understand documents otherwise.
fn program() -> Option<Stamp> {
    let path = std::env::current_exe().ok()?;
    let name = RelPath::new(Path::new(path.file_name()?))?;
    Stamp::of(&SourceFile { path: name, shown: String::new(), content: Content::Disk(path) })
}
