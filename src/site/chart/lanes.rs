//! Incidents over the years, a lane for each severity or service. Few have a mark each; of many, one mark stands for those
//! of a month, the larger the more they are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Days, percent};

/// One incident.
#[derive(Debug, Clone)]
pub(in crate::site) struct Mark {
    pub(in crate::site) day: Date,
    pub(in crate::site) title: String,
    pub(in crate::site) href: String,
    /// One of the worst: drawn in the accent.
    pub(in crate::site) alert: bool,
}

/// The chart.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Lanes {
    height: usize,
    lanes: Vec<Lane>,
    years: Vec<Year>,
}

#[derive(Debug, Clone, Serialize)]
struct Lane {
    y: usize,
    name: String,
    marks: Vec<Drawn>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Drawn {
    x: String,
    /// Half its width, in tenths of a pixel divided by ten: `4.5`.
    r: String,
    title: String,
    /// Where the only incident that it stands for is.
    href: Option<String>,
    alert: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Year {
    x: String,
    name: i16,
}

/// Pixels from lane to lane: a line for the name, and one for the marks.
const STEP: usize = 44;
const BELOW: usize = 26;
/// As many marks as a page can carry.
const MOST: usize = 600;

impl Lanes {
    /// The lanes of named lists of incidents, until a day. Nothing where there is no incident.
    pub(in crate::site) fn new(
        lanes: &[(String, Vec<Mark>)],
        today: Date,
        more: &dyn Fn(usize) -> String,
    ) -> Option<Self> {
        let days = lanes.iter().flat_map(|(_, marks)| marks).map(|mark| mark.day);
        let scale = Days::new(days.clone().min()?, days.max()?.max(today));
        let is_crowded = lanes.iter().map(|(_, marks)| marks.len()).sum::<usize>() > MOST;
        let lane = |(at, (name, marks)): (usize, &(String, Vec<Mark>))| {
            let drawn = if is_crowded { months(marks, &scale, more) } else { singles(marks, &scale) };
            Lane { y: at * STEP + 32, name: name.clone(), marks: drawn }
        };
        let years = scale.years().into_iter().map(|(x, name)| Year { x: percent(x), name });
        Some(Self {
            height: lanes.len() * STEP + BELOW,
            lanes: lanes.iter().enumerate().map(lane).collect(),
            years: years.collect(),
        })
    }
}

fn singles(marks: &[Mark], scale: &Days) -> Vec<Drawn> {
    let drawn = |mark: &Mark| Drawn {
        x: percent(scale.at(mark.day)),
        r: "4.5".to_owned(),
        title: mark.title.clone(),
        href: Some(mark.href.clone()),
        alert: mark.alert,
    };
    marks.iter().map(drawn).collect()
}

fn months(marks: &[Mark], scale: &Days, more: &dyn Fn(usize) -> String) -> Vec<Drawn> {
    let mut months: BTreeMap<(i16, i8), Vec<&Mark>> = BTreeMap::new();
    marks.iter().for_each(|mark| months.entry((mark.day.year(), mark.day.month())).or_default().push(mark));
    let drawn = |((year, month), marks): (&(i16, i8), &Vec<&Mark>)| {
        let middle = marks[marks.len() / 2].day;
        Drawn {
            x: percent(scale.at(middle)),
            r: radius(marks.len()),
            title: format!("{year:04}-{month:02}: {}", more(marks.len())),
            href: None,
            alert: marks.iter().any(|mark| mark.alert),
        }
    };
    months.iter().map(drawn).collect()
}

/// Areas are as counts: four times as many are twice as wide.
fn radius(count: usize) -> String {
    let tenths = (20..=110).find(|r| r * r >= count * 160).unwrap_or(110);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Lanes, MOST, Mark, radius};

    fn marks(count: usize) -> Vec<Mark> {
        let day =
            |n: usize| date(2020, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(n % 700).unwrap_or(0)));
        let mark = |n: usize| Mark { day: day(n), title: format!("PM-{n}"), href: format!("{n}.html"), alert: n == 0 };
        (0..count).map(mark).collect()
    }

    #[test]
    fn few_have_a_mark_each_and_many_share_those_of_their_months() {
        let today = date(2021, 12, 31);
        let more = |n: usize| format!("{n} incidents");
        let few = Lanes::new(&[("a".to_owned(), marks(40))], today, &more).expect("lanes");
        assert_eq!(few.lanes[0].marks.len(), 40);
        assert_eq!(few.lanes[0].marks[3].href.as_deref(), Some("3.html"));
        let many = Lanes::new(&[("a".to_owned(), marks(MOST * 20))], today, &more).expect("lanes");
        assert_eq!(many.lanes[0].marks.len(), 23, "700 days from January 2020 are 23 months");
        assert!(many.lanes[0].marks[0].alert && many.lanes[0].marks[0].href.is_none());
        assert!(Lanes::new(&[], today, &more).is_none());
    }

    #[test]
    fn areas_are_as_counts() {
        assert_eq!([radius(4), radius(16), radius(100_000)], ["2.6", "5.1", "11.0"]);
    }
}
