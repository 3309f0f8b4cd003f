//! What is served: files that are made when they are asked for, or why there are none, and a number that grows with every
//! change.

use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// The files of a site, each made when it is asked for.
pub trait Pages: Send + Sync {
    /// The file at a path below the site, if it has one.
    ///
    /// # Errors
    /// Why it cannot be made.
    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure>;
}

/// Why a page or the whole site cannot be made.
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

/// What the last change came to.
#[derive(Default)]
pub(super) struct Content {
    pages: Option<Arc<dyn Pages>>,
    pub(super) failure: Option<Failure>,
    /// The version of all this.
    pub(super) version: String,
}

impl Content {
    /// A file of the site.
    pub(super) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.pages.as_ref().map_or(Ok(None), |pages| pages.file(path))
    }
}

impl State {
    /// Nothing yet. `run` is a number that no other run has.
    pub fn new(run: u64) -> Self {
        Self { run, builds: Mutex::new(0), built: Condvar::new(), content: RwLock::default() }
    }

    /// Serves a site, or the reason why there is none: pages that are open reload.
    pub fn publish(&self, site: Result<Arc<dyn Pages>, Failure>) {
        let (pages, failure) = match site {
            Ok(pages) => (Some(pages), None),
            // Style sheets and pictures stay what they were.
            Err(failure) => (self.content().pages.clone(), Some(failure)),
        };
        let mut builds = self.builds.lock().unwrap_or_else(PoisonError::into_inner);
        *builds += 1;
        let content = Content { pages, failure, version: self.version(*builds) };
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
