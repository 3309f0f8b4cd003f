//! The metrics into sentences and tables.

use jiff::civil::Date;

use super::Survey;
use super::words::Words;
use crate::knowledge::{Granularity, Metrics, Outcome, Period, Question, Standing, Stretch, Verdict};
use crate::postmortem::SectionName;
use crate::report::{Cell, Column, Sheet, Table};
use crate::text::Printable;

impl Survey<'_> {
    /// The figures since a day, or of all time, with the counts of each period.
    pub fn stats(&self, since: Option<Date>, granularity: Granularity, required: &[SectionName]) -> Sheet {
        let question = Question { since, today: self.today, zone: self.zone.clone(), granularity, required };
        let metrics = Metrics::of(self.base, &question);
        Sheet {
            lead: self.stats_lead(&metrics, since),
            tables: vec![
                self.periods(&metrics),
                self.figures(&metrics),
                self.recurrences(&metrics),
                self.standings(&metrics),
                self.objectives(&metrics),
                self.completeness(&metrics),
                self.incidents(&metrics),
            ],
        }
    }

    /// `3 causes came back this quarter · 12 actions overdue · median time to mitigate 41 min (18 incidents)`
    fn stats_lead(&self, metrics: &Metrics<'_>, since: Option<Date>) -> Vec<Printable> {
        let words = &self.words;
        if metrics.records.is_empty() {
            return vec![Printable::line(&words.text("stats-none"))];
        }
        let back = match since {
            Some(day) => words.count("stats-back-since", metrics.recurrences.causes, &[("day", &day.to_string())]),
            None => words.count("stats-back-quarter", self.back_this_quarter(), &[]),
        };
        let overdue = words.count("actions-overdue", metrics.ledger.count(Standing::Overdue), &[]);
        let mitigate = metrics.durations.distribution(Stretch::Mitigate);
        let median = mitigate
            .median()
            .map(|minutes| words.count("stats-mitigate", mitigate.n(), &[("length", &words.minutes(minutes))]));
        let found = &metrics.recurrences;
        let again = [("again", found.again.to_string()), ("n", found.with_cause.to_string())];
        let again = again.each_ref().map(|(name, text)| (*name, text.as_str()));
        let rate = if found.with_cause > 0 { words.fill("stats-rate", &again) } else { String::new() };
        let apart = found.intervals.median().map(|days| words.fill("cause-interval", &[("length", &words.days(days))]));
        vec![
            Words::line(&[back, overdue, median.unwrap_or_else(|| words.text("stats-mitigate-unknown"))]),
            Words::line(&[rate, apart.unwrap_or_default()]),
        ]
    }

    fn back_this_quarter(&self) -> usize {
        let quarter = |day| Period::of(day, Granularity::Quarter);
        let now = quarter(self.today);
        let causes = self.base.causes.values().filter(|cause| {
            cause.occurrences.iter().any(|occurrence| {
                occurrence.verdict != Verdict::First
                    && occurrence.date.is_some_and(|day| quarter(day) == now && day <= self.today)
            })
        });
        causes.count()
    }

    fn periods(&self, metrics: &Metrics<'_>) -> Table {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        let columns = vec![
            heading("", "column-period"),
            Column::data("period"),
            heading("incidents", "column-incidents"),
            heading("near_misses", "column-near-misses"),
            heading("drills", "column-drills"),
        ];
        let row = |count: &crate::knowledge::PeriodCount| {
            let name = count.period.map(|period| period.to_string());
            let shown = name.clone().unwrap_or_else(|| self.words.text("no-date"));
            let numbers = [count.incidents, count.near_misses, count.drills].map(Cell::count);
            [vec![Cell::text(&shown), Cell::text(&name.unwrap_or_default())], numbers.to_vec()].concat()
        };
        let rows = metrics.periods.iter().map(row).collect();
        Table { name: "periods", title: self.title("title-periods"), columns, rows, data_only: false }
    }

    fn recurrences(&self, metrics: &Metrics<'_>) -> Table {
        let found = &metrics.recurrences;
        let mut rows = vec![
            self.counted("incidents_with_cause", "stats-with-cause", found.with_cause),
            self.counted("incidents_with_earlier_cause", "stats-again", found.again),
            self.counted("causes_that_came_back", "stats-causes-back", found.causes),
        ];
        let verdict = |(verdict, n): &(Verdict, usize)| {
            self.counted(
                &format!("recurrences_{}", verdict.name().replace('-', "_")),
                &format!("stats-{}", verdict.name()),
                *n,
            )
        };
        rows.extend(found.verdicts.iter().map(verdict));
        if found.with_cause == 0 {
            rows.clear();
        }
        self.counts("recurrence", "title-recurrence", rows)
    }

    fn standings(&self, metrics: &Metrics<'_>) -> Table {
        let ledger = &metrics.ledger;
        let row = |standing: Standing| {
            self.counted(standing.name(), &format!("standing-{}", standing.name()), ledger.count(standing))
        };
        let rows = if ledger.entries.is_empty() { Vec::new() } else { Standing::ALL.map(row).to_vec() };
        self.counts("actions", "title-actions", rows)
    }

    fn objectives(&self, metrics: &Metrics<'_>) -> Table {
        let mut rows = Vec::new();
        for (name, outcomes) in [("rto", &metrics.objectives.rto), ("rpo", &metrics.objectives.rpo)] {
            for outcome in [Outcome::Held, Outcome::Missed, Outcome::Unknown] {
                let n = outcomes.iter().filter(|(_, one)| *one == outcome).count();
                if !outcomes.is_empty() {
                    rows.push(self.counted(
                        &format!("{name}_{}", outcome.name()),
                        &format!("stats-{name}-{}", outcome.name()),
                        n,
                    ));
                }
            }
        }
        self.counts("objectives", "title-objectives", rows)
    }

    /// A table of counts: what is counted, and how many there are.
    pub(super) fn counts(&self, name: &'static str, title: &str, rows: Vec<Vec<Cell>>) -> Table {
        let columns =
            vec![Column::data("name"), Column::new("", ""), Column::new("count", &self.words.text("column-count"))];
        Table { name, title: self.title(title), columns, rows, data_only: false }
    }

    pub(super) fn counted(&self, name: &str, key: &str, n: usize) -> Vec<Cell> {
        vec![Cell::text(name), Cell::text(&self.words.text(key)), Cell::count(n)]
    }
}
