//! Sections of documents that have none: a few paragraphs without any heading or label, as short public
//! reports are, where one tells the cause and another what is done about it.

use super::content::Content;
use super::outline::Outline;
use super::{Carrier, Lexicon, Section, SectionName};
use crate::document::{Block, BlockKind};

/// The parts that prose alone can carry, in the order in which they take their paragraphs.
const CARRIED: [SectionName; 3] = [SectionName::Lessons, SectionName::Actions, SectionName::RootCause];

/// The first paragraph for each part, one of its own where there is one; the very first paragraph aside: that one is the summary.
pub(super) fn sections(outline: &Outline<'_>, lexicon: &Lexicon) -> Vec<Section> {
    if !outline.parts.is_empty() {
        return Vec::new();
    }
    let paragraphs: Vec<&Block> =
        outline.lead.iter().copied().filter(|block| matches!(block.kind, BlockKind::Paragraph(_))).collect();
    let all: Vec<(&Block, &str)> = paragraphs.into_iter().filter_map(with_text).collect();
    // A single paragraph that says why is both.
    let (paragraphs, carried) =
        if all.len() == 1 { (&all[..], &CARRIED[2..]) } else { (all.get(1..).unwrap_or_default(), &CARRIED[..]) };
    let mut found: Vec<Section> = Vec::new();
    for &name in carried {
        let tells = |(_, text): &&(&Block, &str)| lexicon.tells(name, text);
        let is_free = |(block, _): &&(&Block, &str)| !found.iter().any(|section| section.span == block.span);
        let own = paragraphs.iter().filter(is_free).find(tells);
        // One paragraph may tell of two.
        let carrier = own.or_else(|| paragraphs.iter().find(tells)).map(|(block, _)| section(name, block, lexicon));
        found.extend(carrier);
    }
    found
}

fn with_text(block: &Block) -> Option<(&Block, &str)> {
    match &block.kind {
        BlockKind::Paragraph(text) => Some((block, text.text.as_str())),
        _ => None,
    }
}

fn section(name: SectionName, block: &Block, lexicon: &Lexicon) -> Section {
    let mut content = Content::default();
    content.block(block, lexicon);
    Section {
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
    }
}
