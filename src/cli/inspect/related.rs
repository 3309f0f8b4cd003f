//! Relations as `pmdoc inspect` prints them.

use serde::Serialize;

use crate::knowledge::{self, KnowledgeBase, RelationReason};

#[derive(Serialize)]
pub(super) struct Relation<'r> {
    /// The id of the other document.
    id: &'r str,
    path: &'r str,
    reason: &'static str,
    /// What they share, or the field that names the other; absent where the reason says all.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'r str>,
    /// How many days lie between them, where that is part of the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<i32>,
}

pub(super) fn relations<'r>(base: &'r KnowledgeBase, relations: &'r [knowledge::Relation]) -> Vec<Relation<'r>> {
    let relation = |relation: &'r knowledge::Relation| {
        let other = &base.records[relation.to];
        let (what, days) = match &relation.reason {
            RelationReason::Declared(field) => (Some(field.key()), None),
            RelationReason::Linked | RelationReason::Mentioned => (None, None),
            RelationReason::SameCause(what) | RelationReason::SameError(what) | RelationReason::SameAlert(what) => {
                (Some(what.as_str()), None)
            }
            RelationReason::SameService { service, days } => (Some(service.as_str()), Some(*days)),
        };
        Relation { id: &other.postmortem.id.value, path: &other.shown, reason: relation.reason.name(), what, days }
    };
    relations.iter().map(relation).collect()
}
