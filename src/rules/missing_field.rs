//! Finds postmortems without a field that every postmortem here must have.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Postmortem, Record};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM003",
    name: "missing-field",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("missing_field.md"),
};

pub(super) struct MissingField;

impl Rule for MissingField {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        for &field in &context.demands(record).fields {
            if !has(&record.postmortem, field) {
                let place = super::place::title(record);
                found.push(Diagnostic::new(META.name, place).term("field", field.key()).with("key", field.key()).about(field.key()));
            }
        }
    }
}

/// Whether the fact is known, wherever it was found.
fn has(postmortem: &Postmortem, field: Field) -> bool {
    match field {
        Field::Title => postmortem.title.span != Span::at(0),
        Field::Date => postmortem.date.is_some(),
        Field::Status => postmortem.status.is_some(),
        Field::Severity => postmortem.severity.is_some(),
        Field::Started => postmortem.moments.started.is_some(),
        Field::Detected => postmortem.moments.detected.is_some(),
        Field::Mitigated => postmortem.moments.mitigated.is_some(),
        Field::Resolved => postmortem.moments.resolved.is_some(),
        field => postmortem.fields.contains_key(&field),
    }
}
