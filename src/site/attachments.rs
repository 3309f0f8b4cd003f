//! Files beside documents into files of the site: those that a page leads to, and no others.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Address;
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

/// Files beside documents that the site may hold.
#[derive(Clone, Copy)]
pub struct Attached<'a> {
    /// Their paths below the documents' root. They keep their tree.
    pub files: &'a [RelPath],
    /// What is in one, read when it is wanted.
    pub read: &'a (dyn Fn(&RelPath) -> Option<Vec<u8>> + Sync),
}

impl Attached<'_> {
    /// None at all.
    pub const NONE: Attached<'static> = Attached { files: &[], read: &|_| None };
}

/// The files that could be attached, by path below the documents' root, and which of them pages lead to.
pub struct Attachments<'a> {
    files: BTreeMap<&'a str, Attachment<'a>>,
    read: &'a (dyn Fn(&RelPath) -> Option<Vec<u8>> + Sync),
}

struct Attachment<'a> {
    path: &'a RelPath,
    address: Address,
    /// Whether a page leads to it.
    is_named: AtomicBool,
}

impl<'a> Attachments<'a> {
    /// Nothing leads to any of them yet.
    pub fn new(attached: Attached<'a>) -> Self {
        let attachment = |path: &'a RelPath| {
            let address = Address::new(path.as_str());
            (path.as_str(), Attachment { path, address, is_named: AtomicBool::new(false) })
        };
        let files = attached.files.iter().filter(|path| is_attachable(path)).map(attachment).collect();
        Self { files, read: attached.read }
    }

    /// Where a file is in the site, for a page that leads to it.
    pub(super) fn name(&self, path: &str) -> Option<&Address> {
        let attachment = self.files.get(path)?;
        attachment.is_named.store(true, Ordering::Relaxed);
        Some(&attachment.address)
    }

    /// Whether there is such a file, and whether a page that was made so far leads to it.
    pub(super) fn is_named(&self, path: &str) -> Option<bool> {
        self.files.get(path).map(|file| file.is_named.load(Ordering::Relaxed))
    }

    /// The files that pages lead to, once all pages are made.
    pub(super) fn named(&self) -> impl Iterator<Item = &'a RelPath> {
        self.files.values().filter(|file| file.is_named.load(Ordering::Relaxed)).map(|file| file.path)
    }

    /// What is in a file.
    pub(super) fn read(&self, path: &RelPath) -> Option<Vec<u8>> {
        (self.read)(path)
    }
}
