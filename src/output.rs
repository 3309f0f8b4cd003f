//! Output files onto disk, all of them or none: the new site is laid out beside the old one, and the two
//! change places in one step. The only module that writes.
//!
//! Files that did not change keep their inode and time (hard links), so an upload tool moves little. Files
//! that pmdoc did not make are carried over; a folder that pmdoc did not make is refused.

mod manifest;
mod staging;
mod writing;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use manifest::Manifest;
pub use writing::Output;

use crate::text::RelPath;

/// A file of the site before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it goes below the output folder.
    pub path: RelPath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What writing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// New or different ones.
    pub changed: usize,
    /// Files of the last build that are gone.
    pub removed: usize,
}

/// Why nothing was written; the old site is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Not pmdoc's folder.
    #[error("{} holds files that pmdoc did not make: choose an empty or new folder with --out, or empty this one", .0.display())]
    Foreign(PathBuf),
    /// A link could lead anywhere.
    #[error("{} is not a folder (a symbolic link is not followed)", .0.display())]
    NotFolder(PathBuf),
    /// The folder holds the sources.
    #[error("{} holds the documents themselves: choose another folder with --out", .0.display())]
    HoldsSources(PathBuf),
    /// Not a regular file.
    #[error("{} is not a file of its own (a symbolic link is not followed)", .0.display())]
    NotFile(PathBuf),
    /// Its owner wants it to stay as it is.
    #[error("{} is read-only; it was left as it is", .0.display())]
    ReadOnly(PathBuf),
    /// There is something already.
    #[error("{} is there already; it was left as it is", .0.display())]
    Exists(PathBuf),
    /// Somebody edited it after it was read.
    #[error("{} changed while pmdoc was at work; run it again", .0.display())]
    Changed(PathBuf),
    /// Somebody else is writing.
    #[error("another pmdoc is building into {} right now", .0.display())]
    Busy(PathBuf),
    /// The system said no.
    #[error("{}: {error}; nothing was changed", .path.display())]
    Io {
        /// What was being written.
        path: PathBuf,
        /// The system's words.
        error: io::Error,
    },
}

/// What the last build left; refuses folders that are not pmdoc's.
fn inspect(folder: &Path, sources: &Path) -> Result<Manifest, OutputError> {
    let Ok(metadata) = folder.symlink_metadata() else { return Ok(Manifest::default()) };
    if !metadata.is_dir() {
        return Err(OutputError::NotFolder(folder.to_owned()));
    }
    let at = |error| OutputError::Io { path: folder.to_owned(), error };
    let real = folder.canonicalize().map_err(at)?;
    if sources.canonicalize().is_ok_and(|sources| sources.starts_with(&real)) {
        return Err(OutputError::HoldsSources(folder.to_owned()));
    }
    match Manifest::read(folder) {
        Some(manifest) => Ok(manifest),
        None if fs::read_dir(folder).map_err(at)?.next().is_none() => Ok(Manifest::default()),
        None => Err(OutputError::Foreign(folder.to_owned())),
    }
}

/// Replaces a file by new bytes in one step, if it still holds `old`: written beside and renamed, with the
/// permissions of the old one. Links are not followed.
///
/// # Errors
/// Where the file is none, has changed in the meantime, or cannot be written; then it is as it was.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), OutputError> {
    let at = |error| OutputError::Io { path: path.to_owned(), error };
    let metadata = path.symlink_metadata().map_err(at)?;
    if !metadata.is_file() {
        return Err(OutputError::NotFile(path.to_owned()));
    }
    if metadata.permissions().readonly() {
        return Err(OutputError::ReadOnly(path.to_owned()));
    }
    if fs::read(path).map_err(at)? != old {
        return Err(OutputError::Changed(path.to_owned()));
    }
    let beside = put_beside(path, new).map_err(at)?;
    let moved = fs::set_permissions(&beside, metadata.permissions()).and_then(|()| fs::rename(&beside, path));
    moved.map_err(|error| {
        let _ = fs::remove_file(&beside);
        at(error)
    })
}

/// Makes a file below a folder in one step, with the folders that it needs. Links are not followed, and nothing that
/// is there is touched.
///
/// # Errors
/// Where there is something at the path already, a folder on the way is none, or it cannot be written.
pub fn create(folder: &Path, below: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let path = folder.join(below);
    let at = |error| OutputError::Io { path: path.clone(), error };
    if path.symlink_metadata().is_ok() {
        return Err(OutputError::Exists(path));
    }
    for parent in below.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
        let parent = folder.join(parent);
        if parent.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir()) {
            return Err(OutputError::NotFolder(parent));
        }
    }
    fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(at)?;
    let beside = put_beside(&path, bytes).map_err(at)?;
    // A link fails where a file appeared in the meantime; a rename would replace it.
    let linked = fs::hard_link(&beside, &path);
    let _ = fs::remove_file(&beside);
    match linked {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(OutputError::Exists(path)),
        Err(_) => fs::File::create_new(&path).and_then(|mut file| io::Write::write_all(&mut file, bytes)).map_err(at),
    }
}

/// A new file in the same folder, with its bytes on disk. One that a killed run left there is replaced.
fn put_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".pmdoc-new");
    let beside = path.with_file_name(name);
    let _ = fs::remove_file(&beside);
    let written = fs::File::create_new(&beside).and_then(|mut file| {
        io::Write::write_all(&mut file, bytes)?;
        file.sync_all()
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map(|()| beside)
}

/// Writes a file that a user named, in one step: written beside and renamed. An old file is replaced, and lends
/// its permissions; one that holds these bytes already is left alone, so that nobody who watches it is woken.
/// Links are not followed.
///
/// # Errors
/// Where there is something else than a file, or it cannot be written; then it is as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let at = |error| OutputError::Io { path: path.to_owned(), error };
    let old = path.symlink_metadata().ok();
    if old.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return Err(OutputError::NotFile(path.to_owned()));
    }
    if old.as_ref().is_some_and(|old| old.len() == bytes.len() as u64) && fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().ok_or_else(|| OutputError::NotFile(path.to_owned()))?);
    name.push(format!(".pmdoc-new-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let written = fs::File::create_new(&beside)
        .and_then(|mut file| io::Write::write_all(&mut file, bytes))
        .and_then(|()| old.map_or(Ok(()), |old| fs::set_permissions(&beside, old.permissions())))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        at(error)
    })
}

/// Keeps a file for later runs, in one step: written beside and renamed. Its folder is made.
///
/// # Errors
/// Where it cannot be written; an older one is then as it was.
pub fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    let beside = path.with_extension(format!("new-{}", std::process::id()));
    let kept = fs::File::create_new(&beside)
        .and_then(|mut file| io::Write::write_all(&mut file, bytes))
        .and_then(|()| fs::rename(&beside, path));
    if kept.is_err() {
        let _ = fs::remove_file(&beside);
    }
    kept
}
