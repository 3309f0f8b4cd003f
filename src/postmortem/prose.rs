//! Sections of documents that have none: a few paragraphs without any heading or label, as short public
//! reports are, where one tells the cause and another what is done about it.

use super::content::Content;
use super::outline::Outline;
use super::{Carrier, Lexicon, Section, SectionName};
use crate::document::{Block, BlockKind};

/// The parts that prose alone can carry, in the order in which a paragraph is tried.
const CARRIED: [SectionName; 3] = [SectionName::Lessons, SectionName::Actions, SectionName::RootCause];

/// The first paragraph for each part, the very first paragraph aside: that one is the summary.
pub(super) fn sections(outline: &Outline<'_>, lexicon: &Lexicon) -> Vec<Section> {
    if !outline.parts.is_empty() {
        return Vec::new();
    }
    let paragraphs: Vec<&Block> =
        outline.lead.iter().copied().filter(|block| matches!(block.kind, BlockKind::Paragraph(_))).collect();
    let mut found: Vec<Section> = Vec::new();
    for block in paragraphs.into_iter().skip(1) {
        let BlockKind::Paragraph(text) = &block.kind else { continue };
        let free = |name: &SectionName| !found.iter().any(|section| section.name == *name);
        let name = CARRIED.into_iter().filter(free).find(|name| lexicon.tells(*name, &text.text));
        if let Some(name) = name {
            let mut content = Content::default();
            content.block(block, lexicon);
            found.push(Section {
                name,
                heading: String::new(),
                span: block.span,
                carrier: Carrier::LeadProse,
                level: 0,
                body: block.span,
                characters: content.characters,
                words: content.words(),
                placeholders: content.placeholders,
                left: content.left,
            });
        }
    }
    found
}
