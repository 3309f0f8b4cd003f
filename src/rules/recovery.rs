//! What recovery was promised and what it came to, from the facts of a document.

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::key_moment::key_moment;
use super::length::length;
use crate::postmortem::{ActionKind, ActionState, Fact, Field, Postmortem, Record};
use crate::text::Span;

/// A length of time, as written, and where.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    /// How long.
    pub(super) length: SignedDuration,
    /// In the author's words; made of them where two moments tell.
    pub(super) written: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// A length that a field states.
pub(super) fn stated(record: &Record, field: Field) -> Option<Measured> {
    let facts: &[Fact<String>] = record.postmortem.fields.get(&field)?;
    let [fact] = facts else { return None };
    Some(Measured { length: length(&fact.value)?, written: fact.value.trim().to_owned(), span: fact.span })
}

/// How long the recovery took: as stated, else from the begin until users were no longer hurt.
pub(super) fn took(record: &Record) -> Option<Measured> {
    stated(record, Field::Recovery).or_else(|| {
        let started = key_moment(record, Field::Started)?;
        let ended = key_moment(record, Field::Mitigated).or_else(|| key_moment(record, Field::Resolved))?;
        // Both in a zone, or both in none: else nobody knows.
        if started.moment.zone.is_some() != ended.moment.zone.is_some() {
            return None;
        }
        let instant = |moment: &crate::postmortem::Moment| moment.instant(&TimeZone::UTC);
        let length = instant(&ended.moment)?.duration_since(instant(&started.moment)?);
        Some(Measured { length, written: format!("{length:#}"), span: ended.span })
    })
}

/// Whether something is promised that makes the next recovery faster, or has been done.
pub(super) fn is_answered(postmortem: &Postmortem) -> bool {
    let counts = |state| state != ActionState::Dropped;
    postmortem.actions.iter().any(|action| action.kind == Some(ActionKind::Mitigate) && counts(action.state))
}
