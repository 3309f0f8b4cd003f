//! Finds ids that two documents claim.

use std::collections::BTreeMap;

use super::{Context, Meta, Needs, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Field, Kind, Record};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM004",
    name: "duplicate-id",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("duplicate_id.md"),
};

pub(super) struct DuplicateId;

impl Rule for DuplicateId {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let mut claims: BTreeMap<(bool, String), RecordIndex> = BTreeMap::new();
        for (index, record) in context.base.records.iter().enumerate().filter(|(_, record)| has_identity(record)) {
            let postmortem = &record.postmortem;
            let key = (postmortem.kind == Kind::Cause, postmortem.id.value.to_lowercase());
            if let Some(&first) = claims.get(&key) {
                if !same_incident(&context.base.records[first], record) {
                    let place = if postmortem.id.span == Span::at(0) { super::place::title(record) } else { postmortem.id.span };
                    let other = &context.base.records[first].shown;
                    let id = &postmortem.id.value;
                    let diagnostic = Diagnostic::new(META.name, place).with("id", id.as_str()).with("other", other.as_str());
                    let other = context.base.records[first].path.clone();
                    found.push((index, diagnostic.about(id.as_str()).because_of([other])));
                }
            } else {
                claims.insert(key, index);
            }
        }
    }
}

/// Whether the document's id names it among others. A file name that merely serves as one (`report.md` in
/// two folders) is no claim.
fn has_identity(record: &Record) -> bool {
    let postmortem = &record.postmortem;
    let declared = postmortem.id.span != Span::at(0) || postmortem.id.value != record.path.stem();
    (postmortem.kind.is_postmortem() || postmortem.kind == Kind::Cause) && declared
}

/// A translation shares its original's id.
fn same_incident(a: &Record, b: &Record) -> bool {
    let translated = |record: &Record| record.postmortem.fields.contains_key(&Field::TranslationOf);
    let base = |record: &Record| record.path.stem().split('.').next().unwrap_or_default().to_owned();
    let twins = a.path.parent() == b.path.parent() && base(a) == base(b) && a.postmortem.language != b.postmortem.language;
    translated(a) || translated(b) || twins
}
