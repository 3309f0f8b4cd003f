//! Finds agreed postmortems with open actions and no day on which anybody looks at them again.

use super::{Context, Meta, Rule, place, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Record, Status};

const META: Meta = Meta {
    code: "PM046",
    name: "missing-review-date",
    level: Level::Note,
    note_in_drafts: false,
    page: include_str!("missing_review_date.md"),
};

pub(super) struct MissingReviewDate;

impl Rule for MissingReviewDate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        let status = postmortem.status.as_ref().filter(|status| status.value == Status::Final);
        let open = promises::open(record).filter(|action| action.stated).count();
        let Some(status) = status.filter(|_| open > 0 && !postmortem.fields.contains_key(&Field::ReviewDate)) else {
            return;
        };
        found.push(
            Diagnostic::new(META.name, place::first_line(status.span, &record.document.text))
                .with("count", open)
                .about(Field::ReviewDate.key()),
        );
    }
}
