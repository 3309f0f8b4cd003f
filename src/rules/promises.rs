//! The open actions of a document into findings about those that lack something: one for each, or a single one where
//! the document never says it of any action.

use super::place;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Item, Row};
use crate::postmortem::{Action, ActionState, Record, Section, SectionName};
use crate::text::Span;

/// The variant of the message about all open actions at once.
pub(super) const ALL: &str = "all";

/// The open actions of a postmortem; none of any other document.
pub(super) fn open(record: &Record) -> impl Iterator<Item = &Action> {
    let actions = record.postmortem.kind.is_postmortem().then_some(&record.postmortem.actions);
    actions.into_iter().flatten().filter(|action| action.state == ActionState::Open)
}

/// Findings of `rule` about the open actions that lack something. Where no action has it, done ones included, that is
/// how the list is kept: it is said once.
pub(super) fn lacking(rule: &'static str, record: &Record, has: impl Fn(&Action) -> bool) -> Vec<Diagnostic> {
    let without: Vec<&Action> = open(record).filter(|action| !has(action) && is_read(record, action)).collect();
    let is_custom = record.postmortem.actions.iter().any(&has);
    match without.as_slice() {
        [first, _, ..] if !is_custom => vec![of_all(rule, record, first, without.len())],
        _ => without.into_iter().map(|action| of_one(rule, record, action)).collect(),
    }
}

/// Whether every cell of an action's row was read. A `|` in the text that is not escaped moves all cells behind it, and
/// those that the table has no room for are lost.
pub(super) fn is_read(record: &Record, action: &Action) -> bool {
    let mut read = true;
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                let own = table.rows.iter().filter(|row| row.span == action.span);
                read &=
                    own.map(|row| bars(row.span.slice(&record.document.text))).all(|bars| bars <= table.head.len() + 1);
            }
        });
    }
    read
}

fn bars(row: &str) -> usize {
    row.matches('|').count() - row.matches("\\|").count()
}

/// A finding about one action.
pub(super) fn of_one(rule: &'static str, record: &Record, action: &Action) -> Diagnostic {
    let place = place::first_line(action.span, &record.document.text);
    Diagnostic::new(rule, place).with("action", short(&action.text)).about(action.text.clone())
}

/// A finding about `count` open actions, of which this is the first.
pub(super) fn of_all(rule: &'static str, record: &Record, first: &Action, count: usize) -> Diagnostic {
    Diagnostic::new(rule, head(record, first)).variant(ALL).with("count", count).about(ALL)
}

/// The heading of the section that holds an action, else the action itself.
fn head(record: &Record, action: &Action) -> Span {
    let holds = |section: &&Section| {
        let (body, own) = (section.body, action.span);
        section.name == SectionName::Actions && body.start <= own.start && own.end <= body.end
    };
    let section = record.postmortem.sections.iter().rfind(holds);
    let span = section.map_or(action.span, |section| section.span);
    place::first_line(span, &record.document.text)
}

/// The first words, so that the message stays on one line.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 48;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// What is written beside an action: nested below its line, or in other cells of its row. It may say all that the
/// action's own text leaves out.
pub(super) fn beside(record: &Record, action: &Action) -> String {
    let mut texts = Vec::new();
    for block in &record.document.blocks {
        block.walk(&mut |block| match &block.kind {
            BlockKind::List { items, .. } => {
                items.iter().filter(|item| begins_with(item, action)).for_each(|item| nested(item, &mut texts));
            }
            BlockKind::Table(table) => {
                table.rows.iter().filter(|row| row.span == action.span).for_each(|row| cells(row, action, &mut texts));
            }
            _ => {}
        });
    }
    texts.join("\n")
}

fn begins_with(item: &Item, action: &Action) -> bool {
    let first = item.blocks.first().map(|block| &block.kind);
    matches!(first, Some(BlockKind::Paragraph(text)) if text.span == action.span)
}

fn nested(item: &Item, texts: &mut Vec<String>) {
    for block in &item.blocks[1..] {
        block.walk(&mut |block: &Block| texts.extend(block.inlines().iter().map(|inline| inline.text.clone())));
    }
}

fn cells(row: &Row, action: &Action, texts: &mut Vec<String>) {
    let owner = action.owner.as_ref().map(|owner| owner.value.as_str());
    let others = row.cells.iter().map(|cell| cell.text.trim());
    texts.extend(others.filter(|text| !text.contains(action.text.as_str()) && Some(*text) != owner).map(str::to_owned));
}
