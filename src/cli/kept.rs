//! A run that is about a few documents, and what earlier runs kept of the others, beside what Git keeps.

use std::path::{Path, PathBuf};

use super::clock;
use super::place::Place;
use crate::config::Settings;
use crate::knowledge::KnowledgeBase;
use crate::output;
use crate::postmortem::Reader;
use crate::repository::{Few, Input, load_few};
use crate::rules;
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

/// Reads the documents that are asked about, and of the others what is not kept.
pub(super) fn load(
    inputs: &[Input],
    asked: &[bool],
    reader: &mut Reader,
    settings: &Settings,
    keep: &Path,
) -> KnowledgeBase {
    let named: Vec<RelPath> =
        inputs.iter().zip(asked).filter(|(_, asked)| **asked).map(|(input, _)| input.file.path.clone()).collect();
    let few = Few {
        is_asked: &|path| named.binary_search(path).is_ok(),
        leads_to: &rules::places_linked,
        kept: read_small(keep, LARGEST).ok(),
        basis: format!("{} {:?} {:?}", env!("CARGO_PKG_VERSION"), program(), crate::repository::options(settings)),
        begun: clock::system(),
    };
    let (base, bytes) = load_few(inputs, reader, &few);
    if let Some(bytes) = bytes {
        // What cannot be kept costs the next run some time, and nothing else.
        let _ = output::keep(keep, &bytes);
    }
    base
}

/// Which pmdoc this is: another one may understand documents otherwise.
fn program() -> Option<Stamp> {
    let path = std::env::current_exe().ok()?;
    let name = RelPath::new(Path::new(path.file_name()?))?;
    Stamp::of(&SourceFile { path: name, shown: String::new(), content: Content::Disk(path) })
}
