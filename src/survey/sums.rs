//! The ledger into counts by owner, team, cause, type or state.

use super::Survey;
use crate::knowledge::{Grouping, Ledger, Standing, Sum};
use crate::report::{Cell, Column, Sheet, Table};

impl Survey<'_> {
    /// How many actions of each group stand how.
    pub fn sums(&self, ledger: &Ledger<'_>, grouping: Grouping) -> Sheet {
        let words = &self.words;
        let key = match grouping {
            Grouping::Owner => "column-owner",
            Grouping::Team => "column-team",
            Grouping::Cause => "column-cause",
            Grouping::Kind => "column-type",
            Grouping::Standing => "column-state",
        };
        let mut columns = vec![Column::new("", &words.text(key)), Column::data("of")];
        columns.extend(
            Standing::ALL
                .map(|standing| Column::new(standing.name(), &words.text(&format!("standing-{}", standing.name())))),
        );
        columns.push(Column::new("total", &words.text("column-total")));
        columns.push(Column::new("median_age_days", &words.text("column-median-age")));
        let rows = ledger.sums(grouping, self.today).iter().map(|sum| self.sum(sum, grouping)).collect();
        let table = Table { name: "sums", columns, rows, ..Table::default() };
        Sheet { lead: self.lead(ledger), tables: vec![table] }
    }

    fn sum(&self, sum: &Sum, grouping: Grouping) -> Vec<Cell> {
        let of = match (&sum.of, grouping) {
            (None, _) => self.words.text("nobody"),
            (Some(name), Grouping::Standing) => self.words.text(&format!("standing-{name}")),
            (Some(name), Grouping::Kind) => self.words.text(&format!("type-{name}")),
            (Some(id), Grouping::Cause) => {
                self.base.causes.get(id).map_or(id.as_str(), |cause| self.title_of(cause)).to_owned()
            }
            (Some(name), _) => name.clone(),
        };
        let mut cells = vec![Cell::text(&of), Cell::text(sum.of.as_deref().unwrap_or_default())];
        cells.extend(sum.counts.map(Cell::count));
        cells.push(Cell::count(sum.total()));
        cells.push(Cell::number(sum.ages.median()));
        cells
    }
}
