//! Folders into a stream of what changed in them: many events of one moment are one change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use anyhow::Context;
use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

/// Whether the folders below a folder are watched too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// Its own entries.
    Folder,
    /// Everything below.
    Tree,
}

/// Something that happened to a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Happened {
    pub(super) path: PathBuf,
    /// Whether the path came, went or got another name; else what it holds changed.
    pub(super) is_entry: bool,
}

/// Watches folders until it is dropped.
pub(super) struct Watcher {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    events: Receiver<DebounceEventResult>,
    watched: BTreeMap<PathBuf, Depth>,
    sender: Sender<DebounceEventResult>,
    ended: Arc<AtomicBool>,
}

impl Watcher {
    /// Watches nothing yet. Events that are closer to each other than `quiet` are one change.
    ///
    /// # Errors
    /// Where the system has no means to watch files, or none left.
    pub(super) fn new(quiet: Duration) -> anyhow::Result<Self> {
        let (sender, events) = channel();
        let debouncer = new_debouncer(quiet, None, sender.clone()).context("files cannot be watched")?;
        Ok(Self { debouncer, events, watched: BTreeMap::new(), sender, ended: Arc::default() })
    }

    /// Watches exactly these folders; those that are not there are left out.
    pub(super) fn watch(&mut self, folders: BTreeMap<PathBuf, Depth>) {
        let before = std::mem::take(&mut self.watched);
        for path in before.iter().filter(|(path, depth)| folders.get(*path) != Some(*depth)).map(|(path, _)| path) {
            let _ = self.debouncer.unwatch(path);
        }
        for (path, depth) in folders {
            let known = before.get(&path) == Some(&depth);
            let mode = if depth == Depth::Tree { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            if known || self.debouncer.watch(&path, mode).is_ok() {
                self.watched.insert(path, depth);
            }
        }
    }

    /// What ends the waiting, from wherever it is called.
    pub(super) fn ender(&self) -> impl Fn() + Send + 'static {
        let (sender, ended) = (self.sender.clone(), Arc::clone(&self.ended));
        move || {
            ended.store(true, Ordering::SeqCst);
            let _ = sender.send(Ok(Vec::new()));
        }
    }

    /// How many folders are watched.
    pub(super) fn count(&self) -> usize {
        self.watched.len()
    }

    /// Waits until something happens that `matters`, and tells all of that; nothing in detail where it may be anything.
    /// `None` where the waiting is ended.
    pub(super) fn wait(&self, matters: impl Fn(&Happened) -> bool) -> Option<Vec<Happened>> {
        while let Ok(first) = self.events.recv() {
            if self.ended.load(Ordering::SeqCst) {
                return None;
            }
            let mut all = Vec::new();
            for batch in std::iter::once(first).chain(self.events.try_iter()) {
                let Ok(events) = batch else { return Some(Vec::new()) };
                let changes = events.iter().filter(|event| is_change(event.kind));
                all.extend(changes.flat_map(|event| event.paths.iter().map(|path| happened(path, event.kind))));
            }
            all.retain(|happened| matters(happened));
            if !all.is_empty() {
                return Some(all);
            }
        }
        None
    }
}

fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)))
}

fn happened(path: &Path, kind: EventKind) -> Happened {
    let is_entry = !matches!(kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any));
    Happened { path: path.to_owned(), is_entry }
}
