//! Files of a site, one after the other and from any thread, into the new site beside the old one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::manifest::{Manifest, hash};
use super::staging::Staging;
use super::{OutputError, Written, inspect};
use crate::text::RelPath;

/// A site that is being written. Until it is finished the old one is as it was.
pub struct Output {
    target: PathBuf,
    old: Manifest,
    /// What was given so far: its hash, and whether it had to be written.
    given: Mutex<BTreeMap<String, (String, bool)>>,
    /// The new site, made when the first file differs from what is there.
    staging: OnceLock<Staging>,
    /// Held while it is made.
    making: Mutex<()>,
}

impl Output {
    /// Begins to write into a folder; `sources` is the folder of documents, which must not be in it.
    ///
    /// # Errors
    /// A folder that pmdoc did not make, or that cannot be read.
    pub fn begin(folder: &Path, sources: &Path) -> Result<Self, OutputError> {
        let old = inspect(folder, sources)?;
        Ok(Self {
            target: folder.to_owned(),
            old,
            given: Mutex::default(),
            staging: OnceLock::new(),
            making: Mutex::default(),
        })
    }

    /// Takes one file. Nothing is kept of it in memory.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, path: &RelPath, bytes: &[u8]) -> Result<(), OutputError> {
        let hash = hash(bytes);
        let path = path.as_str();
        let is_kept = self.old.has_as(path, &hash) && is_file(&self.target.join(path));
        if !is_kept {
            self.staging()?.put(Path::new(path), bytes)?;
        }
        self.given.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), (hash, !is_kept));
        Ok(())
    }

    /// Puts the new site where the old one is. What did not change is taken over, and so is what is not pmdoc's; where
    /// nothing changed, nothing is touched.
    ///
    /// # Errors
    /// Where that cannot be done; the old site is then as it was.
    pub fn finish(mut self) -> Result<Written, OutputError> {
        let given = std::mem::take(&mut *self.given.lock().unwrap_or_else(PoisonError::into_inner));
        let kept: Vec<&str> =
            given.iter().filter(|(_, (_, written))| !written).map(|(path, _)| path.as_str()).collect();
        let is_new = |(path, (hash, _)): &(&String, &(String, bool))| !self.old.has_as(path, hash);
        let changed = given.iter().filter(is_new).count();
        let new: Manifest = given.iter().map(|(path, (hash, _))| (path.clone(), hash.clone())).collect();
        let written = Written { files: given.len(), changed, removed: self.old.missing_in(&new) };
        if kept.len() == given.len() && written.removed == 0 && self.target.symlink_metadata().is_ok() {
            return Ok(written);
        }
        let staging = self.staging()?;
        kept.par_iter().try_for_each(|path| staging.take_over(Path::new(path)))?;
        staging.finish(&self.old, &new)?;
        self.staging.take().map_or(Ok(written), |staging| staging.swap().map(|()| written))
    }

    fn staging(&self) -> Result<&Staging, OutputError> {
        if let Some(made) = self.staging.get() {
            return Ok(made);
        }
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = self.staging.get() {
            return Ok(made);
        }
        let made = Staging::create(&self.target)?;
        Ok(self.staging.get_or_init(|| made))
    }
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}
