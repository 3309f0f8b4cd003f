//! Distributions into rows: how many values are known and how many are not, the middle one, the ninth of ten, and how they
//! lie; and every value, by incident.

use super::Survey;
use crate::knowledge::{Distribution, Metrics, Stretch};
use crate::report::{Cell, Column, Shown, Table};

/// What a distribution's values are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minutes,
    Days,
}

impl Survey<'_> {
    pub(super) fn figures(&self, metrics: &Metrics<'_>) -> Table {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        let columns = vec![
            Column::data("name"),
            heading("", "column-figure"),
            Column::data("unit"),
            heading("", "column-median"),
            Column::data("median"),
            heading("", "column-p90"),
            Column::data("p90"),
            heading("n", "column-n"),
            heading("unknown", "column-unknown"),
            heading("spread", "column-spread").shown(Shown::WithRoom),
            Column::data("values"),
        ];
        let mut rows: Vec<Vec<Cell>> = Stretch::ALL
            .map(|stretch| self.figure(stretch.name(), Unit::Minutes, &metrics.durations.distribution(stretch)))
            .to_vec();
        for (name, distribution) in [
            ("days-between-occurrences", &metrics.recurrences.intervals),
            ("days-to-close", &metrics.days_to_close),
            ("age-of-open", &metrics.ages),
            ("days-to-publish", &metrics.publication),
        ] {
            rows.push(self.figure(name, Unit::Days, distribution));
        }
        Table { name: "figures", title: self.title("title-figures"), columns, rows, data_only: false }
    }

    fn figure(&self, name: &str, unit: Unit, values: &Distribution) -> Vec<Cell> {
        let shown = |value: Option<i64>| match (value, unit) {
            (None, _) => Cell::text("–"),
            (Some(value), Unit::Minutes) => Cell::text(&self.words.minutes(value)),
            (Some(value), Unit::Days) => Cell::text(&self.words.days(value)),
        };
        vec![
            Cell::text(&name.replace('-', "_")),
            Cell::text(&self.words.text(&format!("figure-{name}"))),
            Cell::text(if unit == Unit::Minutes { "minutes" } else { "days" }),
            shown(values.median()),
            Cell::number(values.median()),
            shown(values.p90()),
            Cell::number(values.p90()),
            Cell::count(values.n()),
            Cell::count(values.unknown),
            Cell::text(&spread(&values.values)),
            Cell::Numbers(values.values.clone()),
        ]
    }

    /// Every incident with its lengths, for programs.
    pub(super) fn incidents(&self, metrics: &Metrics<'_>) -> Table {
        let mut columns = vec![Column::data("id"), Column::data("date")];
        columns.extend(["minutes_to_detect", "minutes_to_mitigate", "minutes_to_resolve"].map(Column::data));
        columns.extend(["approximate", "path"].map(Column::data));
        let row = |incident: &crate::knowledge::Measured| {
            let postmortem = &self.base.records[incident.record].postmortem;
            let mut cells = vec![self.id(incident.record), Cell::day(postmortem.date.as_ref().map(|fact| fact.value))];
            cells.extend(incident.minutes.map(Cell::number));
            cells.extend([Cell::Flag(incident.approximate), self.path(incident.record)]);
            cells
        };
        let rows = metrics.durations.incidents.iter().map(row).collect();
        Table { name: "incidents", columns, rows, data_only: true, ..Table::default() }
    }
}

/// How values lie between the least and the greatest, on a logarithmic scale: a column for each part of it, as high as
/// many are there. Nothing for a few.
fn spread(values: &[i64]) -> String {
    const FEWEST: usize = 5;
    const WIDTH: u32 = 12;
    const HEIGHTS: [char; 9] = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return String::new() };
    if values.len() < FEWEST || first == last {
        return String::new();
    }
    #[allow(clippy::cast_precision_loss, reason = "where a value lies among twelve columns")]
    let scale = |value: i64| (value.max(0) as f64 + 1.0).ln();
    let (least, range) = (scale(*first), scale(*last) - scale(*first));
    let mut counts = [0usize; WIDTH as usize];
    for &value in values {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last column")]
        let at = ((scale(value) - least) / range * f64::from(WIDTH - 1)).round() as usize;
        counts[at.min(counts.len() - 1)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    counts.iter().map(|&n| HEIGHTS[(n * (HEIGHTS.len() - 1)).div_ceil(most)]).collect()
}
