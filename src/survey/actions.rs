//! The ledger into a list of actions.

use super::Survey;
use super::words::Words;
use crate::knowledge::{Ledger, LedgerEntry, Standing};
use crate::report::{Cell, Column, Sheet, Shown, Table};
use crate::text::Printable;

impl Survey<'_> {
    /// The actions of a ledger that stand so, and what all of them come to.
    pub fn actions(&self, ledger: &Ledger<'_>, standings: &[Standing]) -> Sheet {
        let listed = ledger.entries.iter().filter(|entry| standings.contains(&entry.standing));
        let rows = listed.map(|entry| self.action(entry)).collect();
        let table = Table { name: "actions", columns: self.action_columns(), rows, ..Table::default() };
        Sheet { lead: self.lead(ledger), tables: vec![table] }
    }

    fn action_columns(&self) -> Vec<Column> {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        vec![
            heading("", "column-state"),
            Column::data("state"),
            Column::data("days_overdue"),
            heading("owners", "column-owner"),
            heading("text", "column-action"),
            heading("due", "column-due").shown(Shown::WithRoom),
            heading("since", "column-since").shown(Shown::WithRoom),
            Column::data("age_days"),
            Column::data("closed"),
            Column::data("days_to_close"),
            heading("", "column-type").shown(Shown::WithRoom),
            Column::data("type"),
            heading("postmortem", "column-postmortem"),
            Column::data("causes"),
            Column::data("teams"),
            Column::data("ticket"),
            Column::data("link"),
            Column::data("reason"),
            Column::data("tracked"),
            Column::data("path"),
            Column::data("line"),
        ]
    }

    fn action(&self, entry: &LedgerEntry<'_>) -> Vec<Cell> {
        let (action, place) = (entry.action, entry.place);
        let line = action.line;
        vec![
            Cell::text(&self.standing(entry)),
            Cell::text(entry.standing.name()),
            Cell::number(entry.days_overdue),
            Cell::texts(entry.owners.iter().map(String::as_str)),
            Cell::text(&action.text),
            Cell::day(action.due.as_ref().map(|due| due.value)),
            Cell::day(entry.opened),
            Cell::number(entry.age(self.today)),
            Cell::day(entry.closed),
            Cell::number(entry.days_to_close()),
            action.kind.map_or(Cell::None, |kind| Cell::text(&self.words.text(&format!("type-{}", kind.name())))),
            action.kind.map_or(Cell::None, |kind| Cell::text(kind.name())),
            self.id(place.record),
            Cell::texts(entry.causes.iter().map(String::as_str)),
            Cell::texts(entry.teams.iter().copied()),
            Cell::text(action.ticket.as_deref().unwrap_or_default()),
            Cell::text(action.link.as_deref().unwrap_or_default()),
            Cell::text(action.reason.as_deref().unwrap_or_default()),
            Cell::Flag(action.tracked),
            self.path(place.record),
            Cell::count(line),
        ]
    }

    /// `751 days overdue`, `open`, `done`.
    pub(super) fn standing(&self, entry: &LedgerEntry<'_>) -> String {
        match entry.days_overdue {
            Some(days) => self.words.count("overdue-by", usize::try_from(days).unwrap_or(0), &[]),
            None => self.words.text(&format!("standing-{}", entry.standing.name())),
        }
    }

    /// What is late first, then all of it.
    pub(super) fn lead(&self, ledger: &Ledger<'_>) -> Vec<Printable> {
        if ledger.entries.is_empty() {
            return vec![Printable::line(&self.words.text("actions-none"))];
        }
        let counts = Standing::ALL.map(|standing| (standing, ledger.count(standing)));
        let said = counts.iter().filter(|(_, n)| *n > 0);
        let parts: Vec<String> =
            said.map(|(standing, n)| self.words.count(&format!("actions-{}", standing.name()), *n, &[])).collect();
        let unowned = ledger.entries.iter().filter(|entry| entry.standing.is_open() && entry.owners.is_empty()).count();
        let unowned = if unowned > 0 { self.words.count("actions-unowned", unowned, &[]) } else { String::new() };
        vec![Words::line(&[parts, vec![unowned]].concat())]
    }
}
