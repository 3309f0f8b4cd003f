//! The pages of the cause registry into causes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::starter::starter;
use super::{Cause, CauseKind, Deprecated, Origin};
use crate::document::{Node, Value};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Field, Kind, Record, date_in};
use crate::text::{fold_key, fold_label};

/// The registered causes by id; the first page by path counts where several claim an id.
pub(super) fn registry(records: &[Arc<Record>]) -> BTreeMap<String, Cause> {
    let mut causes = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        if record.postmortem.kind == Kind::Cause {
            let cause = registered(index, record);
            causes.entry(cause.id.clone()).or_insert(cause);
        }
    }
    causes
}

/// A cause that has no page: what pmdoc knows of it. Its author calls it a root cause, whatever others take it for.
pub(super) fn unregistered(id: &str) -> Cause {
    match starter().get(id) {
        Some(known) => Cause { kind: CauseKind::RootCause, ..known.clone() },
        None => Cause { id: id.to_owned(), ..Cause::default() },
    }
}

fn registered(index: RecordIndex, record: &Record) -> Cause {
    let postmortem = &record.postmortem;
    let is_trigger = postmortem.value(Field::Kind).is_some_and(|kind| fold_label(kind) == "trigger");
    Cause {
        id: postmortem.id.value.clone(),
        titles: titles(record),
        aliases: postmortem.values(Field::Aliases).map(str::to_owned).collect(),
        parent: postmortem.value(Field::Parent).map(str::to_owned),
        kind: if is_trigger { CauseKind::Trigger } else { CauseKind::RootCause },
        owner: postmortem.value(Field::Owner).map(str::to_owned),
        deprecated: deprecated(record),
        origin: Origin::Registered,
        record: Some(index),
        ..Cause::default()
    }
}

/// `deprecated: true`, `deprecated: 2026-03-01`, or `replaced_by: …`, which says the same.
fn deprecated(record: &Record) -> Option<Deprecated> {
    let replaced_by = record.postmortem.value(Field::ReplacedBy).map(str::to_owned);
    let said = match entry(record, "deprecated").map(|node| &node.value) {
        Some(Value::Bool(said)) => *said,
        Some(Value::Text(said)) => !matches!(fold_label(said).as_str(), "false" | "no" | ""),
        _ => false,
    };
    let since = record.postmortem.value(Field::Deprecated).and_then(date_in).map(|(day, _)| day);
    (said || replaced_by.is_some()).then_some(Deprecated { since, replaced_by })
}

fn entry<'r>(record: &'r Record, key: &str) -> Option<&'r Node> {
    let entries = &record.document.front_matter.entries;
    entries.iter().find(|entry| fold_key(&entry.key) == key).map(|entry| &entry.node)
}

/// `title: 이름` or `title: {ko: 이름, en: Name}`.
fn titles(record: &Record) -> BTreeMap<String, String> {
    match entry(record, "title") {
        Some(Node { value: Value::Map(names), .. }) => names
            .iter()
            .filter_map(|name| name.node.texts().first().map(|(text, _)| (name.key.clone(), (*text).to_owned())))
            .collect(),
        _ => BTreeMap::from([(String::new(), record.postmortem.title.value.clone())]),
    }
}
