//! A severity as a shape and a word.

use serde::Serialize;

use crate::postmortem::{Postmortem, Severity};

/// The mark of a severity: `rank` chooses the shape, from a full diamond to an empty ring.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SeverityMark {
    rank: u8,
    label: String,
}

impl SeverityMark {
    /// The mark of a postmortem that names a severity.
    pub(in crate::site) fn of(postmortem: &Postmortem) -> Option<Self> {
        let Severity { rank, label } = &postmortem.severity.as_ref()?.value;
        Some(Self { rank: (*rank).clamp(1, 5), label: label.clone() })
    }
}
