//! Which document names which: declared ids, ids in the text, and links between files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::RecordIndex;
use crate::document::Document;
use crate::postmortem::{Field, Record};

/// For each record, the records it names, ascending.
pub(super) fn names(records: &[Record], ids: &BTreeMap<String, RecordIndex>) -> Vec<Vec<RecordIndex>> {
    let by_path: HashMap<&str, RecordIndex> =
        records.iter().enumerate().map(|(index, record)| (record.path.as_str(), index)).collect();
    records.iter().enumerate().map(|(index, record)| named(index, record, ids, &by_path)).collect()
}

fn named(
    index: RecordIndex,
    record: &Record,
    ids: &BTreeMap<String, RecordIndex>,
    by_path: &HashMap<&str, RecordIndex>,
) -> Vec<RecordIndex> {
    let postmortem = &record.postmortem;
    let declared = [Field::Related, Field::Supersedes, Field::SupersededBy, Field::TranslationOf]
        .into_iter()
        .flat_map(|field| postmortem.values(field));
    let mentioned = postmortem.mentions.iter().map(|mention| mention.value.as_str());
    let mut found: BTreeSet<RecordIndex> = declared.chain(mentioned).filter_map(|id| ids.get(id).copied()).collect();
    for destination in destinations(&record.document) {
        let target = record.path.join_link(&destination).and_then(|path| by_path.get(path.as_str()).copied());
        found.extend(target);
    }
    found.remove(&index);
    found.into_iter().collect()
}

/// The paths that a document links to, decoded, without fragments.
fn destinations(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for block in &document.blocks {
        block.walk(&mut |block| {
            for (destination, _) in block.inlines().iter().flat_map(|inline| inline.destinations()) {
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
pub(super) fn reverse(names: &[Vec<RecordIndex>]) -> Vec<Vec<RecordIndex>> {
    let mut reversed = vec![Vec::new(); names.len()];
    for (index, named) in names.iter().enumerate() {
        for &target in named {
            reversed[target].push(index);
        }
    }
    reversed
}
