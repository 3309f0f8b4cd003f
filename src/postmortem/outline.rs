//! Blocks into parts: each heading, and each label that stands where a heading could, with what follows it.

use super::lexicon::{Naming, Strength};
use super::{Carrier, Lexicon, SectionName};
use crate::document::{Block, BlockKind, Document, Inline, Item};
use crate::text::Span;

/// A heading or label and what belongs to it directly.
#[derive(Debug)]
pub(super) struct Part<'d> {
    pub(super) label: String,
    pub(super) span: Span,
    pub(super) carrier: Carrier,
    /// 1 to 6 for headings, 7 for bold labels, 8 for list labels.
    pub(super) level: u8,
    /// What it names by itself.
    pub(super) naming: Option<Naming>,
    /// Text behind the label in the same paragraph.
    pub(super) rest: Option<Inline>,
    /// What follows, up to the next part.
    pub(super) blocks: Vec<&'d Block>,
    /// The part it is nested in.
    pub(super) parent: Option<usize>,
    /// Where everything that belongs to it ends, nested parts included.
    pub(super) end: usize,
}

/// A document as parts.
#[derive(Debug, Default)]
pub(super) struct Outline<'d> {
    /// What stands before the first part, the title aside.
    pub(super) lead: Vec<&'d Block>,
    pub(super) parts: Vec<Part<'d>>,
    /// The heading that is the document's title.
    pub(super) title: Option<&'d Inline>,
}

/// Level of bold labels.
pub(super) const BOLD: u8 = 7;
/// Level of labels in lists.
pub(super) const LISTED: u8 = 8;

/// The parts of a document. `titled`: whether the title is known from elsewhere (front matter), so that a
/// first heading of level 1 may be a section.
pub(super) fn outline<'d>(document: &'d Document, lexicon: &Lexicon, titled: bool) -> Outline<'d> {
    let mut builder = Builder { lexicon, outline: Outline::default(), titled, headings: 0, around: Vec::new() };
    for block in &document.blocks {
        builder.block(block);
    }
    let mut outline = builder.outline;
    nest(&mut outline.parts, document.text.len());
    outline
}

/// A label at the begin of an item, the text behind it, and the section it names.
type ItemLabel = (Inline, Option<Inline>, Option<Naming>);

struct Builder<'d, 'l> {
    lexicon: &'l Lexicon,
    outline: Outline<'d>,
    titled: bool,
    headings: usize,
    /// The headings that what comes next is nested in: level, and whether it names a section of entries.
    around: Vec<(u8, Option<bool>)>,
}

impl<'d> Builder<'d, '_> {
    fn block(&mut self, block: &'d Block) {
        match &block.kind {
            BlockKind::Heading { level, text, html } => self.heading(*level, text, *html, block.span),
            BlockKind::Paragraph(text) if self.bold_label(text, block.span) => {}
            BlockKind::List { items, .. } if self.takes_labels() && self.list_labels(items, block) => {}
            _ => self.append(block),
        }
    }

    fn append(&mut self, block: &'d Block) {
        match self.outline.parts.last_mut() {
            Some(part) => part.blocks.push(block),
            None => self.outline.lead.push(block),
        }
    }

    fn heading(&mut self, level: u8, text: &'d Inline, html: bool, span: Span) {
        self.headings += 1;
        let naming = self.lexicon.sections(&text.text);
        let strong = matches!(naming, Some((_, Strength::Strong)));
        if self.headings == 1 && level == 1 && !(self.titled && strong) {
            self.outline.title = Some(text);
            return;
        }
        while self.around.last().is_some_and(|(around, _)| *around >= level) {
            self.around.pop();
        }
        let is_list = naming.as_ref().map(|(names, _)| names.iter().any(|name| is_list_like(*name)));
        self.around.push((level, is_list));
        let carrier = if html { Carrier::HtmlHeading } else { Carrier::Heading };
        self.push(&text.text, span, carrier, level, naming, None);
    }

    fn push(
        &mut self,
        label: &str,
        span: Span,
        carrier: Carrier,
        level: u8,
        naming: Option<Naming>,
        rest: Option<Inline>,
    ) {
        let label = label.trim().to_owned();
        self.outline.parts.push(Part {
            label,
            span,
            carrier,
            level,
            naming,
            rest,
            blocks: Vec::new(),
            parent: None,
            end: 0,
        });
    }

    /// Whether labels may name sections here: not inside lists of actions, events or lessons, where
    /// `**Detection**: add an alert` is an entry.
    fn takes_labels(&self) -> bool {
        let nearest = self.around.iter().rev().find_map(|(_, is_list)| *is_list);
        nearest.is_none_or(|is_list| !is_list)
    }

    /// A paragraph that is a bold label, or begins with one and a colon or line break.
    fn bold_label(&mut self, text: &Inline, span: Span) -> bool {
        let Some((label, rest)) = split_label(text) else { return false };
        let naming = self.lexicon.sections(&label.text);
        let whole = rest.is_none();
        let promises = matches!(&naming, Some((names, Strength::Strong)) if names == &[SectionName::Actions]);
        let allowed = self.takes_labels() || promises || (whole && names_core(naming.as_ref()));
        let bold = text.leading_strong().is_some();
        let good = match &naming {
            Some((_, Strength::Strong)) => bold || whole,
            Some((_, Strength::Weak)) => bold && whole,
            None => false,
        };
        if good && allowed {
            let label_span = label.span.to(Span::at(span.start));
            self.push(&label.text, label_span, Carrier::BoldLabel, BOLD, naming, rest);
        }
        good && allowed
    }

    /// A list whose items begin with labels of sections. All or nothing: an item without a label belongs
    /// to the one before it.
    fn list_labels(&mut self, items: &'d [Item], block: &'d Block) -> bool {
        let labels: Vec<Option<ItemLabel>> = items.iter().map(|item| self.item_label(item)).collect();
        let named = labels.iter().flatten().filter(|(_, _, naming)| naming.is_some()).count();
        if named == 0 || labels.iter().flatten().count() * 2 < items.len() {
            return false;
        }
        let first_named = labels.iter().position(|label| matches!(label, Some((_, _, Some(_))))).unwrap_or(0);
        if first_named > 0 {
            self.append(block);
        }
        for (item, label) in items.iter().zip(labels).skip(first_named) {
            match label {
                Some((label, rest, naming)) if naming.is_some() || is_bold(item) => {
                    self.push(&label.text, label.span, Carrier::ListLabel, LISTED, naming, rest);
                    let skip =
                        usize::from(matches!(item.blocks.first().map(|b| &b.kind), Some(BlockKind::Paragraph(_))));
                    item.blocks.iter().skip(skip).for_each(|block| self.append(block));
                }
                _ => item.blocks.iter().for_each(|block| self.append(block)),
            }
        }
        true
    }

    fn item_label(&self, item: &Item) -> Option<ItemLabel> {
        let BlockKind::Paragraph(text) = &item.blocks.first()?.kind else { return None };
        let (label, rest) = split_label(text)?;
        let naming = self.lexicon.sections(&label.text).filter(|(_, strength)| *strength == Strength::Strong);
        Some((label, rest, naming))
    }
}

/// Whether an item begins with bold words: a label of its own, known or not.
fn is_bold(item: &Item) -> bool {
    matches!(item.blocks.first().map(|block| &block.kind), Some(BlockKind::Paragraph(text)) if text.leading_strong().is_some())
}

/// Sections whose content is a list of short entries.
fn is_list_like(name: SectionName) -> bool {
    matches!(
        name,
        SectionName::Actions
            | SectionName::Timeline
            | SectionName::Lessons
            | SectionName::WentWell
            | SectionName::WentWrong
            | SectionName::Lucky
            | SectionName::Communication
            | SectionName::FiveWhys
    )
}

fn names_core(naming: Option<&Naming>) -> bool {
    let core = [
        SectionName::Summary,
        SectionName::RootCause,
        SectionName::Lessons,
        SectionName::Timeline,
        SectionName::Actions,
    ];
    naming
        .is_some_and(|(names, strength)| *strength == Strength::Strong && names.iter().any(|name| core.contains(name)))
}

/// A text that is a label, or a label, a colon or line break, and the rest.
pub(super) fn split_label(text: &Inline) -> Option<(Inline, Option<Inline>)> {
    const LONGEST: usize = 80;
    let first_line = text.lines().next()?;
    let strong = text.leading_strong();
    let label_end = match &strong {
        Some(range) => {
            let after = text.text[range.end..].trim_start_matches(' ');
            let inside_colon = text.text[range.clone()].trim_end().ends_with([':', '：']);
            // `**Root cause.** The pool …` and `**Root cause** — the pool …` run into their text.
            let inside_stop = text.text[range.clone()].trim_end().ends_with(['.', '。']);
            let runs_in = inside_stop || after.starts_with(['—', '–']) || after.starts_with("- ");
            let ends = after.is_empty() || after.starts_with([':', '：', '\n']) || inside_colon || runs_in;
            ends.then_some(range.end)?
        }
        None if text.text[first_line.clone()].trim_end().ends_with([':', '：']) => first_line.end,
        None if first_line.end == text.text.len() => text.text.len(),
        None => return None,
    };
    if text.text[..label_end].chars().count() > LONGEST {
        return None;
    }
    let start = strong.map_or(0, |range| range.start);
    let rest_start = label_end
        + (text.text[label_end..].len()
            - text.text[label_end..].trim_start_matches([':', '：', ' ', '\n', '—', '–', '-']).len());
    let mut label = text.part(start..label_end);
    label.text = label.text.trim_end_matches([':', '：', ' ', '.', '。']).to_owned();
    let rest = text.part(rest_start..text.text.len());
    Some((label, (!rest.text.is_empty()).then_some(rest)))
}

/// Fills in parents and ends.
fn nest(parts: &mut [Part<'_>], length: usize) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..parts.len() {
        let (level, start) = (parts[index].level, parts[index].span.start);
        while let Some(&last) = open.last() {
            if parts[last].level < level {
                break;
            }
            parts[last].end = start;
            open.pop();
        }
        parts[index].parent = open.last().copied();
        open.push(index);
    }
    for index in open {
        parts[index].end = length;
    }
}
