//! Which documents are the current account of an incident, and which are translations or older accounts of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::RecordIndex;
use crate::postmortem::{Field, Language, Record};

/// What a document is to the incident it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edition {
    /// The account that counts.
    #[default]
    Current,
    /// Replaced by another; `None` where that one is not here.
    Superseded(Option<RecordIndex>),
    /// The same in another language; `None` where the original is not here.
    Translation(Option<RecordIndex>),
}

/// For each record, its edition. Supersession counts from either side (`superseded_by`, `supersedes`);
/// translations declare `translation_of`, or stand beside their original as `x.zh.md` beside `x.md`.
pub(super) fn editions(records: &[Arc<Record>], ids: &BTreeMap<String, RecordIndex>) -> Vec<Edition> {
    let mut editions: Vec<Edition> = records.iter().map(|record| declared(record, ids)).collect();
    for (index, record) in records.iter().enumerate() {
        for id in record.postmortem.values(Field::Supersedes) {
            if let Some(&old) = ids.get(id)
                && old != index
                && editions[old] == Edition::Current
            {
                editions[old] = Edition::Superseded(Some(index));
            }
        }
    }
    let by_path: HashMap<&str, RecordIndex> =
        records.iter().enumerate().map(|(index, record)| (record.path.as_str(), index)).collect();
    for (index, record) in records.iter().enumerate() {
        if editions[index] == Edition::Current
            && let Some(original) = original_beside(record).and_then(|path| by_path.get(path.as_str()).copied())
        {
            editions[index] = Edition::Translation(Some(original));
        }
    }
    editions
}

/// For each record, the records that are an edition of it.
pub(super) fn reverse(editions: &[Edition]) -> Vec<Vec<RecordIndex>> {
    let mut others = vec![Vec::new(); editions.len()];
    for (index, edition) in editions.iter().enumerate() {
        if let Edition::Superseded(Some(of)) | Edition::Translation(Some(of)) = edition {
            others[*of].push(index);
        }
    }
    others
}

fn declared(record: &Record, ids: &BTreeMap<String, RecordIndex>) -> Edition {
    let postmortem = &record.postmortem;
    let named = |field| postmortem.value(field).map(|id| ids.get(id).copied());
    if let Some(original) = named(Field::TranslationOf) {
        return Edition::Translation(original);
    }
    named(Field::SupersededBy).map_or(Edition::Current, Edition::Superseded)
}

/// Where the original is of what stands beside it as a translation: `a/x.zh.md` → `a/x.md`, if `zh` is a language.
pub fn original_beside(record: &Record) -> Option<String> {
    let (base, tag) = record.path.stem().rsplit_once('.')?;
    Language::from_tag(tag)?;
    let name = record.path.file_name();
    let ending = name.strip_prefix(record.path.stem())?;
    let folder = &record.path.as_str()[..record.path.as_str().len() - name.len()];
    Some(format!("{folder}{base}{ending}"))
}
