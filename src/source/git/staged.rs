//! The index of a repository into which files on disk are known, without reading them, to hold what was staged.

use std::time::{Duration, SystemTime};

use rustc_hash::FxHashMap;

use super::Git;
use crate::history::ObjectId;
use crate::source::{Content, SourceFile, Stamp};

/// How often a clock ticks that tells parts of seconds: the files of a checkout are all but as old as the index.
const TICK: Duration = Duration::from_millis(20);

/// What the index noted of each file when it last looked: its content, size and time of change.
#[derive(Debug, Default)]
pub struct Staged(FxHashMap<String, (ObjectId, u64, u64, u32)>);

impl Git {
    /// What the index says; nothing where there is none. A file that was changed when the index was written may have
    /// been changed again without a trace (racy Git): nothing is said of it.
    pub fn staged(&self) -> Staged {
        let repository = self.lock();
        let Ok(index) = repository.index() else { return Staged::default() };
        let written = index.path().and_then(|path| path.metadata().ok()?.modified().ok());
        let written = written.unwrap_or(SystemTime::UNIX_EPOCH);
        let entry = |entry: git2::IndexEntry| {
            let (seconds, nanoseconds) = (u64::try_from(entry.mtime.seconds()).ok()?, entry.mtime.nanoseconds());
            let stamp = Stamp::Disk(u64::from(entry.file_size), seconds, nanoseconds);
            let is_told = entry.file_size > 0 && nanoseconds > 0 && !stamp.is_fresh(written, TICK);
            let path = String::from_utf8(entry.path).ok().filter(|_| is_told)?;
            Some((
                path,
                (ObjectId(entry.id.as_bytes().try_into().ok()?), u64::from(entry.file_size), seconds, nanoseconds),
            ))
        };
        Staged(index.iter().filter_map(entry).collect())
    }
}

impl Staged {
    /// The content of a file on disk, if it is as it was when it was staged; `path` is below the root of the repository.
    pub fn content(&self, path: &str, file: &SourceFile) -> Option<ObjectId> {
        let (id, size, seconds, nanoseconds) = self.0.get(path)?;
        let is_same = Stamp::of(file)? == Stamp::Disk(*size, *seconds, *nanoseconds);
        (is_same && matches!(file.content, Content::Disk(_))).then_some(*id)
    }
}
