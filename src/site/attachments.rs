//! Files beside documents into files of the site: those that a page leads to, and no others.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Address;
use crate::output::OutputFile;
use crate::text::RelPath;

/// Endings of files that documents may attach. Neither HTML nor SVG: opened by themselves they could run
/// scripts in the site's name.
const ATTACHABLE: [&str; 13] =
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "csv", "txt", "log", "json", "yaml", "yml"];

/// Whether a file may be copied into the site: by its ending, never a format that can run scripts.
pub fn is_attachable(path: &RelPath) -> bool {
    let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ATTACHABLE.contains(&ending.as_str()))
}

/// The files that could be attached, by path below the documents' root.
pub(super) struct Attachments(BTreeMap<String, Attachment>);

struct Attachment {
    address: Address,
    /// Whether a page leads to it.
    is_named: AtomicBool,
}

impl Attachments {
    pub(super) fn new(files: &[(RelPath, Vec<u8>)]) -> Self {
        let attachment = |(path, _): &(RelPath, Vec<u8>)| {
            let address = Address::new(path.as_str());
            (path.as_str().to_owned(), Attachment { address, is_named: AtomicBool::new(false) })
        };
        Self(files.iter().filter(|(path, _)| is_attachable(path)).map(attachment).collect())
    }

    /// Where a file is in the site, for a page that leads to it.
    pub(super) fn name(&self, path: &str) -> Option<&Address> {
        let attachment = self.0.get(path)?;
        attachment.is_named.store(true, Ordering::Relaxed);
        Some(&attachment.address)
    }

    /// The files that pages lead to, once all pages are made.
    pub(super) fn named<'f>(&'f self, files: &'f [(RelPath, Vec<u8>)]) -> impl Iterator<Item = OutputFile> + 'f {
        let is_named =
            |path: &RelPath| self.0.get(path.as_str()).is_some_and(|file| file.is_named.load(Ordering::Relaxed));
        let named = files.iter().filter(move |(path, _)| is_named(path));
        named.map(|(path, bytes)| OutputFile { path: path.clone(), bytes: bytes.clone() })
    }
}
