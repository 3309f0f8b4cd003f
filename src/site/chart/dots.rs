//! A distribution as a dot for each value on a logarithmic scale, with its median and its ninth of ten. Values that would
//! hide each other stand on top of each other; where they would not fit, a column stands for them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Logarithm, percent};

/// One value: what it is called when pointed at, and where that leads.
#[derive(Debug, Clone, Default)]
pub(in crate::site) struct Value {
    pub(in crate::site) value: i64,
    pub(in crate::site) title: String,
    pub(in crate::site) href: Option<String>,
}

/// The chart.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Dots {
    /// Pixels, the line and the names of its ticks included.
    height: usize,
    /// How far down the line is.
    line: usize,
    dots: Vec<Dot>,
    columns: Vec<Pile>,
    ticks: Vec<Tick>,
    /// The median, then the ninth of ten where there is one.
    marks: Vec<Tick>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Dot {
    x: String,
    y: usize,
    title: String,
    href: Option<String>,
}

/// Many values of about one size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Pile {
    x: String,
    y: usize,
    height: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Tick {
    x: String,
    name: String,
    /// The name stands to the left of its place.
    left: bool,
}

/// Pixels from one dot to the next above it.
const STEP: usize = 9;
/// So many stand on top of each other before columns take their place.
const HIGHEST: usize = 14;
/// As many dots as a page can carry.
const MOST: usize = 600;
/// How wide a pile is, in hundredths of a percent.
const WIDTH: i64 = 120;
/// Room above the highest pile for the names of the marks, and below the line for those of the ticks.
const ABOVE: usize = 26;
const BELOW: usize = 24;

impl Dots {
    /// The dots of some values, with named places along the scale and named marks. Nothing for no value.
    pub(in crate::site) fn new(values: &[Value], ticks: &[(i64, String)], marks: &[(i64, String)]) -> Option<Self> {
        let least = values.iter().map(|value| value.value).min()?;
        let greatest = values.iter().map(|value| value.value).max()?;
        let below = ticks.iter().map(|(at, _)| *at).filter(|at| *at <= least).max().unwrap_or(least);
        let above = ticks.iter().map(|(at, _)| *at).filter(|at| *at >= greatest).min().unwrap_or(greatest);
        let scale = Logarithm::new(below.max(1), above);
        let mut piles: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
        for value in values {
            piles.entry(scale.at(value.value) / WIDTH).or_default().push(value);
        }
        piles.values_mut().for_each(|pile| pile.sort_by_key(|value| value.value));
        let highest = piles.values().map(Vec::len).max().unwrap_or(0);
        let is_crowded = highest > HIGHEST || values.len() > MOST;
        let line = ABOVE + highest.min(HIGHEST) * STEP;
        let named = |places: &[(i64, String)]| -> Vec<Tick> {
            let inside = places.iter().filter(|(at, _)| (below..=above.max(below)).contains(at));
            inside.map(|(at, name)| tick(scale.at(*at), name)).collect()
        };
        Some(Self {
            height: line + BELOW,
            line,
            dots: if is_crowded {
                Vec::new()
            } else {
                piles.iter().flat_map(|(at, pile)| dots(*at, pile, line)).collect()
            },
            columns: if is_crowded { columns(&piles, highest, line) } else { Vec::new() },
            ticks: named(ticks),
            marks: named(marks),
        })
    }
}

fn tick(at: i64, name: &str) -> Tick {
    Tick { x: percent(at), name: name.to_owned(), left: at > 7_500 }
}

fn dots<'v>(at: i64, pile: &'v [&'v Value], line: usize) -> impl Iterator<Item = Dot> + 'v {
    let dot = move |(number, value): (usize, &&Value)| Dot {
        x: percent(at * WIDTH + WIDTH / 2),
        y: line - STEP / 2 - 2 - number * STEP,
        title: value.title.clone(),
        href: value.href.clone(),
    };
    pile.iter().enumerate().map(dot)
}

fn columns(piles: &BTreeMap<i64, Vec<&Value>>, highest: usize, line: usize) -> Vec<Pile> {
    let pile = |(at, pile): (&i64, &Vec<&Value>)| {
        let height = (pile.len() * HIGHEST * STEP).div_ceil(highest);
        Pile { x: percent(at * WIDTH), y: line - height, height }
    };
    piles.iter().map(pile).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    use super::{ABOVE, Dots, HIGHEST, MOST, STEP, Value};

    fn values(values: &[i64]) -> Vec<Value> {
        values.iter().map(|&value| Value { value, ..Value::default() }).collect()
    }

    #[test]
    fn equal_values_stand_on_top_of_each_other() {
        let ticks = [(1, "1".to_owned()), (10, "10".to_owned()), (100, "100".to_owned())];
        let dots = Dots::new(&values(&[10, 10, 40]), &ticks, &[(10, "median".to_owned())]).expect("dots");
        let places: Vec<(&str, usize)> = dots.dots.iter().map(|dot| (dot.x.as_str(), dot.y)).collect();
        let line = ABOVE + 2 * STEP;
        assert_eq!(dots.line, line);
        assert_eq!(places[0].0, places[1].0);
        assert_eq!([places[0].1, places[1].1, places[2].1], [line - 6, line - 6 - STEP, line - 6]);
        // The scale begins at the last tick before the least value.
        assert_eq!(dots.ticks.iter().map(|tick| tick.name.as_str()).collect::<Vec<_>>(), ["10", "100"]);
        assert_eq!(dots.marks.len(), 1);
        assert!(Dots::new(&[], &ticks, &[]).is_none());
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_chart_and_no_dot_is_lost(given in prop::collection::vec(0i64..100_000, 1..800)) {
            let dots = Dots::new(&values(&given), &[], &[]).expect("dots");
            prop_assert!(dots.dots.iter().all(|dot| dot.y < dot.y + ABOVE && dot.y < dots.line));
            prop_assert!(dots.columns.iter().all(|pile| pile.y + pile.height == dots.line && pile.height <= HIGHEST * STEP));
            prop_assert!(dots.dots.is_empty() != dots.columns.is_empty());
            if !dots.dots.is_empty() {
                prop_assert_eq!(dots.dots.len(), given.len());
                prop_assert!(given.len() <= MOST);
            }
        }
    }
}
