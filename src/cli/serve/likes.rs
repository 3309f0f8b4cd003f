//! Which incidents are like one, for a site that changes: to find that out for thousands takes a second or two, so what was
//! found out before a change is told until the rest is done beside.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use crate::knowledge::{KnowledgeBase, RecordIndex, Shared, Similar, Similarity};
use crate::site::Kin;

/// Who is typing goes on within this time; nothing is worked out while they do.
const QUIET: Duration = Duration::from_millis(400);

/// For so few documents it is found out in no time.
const FEW: usize = 500;

type Likeness = Similarity<Arc<KnowledgeBase>>;

/// What was found out last, whichever state of the site it was for.
#[derive(Default)]
pub(super) struct Latest {
    likeness: Mutex<Option<Arc<Likeness>>>,
    shared: Mutex<Option<(Arc<KnowledgeBase>, Arc<Shared>)>>,
    /// How many states there were.
    states: AtomicU64,
    /// Held by the one that works.
    working: Mutex<()>,
}

/// The same for one state of the site.
pub(super) struct Likes {
    base: Arc<KnowledgeBase>,
    own: OnceLock<Arc<Likeness>>,
    shared: OnceLock<Arc<Shared>>,
    latest: Arc<Latest>,
    /// Which state it is.
    state: u64,
    begun: AtomicBool,
}

impl Likes {
    /// Of what readers see of a knowledge base, from now on the last state.
    pub(super) fn new(base: Arc<KnowledgeBase>, latest: &Arc<Latest>) -> Arc<Self> {
        let state = latest.states.fetch_add(1, Ordering::SeqCst) + 1;
        let latest = Arc::clone(latest);
        Arc::new(Self {
            base,
            own: OnceLock::new(),
            shared: OnceLock::new(),
            latest,
            state,
            begun: AtomicBool::new(false),
        })
    }

    fn suggest(self: &Arc<Self>, index: RecordIndex, most: usize) -> Vec<Similar> {
        if let Some(own) = self.own.get() {
            return own.telling(index, most);
        }
        if self.base.records.len() <= FEW {
            return self.find_out().telling(index, most);
        }
        let earlier = self.latest.likeness.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(earlier) = earlier else { return self.find_out().telling(index, most) };
        if !self.begun.swap(true, Ordering::SeqCst) {
            let this = Arc::clone(self);
            thread::spawn(move || this.find_out_when_quiet());
        }
        self.as_it_was(&earlier, index, most)
    }

    /// What was told of the same document in an earlier state.
    fn as_it_was(&self, earlier: &Likeness, index: RecordIndex, most: usize) -> Vec<Similar> {
        let records = &earlier.base().records;
        let path = &self.base.records[index].path;
        let Ok(then) = records.binary_search_by(|record| record.path.cmp(path)) else { return Vec::new() };
        let now = |similar: Similar| {
            let path = &records[similar.record].path;
            let record = self.base.records.binary_search_by(|record| record.path.cmp(path)).ok()?;
            Some(Similar { record, ..similar })
        };
        earlier.telling(then, most).into_iter().filter_map(now).collect()
    }

    fn find_out_when_quiet(&self) {
        thread::sleep(QUIET);
        let _working = self.latest.working.lock().unwrap_or_else(PoisonError::into_inner);
        // In a thread of its own: whoever asks for a page in the meantime needs the others.
        let own = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        if let Some(own) = own.ok().filter(|_| self.latest.states.load(Ordering::SeqCst) == self.state) {
            let _ = own.install(|| self.find_out());
        }
    }

    fn find_out(&self) -> &Arc<Likeness> {
        self.own.get_or_init(|| {
            let own = Arc::new(Similarity::new(Arc::clone(&self.base)));
            *self.latest.likeness.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&own));
            own
        })
    }
}

/// What is asked of one state, from any thread.
pub(super) struct Asked(pub(super) Arc<Likes>);

impl Kin for Asked {
    fn similar(&self, index: RecordIndex, most: usize) -> Vec<Similar> {
        self.0.suggest(index, most)
    }

    fn shared(&self) -> &Shared {
        self.0.shared()
    }
}

impl Likes {
    /// What documents share: only those that changed since the last state are looked at.
    fn shared(&self) -> &Shared {
        self.shared.get_or_init(|| {
            let mut last = self.latest.shared.lock().unwrap_or_else(PoisonError::into_inner);
            let has_same_paths = |before: &KnowledgeBase| {
                let paths = before.records.iter().map(|record| &record.path);
                paths.eq(self.base.records.iter().map(|record| &record.path))
            };
            let shared = Arc::new(match last.as_ref().filter(|(before, _)| has_same_paths(before)) {
                Some((before, shared)) => shared.renewed(before, &self.base),
                None => Shared::of(&self.base),
            });
            *last = Some((Arc::clone(&self.base), Arc::clone(&shared)));
            shared
        })
    }
}
