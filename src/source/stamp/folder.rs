//! A folder that is looked into for many files: its path is followed once.

#[cfg(target_os = "linux")]
use std::path::{Path, PathBuf};

use super::Stamp;

/// The folder that was looked into last.
#[cfg(target_os = "linux")]
#[derive(Default)]
pub(super) struct Folder(Option<(PathBuf, rustix::fd::OwnedFd)>);

#[cfg(target_os = "linux")]
impl Folder {
    /// The stamp of a file; `None` where it has none, or where its folder cannot be opened.
    pub(super) fn stamp(&mut self, path: &Path) -> Option<Stamp> {
        use rustix::fs::{AtFlags, FileType, Mode, OFlags};
        let (parent, name) = (path.parent()?, path.file_name()?);
        if self.0.as_ref().is_none_or(|(known, _)| known != parent) {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            let named = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            self.0 = Some((parent.to_owned(), rustix::fs::open(named, flags, Mode::empty()).ok()?));
        }
        let (_, folder) = self.0.as_ref()?;
        let stat = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        let (size, seconds) = (u64::try_from(stat.st_size).ok()?, u64::try_from(stat.st_mtime).ok()?);
        is_file.then_some(Stamp::Disk(size, seconds, u32::try_from(stat.st_mtime_nsec).ok()?))
    }
}

#[cfg(not(target_os = "linux"))]
#[derive(Default)]
pub(super) struct Folder;

#[cfg(not(target_os = "linux"))]
impl Folder {
    pub(super) fn stamp(&mut self, _path: &std::path::Path) -> Option<Stamp> {
        None
    }
}
