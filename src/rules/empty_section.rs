//! Finds required sections that say nothing: only a heading, a comment or a placeholder.

use super::{Context, Meta, Rule};
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

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        if !postmortem.kind.is_postmortem() {
            return;
        }
        for &name in &context.demands(record).sections {
            let all: Vec<_> = postmortem.sections.iter().filter(|section| section.name == name).collect();
            // A section that occurs twice is empty only if every occurrence is.
            if all.iter().any(|section| section.characters > 0) {
                continue;
            }
            found.extend(all.first().map(|section| {
                Diagnostic::new(META.name, super::place::first_line(section.span, &record.document.text))
                    .term("section", name.name())
                    .with("heading", section.heading.clone())
                    .about(name.name())
            }));
        }
    }
}
