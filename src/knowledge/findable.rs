//! Records into what search knows of them: their text part by part, and their facets.

use std::collections::BTreeMap;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::{KnowledgeBase, RecordIndex};
use crate::document::{Block, BlockKind, Inline};
use crate::postmortem::{Field, Kind, Postmortem, Record, Section, SectionName};
use crate::search::{Catalogue, Entry, Facet, Part};

/// Records that can be searched.
#[derive(Debug)]
pub struct Findable {
    /// What is known of them.
    pub catalogue: Catalogue,
    /// Which record each document of the catalogue is.
    pub records: Vec<RecordIndex>,
}

impl Findable {
    /// Some of the records, in an order that decides among equals. The first name of a cause is that of a language.
    pub fn of(base: &KnowledgeBase, records: Vec<RecordIndex>, language: &str) -> Self {
        let entries = records.par_iter().map(|&index| entry(base, index)).collect();
        Self { catalogue: Catalogue::new(entries, &names(base, language)), records }
    }

    /// Every record that says something: postmortems, the newest first, then guides, then causes.
    pub fn all(base: &KnowledgeBase) -> Vec<RecordIndex> {
        let causes = base.causes.values().filter_map(|cause| cause.record);
        base.postmortems().into_iter().chain(base.guides()).chain(causes).collect()
    }
}

fn entry(base: &KnowledgeBase, index: RecordIndex) -> Entry {
    let record = &base.records[index];
    let postmortem = &record.postmortem;
    let mut entry = Entry { facets: facets(base, index), ..Entry::default() };
    entry.push(Part::Title, &one_line(&postmortem.title.value));
    let described = postmortem.values(Field::Description).chain(postmortem.values(Field::Summary));
    described.for_each(|text| entry.push(Part::Summary, text));
    for block in &record.document.blocks {
        block.walk(&mut |block| add(block, record, &mut entry));
    }
    let told = [Field::Trigger, Field::Impact].iter().flat_map(|field| postmortem.values(*field));
    told.for_each(|text| entry.push(Part::Body, text));
    let causes = base.causes_of[index].iter().filter_map(|id| base.causes.get(id)).flat_map(|cause| {
        std::iter::once(&cause.id).chain(cause.titles.values()).chain(&cause.aliases).map(String::as_str)
    });
    entry.push(Part::Cause, &joined(causes));
    if let Some(cause) = base.causes.get(&postmortem.id.value).filter(|cause| cause.record == Some(index)) {
        entry.push(Part::Title, &joined(cause.titles.values().map(String::as_str)));
        entry.push(Part::Cause, &joined(cause.aliases.iter().map(String::as_str)));
    }
    let fields = [Field::Services, Field::Teams, Field::Tags, Field::Alerts];
    entry.push(Part::Service, &joined(fields.iter().flat_map(|field| postmortem.values(*field))));
    entry.push(Part::Title, &one_line(&postmortem.id.value));
    entry
}

fn add(block: &Block, record: &Record, entry: &mut Entry) {
    let part = || {
        let of_summary = |section: &&Section| section.name == SectionName::Summary;
        let holds = |section: &Section| section.body.start <= block.span.start && block.span.end <= section.body.end;
        let is_summary = record.postmortem.sections.iter().find(of_summary).is_some_and(holds);
        if is_summary { Part::Summary } else { Part::Body }
    };
    match &block.kind {
        // The title stands in the first line already.
        BlockKind::Heading { level: 1, text, .. }
            if one_line(&text.text) == one_line(&record.postmortem.title.value) => {}
        BlockKind::Heading { text, .. } => entry.push(Part::Heading, &text.text),
        BlockKind::Paragraph(text) => entry.push(part(), &text.text),
        BlockKind::Code { text, .. } => entry.push(Part::Body, text),
        BlockKind::Table(table) => {
            let line = |cells: &[Inline]| joined(cells.iter().map(|cell| cell.text.as_str()));
            entry.push(Part::Body, &line(&table.head));
            table.rows.iter().for_each(|row| entry.push(Part::Body, &line(&row.cells)));
        }
        BlockKind::Admonition { title: Some(title), .. } => entry.push(Part::Heading, title),
        _ => {}
    }
}

/// Texts that stand beside one another and are no sentence.
fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn facets(base: &KnowledgeBase, index: RecordIndex) -> [Vec<String>; crate::search::FACETS] {
    let postmortem = &base.records[index].postmortem;
    let several = |field| {
        let mut values: Vec<String> =
            postmortem.values(field).map(one_line).filter(|value| !value.is_empty()).collect();
        values.sort();
        values.dedup();
        values
    };
    let one = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
    let is_postmortem = postmortem.kind.is_postmortem();
    Facet::ALL.map(|facet| match facet {
        Facet::Year => {
            one(postmortem.date.as_ref().filter(|_| is_postmortem).map(|date| format!("{:04}", date.value.year())))
        }
        Facet::Severity => one(postmortem.severity.as_ref().map(|severity| severity_key(severity.value.rank))),
        Facet::Status => {
            one(postmortem.status.as_ref().filter(|_| is_postmortem).map(|status| status.value.name().to_owned()))
        }
        Facet::Cause => base.causes_of[index].clone(),
        Facet::Service => several(Field::Services),
        Facet::Team => several(Field::Teams),
        Facet::Kind => one(Some(kind(postmortem).name().to_owned())),
    })
}

/// An index page is a guide to whoever looks for something.
fn kind(postmortem: &Postmortem) -> Kind {
    if postmortem.kind == Kind::Index { Kind::Guide } else { postmortem.kind }
}

fn severity_key(rank: u8) -> String {
    format!("sev{}", rank.clamp(1, 5))
}

/// What the values of facets are called besides their keys: causes in every language, severities as authors write them,
/// the commonest first.
fn names(base: &KnowledgeBase, language: &str) -> BTreeMap<(Facet, String), Vec<String>> {
    let mut names: BTreeMap<(Facet, String), Vec<String>> = BTreeMap::new();
    for (id, cause) in &base.causes {
        let own = cause.title(language);
        let others = cause.titles.values().chain(&cause.aliases).map(String::as_str).filter(|name| *name != own);
        names.insert((Facet::Cause, id.clone()), std::iter::once(own).chain(others).map(str::to_owned).collect());
    }
    let mut written: BTreeMap<(u8, String), usize> = BTreeMap::new();
    for severity in base.records.iter().filter_map(|record| record.postmortem.severity.as_ref()) {
        *written.entry((severity.value.rank, one_line(&severity.value.label))).or_default() += 1;
    }
    let mut written: Vec<((u8, String), usize)> = written.into_iter().collect();
    written.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for ((rank, label), _) in written {
        let known = names.entry((Facet::Severity, severity_key(rank))).or_default();
        if known.len() < SPELLINGS {
            known.push(label);
        }
    }
    names
}

/// Ways to write one severity that are known: some authors explain it in the same breath.
const SPELLINGS: usize = 16;
