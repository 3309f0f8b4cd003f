//! Finds required sections that say nothing: only a heading, a comment or a placeholder.

use super::{Context, Meta, Needs, Rule, hollow};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;

const META: Meta = Meta {
    code: "PM006",
    name: "empty-section",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("empty_section.md"),
};

pub(super) struct EmptySection;

impl Rule for EmptySection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        for &name in &context.demands(record).sections {
            // What a template left there is told of by `unfilled-template`.
            let empty = hollow::section(record, name).filter(|_| !hollow::is_of_template(record, name));
            found.extend(empty.map(|section| {
                Diagnostic::new(META.name, super::place::first_line(section.span, &record.document.text))
                    .term("section", name.name())
                    .with("heading", section.heading.clone())
                    .about(name.name())
            }));
        }
    }
}
