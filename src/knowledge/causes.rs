//! Cause pages into the registry, and the names in postmortems into its ids.
//!
//! 1. `registry`: the pages of the repository, and the causes that come with pmdoc (`starter`).
//! 2. `names`: ids, titles and aliases in every language into ids, and misspelt ones into suggestions.
//! 3. `family`: which cause is a case of which.

mod family;
mod names;
mod registry;
mod starter;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Occurrence, RecordIndex};
use crate::postmortem::Record;

pub use names::{CauseNames, Meaning, Suggestion};
pub(super) use starter::starter;

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
    /// Whether, and since when, postmortems are to name another.
    pub deprecated: Option<Deprecated>,
    /// Who knows of it.
    pub origin: Origin,
    /// Its page; `None` for a cause that postmortems name and nobody registered.
    pub record: Option<RecordIndex>,
    /// The ids of the causes that are cases of it, at any depth, sorted.
    pub cases: Vec<String>,
    /// Every account that names it, oldest first: its occurrences, and the near misses and drills about it.
    pub told: Vec<RecordIndex>,
    /// The incidents that name it, oldest first.
    pub occurrences: Vec<Occurrence>,
    /// The incidents that name it or one of its cases, oldest first; empty for a cause without cases.
    pub of_family: Vec<Occurrence>,
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

/// Who knows of a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Origin {
    /// The repository: it has a page.
    Registered,
    /// pmdoc: it is one of those that come with it.
    Starter,
    /// Nobody: postmortems name it.
    #[default]
    Named,
}

/// A cause that is not to be named any more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deprecated {
    /// From which day, where the page says so.
    pub since: Option<Date>,
    /// The id of the cause to name instead.
    pub replaced_by: Option<String>,
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

    /// The incidents that name it or one of its cases, oldest first.
    pub fn all_occurrences(&self) -> &[Occurrence] {
        if self.cases.is_empty() { &self.occurrences } else { &self.of_family }
    }

    /// The near misses and drills that name it, oldest first.
    pub fn near(&self) -> impl Iterator<Item = RecordIndex> {
        let is_near = |record: &RecordIndex| !self.occurrences.iter().any(|occurrence| occurrence.record == *record);
        self.told.iter().copied().filter(is_near)
    }
}

/// The registry, what names mean in it, and for each record the ids of the causes it names.
pub(super) fn read(records: &[Arc<Record>]) -> (BTreeMap<String, Cause>, CauseNames, Vec<Vec<String>>) {
    let mut causes = registry::registry(records);
    let names = CauseNames::of(&causes);
    let causes_of = resolve(records, &names, &mut causes);
    for cause in causes.values_mut() {
        let parent = cause.parent.as_deref().and_then(|parent| names.meaning(parent));
        cause.parent = parent.map(|parent| parent.id).or(cause.parent.take());
    }
    family::relate(&mut causes);
    (causes, names, causes_of)
}

/// For each record the ids of the causes it names. Names that no registry knows become causes of their own, so that
/// unregistered causes recur too.
fn resolve(records: &[Arc<Record>], names: &CauseNames, causes: &mut BTreeMap<String, Cause>) -> Vec<Vec<String>> {
    let of = |record: &Arc<Record>| {
        let mut ids: Vec<String> = Vec::new();
        for name in &record.postmortem.root_causes {
            let id = names.meaning(&name.value).map_or_else(|| name.value.trim().to_owned(), |meaning| meaning.id);
            if !ids.contains(&id) {
                causes.entry(id.clone()).or_insert_with(|| registry::unregistered(&id));
                ids.push(id);
            }
        }
        ids
    };
    records.iter().map(of).collect()
}
