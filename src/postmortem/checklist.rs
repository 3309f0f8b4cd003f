//! What is ticked of what: checklists as task lists, and as the marked lists inside code that plans are full of.

use super::SectionName;
use super::outline::Outline;
use super::sections::Effective;
use crate::document::{Block, BlockKind};
use crate::text::Span;

/// A checklist and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// The heading above it.
    pub heading: String,
    /// Where it stands.
    pub span: Span,
    /// Points that are ticked.
    pub done: usize,
    /// All points.
    pub total: usize,
}

/// The checklists of a document, actions aside: what is promised is no checklist.
pub(super) fn checklists(outline: &Outline<'_>, effective: &Effective) -> Vec<Checklist> {
    let mut found = Vec::new();
    for (part, names) in outline.parts.iter().zip(effective) {
        if names.contains(&SectionName::Actions) {
            continue;
        }
        let named = names.contains(&SectionName::Checklist);
        for block in &part.blocks {
            let (done, total) = count(block, named);
            if total > 0 {
                found.push(Checklist { heading: part.label.clone(), span: block.span, done, total });
            }
        }
    }
    found
}

/// Ticked points and all points of a block. Under a heading that says checklist, plain items and the items of
/// a list in code count too.
fn count(block: &Block, named: bool) -> (usize, usize) {
    let (mut done, mut total) = (0, 0);
    block.walk(&mut |block| match &block.kind {
        BlockKind::List { items, .. } => {
            for item in items.iter().filter(|item| item.task.is_some() || named) {
                total += 1;
                done += usize::from(item.task == Some(true));
            }
        }
        BlockKind::Code { text, .. } if named => {
            for line in text.lines().map(str::trim).filter(|line| line.starts_with("- ")) {
                total += 1;
                done += usize::from(line.ends_with(['✓', '✔', '✅', '☑']) || line.starts_with("- [x]"));
            }
        }
        _ => {}
    });
    (done, total)
}
