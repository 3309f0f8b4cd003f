//! Fishbone (Ishikawa) diagrams from nested lists: categories, and the causes under each.

use super::outline::Outline;
use super::sections::Effective;
use super::{Fact, SectionName};
use crate::document::{Block, BlockKind, Inline, Item};

/// One bone: what sort of cause, and the causes.
#[derive(Debug, Clone, PartialEq)]
pub struct Bone {
    /// `People`, `설비`, …
    pub category: Fact<String>,
    /// What belongs to it.
    pub causes: Vec<Fact<String>>,
}

/// The bones of the fishbone sections: items with items nested in them, `Category: a, b` items, and sub-headings
/// with a list below.
pub(super) fn bones(outline: &Outline<'_>, effective: &Effective) -> Vec<Bone> {
    let mut bones = Vec::new();
    for (part, names) in outline.parts.iter().zip(effective) {
        if !names.contains(&SectionName::Fishbone) {
            continue;
        }
        let items = part.blocks.iter().flat_map(|block| match &block.kind {
            BlockKind::List { items, .. } => items.as_slice(),
            _ => &[],
        });
        let nested: Vec<&Item> = items.collect();
        if part.naming.is_none() && !nested.is_empty() {
            let category = Fact::new(part.label.clone(), part.span);
            bones.push(Bone { category, causes: nested.into_iter().filter_map(text).map(fact).collect() });
        } else {
            bones.extend(nested.into_iter().filter_map(bone));
        }
    }
    bones
}

/// A fishbone diagram as a fenced block writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FencedFishbone {
    /// What went wrong; empty where the block does not say.
    pub head: String,
    /// The bones.
    pub bones: Vec<FencedBone>,
}

/// A bone of a fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FencedBone {
    /// What sort of cause.
    pub name: String,
    /// The causes.
    pub causes: Vec<String>,
    /// On which line of the block it stands, from 0.
    pub line: usize,
}

impl FencedFishbone {
    /// Whether a fence's info string says that the block is a fishbone diagram.
    pub fn is_one(info: &str) -> bool {
        let word = info.trim().trim_start_matches(['{', '.']).split([' ', ',', '{', '}', ':', '\t']).next();
        word.is_some_and(|word| ["fishbone", "ishikawa"].iter().any(|name| word.eq_ignore_ascii_case(name)))
    }

    /// Reads a block: a line without a mark at the top says what went wrong, each item is a bone, and what is indented below it
    /// or stands behind its colon are its causes.
    pub fn parse(source: &str) -> Self {
        const MARKS: [char; 4] = ['-', '*', '+', '•'];
        let mut fish = Self::default();
        for (line, written) in source.lines().enumerate().filter(|(_, written)| !written.trim().is_empty()) {
            let is_indented = written.starts_with([' ', '\t']);
            let marked = written.trim_start().starts_with(MARKS);
            let text = written.trim().trim_start_matches(MARKS).trim().to_owned();
            match fish.bones.last_mut() {
                Some(bone) if is_indented => bone.causes.push(text),
                None if !marked => fish.head = text,
                _ => {
                    let (name, rest) = text.split_once([':', '：']).unwrap_or((&text, ""));
                    let causes = rest.split([',', '、', ';']).map(str::trim).filter(|cause| !cause.is_empty());
                    let causes = causes.map(str::to_owned).collect();
                    fish.bones.push(FencedBone { name: name.trim().to_owned(), causes, line });
                }
            }
        }
        fish
    }
}

fn bone(item: &Item) -> Option<Bone> {
    let head = text(item)?;
    let nested: Vec<Fact<String>> = item.blocks[1..].iter().flat_map(below).collect();
    if !nested.is_empty() {
        return Some(Bone { category: fact(head), causes: nested });
    }
    let colon = head.text.find([':', '：'])?;
    let width = head.text[colon..].chars().next().map_or(1, char::len_utf8);
    let rest = head.part(colon + width..head.text.len());
    let causes = rest.text.split([',', '、', ';']).map(|cause| Fact::new(cause.trim().to_owned(), rest.span));
    let causes: Vec<Fact<String>> = causes.filter(|cause| !cause.value.is_empty()).collect();
    (!causes.is_empty()).then(|| Bone { category: fact(&head.part(0..colon)), causes })
}

fn below(block: &Block) -> Vec<Fact<String>> {
    match &block.kind {
        BlockKind::List { items, .. } => items.iter().filter_map(text).map(fact).collect(),
        _ => Vec::new(),
    }
}

fn text(item: &Item) -> Option<&Inline> {
    match &item.blocks.first()?.kind {
        BlockKind::Paragraph(text) => Some(text),
        _ => None,
    }
}

fn fact(text: &Inline) -> Fact<String> {
    Fact::new(
        text.text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches([':', '：']).to_owned(),
        text.span,
    )
}
