//! Finds postmortems without a section that every postmortem here must have.

mod site;

use site::Site;

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Block, BlockKind, Entry};
use crate::postmortem::{Carrier, Lexicon, Record, SectionName};
use crate::template;
use crate::text::fold_key;

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

/// Whether the document only points at somebody else's account: an address in its front matter, and a few words below.
fn is_reference(record: &Record) -> bool {
    const LONGEST: usize = 2_000;
    let document = &record.document;
    let is_address = |entry: &Entry| {
        let key = fold_key(&entry.key);
        let is_source = matches!(key.as_str(), "url" | "source" | "source-url" | "external-url" | "link");
        is_source && entry.node.texts().first().is_some_and(|(text, _)| text.starts_with("http"))
    };
    is_unmarked(record)
        && document.text.len() - document.body.min(document.text.len()) <= LONGEST
        && document.front_matter.entries.iter().any(is_address)
}

/// Whether the document is running text: no heading or label marks any of its parts.
fn is_unmarked(record: &Record) -> bool {
    let is_running = |carrier| matches!(carrier, Carrier::LeadProse | Carrier::FrontMatter);
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 2.., .. });
    record.postmortem.sections.iter().all(|section| is_running(section.carrier))
        && !record.document.blocks.iter().any(is_heading)
}
