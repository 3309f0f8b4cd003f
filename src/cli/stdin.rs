//! `-`: a document on standard input, and where it belongs.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use super::args::StateArgs;
use crate::source::{Content, LARGEST, SourceFile};
use crate::text::RelPath;

/// The document that was typed or piped in.
pub(super) struct Given {
    /// Its bytes; one more than the limit where there are too many.
    bytes: Arc<[u8]>,
    /// The file in whose place it is read.
    pub(super) name: Option<PathBuf>,
}

impl Given {
    /// Reads standard input, if the arguments ask for it.
    ///
    /// # Errors
    /// `-` beside other paths or with a state of Git, a name without `-`, and those of the stream.
    pub(super) fn read(paths: &[PathBuf], name: Option<&Path>, state: &StateArgs) -> anyhow::Result<Option<Self>> {
        if !paths.iter().any(|path| path.as_os_str() == "-") {
            if name.is_some() {
                bail!("--stdin-filename is for a document on standard input: add `-`");
            }
            return Ok(None);
        }
        if paths.len() > 1 {
            bail!("`-` stands for the only document: leave the other paths out (a file of that name is ./-)");
        }
        if state.rev.is_some() || state.staged {
            bail!("`-` is a document of its own: --rev and --staged read others");
        }
        let mut bytes = Vec::new();
        io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
        Ok(Some(Self { bytes: bytes.into(), name: name.map(Path::to_owned) }))
    }

    /// The document as a file at a path in the knowledge base.
    pub(super) fn at(&self, path: RelPath) -> SourceFile {
        let shown = self.name.as_ref().map_or("<stdin>".to_owned(), |name| name.to_string_lossy().into_owned());
        SourceFile { path, shown, content: Content::Memory(Arc::clone(&self.bytes)) }
    }

    /// Where to look for book.toml: the nearest folder that is there.
    pub(super) fn folder(&self) -> PathBuf {
        let folders = self.name.iter().flat_map(|name| name.ancestors().skip(1));
        let there = folders.filter(|folder| !folder.as_os_str().is_empty()).find(|folder| folder.is_dir());
        there.map_or_else(|| PathBuf::from("."), Path::to_owned)
    }
}
