//! Counts of periods as columns, parts of a count on top of each other.

use serde::Serialize;

use super::percent;

/// The counts of one period, from the bottom up.
#[derive(Debug, Clone, Default)]
pub(in crate::site) struct Column {
    pub(in crate::site) counts: [usize; 3],
    /// What is written beneath it; empty for nothing.
    pub(in crate::site) name: String,
    pub(in crate::site) title: String,
}

/// The chart.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Columns {
    height: usize,
    line: usize,
    bars: Vec<Bar>,
    names: Vec<Name>,
    /// Lines across at round counts.
    levels: Vec<Level>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Bar {
    x: String,
    width: String,
    y: usize,
    height: usize,
    /// Which of the counts it is.
    part: usize,
    title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Name {
    x: String,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Level {
    y: usize,
    count: usize,
}

/// How high the highest column is, in pixels; a single incident no higher than [`TALLEST`].
const HEIGHT: usize = 120;
const TALLEST: usize = 24;
const ABOVE: usize = 8;
const BELOW: usize = 24;
/// Where columns begin, in hundredths of a percent: left of it stand the counts of the levels.
const LEFT: i64 = 450;

impl Columns {
    /// The columns of periods in their order. Nothing for none.
    pub(in crate::site) fn new(columns: &[Column]) -> Option<Self> {
        let most = columns.iter().map(|column| column.counts.iter().sum::<usize>()).max().filter(|&most| most > 0)?;
        let whole = (most * TALLEST).min(HEIGHT);
        let line = ABOVE + whole;
        let slot = (10_000 - LEFT) / i64::try_from(columns.len()).unwrap_or(i64::MAX).max(1);
        let width = (slot * 7 / 10).clamp(20, 600);
        let (mut bars, mut names) = (Vec::new(), Vec::new());
        for (at, column) in (0i64..).zip(columns) {
            let x = LEFT + at * slot;
            let mut below = 0;
            for (part, &count) in column.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let (low, high) = (below * whole / most, (below + count) * whole / most);
                below += count;
                let title = column.title.clone();
                bars.push(Bar {
                    x: percent(x),
                    width: percent(width),
                    y: line - high,
                    height: high - low,
                    part,
                    title,
                });
            }
            if !column.name.is_empty() {
                names.push(Name { x: percent(x), text: column.name.clone() });
            }
        }
        let level = |count: usize| Level { y: line - count * whole / most, count };
        let step = step(most);
        let levels = (1..=most / step).map(|n| n * step).map(level).collect();
        Some(Self { height: line + BELOW, line, bars, names, levels })
    }
}

/// From one line across to the next: 1, 2 or 5 times a power of ten, at most four of them.
fn step(most: usize) -> usize {
    let mut power = 1;
    loop {
        if let Some(step) = [1, 2, 5].iter().map(|n| n * power).find(|step| most / step <= 4) {
            return step;
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::{ABOVE, Column, Columns, HEIGHT, step};

    #[test]
    fn parts_of_a_count_stand_on_top_of_each_other() {
        let column = |counts| Column { counts, ..Column::default() };
        let chart = Columns::new(&[column([2, 1, 0]), column([0, 0, 0]), column([0, 0, 6])]).expect("a chart");
        let parts: Vec<(usize, usize, usize)> = chart.bars.iter().map(|bar| (bar.part, bar.y, bar.height)).collect();
        let line = ABOVE + 120;
        assert_eq!(chart.line, line, "six incidents share the height");
        assert_eq!(parts, [(0, line - 40, 40), (1, line - 60, 20), (2, line - 120, 120)]);
        assert_eq!(chart.levels.iter().map(|level| level.count).collect::<Vec<_>>(), [2, 4, 6]);
        assert!(Columns::new(&[column([0, 0, 0])]).is_none());
    }

    #[test]
    fn a_chart_is_bounded_however_much_happened() {
        let column = Column { counts: [9_000, 500, 3], ..Column::default() };
        let chart = Columns::new(&vec![column; 40]).expect("a chart");
        assert_eq!(chart.line, ABOVE + HEIGHT);
        assert!(chart.levels.len() <= 4);
        for (most, expected) in [(1, 1), (4, 1), (5, 2), (9, 2), (10, 5), (24, 5), (25, 10), (9_503, 2_000)] {
            assert_eq!(step(most), expected, "{most}");
        }
    }
}
