//! The part of a document that a section is into its points: the items of its lists, else its paragraphs.

use super::{Point, PointKind, View};
use crate::document::{Block, BlockKind, Item};
use crate::postmortem::{Section, SectionName, is_placeholder};

/// More than this of one section are for the document, not for a meeting.
const MOST: usize = 12;
/// A point longer than this is cut at a word.
const LONGEST: usize = 280;

impl View<'_> {
    /// What the first section of a name tells.
    pub(super) fn passages(&self, name: SectionName, kind: PointKind) -> Vec<Point> {
        let section = self.postmortem.section(name);
        section.map(|section| self.of_section(section)).into_iter().flatten().map(|text| point(kind, &text)).collect()
    }

    /// The same, the first so many.
    pub(super) fn first_passages(&self, name: SectionName, most: usize) -> Vec<Point> {
        let mut points = self.passages(name, PointKind::Told);
        points.truncate(most);
        points
    }

    fn of_section(&self, section: &Section) -> Vec<String> {
        let blocks = &self.base.records[self.index].document.blocks;
        let inside =
            blocks.iter().filter(|block| section.body.start <= block.span.start && block.span.end <= section.body.end);
        let (mut items, mut paragraphs) = (Vec::new(), Vec::new());
        // Where parts of the lessons have headings of their own, they are told under these.
        for block in inside.take_while(|block| !self.begins_another(section, block)) {
            read(block, &mut items, &mut paragraphs);
        }
        let mut found = if items.is_empty() { paragraphs } else { items };
        found.retain(|text| !text.trim().is_empty() && !is_placeholder(text, self.lexicon));
        found.truncate(MOST);
        found
    }

    fn begins_another(&self, section: &Section, block: &Block) -> bool {
        let is_heading = matches!(block.kind, BlockKind::Heading { .. });
        let starts = |other: &Section| other.span.start == block.span.start || block.span == other.span;
        is_heading && self.postmortem.sections.iter().any(|other| other.name != section.name && starts(other))
    }
}

/// A point of the document's own words, cut where it is long.
pub(super) fn point(kind: PointKind, text: &str) -> Point {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return Point::new(kind, &text) };
    let head = &text[..end];
    Point::new(kind, &format!("{}…", head.rsplit_once(' ').map_or(head, |(before, _)| before)))
}

fn read(block: &Block, items: &mut Vec<String>, paragraphs: &mut Vec<String>) {
    match &block.kind {
        BlockKind::List { items: list, .. } => items.extend(list.iter().filter_map(first)),
        BlockKind::Paragraph(text) => paragraphs.push(text.text.clone()),
        BlockKind::Table(table) => {
            let row = |row: &crate::document::Row| {
                let cells = row.cells.iter().map(|cell| cell.text.trim()).filter(|cell| !cell.is_empty());
                cells.collect::<Vec<_>>().join(" · ")
            };
            items.extend(table.rows.iter().map(row));
        }
        BlockKind::Quote(blocks) | BlockKind::Admonition { blocks, .. } => {
            blocks.iter().for_each(|block| read(block, items, paragraphs));
        }
        _ => {}
    }
}

/// The first paragraph of an item.
fn first(item: &Item) -> Option<String> {
    item.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(text.text.clone()),
        _ => None,
    })
}
