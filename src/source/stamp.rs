//! A file into what tells, without reading it, that it is still the same.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

mod folder;

use super::{Content, SourceFile};

/// What a file had when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stamp {
    /// On disk: its size in bytes, and when it was changed, in seconds and nanoseconds since 1970.
    Disk(u64, u64, u32),
    /// In a repository: what it holds.
    Blob([u8; 32]),
}

impl Stamp {
    /// The stamp of a file now; `None` where it is not there, or has no such thing.
    pub fn of(file: &SourceFile) -> Option<Self> {
        match &file.content {
            Content::Disk(path) => {
                let metadata = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
                let modified = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
                Some(Self::Disk(metadata.len(), modified.as_secs(), modified.subsec_nanos()))
            }
            Content::Blob { id, .. } => Some(Self::Blob(*blake3::hash(id.to_string().as_bytes()).as_bytes())),
            Content::Memory(_) => None,
        }
    }

    /// The stamps of files. Where they lie in one folder that need be found once: it is most of the work.
    pub fn of_each<'f>(files: impl Iterator<Item = &'f SourceFile>) -> Vec<Option<Self>> {
        let mut folder = folder::Folder::default();
        let of = |file: &SourceFile| match &file.content {
            Content::Disk(path) => folder.stamp(path).or_else(|| Self::of(file)),
            _ => Self::of(file),
        };
        files.map(of).collect()
    }

    /// Whether the file may have been changed at the very time, or up to a tick of the clock before, and again afterwards
    /// without a trace. Git calls such an entry racily clean.
    pub fn is_fresh(&self, at: SystemTime, tick: Duration) -> bool {
        let Self::Disk(_, seconds, nanoseconds) = *self else { return false };
        let changed = SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds);
        changed + tick >= at
    }
}
