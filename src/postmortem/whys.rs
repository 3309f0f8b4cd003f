//! Five whys from the lists that people write: numbered items, nested items, `왜 1: …` labels, table rows.

use super::outline::{Outline, split_label};
use super::sections::Effective;
use super::{Fact, Lexicon, SectionName};
use crate::document::{Block, BlockKind, Document, Inline, Item};

/// The answers, from the first why to the last, each with its place. The chain of the five-whys section, else
/// the first labelled chain anywhere in the document.
pub(super) fn whys(
    document: &Document,
    outline: &Outline<'_>,
    effective: &Effective,
    lexicon: &Lexicon,
) -> Vec<Fact<String>> {
    let mut chain = Chain { lexicon, found: Vec::new() };
    for (part, names) in outline.parts.iter().zip(effective) {
        if names.contains(&SectionName::FiveWhys) && chain.found.is_empty() {
            part.blocks.iter().for_each(|block| chain.block(block));
        }
    }
    if chain.found.is_empty() {
        for block in &document.blocks {
            block.walk(&mut |block| chain.labelled(block));
        }
    }
    chain.found
}

struct Chain<'l> {
    lexicon: &'l Lexicon,
    found: Vec<Fact<String>>,
}

impl Chain<'_> {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.item(item)),
            BlockKind::Table(table) => {
                for row in &table.rows {
                    self.found.extend(row.cells.iter().max_by_key(|cell| cell.text.len()).map(fact));
                }
            }
            BlockKind::Paragraph(text) => {
                let lines = text.lines().map(|range| text.part(range)).filter(|line| self.is_why(line));
                let answers: Vec<Fact<String>> = lines.map(|line| self.answer(&line)).collect();
                self.found.extend(answers);
            }
            _ => {}
        }
    }

    /// An item and what is nested in it: each level asks one why more.
    fn item(&mut self, item: &Item) {
        for block in &item.blocks {
            match &block.kind {
                BlockKind::Paragraph(text) => self.found.push(self.answer(text)),
                _ => self.block(block),
            }
        }
    }

    /// Items labelled `왜 1`, `Why 2`, `なぜ3`, wherever they stand; a chain is broken off by a second `1`.
    fn labelled(&mut self, block: &Block) {
        let BlockKind::List { items, .. } = &block.kind else { return };
        let texts = items.iter().filter_map(|item| match &item.blocks.first()?.kind {
            BlockKind::Paragraph(text) => Some(text),
            _ => None,
        });
        let whys: Vec<&Inline> = texts.filter(|text| self.is_why(text)).collect();
        if whys.len() >= 2 && self.found.is_empty() {
            self.found = whys.into_iter().map(|text| self.answer(text)).collect();
        }
    }

    fn is_why(&self, text: &Inline) -> bool {
        split_label(text).is_some_and(|(label, rest)| rest.is_some() && self.lexicon.is_why(&label.text))
    }

    /// The text without its label.
    fn answer(&self, text: &Inline) -> Fact<String> {
        match split_label(text) {
            Some((label, Some(rest))) if self.lexicon.is_why(&label.text) => fact(&rest),
            _ => fact(text),
        }
    }
}

fn fact(text: &Inline) -> Fact<String> {
    Fact::new(text.text.split_whitespace().collect::<Vec<_>>().join(" "), text.span)
}
