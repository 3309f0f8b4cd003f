//! Documents that are no account of their own: running text, and pointers to what somebody else wrote.

use crate::document::{Block, BlockKind, Entry};
use crate::postmortem::{Carrier, Record};
use crate::text::fold_key;

/// Whether the document only points at somebody else's account: an address in its front matter, and a few words below.
pub(super) fn is_reference(record: &Record) -> bool {
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
pub(super) fn is_unmarked(record: &Record) -> bool {
    let is_running = |carrier| matches!(carrier, Carrier::LeadProse | Carrier::FrontMatter);
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 2.., .. });
    record.postmortem.sections.iter().all(|section| is_running(section.carrier))
        && !record.document.blocks.iter().any(is_heading)
}
