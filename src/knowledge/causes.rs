//! Cause pages into the registry, and the names in postmortems into its ids.

use std::collections::BTreeMap;

use super::{Occurrence, RecordIndex};
use crate::document::{Node, Value};
use crate::postmortem::{Field, Kind, Record};
use crate::text::{fold_key, fold_label};

/// A root cause or trigger.
#[derive(Debug, Clone, Default)]
pub struct Cause {
    /// Its id.
    pub id: String,
    /// Its name by language tag; `""` where the page gives a single one.
    pub titles: BTreeMap<String, String>,
    /// Other names that mean it.
    pub aliases: Vec<String>,
    /// The id of the more general cause.
    pub parent: Option<String>,
    /// Root cause or trigger.
    pub kind: CauseKind,
    /// Who looks after it.
    pub owner: Option<String>,
    /// Its page; `None` for a cause that postmortems name and nobody registered.
    pub record: Option<RecordIndex>,
    /// The postmortems that name it, oldest first.
    pub occurrences: Vec<Occurrence>,
}

/// What a registered cause explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CauseKind {
    /// Why it could happen.
    #[default]
    RootCause,
    /// What set it off.
    Trigger,
}

impl Cause {
    /// Its name in a language, else in the language without a tag, else in English, else any, else its id.
    pub fn title(&self, language: &str) -> &str {
        let primary = language.split('-').next().unwrap_or(language);
        [language, primary, "", "en"]
            .iter()
            .find_map(|tag| self.titles.get(*tag))
            .or_else(|| self.titles.values().next())
            .map_or(self.id.as_str(), String::as_str)
    }
}

/// The registered causes by id.
pub(super) fn registry(records: &[Record]) -> BTreeMap<String, Cause> {
    let mut causes = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        if record.postmortem.kind == Kind::Cause {
            let cause = registered(index, record);
            causes.entry(cause.id.clone()).or_insert(cause);
        }
    }
    causes
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
        record: Some(index),
        occurrences: Vec::new(),
    }
}

/// `title: 이름` or `title: {ko: 이름, en: Name}`.
fn titles(record: &Record) -> BTreeMap<String, String> {
    let entry = record.document.front_matter.entries.iter().find(|entry| fold_key(&entry.key) == "title");
    match entry.map(|entry| &entry.node) {
        Some(Node { value: Value::Map(names), .. }) => names
            .iter()
            .filter_map(|name| name.node.texts().first().map(|(text, _)| (name.key.clone(), (*text).to_owned())))
            .collect(),
        _ => BTreeMap::from([(String::new(), record.postmortem.title.value.clone())]),
    }
}

/// For each record the ids of the causes it names. Names that the registry does not know become causes of
/// their own, so that unregistered causes recur too.
pub(super) fn resolve(records: &[Record], causes: &mut BTreeMap<String, Cause>) -> Vec<Vec<String>> {
    let names = names(causes);
    records
        .iter()
        .map(|record| {
            let mut ids: Vec<String> = Vec::new();
            for name in &record.postmortem.root_causes {
                let folded = fold_name(&name.value);
                let id = names.get(&folded).cloned().unwrap_or_else(|| name.value.trim().to_owned());
                if !ids.contains(&id) {
                    causes.entry(id.clone()).or_insert_with(|| Cause { id: id.clone(), ..Cause::default() });
                    ids.push(id);
                }
            }
            ids
        })
        .collect()
}

/// Every id, title and alias, folded, with the id it means.
fn names(causes: &BTreeMap<String, Cause>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for cause in causes.values() {
        let all = std::iter::once(&cause.id).chain(cause.titles.values()).chain(&cause.aliases);
        for name in all {
            names.entry(fold_name(name)).or_insert_with(|| cause.id.clone());
        }
    }
    names
}

fn fold_name(name: &str) -> String {
    fold_label(name).replace(['-', '_', ' '], "")
}
