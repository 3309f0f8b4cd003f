//! Postmortems that name no cause into a list of what they may mean, with the reasons.

use super::Survey;
use crate::knowledge::{RecordIndex, Similarity, SuggestedCause, SuggestionReason};
use crate::report::{Cell, Column, Sheet, Table};
use crate::text::Printable;

impl Survey<'_> {
    /// Every postmortem that names no cause, newest first, with the causes that it may mean.
    pub fn suggestions(&self) -> Sheet {
        const SIMILAR: usize = 8;
        let base = self.base;
        let unnamed: Vec<RecordIndex> =
            base.postmortems().into_iter().filter(|&record| base.names_no_cause(record)).collect();
        let similar = Similarity::new(base).of_each(&unnamed, SIMILAR);
        let suggested: Vec<Vec<SuggestedCause>> =
            unnamed.iter().zip(&similar).map(|(&record, similar)| base.suggested_causes(record, similar)).collect();
        let rows = unnamed
            .iter()
            .zip(&suggested)
            .flat_map(|(&record, causes)| causes.iter().map(move |suggested| self.suggestion_row(record, suggested)));
        let rows: Vec<Vec<Cell>> = rows.collect();
        let helped = suggested.iter().filter(|causes| !causes.is_empty()).count();
        let lead = [
            self.words.count("suggestions-unnamed", unnamed.len(), &[]),
            if helped == 0 { String::new() } else { self.words.count("suggestions-helped", helped, &[]) },
        ];
        let table = Table { name: "suggestions", columns: self.suggestion_columns(), rows, ..Table::default() };
        let caution = Printable::line(&self.words.text("suggestions-caution"));
        let lead = [super::words::Words::line(&lead)].into_iter().chain((helped > 0).then_some(caution));
        Sheet { lead: lead.collect(), tables: vec![table] }
    }

    fn suggestion_columns(&self) -> Vec<Column> {
        let heading = |name, key: &str| Column::new(name, &self.words.text(key));
        vec![
            heading("postmortem", "column-postmortem"),
            Column::data("path"),
            heading("cause", "column-suggested"),
            heading("", "column-why"),
            Column::data("reason"),
            Column::data("spoken"),
            Column::data("similar"),
        ]
    }

    fn suggestion_row(&self, record: RecordIndex, suggested: &SuggestedCause) -> Vec<Cell> {
        let ids = |records: &[RecordIndex]| {
            records.iter().map(|&record| self.base.records[record].postmortem.id.value.clone()).collect::<Vec<_>>()
        };
        let (why, kind, spoken, similar) = match &suggested.reason {
            SuggestionReason::Spoken(name) => {
                (self.words.fill("suggested-spoken", &[("name", name)]), "spoken", Cell::text(name), Cell::None)
            }
            SuggestionReason::Similar(records) => {
                let ids = ids(records);
                let why = self.words.fill("suggested-similar", &[("ids", &ids.join(", "))]);
                (why, "similar", Cell::None, Cell::Texts(ids.iter().map(|id| Printable::line(id)).collect()))
            }
        };
        vec![
            self.id(record),
            self.path(record),
            Cell::text(&suggested.id),
            Cell::text(&why),
            Cell::text(kind),
            spoken,
            similar,
        ]
    }
}
