//! Finds root causes that the registry has taken out of use.

use super::{Context, Meta, Needs, Rule, cause};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{Deprecated, RecordIndex};
use crate::postmortem::Record;

const META: Meta = Meta {
    code: "PM029",
    name: "deprecated-cause",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("deprecated_cause.md"),
};

pub(super) struct DeprecatedCause;

impl Rule for DeprecatedCause {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let base = context.base;
        let records = base.records.iter().enumerate();
        for (index, record) in records.filter(|(_, record)| record.postmortem.kind.is_postmortem()) {
            for (name, place) in cause::names(record) {
                let Some(meaning) = base.cause_names.meaning(name) else { continue };
                let named = meaning.by_way_of.as_ref().unwrap_or(&meaning.id);
                let Some(deprecated) = base.causes.get(named).and_then(|cause| cause.deprecated.as_ref()) else { continue };
                if was_in_use(deprecated, record) {
                    continue;
                }
                let diagnostic = Diagnostic::new(META.name, place).with("name", name).about(name);
                found.push((index, match meaning.by_way_of {
                    Some(_) => diagnostic.variant("replaced").with("id", meaning.id),
                    None => diagnostic,
                }));
            }
        }
    }
}

/// Whether the name was the right one when the incident happened: old postmortems need not be touched. Where the registry
/// does not say since when it is out of use, nobody knows, and nothing is lost: what it is called now counts.
fn was_in_use(deprecated: &Deprecated, record: &Record) -> bool {
    let date = record.postmortem.date.as_ref().map(|fact| fact.value);
    match (deprecated.since, date) {
        (Some(since), Some(date)) => date < since,
        _ => record.postmortem.status.as_ref().is_some_and(|status| status.value >= crate::postmortem::Status::Final),
    }
}
