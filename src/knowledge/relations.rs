//! Which documents have to do with which, each time with the reason: what their authors say (`links`), and what they
//! share (`shared`). Every reason is worked out over an inverted index and bounded for each document, never over all
//! pairs.

mod links;
mod shared;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::{KnowledgeBase, RecordIndex};
use crate::postmortem::Field;

pub(super) use links::{named, renewed, reverse};
pub use shared::Shared;

/// That one document has to do with another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The other document.
    pub to: RecordIndex,
    /// Why.
    pub reason: RelationReason,
}

/// Why two documents have to do with each other; the strongest reason first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelationReason {
    /// The one names the other in this field of its front matter.
    Declared(Field),
    /// The one links to the other's file.
    Linked,
    /// The one names the other's id, plainly or as `[[…]]`.
    Mentioned,
    /// Both have this root cause: its id.
    SameCause(String),
    /// Both say this error, letter for letter.
    SameError(String),
    /// This alert fired in both.
    SameAlert(String),
    /// This service was hurt in both, so many days apart.
    SameService {
        /// The service as the one writes it.
        service: String,
        /// How many days lie between them.
        days: i32,
    },
}

impl RelationReason {
    /// The name used in JSON and catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Declared(_) => "declared",
            Self::Linked => "linked",
            Self::Mentioned => "mentioned",
            Self::SameCause(_) => "same-cause",
            Self::SameError(_) => "same-error",
            Self::SameAlert(_) => "same-alert",
            Self::SameService { .. } => "same-service",
        }
    }

    /// Whether an author said so.
    pub fn is_said(&self) -> bool {
        matches!(self, Self::Declared(_) | Self::Linked | Self::Mentioned)
    }
}

/// The relations of all documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// For each record, what it has to do with: the strongest reasons first.
    pub to: Vec<Vec<Relation>>,
    /// For each record, the records that say they have to do with it.
    pub back: Vec<Vec<Relation>>,
}

impl Relations {
    /// Works out the relations of a knowledge base.
    pub fn of(base: &KnowledgeBase) -> Self {
        let shared = Shared::of(base);
        let records = 0..base.records.len();
        let (to, back) = records.into_par_iter().map(|index| shared.relations(base, index)).unzip();
        Self { to, back }
    }
}

/// The relations of single documents, worked out when they are asked for.
impl Shared {
    /// What a record has to do with, the strongest reasons first; and the records that say they have to do with it.
    pub fn relations(&self, base: &KnowledgeBase, index: RecordIndex) -> (Vec<Relation>, Vec<Relation>) {
        let mut to = base.references[index].clone();
        self.add(base, index, &mut to);
        let says = |&from: &RecordIndex| {
            let said = base.references[from].iter().filter(|said| said.to == index);
            said.map(move |said| Relation { to: from, reason: said.reason.clone() }).collect::<Vec<_>>()
        };
        let mut back: Vec<Relation> = base.named_by[index].iter().flat_map(says).collect();
        for relations in [&mut to, &mut back] {
            relations.sort_by_cached_key(|one| (strength(one), one.to));
        }
        (to, back)
    }
}

/// Reasons of one kind by what they say, the nearest first.
fn strength(relation: &Relation) -> (usize, i32) {
    match &relation.reason {
        RelationReason::Declared(_) => (0, 0),
        RelationReason::Linked => (1, 0),
        RelationReason::Mentioned => (2, 0),
        RelationReason::SameCause(_) => (3, 0),
        RelationReason::SameError(_) => (4, 0),
        RelationReason::SameAlert(_) => (5, 0),
        RelationReason::SameService { days, .. } => (6, *days),
    }
}
