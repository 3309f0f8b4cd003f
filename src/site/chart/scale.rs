//! Values and days into places along a chart.

use jiff::civil::{Date, date};

/// A place along a chart, in hundredths of a percent, as the SVG attribute says it.
pub(in crate::site) fn percent(hundredths: i64) -> String {
    let hundredths = hundredths.clamp(0, 10_000);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Whole years, a little away from both ends.
#[derive(Debug, Clone, Copy)]
pub(in crate::site) struct Days {
    first: i16,
    last: i16,
    begin: Date,
    days: i64,
}

/// So far from both ends a chart has nothing, in hundredths of a percent.
const EDGE: i64 = 100;
/// More years than this are not all named.
const MOST_NAMES: usize = 8;

impl Days {
    /// The years of two days, and all between them.
    pub(in crate::site) fn new(from: Date, to: Date) -> Self {
        let (first, last) = (from.year(), to.year().max(from.year()));
        let begin = date(first, 1, 1);
        Self { first, last, begin, days: i64::from((date(last, 12, 31) - begin).get_days()).max(1) }
    }

    /// Where a day lies, in hundredths of a percent.
    pub(in crate::site) fn at(&self, day: Date) -> i64 {
        let days = i64::from((day - self.begin).get_days()).clamp(0, self.days);
        EDGE + days * (10_000 - 2 * EDGE) / self.days
    }

    /// Where years begin, and what they are called: few enough to stand beside each other.
    pub(in crate::site) fn years(&self) -> Vec<(i64, i16)> {
        let step = usize::from((self.last - self.first).unsigned_abs()) / MOST_NAMES + 1;
        (self.first..=self.last).step_by(step).map(|year| (self.at(date(year, 1, 1)), year)).collect()
    }
}

/// From the least to the greatest value, each tenfold as far as the last: minutes and days are both to be seen.
#[derive(Debug, Clone, Copy)]
pub(in crate::site) struct Logarithm {
    least: f64,
    range: f64,
}

impl Logarithm {
    /// The scale of values from `least` to `greatest`; at least one tenfold wide.
    pub(in crate::site) fn new(least: i64, greatest: i64) -> Self {
        let log = |value: i64| f64::from(i32::try_from(value.max(1)).unwrap_or(i32::MAX)).ln();
        let (low, high) = (log(least), log(greatest));
        Self { least: low, range: (high - low).max(10f64.ln()) }
    }

    /// Where a value lies, in hundredths of a percent.
    pub(in crate::site) fn at(&self, value: i64) -> i64 {
        let log = f64::from(i32::try_from(value.max(1)).unwrap_or(i32::MAX)).ln();
        let part = ((log - self.least) / self.range).clamp(0.0, 1.0);
        #[allow(clippy::cast_possible_truncation, reason = "between nothing and ten thousand")]
        let place = (part * 9_600.0).round() as i64;
        200 + place
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::{prop_assert, proptest};

    use super::{Days, Logarithm, percent};

    #[test]
    fn years_begin_where_their_first_day_is() {
        let days = Days::new(date(2024, 6, 1), date(2026, 3, 1));
        assert_eq!(days.years(), [(100, 2024), (days.at(date(2025, 1, 1)), 2025), (days.at(date(2026, 1, 1)), 2026)]);
        assert_eq!(days.at(date(2026, 12, 31)), 9_900);
        assert!(Days::new(date(1990, 1, 1), date(2026, 1, 1)).years().len() <= 9);
    }

    #[test]
    fn a_percentage_has_two_decimals() {
        assert_eq!([percent(0), percent(1_234), percent(10_000), percent(-5)], ["0.00%", "12.34%", "100.00%", "0.00%"]);
    }

    proptest! {
        #[test]
        fn a_greater_value_is_never_further_left(a in 0i64..1_000_000, b in 0i64..1_000_000, low in 0i64..500, high in 500i64..2_000_000) {
            let scale = Logarithm::new(low, high);
            let (less, more) = (a.min(b), a.max(b));
            prop_assert!(scale.at(less) <= scale.at(more));
            prop_assert!((200..=9_800).contains(&scale.at(a)));
        }
    }
}
