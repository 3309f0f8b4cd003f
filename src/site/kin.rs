//! Which documents have to do with which: to work that out for one takes what is known of all. A build does it once; what
//! serves a site takes over what it knew before a change.

use std::sync::OnceLock;

use crate::knowledge::{KnowledgeBase, RecordIndex, Shared, Similar, Similarity};

/// What knows the kin of documents.
pub trait Kin: Sync {
    /// The incidents that are worth showing beside one, best first; at most so many.
    fn similar(&self, index: RecordIndex, most: usize) -> Vec<Similar>;
    /// What documents share.
    fn shared(&self) -> &Shared;
}

/// The kin of a knowledge base that does not change.
pub(super) struct Own<'a> {
    base: &'a KnowledgeBase,
    similarity: OnceLock<Similarity<&'a KnowledgeBase>>,
    shared: OnceLock<Shared>,
}

impl<'a> Own<'a> {
    pub(super) fn new(base: &'a KnowledgeBase) -> Self {
        Self { base, similarity: OnceLock::new(), shared: OnceLock::new() }
    }

    fn similarity(&self) -> &Similarity<&'a KnowledgeBase> {
        self.similarity.get_or_init(|| Similarity::new(self.base))
    }

    /// Works it out before many threads ask for it: one that waits for its own parts would take on a page that waits for
    /// it.
    pub(super) fn prepare(&self) {
        self.shared();
        self.similarity();
    }
}

impl Kin for Own<'_> {
    fn similar(&self, index: RecordIndex, most: usize) -> Vec<Similar> {
        self.similarity().telling(index, most)
    }

    fn shared(&self) -> &Shared {
        self.shared.get_or_init(|| Shared::of(self.base))
    }
}
