//! The open actions of a document into findings about those that lack something: one for each, or a single one where
//! the document never says it of any action.

use std::collections::{BTreeMap, BTreeSet};

use super::place;
use super::said::short;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Item, Row};
use crate::postmortem::{Action, ActionState, Record};

/// The variant of the message about all open actions at once.
pub(super) const ALL: &str = "all";

/// The open actions of a postmortem; none of any other document.
pub(super) fn open(record: &Record) -> impl Iterator<Item = &Action> {
    let actions = record.postmortem.kind.is_postmortem().then_some(&record.postmortem.actions);
    actions.into_iter().flatten().filter(|action| action.state == ActionState::Open)
}

/// Findings of `rule` about the open actions that lack something and are not excused. Where no action has it, done ones
/// included, that is how the list is kept: it is said once. A rule to live by is asked for nothing.
pub(super) fn lacking(
    rule: &'static str,
    record: &Record,
    has: impl Fn(&Action) -> bool,
    is_excused: impl Fn(&Action) -> bool,
) -> Vec<Diagnostic> {
    let asked = open(record).filter(|action| !action.standing);
    let mut without: Vec<&Action> = asked.filter(|action| !has(action) && !is_excused(action)).collect();
    if !without.is_empty() {
        let broken = broken_rows(record);
        without.retain(|action| !broken.contains(&action.span.start));
    }
    let is_custom = record.postmortem.actions.iter().any(&has);
    match without.as_slice() {
        [first, _, ..] if !is_custom => vec![of_all(rule, record, first, without.len())],
        _ => without.into_iter().map(|action| of_one(rule, record, action)).collect(),
    }
}

/// Where the rows begin of which not every cell was read. A `|` in the text that is not escaped moves all cells behind
/// it, and those that the table has no room for are lost.
pub(super) fn broken_rows(record: &Record) -> BTreeSet<usize> {
    let mut broken = BTreeSet::new();
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                let too_long = |row: &&Row| bars(row.span.slice(&record.document.text)) > table.head.len() + 1;
                broken.extend(table.rows.iter().filter(too_long).map(|row| row.span.start));
            }
        });
    }
    broken
}

fn bars(row: &str) -> usize {
    row.matches('|').count() - row.matches("\\|").count()
}

/// A finding about one action.
pub(super) fn of_one(rule: &'static str, record: &Record, action: &Action) -> Diagnostic {
    let place = place::first_line(action.span, &record.document.text);
    Diagnostic::new(rule, place).with("action", short(&action.text)).about(action.text.clone())
}

/// A finding about `count` open actions, of which this is the first. It stands there, so that one remark before the list
/// or table reaches it.
pub(super) fn of_all(rule: &'static str, record: &Record, first: &Action, count: usize) -> Diagnostic {
    let place = place::first_line(first.span, &record.document.text);
    Diagnostic::new(rule, place).variant(ALL).with("count", count).about(ALL)
}

/// What is written beside actions, by where they begin: nested below their line, or in other cells of their row. It may
/// say all that their own text leaves out.
pub(super) struct Beside(BTreeMap<usize, Vec<String>>);

impl Beside {
    /// That of all actions of a document.
    pub(super) fn of(record: &Record) -> Self {
        let mut beside = Self(BTreeMap::new());
        for block in &record.document.blocks {
            block.walk(&mut |block| match &block.kind {
                BlockKind::List { items, .. } => items.iter().for_each(|item| beside.item(item)),
                BlockKind::Table(table) => table.rows.iter().for_each(|row| beside.row(row)),
                _ => {}
            });
        }
        beside
    }

    fn item(&mut self, item: &Item) {
        let Some((Block { kind: BlockKind::Paragraph(text), .. }, nested)) = item.blocks.split_first() else { return };
        let texts = self.0.entry(text.span.start).or_default();
        for block in nested {
            texts.extend(block.inlines().map(|inline| inline.text.clone()));
            if let BlockKind::List { items, .. } = &block.kind {
                let inner = items.iter().flat_map(|item| &item.blocks).flat_map(Block::inlines);
                texts.extend(inner.map(|inline| inline.text.clone()));
            }
        }
    }

    fn row(&mut self, row: &Row) {
        self.0.entry(row.span.start).or_default().extend(row.cells.iter().map(|cell| cell.text.trim().to_owned()));
    }

    /// Whether as much as a sentence stands beside an action.
    pub(super) fn explains(&self, action: &Action) -> bool {
        let owner = action.owner.as_ref().map(|owner| owner.value.as_str());
        let is_own = |text: &str| text.contains(action.text.as_str()) || Some(text) == owner;
        let texts = self.0.get(&action.span.start).into_iter().flatten();
        texts.filter(|text| !is_own(text)).flat_map(|text| text.lines()).any(is_sentence)
    }
}

/// Whether a text has more letters than a day, a state or a name.
pub(super) fn is_sentence(text: &str) -> bool {
    const LETTERS: usize = 20;
    text.chars().filter(|c| c.is_alphabetic()).count() > LETTERS
}
