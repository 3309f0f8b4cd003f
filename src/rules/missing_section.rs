//! Finds postmortems without a section that every postmortem here must have.

mod site;

use site::Site;

use super::reference::{is_reference, is_unmarked};
use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::BlockKind;
use crate::postmortem::{Lexicon, Record, SectionName};
use crate::template;

const META: Meta = Meta {
    code: "PM005",
    name: "missing-section",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("missing_section.md"),
};

pub(super) struct MissingSection;

impl Rule for MissingSection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        if !postmortem.kind.is_postmortem() || is_reference(record) {
            return;
        }
        let required = context.demands(record).sections.iter().copied();
        for name in required.filter(|name| postmortem.section(*name).is_none()) {
            let told = match name {
                SectionName::Actions => !postmortem.actions.is_empty(),
                // Labelled `왜 1: …` wherever they stand.
                SectionName::FiveWhys => !postmortem.whys.is_empty(),
                _ => false,
            };
            if told {
                continue;
            }
            let site = Site::of(record, name);
            let heading = template::heading(site.level, name, postmortem.language, context.lexicon);
            let diagnostic = Diagnostic::new(META.name, super::place::title(record))
                .term("section", name.name())
                .with("heading", heading)
                .about(name.name())
                .mended_by(site.fix(record, name, context.lexicon));
            found.push(match site.after {
                _ if tells(record, name, context.lexicon) => diagnostic.variant("told"),
                Some(line) => diagnostic.variant("after").with("line", line),
                // Running text may well tell it, in words that nobody can be sure of.
                None if is_unmarked(record) => diagnostic.variant("unmarked"),
                None => diagnostic,
            });
        }
    }
}

/// Whether running text somewhere in the document tells what a section is for, as far as words can show it.
fn tells(record: &Record, name: SectionName, lexicon: &Lexicon) -> bool {
    let mut told = false;
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            if let (BlockKind::Paragraph(text), false) = (&block.kind, told) {
                told = lexicon.tells(name, &text.text);
            }
        });
    }
    told
}
