//! Which document names which: declared ids, ids in the text, and links between files.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Relation, RelationReason};
use crate::document::Document;
use crate::knowledge::RecordIndex;
use crate::postmortem::{Field, Record};

/// The fields that name other documents.
const FIELDS: [Field; 4] = [Field::Related, Field::Supersedes, Field::SupersededBy, Field::TranslationOf];

/// For each record the records it names, ascending, each with the strongest reason.
pub(in crate::knowledge) fn named(records: &[Arc<Record>], ids: &BTreeMap<String, RecordIndex>) -> Vec<Vec<Relation>> {
    let by_path: HashMap<&str, RecordIndex> =
        records.iter().enumerate().map(|(index, record)| (record.path.as_str(), index)).collect();
    records.par_iter().enumerate().map(|(index, record)| of_record(index, record, ids, &by_path)).collect()
}

/// The same where ids and paths are as they were: only records that changed are looked at.
pub(in crate::knowledge) fn renewed(
    before: &[Vec<Relation>],
    changed: &[RecordIndex],
    records: &[Arc<Record>],
    ids: &BTreeMap<String, RecordIndex>,
) -> Vec<Vec<Relation>> {
    let by_path: HashMap<&str, RecordIndex> =
        records.iter().enumerate().map(|(index, record)| (record.path.as_str(), index)).collect();
    let mut named = before.to_vec();
    changed.iter().for_each(|&index| named[index] = of_record(index, &records[index], ids, &by_path));
    named
}

fn of_record(
    index: RecordIndex,
    record: &Record,
    ids: &BTreeMap<String, RecordIndex>,
    by_path: &HashMap<&str, RecordIndex>,
) -> Vec<Relation> {
    let postmortem = &record.postmortem;
    let mut found: BTreeMap<RecordIndex, RelationReason> = BTreeMap::new();
    let mut add = |to: Option<&RecordIndex>, reason: RelationReason| {
        if let Some(&to) = to.filter(|&&to| to != index) {
            let known = found.entry(to).or_insert_with(|| reason.clone());
            *known = reason.min(known.clone());
        }
    };
    for field in FIELDS {
        postmortem.values(field).for_each(|id| add(ids.get(id), RelationReason::Declared(field)));
    }
    postmortem.mentions.iter().for_each(|mention| add(ids.get(&mention.value), RelationReason::Mentioned));
    for destination in destinations(&record.document) {
        add(record.path.join_link(&destination).and_then(|path| by_path.get(path.as_str())), RelationReason::Linked);
    }
    found.into_iter().map(|(to, reason)| Relation { to, reason }).collect()
}

/// The paths that a document links to, decoded, without fragments.
fn destinations(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for block in &document.blocks {
        block.walk(&mut |block| {
            for (destination, _) in block.inlines().flat_map(crate::document::Inline::destinations) {
                let path = destination.split(['#', '?']).next().unwrap_or_default();
                if !path.is_empty() && !path.contains(':') {
                    found.push(crate::text::percent_decoded(path));
                }
            }
        });
    }
    found
}

/// For each record, the records that name it.
pub(in crate::knowledge) fn reverse(names: &[Vec<RecordIndex>]) -> Vec<Vec<RecordIndex>> {
    let mut reversed = vec![Vec::new(); names.len()];
    for (index, named) in names.iter().enumerate() {
        for &target in named {
            reversed[target].push(index);
        }
    }
    reversed
}
