//! What a recurrence says about earlier promises, in words.

use serde::Serialize;

use crate::knowledge::Verdict;
use crate::site::words::Words;

/// A verdict; `alert` where a promise was not kept or did not hold.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct VerdictMark {
    pub(in crate::site) alert: bool,
    pub(in crate::site) short: String,
    pub(in crate::site) long: String,
}

impl VerdictMark {
    /// The words for a verdict; none for what happened for the first time.
    pub(in crate::site) fn new(verdict: Verdict, words: &Words) -> Option<Self> {
        let (short, long) = match verdict {
            Verdict::First => return None,
            Verdict::Unpromised => ("verdict.unpromised", "verdict.unpromised_long"),
            Verdict::Untold => ("verdict.untold", "verdict.untold_long"),
            Verdict::Unfixed => ("verdict.unfixed", "verdict.unfixed_long"),
            Verdict::AfterFix => ("verdict.after_fix", "verdict.after_fix_long"),
        };
        Some(Self {
            alert: verdict != Verdict::Untold,
            short: words.text(short).to_owned(),
            long: words.text(long).to_owned(),
        })
    }
}
