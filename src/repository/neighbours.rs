//! Documents into what they may be found by, so that of many documents only those need be known that one of them has to do
//! with: it names them, it shares an id or a cause with them, or one replaces or translates another.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use crate::document::MarkKind;
use crate::knowledge::{CauseNames, KnowledgeBase, RecordIndex, original_beside};
use crate::postmortem::{Field, Record};
use crate::text::percent_decoded;

/// What a document is found by, hashed: of two things with one hash, both are found.
pub(super) type Key = u64;

/// Fields by which a document says that it is an edition of another.
const EDITIONS: [Field; 3] = [Field::Supersedes, Field::SupersededBy, Field::TranslationOf];

fn name(name: &str) -> Key {
    key("name", &name.trim().to_lowercase())
}

fn path(path: &str) -> Key {
    key("path", path)
}

fn cause(name: &str) -> Key {
    key("cause", &CauseNames::fold(name))
}

fn key(kind: &str, text: &str) -> Key {
    let mut hasher = FxHasher::default();
    (kind, text).hash(&mut hasher);
    hasher.finish()
}

/// What a document is found by: its id and file, and the causes that it names.
pub(super) fn keys(record: &Record) -> Vec<Key> {
    let causes = record.postmortem.root_causes.iter().map(|fact| cause(&fact.value));
    let own = [name(&record.postmortem.id.value), name(record.path.stem()), path(record.path.as_str())];
    own.into_iter().chain(causes).collect()
}

/// Whether a document says which accounts of an incident count: that matters to whoever has to do with any of them.
pub(super) fn is_edition(record: &Record) -> bool {
    EDITIONS.iter().any(|field| record.postmortem.fields.contains_key(field)) || original_beside(record).is_some()
}

/// What the documents are found by that some documents have to do with. `base` holds those, and the registry of causes.
pub(super) fn sought(base: &KnowledgeBase, records: impl Iterator<Item = RecordIndex>) -> FxHashSet<Key> {
    let mut sought = FxHashSet::default();
    for index in records {
        let record = &base.records[index];
        sought.extend(keys(record));
        let facts = record.postmortem.fields.values().flatten().chain(&record.postmortem.mentions);
        sought.extend(facts.map(|fact| name(&fact.value)));
        sought.extend(original_beside(record).map(|original| path(&original)));
        links(record, &mut sought);
        for id in &base.causes_of[index] {
            sought.insert(cause(id));
            sought.extend(base.cause_names.names_of(id).map(|folded| key("cause", folded)));
        }
    }
    sought
}

fn links(record: &Record, sought: &mut FxHashSet<Key>) {
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            for mark in block.inlines().flat_map(|inline| &inline.marks) {
                match &mark.kind {
                    MarkKind::Link(to) => {
                        let to = percent_decoded(to.split(['#', '?']).next().unwrap_or_default());
                        sought.extend(record.path.join_link(&to).map(|to| path(to.as_str())));
                    }
                    MarkKind::Wiki(to) => sought.extend(to.split(['|', '#']).next().map(name)),
                    _ => {}
                }
            }
        });
    }
}
