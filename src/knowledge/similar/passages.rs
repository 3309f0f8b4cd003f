//! A record into the passages that tell of its incident, and these into terms of two fields: the essence (title
//! and summary), and everything else. Headings of sections, heads of tables and lists of people tell nothing.

use std::collections::BTreeSet;

use crate::document::{Block, BlockKind};
use crate::postmortem::{Field, Postmortem, Record, Section, SectionName};
use crate::search::{Collector, TermKind, Told, terms};

use super::words::telling;

/// Essence and rest.
pub(super) const FIELDS: usize = 2;
/// Title and summary.
pub(super) const ESSENCE: usize = 0;
const REST: usize = 1;

/// What a whole word counts; its parts count half.
pub(super) const WHOLE: u8 = 2;

/// The fields of the metadata that tell of the incident.
const TOLD: [Field; 6] =
    [Field::Services, Field::Alerts, Field::Tags, Field::Trigger, Field::RootCauses, Field::Impact];

/// A text, and what part of the document it stands in; `None` outside every section.
pub(super) struct Passage<'r> {
    pub(super) text: &'r str,
    pub(super) section: Option<SectionName>,
}

impl Passage<'_> {
    fn field(&self) -> usize {
        if self.section == Some(SectionName::Summary) { ESSENCE } else { REST }
    }

    /// Whether it tells what happened or why, and not what was done about it.
    pub(super) fn is_central(&self) -> bool {
        const CENTRAL: [SectionName; 5] = [
            SectionName::Summary,
            SectionName::RootCause,
            SectionName::Trigger,
            SectionName::FiveWhys,
            SectionName::Impact,
        ];
        self.section.is_none_or(|section| CENTRAL.contains(&section))
    }
}

/// Adds the terms of a record. Who took part is no likeness of incidents.
pub(super) fn collect(record: &Record, collector: &mut Collector<FIELDS>) {
    let people = people(record);
    for passage in passages(record) {
        let field = passage.field();
        // Word by word: most were met before.
        for word in passage.text.split_whitespace() {
            collector.add_text(field, word, split, |word| people.contains(word));
        }
    }
}

/// The terms of a word, as the collector asks for them.
fn split(word: &str, each: &mut dyn FnMut(Told<'_>)) {
    terms(word, |term| {
        let count = if term.kind == TermKind::Part { WHOLE / 2 } else { WHOLE };
        each(Told { word: term.text, term: telling(&term), count, may_be_left_out: term.kind != TermKind::Pair });
    });
}

/// The names of those who are named as owners, authors or attendees.
pub(super) fn people(record: &Record) -> BTreeSet<String> {
    const NAMING: [Field; 4] = [Field::Owner, Field::Authors, Field::Reviewers, Field::Attendees];
    let postmortem = &record.postmortem;
    let owners = postmortem.actions.iter().filter_map(|action| action.owner.as_ref()).map(|owner| owner.value.as_str());
    let mut people = BTreeSet::new();
    for name in NAMING.iter().flat_map(|field| postmortem.values(*field)).chain(owners) {
        terms(name, |term| {
            if term.kind != TermKind::Pair {
                people.insert(term.text.to_owned());
            }
        });
    }
    people
}

/// The passages of a record, title and metadata first.
pub(super) fn passages(record: &Record) -> Vec<Passage<'_>> {
    let postmortem = &record.postmortem;
    let mut found = vec![Passage { text: &postmortem.title.value, section: Some(SectionName::Summary) }];
    let summary = postmortem.values(Field::Summary);
    found.extend(summary.map(|text| Passage { text, section: Some(SectionName::Summary) }));
    let told = TOLD.iter().flat_map(|field| postmortem.values(*field));
    found.extend(told.map(|text| Passage { text, section: None }));
    for block in &record.document.blocks {
        block.walk(&mut |block| of_block(block, postmortem, &mut found));
    }
    found
}

fn of_block<'r>(block: &'r Block, postmortem: &Postmortem, found: &mut Vec<Passage<'r>>) {
    let section = || around(block, postmortem);
    let mut add = |text: &'r str, section| {
        if section != Some(SectionName::Attendees) {
            found.push(Passage { text, section });
        }
    };
    match &block.kind {
        BlockKind::Heading { level, text, .. } if *level > 1 && !is_of_section(block, postmortem) => {
            add(&text.text, section());
        }
        BlockKind::Paragraph(text) => add(&text.text, section()),
        BlockKind::Code { text, .. } => add(text, section()),
        BlockKind::Table(table) => {
            let section = section();
            table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| add(&cell.text, section));
        }
        _ => {}
    }
}

/// The innermost section that a block is in. A label may begin the block that it is the label of.
fn around(block: &Block, postmortem: &Postmortem) -> Option<SectionName> {
    let last = block.span.end.saturating_sub(1);
    let holds = |section: &&Section| section.body.start <= last && last < section.body.end;
    let inner = postmortem.sections.iter().filter(holds).min_by_key(|section| section.body.end - section.body.start);
    inner.map(|section| section.name)
}

fn is_of_section(block: &Block, postmortem: &Postmortem) -> bool {
    postmortem.sections.iter().any(|section| section.span == block.span)
}
