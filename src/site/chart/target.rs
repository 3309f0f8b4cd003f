//! What recovery was promised against what it took, as a bar with a mark: on one linear scale from nothing to the greater of
//! the two and a little more.

use serde::Serialize;

use super::percent;

/// The chart of one promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::site) struct Target {
    /// How far the promise reaches.
    promised: String,
    /// How far it went within the promise.
    within: String,
    /// How far it went beyond it, from the mark of the promise on.
    beyond: Option<String>,
}

/// The greater of the two reaches so far, in hundredths of a percent.
const REACH: u64 = 9_200;

impl Target {
    /// Both in seconds. Nothing where both are nothing.
    pub(in crate::site) fn new(promised: u64, real: u64) -> Option<Self> {
        let greater = promised.max(real);
        let at = |seconds: u64| {
            let hundredths = u128::from(seconds) * u128::from(REACH) / u128::from(greater.max(1));
            i64::try_from(hundredths).unwrap_or(0)
        };
        let over = at(real) - at(promised);
        (greater > 0).then(|| Self {
            promised: percent(at(promised)),
            within: percent(at(real.min(promised))),
            beyond: (real > promised).then(|| percent(over.max(100))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_kept_promise_ends_before_its_mark_and_a_broken_one_behind_it() {
        let kept = Target::new(3_600, 1_800).expect("a bar");
        assert_eq!((kept.promised.as_str(), kept.within.as_str(), kept.beyond), ("92.00%", "46.00%", None));
        let broken = Target::new(900, 3_600).expect("a bar");
        assert_eq!((broken.promised.as_str(), broken.within.as_str()), ("23.00%", "23.00%"));
        assert_eq!(broken.beyond.as_deref(), Some("69.00%"));
        assert_eq!(Target::new(0, 0), None);
        assert!(Target::new(u64::MAX, u64::MAX).is_some_and(|exact| exact.beyond.is_none()));
    }
}
