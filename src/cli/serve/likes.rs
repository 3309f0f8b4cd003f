//! Which incidents are like one, for a site that changes: to find that out for thousands takes a second or two, so what was
//! found out before a change is told until the rest is done beside.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use crate::knowledge::{KnowledgeBase, RecordIndex, Similar, Similarity};

/// Who is typing goes on within this time; nothing is worked out while they do.
const QUIET: Duration = Duration::from_millis(400);

type Likeness = Similarity<Arc<KnowledgeBase>>;

/// What was found out last, whichever state of the site it was for.
#[derive(Default)]
pub(super) struct Latest {
    likeness: Mutex<Option<Arc<Likeness>>>,
    /// How many states there were.
    states: AtomicU64,
    /// Held by the one that works.
    working: Mutex<()>,
}

/// The same for one state of the site.
pub(super) struct Likes {
    base: Arc<KnowledgeBase>,
    own: OnceLock<Arc<Likeness>>,
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
        Arc::new(Self { base, own: OnceLock::new(), latest, state, begun: AtomicBool::new(false) })
    }

    /// The incidents that are worth showing beside one.
    pub(super) fn suggest(self: &Arc<Self>, index: RecordIndex, most: usize) -> Vec<Similar> {
        if let Some(own) = self.own.get() {
            return own.telling(index, most);
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
        if self.latest.states.load(Ordering::SeqCst) == self.state {
            self.find_out();
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
