//! One cause: what it is, when it struck, and what was promised each time.

use std::collections::BTreeMap;

use super::Survey;
use super::causes::{intervals, kind_name};
use super::words::Words;
use crate::knowledge::{Cause, Ledger, LedgerEntry, LedgerFilter, Occurrence, RecordIndex, may_prevent};
use crate::messages;
use crate::postmortem::Field;
use crate::report::{Cell, Column, Sheet, Shown, Table};
use crate::text::Printable;

impl<'b> Survey<'b> {
    /// The occurrences and promises of a cause and of its cases.
    pub fn cause(&self, cause: &'b Cause) -> Sheet {
        let tables = vec![
            self.occurrences(cause),
            self.promises(cause),
            self.near(cause),
            self.services(cause),
            self.cases(cause),
        ];
        Sheet { lead: self.cause_lead(cause), tables }
    }

    fn cause_lead(&self, cause: &'b Cause) -> Vec<Printable> {
        let words = &self.words;
        let name = if self.title_of(cause) == cause.id {
            cause.id.clone()
        } else {
            format!("{} ({})", self.title_of(cause), cause.id)
        };
        let owner = cause.owner.as_deref().map(|owner| words.fill("cause-owner", &[("owner", owner)]));
        let parent = cause.parent.as_ref().and_then(|id| self.base.causes.get(id));
        let parent = parent.map(|parent| words.fill("cause-parent", &[("parent", self.title_of(parent))]));
        let deprecated = cause.deprecated.as_ref().map(|_| words.text("cause-deprecated"));
        let what = [Some(name), Some(messages::term(kind_name(cause.kind), words.locale)), owner, parent, deprecated];
        let occurrences = cause.all_occurrences();
        let times = match occurrences {
            [] => words.text("cause-never"),
            [.., last] => words.count("cause-times", occurrences.len(), &[("day", &shown_day(last))]),
        };
        let apart =
            intervals(cause).median().map(|days| words.fill("cause-interval", &[("length", &words.days(days))]));
        let open = self.open_promises_of(cause);
        let open = if open > 0 { words.count("cause-open", open, &[]) } else { String::new() };
        vec![
            Words::line(&what.into_iter().flatten().collect::<Vec<_>>()),
            Words::line(&[times, apart.unwrap_or_default(), open]),
        ]
    }

    fn occurrences(&self, cause: &'b Cause) -> Table {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        let columns = vec![
            heading("date", "column-date"),
            heading("id", "column-postmortem"),
            heading("title", "column-title"),
            heading("days_since", "column-days-since"),
            heading("", "column-verdict"),
            Column::data("verdict"),
            heading("cause", "column-cause").shown(if cause.cases.is_empty() {
                Shown::AsData
            } else {
                Shown::WithRoom
            }),
            Column::data("services"),
            Column::data("path"),
        ];
        let rows = cause.all_occurrences().iter().map(|occurrence| self.occurrence(cause, occurrence)).collect();
        Table { name: "occurrences", title: self.title("title-occurrences"), columns, rows, data_only: false }
    }

    fn occurrence(&self, cause: &Cause, occurrence: &Occurrence) -> Vec<Cell> {
        let index = occurrence.record;
        let postmortem = &self.base.records[index].postmortem;
        let of_family = |id: &&String| **id == cause.id || cause.cases.contains(id);
        vec![
            Cell::day(occurrence.date),
            self.id(index),
            Cell::text(&postmortem.title.value),
            Cell::number(occurrence.days_since),
            Cell::text(&self.verdict(occurrence.verdict)),
            Cell::text(occurrence.verdict.name()),
            Cell::texts(self.base.causes_of[index].iter().filter(of_family).map(String::as_str)),
            Cell::texts(postmortem.values(Field::Services)),
            self.path(index),
        ]
    }

    /// The preventive actions, in the order of the incidents that they were promised after.
    fn promises(&self, cause: &'b Cause) -> Table {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        let columns = vec![
            heading("postmortem", "column-postmortem"),
            heading("", "column-state"),
            Column::data("state"),
            heading("owners", "column-owner"),
            heading("text", "column-action"),
            heading("since", "column-since").shown(Shown::WithRoom),
            heading("due", "column-due").shown(Shown::WithRoom),
            heading("closed", "column-closed").shown(Shown::WithRoom),
        ];
        let filter = LedgerFilter { cause: Some(cause), ..LedgerFilter::default() };
        let ledger = Ledger::of(self.base, self.today, &self.zone).filtered(&filter);
        let mut entries: Vec<&LedgerEntry<'_>> =
            ledger.entries.iter().filter(|entry| may_prevent(entry.action)).collect();
        let day = |entry: &LedgerEntry<'_>| {
            self.base.records[entry.place.record].postmortem.date.as_ref().map(|fact| fact.value)
        };
        entries.sort_by_key(|entry| (day(entry), entry.place));
        let rows = entries.into_iter().map(|entry| self.promise(entry)).collect();
        Table { name: "promises", title: self.title("title-promises"), columns, rows, data_only: false }
    }

    fn promise(&self, entry: &LedgerEntry<'_>) -> Vec<Cell> {
        vec![
            self.id(entry.place.record),
            Cell::text(&self.standing(entry)),
            Cell::text(entry.standing.name()),
            Cell::texts(entry.owners.iter().map(String::as_str)),
            Cell::text(&entry.action.text),
            Cell::day(entry.opened),
            Cell::day(entry.action.due.as_ref().map(|due| due.value)),
            Cell::day(entry.closed),
        ]
    }

    fn near(&self, cause: &'b Cause) -> Table {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        let columns = vec![
            heading("date", "column-date"),
            heading("id", "column-postmortem"),
            heading("title", "column-title"),
            heading("", "column-kind"),
            Column::data("kind"),
        ];
        let row = |index: RecordIndex| {
            let postmortem = &self.base.records[index].postmortem;
            let date = postmortem.date.as_ref().map(|fact| fact.value);
            vec![
                Cell::day(date),
                self.id(index),
                Cell::text(&postmortem.title.value),
                Cell::text(&self.words.text(&format!("kind-{}", postmortem.kind.name()))),
                Cell::text(postmortem.kind.name()),
            ]
        };
        Table {
            name: "near",
            title: self.title("title-near"),
            columns,
            rows: cause.near().map(row).collect(),
            data_only: false,
        }
    }

    /// How often each service was hurt.
    fn services(&self, cause: &'b Cause) -> Table {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        let columns = vec![heading("service", "column-service"), heading("occurrences", "column-times")];
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for occurrence in cause.all_occurrences() {
            let services = self.base.records[occurrence.record].postmortem.values(Field::Services);
            services.for_each(|service| *counts.entry(service).or_default() += 1);
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(service, n)| (std::cmp::Reverse(*n), *service));
        let rows = counts.into_iter().map(|(service, n)| vec![Cell::text(service), Cell::count(n)]).collect();
        Table { name: "services", title: self.title("title-services"), columns, rows, data_only: false }
    }

    fn cases(&self, cause: &'b Cause) -> Table {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        let columns = vec![
            heading("id", "column-cause"),
            heading("title", "column-title"),
            heading("occurrences", "column-times"),
        ];
        let cases = cause.cases.iter().filter_map(|id| self.base.causes.get(id));
        let row = |case: &'b Cause| {
            vec![Cell::text(&case.id), Cell::text(self.title_of(case)), Cell::count(case.occurrences.len())]
        };
        Table {
            name: "cases",
            title: self.title("title-cases"),
            columns,
            rows: cases.map(row).collect(),
            data_only: false,
        }
    }

    pub(super) fn title(&self, key: &str) -> Printable {
        Printable::line(&self.words.text(key))
    }
}

fn shown_day(occurrence: &Occurrence) -> String {
    occurrence.date.map_or_else(|| "?".to_owned(), |day| day.to_string())
}
