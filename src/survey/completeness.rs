//! How many postmortems have what they must have.

use super::Survey;
use crate::knowledge::Metrics;
use crate::messages;
use crate::report::{Cell, Column, Table};

impl Survey<'_> {
    pub(super) fn completeness(&self, metrics: &Metrics<'_>) -> Table {
        let found = &metrics.completeness;
        let columns = vec![
            Column::data("name"),
            Column::new("", ""),
            Column::new("have_it", &self.words.text("column-have-it")),
            Column::new("of", &self.words.text("column-of")),
        ];
        let row = |name: &str, shown: &str, n: usize| {
            vec![Cell::text(name), Cell::text(shown), Cell::count(n), Cell::count(found.of)]
        };
        let mut rows = vec![row("all", &self.words.text("stats-complete"), found.complete)];
        rows.extend(
            found
                .sections
                .iter()
                .map(|(name, n)| row(name.name(), &messages::term(name.name(), self.words.locale), *n)),
        );
        if found.of == 0 {
            rows.clear();
        }
        Table { name: "completeness", title: self.title("title-completeness"), columns, rows, data_only: false }
    }
}
