//! Finds texts that stand for something not written yet in sections that say something otherwise.

use super::{Context, Meta, Rule, hollow};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;
use crate::text::Span;

const META: Meta = Meta {
    code: "PM007",
    name: "placeholder-text",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("placeholder_text.md"),
};

pub(super) struct PlaceholderText;

impl Rule for PlaceholderText {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        let sections = &record.postmortem.sections;
        let empty = sections.iter().filter(|section| hollow::is_reported(context, record, section));
        let mut seen: Vec<Span> = empty.flat_map(|section| section.placeholders.clone()).collect();
        for section in sections {
            for &span in section.placeholders.iter().filter(|span| !span.slice(&record.document.text).is_empty()) {
                if !seen.contains(&span) {
                    seen.push(span);
                    let text = span.slice(&record.document.text).trim();
                    found.push(
                        Diagnostic::new(META.name, span)
                            .with("text", text)
                            .term("section", section.name.name())
                            .about(text),
                    );
                }
            }
        }
    }
}
