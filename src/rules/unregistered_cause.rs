//! Finds root causes that are not in the registry.

use super::{Context, Meta, Needs, Rule, cause};
use crate::diagnostic::{Diagnostic, Fix, Level};
use crate::knowledge::{Origin, RecordIndex};
use crate::postmortem::Record;
use crate::template;
use crate::text::Slug;

const META: Meta = Meta {
    code: "PM028",
    name: "unregistered-cause",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("unregistered_cause.md"),
};

pub(super) struct UnregisteredCause;

impl Rule for UnregisteredCause {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let base = context.base;
        if !base.has_registry() {
            return;
        }
        for (index, record) in base.records.iter().enumerate().filter(|(_, record)| record.postmortem.kind.is_postmortem()) {
            for (name, place) in cause::names(record) {
                let meaning = base.cause_names.meaning(name);
                if meaning.as_ref().is_some_and(|meaning| meaning.origin == Origin::Registered) {
                    continue;
                }
                // pmdoc's own name for it makes the better id.
                let id = meaning.map_or_else(|| name.to_owned(), |meaning| meaning.id);
                let nearest = base.cause_names.nearest(name).filter(|near| base.is_registered(&near.id));
                let diagnostic = Diagnostic::new(META.name, place).with("name", name).with("file", file(&id)).about(name);
                found.push((index, match nearest {
                    Some(near) => diagnostic.variant("near").with("nearest", near.id),
                    // A new cause, or one that pmdoc alone knows: its page can be begun.
                    None => diagnostic.mended_by(page(context, record, name, &id).filter(|_| place.end <= record.document.body)),
                }));
            }
        }
    }
}

/// The page that registers a cause, in the language of the document that names it.
fn page(context: &Context<'_>, record: &Record, name: &str, id: &str) -> Option<Fix> {
    let (path, text) = template::cause_page(&context.settings.causes, &file(id), name, record.postmortem.language)?;
    Some(Fix::create(path, text))
}

/// The name of the page that would register it.
fn file(id: &str) -> String {
    Slug::new(id).as_str().to_owned()
}
