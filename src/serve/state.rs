//! What is served: the files of the last build, or why there are none, and a number that grows with every build.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use crate::output::OutputFile;

/// Why the last build failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, in a sentence or a few.
    pub message: String,
    /// The findings that say where; may be empty.
    pub findings: String,
}

/// What is served now, and whoever waits for what is next.
pub struct State {
    /// Differs from run to run, so that a page of an earlier run knows that it is old.
    run: u64,
    builds: Mutex<u64>,
    built: Condvar,
    content: RwLock<Arc<Content>>,
}

/// What the last build came to.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) files: HashMap<String, Vec<u8>>,
    pub(super) failure: Option<Failure>,
    /// The version of all this.
    pub(super) version: String,
}

impl State {
    /// Nothing yet. `run` is a number that no other run has.
    pub fn new(run: u64) -> Self {
        Self { run, builds: Mutex::new(0), built: Condvar::new(), content: RwLock::default() }
    }

    /// Serves what was built, or the reason why nothing was: pages that are open reload.
    pub fn publish(&self, built: Result<Vec<OutputFile>, Failure>) {
        let (files, failure) = match built {
            Ok(files) => (files.into_iter().map(|file| (file.path.as_str().to_owned(), file.bytes)).collect(), None),
            // Style sheets and pictures stay what they were.
            Err(failure) => (self.content().files.clone(), Some(failure)),
        };
        let mut builds = self.builds.lock().unwrap_or_else(PoisonError::into_inner);
        *builds += 1;
        let content = Content { files, failure, version: self.version(*builds) };
        *self.content.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(content);
        self.built.notify_all();
    }

    pub(super) fn content(&self) -> Arc<Content> {
        Arc::clone(&self.content.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many builds there were.
    pub(super) fn builds(&self) -> u64 {
        *self.builds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there were more builds than these, but not for ever.
    pub(super) fn wait(&self, known: u64, longest: Duration) -> u64 {
        let builds = self.builds.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.built.wait_timeout_while(builds, longest, |builds| *builds <= known);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    pub(super) fn version(&self, builds: u64) -> String {
        format!("{:x}-{builds}", self.run)
    }
}
