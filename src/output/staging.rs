//! The folder beside the output folder in which the new site is laid out, and the step that swaps them.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::OutputError;
use super::manifest::{self, Manifest};

/// Held open while a build writes, so that a second one does not mistake it for a leftover.
const LOCK: &str = ".pmdoc-lock";

/// A new site in the making. Dropped without a swap, it is removed and the old site stays.
pub(super) struct Staging {
    target: PathBuf,
    folder: PathBuf,
    _lock: File,
}

impl Staging {
    /// Makes the folder; removes what a killed build left.
    pub(super) fn create(target: &Path) -> Result<Self, OutputError> {
        let folder = beside(target);
        let at = |error| OutputError::Io { path: folder.clone(), error };
        if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(at)?;
        }
        if folder.symlink_metadata().is_ok() {
            let running = File::open(folder.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_err());
            if running {
                return Err(OutputError::Busy(target.to_owned()));
            }
            fs::remove_dir_all(&folder).map_err(at)?;
        }
        fs::create_dir(&folder).map_err(at)?;
        let lock = File::create(folder.join(LOCK)).map_err(at)?;
        lock.try_lock().map_err(|_| OutputError::Busy(target.to_owned()))?;
        Ok(Self { target: target.to_owned(), folder, _lock: lock })
    }

    /// Links a file that did not change.
    pub(super) fn take_over(&self, relative: &Path) -> Result<(), OutputError> {
        self.link(relative).map_err(|error| self.error(relative, error))
    }

    /// Writes the manifest, and links what others put into the old folder: only what the manifest names is pmdoc's to
    /// remove.
    pub(super) fn finish(&self, old: &Manifest, new: &Manifest) -> Result<(), OutputError> {
        self.put(Path::new(manifest::NAME), new.to_text().as_bytes())?;
        if self.target.symlink_metadata().is_err() {
            return Ok(());
        }
        for entry in WalkDir::new(&self.target).follow_links(false).min_depth(1) {
            let entry = entry.map_err(|error| self.error(&self.target, error.into()))?;
            let Ok(relative) = entry.path().strip_prefix(&self.target) else { continue };
            let ours = relative.to_str().is_some_and(|path| old.has(path) || path == manifest::NAME || path == LOCK);
            let taken = self.folder.join(relative).symlink_metadata().is_ok();
            if !ours && !taken && !entry.file_type().is_dir() {
                self.take(relative).map_err(|error| self.error(relative, error))?;
            }
        }
        Ok(())
    }

    /// Puts the new site where the old one is, in one step where the system can, else in two.
    pub(super) fn swap(self) -> Result<(), OutputError> {
        let _ = fs::remove_file(self.folder.join(LOCK));
        if self.target.symlink_metadata().is_err() {
            return fs::rename(&self.folder, &self.target).map_err(|error| self.error(&self.target, error));
        }
        if let Ok(metadata) = fs::metadata(&self.target) {
            let _ = fs::set_permissions(&self.folder, metadata.permissions());
        }
        if exchange(&self.folder, &self.target).is_ok() {
            return Ok(());
        }
        let aside = with_suffix(&self.folder, "-old");
        let _ = fs::remove_dir_all(&aside);
        fs::rename(&self.target, &aside).map_err(|error| self.error(&self.target, error))?;
        if let Err(error) = fs::rename(&self.folder, &self.target) {
            let _ = fs::rename(&aside, &self.target);
            return Err(self.error(&self.target, error));
        }
        let _ = fs::remove_dir_all(&aside);
        Ok(())
    }

    /// Writes a file.
    pub(super) fn put(&self, relative: &Path, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.folder.join(relative);
        let written = self.in_folder(&path, || File::create_new(&path)).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| self.error(relative, error))
    }

    /// Makes something; its folder first where that is missing, which is not asked before: most are there.
    fn in_folder<T>(&self, path: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
        match make() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
                make()
            }
            made => made,
        }
    }

    /// Somebody else's file, or link (made again, not followed), under its new roof.
    fn take(&self, relative: &Path) -> io::Result<()> {
        let from = self.target.join(relative);
        if !from.is_symlink() {
            return self.link(relative);
        }
        let (to, target) = (self.folder.join(relative), fs::read_link(from)?);
        self.in_folder(&to, || link_again(&target, &to))
    }

    /// The old file under its new roof; a copy where links are not to be had.
    fn link(&self, relative: &Path) -> io::Result<()> {
        let (from, to) = (self.target.join(relative), self.folder.join(relative));
        if !from.symlink_metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match self.in_folder(&to, || fs::hard_link(&from, &to)) {
            Ok(()) => Ok(()),
            Err(_) => self.in_folder(&to, || fs::copy(&from, &to).map(drop)),
        }
    }

    fn error(&self, path: &Path, error: io::Error) -> OutputError {
        OutputError::Io { path: self.target.join(path), error }
    }
}

impl Drop for Staging {
    /// Removes the unfinished site, or after a swap the old one.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// `book` → `.book.pmdoc-new` in the same folder, so that a rename never crosses file systems.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    with_suffix(&target.with_file_name(name), ".pmdoc-new")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Swaps two folders in one step.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn link_again(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link_again(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
