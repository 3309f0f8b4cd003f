//! How much of what happened had happened before.

use std::collections::BTreeSet;

use super::Distribution;
use crate::knowledge::{KnowledgeBase, RecordIndex, Verdict};

/// What came back among the accounts that were asked for; what came before them counts as before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recurrences {
    /// Incidents that name a cause.
    pub with_cause: usize,
    /// Those of them with a cause that had struck before.
    pub again: usize,
    /// Causes that came back.
    pub causes: usize,
    /// What each recurrence of a cause says about the promises before it; an incident with two causes counts for both.
    pub verdicts: Vec<(Verdict, usize)>,
    /// Days from an occurrence of a cause to the next.
    pub intervals: Distribution,
}

impl Recurrences {
    pub(super) fn of(base: &KnowledgeBase, is_chosen: &[bool]) -> Self {
        let (mut with_cause, mut again): (BTreeSet<RecordIndex>, BTreeSet<RecordIndex>) = Default::default();
        let mut verdicts =
            [Verdict::AfterFix, Verdict::Unfixed, Verdict::Unpromised, Verdict::Untold].map(|verdict| (verdict, 0));
        let mut intervals = Vec::new();
        let mut causes = 0;
        for cause in base.causes.values() {
            let asked = || cause.occurrences.iter().filter(|occurrence| is_chosen[occurrence.record]);
            with_cause.extend(asked().map(|occurrence| occurrence.record));
            let back = || asked().filter(|occurrence| occurrence.verdict != Verdict::First);
            causes += usize::from(back().next().is_some());
            again.extend(back().map(|occurrence| occurrence.record));
            intervals.extend(back().map(|occurrence| occurrence.days_since.map(i64::from)));
            for (verdict, count) in &mut verdicts {
                *count += back().filter(|occurrence| occurrence.verdict == *verdict).count();
            }
        }
        Self {
            with_cause: with_cause.len(),
            again: again.len(),
            causes,
            verdicts: verdicts.to_vec(),
            intervals: intervals.into_iter().collect(),
        }
    }
}
