//! Finds postmortems that are closed although something that they promise is still open.

use super::{Context, Meta, Rule, place, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Action, Record, Status};

const META: Meta = Meta {
    code: "PM038",
    name: "closed-with-open-actions",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("closed_with_open_actions.md"),
};

pub(super) struct ClosedWithOpenActions;

impl Rule for ClosedWithOpenActions {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let status = record.postmortem.status.as_ref().filter(|status| status.value == Status::Closed);
        // What does not say that it is open may be done.
        let open: Vec<&Action> = promises::open(record).filter(|action| action.stated).collect();
        if let (Some(status), Some(first)) = (status, open.first()) {
            let text = &record.document.text;
            let diagnostic = Diagnostic::new(META.name, place::first_line(status.span, text))
                .with("action", super::said::short(&first.text))
                .and_at(place::first_line(first.span, text))
                .about(first.text.clone());
            found.push(match open.len() {
                1 => diagnostic,
                count => diagnostic.variant(promises::ALL).with("count", count),
            });
        }
    }
}
