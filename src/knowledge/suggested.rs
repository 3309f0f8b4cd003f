//! A postmortem that names no cause into the causes that it may mean, each with the reason: suggestions for a person to
//! judge. Nothing is counted by them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::causes::starter;
use super::{Cause, CauseKind, Edition, KnowledgeBase, RecordIndex, Similar};
use crate::postmortem::{Kind, SectionName, said};
use crate::text::is_cjk;

/// A cause that a document may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedCause {
    /// Its id.
    pub id: String,
    /// Why it may be meant.
    pub reason: SuggestionReason,
}

/// Why a cause is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggestionReason {
    /// The section about the root cause says this name of it.
    Spoken(String),
    /// These incidents, which are much alike, name it; the most alike first.
    Similar(Vec<RecordIndex>),
}

impl KnowledgeBase {
    /// Whether a record is an account that counts, and names no cause. Exercises have none.
    pub fn names_no_cause(&self, record: RecordIndex) -> bool {
        let postmortem = &self.records[record].postmortem;
        let is_asked = postmortem.kind.is_postmortem() && postmortem.kind != Kind::Drill;
        is_asked && postmortem.root_causes.is_empty() && self.editions[record] == Edition::Current
    }

    /// The causes that a record without any may mean, the surest first; `similar` are incidents that are like it. Empty
    /// where it names one, and where nothing speaks for any.
    pub fn suggested_causes(&self, record: RecordIndex, similar: &[Similar]) -> Vec<SuggestedCause> {
        const MOST: usize = 3;
        if !self.names_no_cause(record) {
            return Vec::new();
        }
        let mut found = self.spoken_causes(record);
        for (id, records) in self.causes_of_similar(similar) {
            if !found.iter().any(|suggested| suggested.id == id) {
                found.push(SuggestedCause { id, reason: SuggestionReason::Similar(records) });
            }
        }
        found.truncate(MOST);
        found
    }

    /// The causes whose names the root-cause section says, those with the longest name first: it says the most.
    fn spoken_causes(&self, record: RecordIndex) -> Vec<SuggestedCause> {
        let record = &self.records[record];
        let Some(section) = record.postmortem.section(SectionName::RootCause) else { return Vec::new() };
        let text = said(section, record).to_lowercase();
        let in_use = |cause: &&Cause| cause.kind == CauseKind::RootCause && cause.deprecated.is_none();
        let known = self.causes.values().chain(starter().values().filter(|cause| !self.causes.contains_key(&cause.id)));
        let mut found: Vec<(usize, SuggestedCause)> = known
            .filter(in_use)
            .filter_map(|cause| {
                let name = cause.spoken_in(&text)?;
                // The registry may use a name for a cause of its own.
                let meant = self.cause_names.meaning(&name).filter(|meaning| meaning.id != cause.id);
                if meant.is_some() {
                    return None;
                }
                let length = name.chars().count();
                Some((length, SuggestedCause { id: cause.id.clone(), reason: SuggestionReason::Spoken(name) }))
            })
            .collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        found.into_iter().map(|(_, suggested)| suggested).collect()
    }

    /// The causes that similar incidents name, each with those incidents: those that most of them name first.
    fn causes_of_similar(&self, similar: &[Similar]) -> Vec<(String, Vec<RecordIndex>)> {
        let mut naming: BTreeMap<&String, Vec<RecordIndex>> = BTreeMap::new();
        for similar in similar {
            self.causes_of[similar.record].iter().for_each(|id| naming.entry(id).or_default().push(similar.record));
        }
        let is_current = |id: &&String| self.causes.get(*id).is_some_and(|cause| cause.deprecated.is_none());
        let mut all: Vec<(&String, Vec<RecordIndex>)> = naming.into_iter().filter(|(id, _)| is_current(id)).collect();
        all.sort_by_key(|(_, records)| Reverse(records.len()));
        all.into_iter().map(|(id, records)| (id.clone(), records)).collect()
    }
}

impl Cause {
    /// The longest of its names that a text in lower case says, if it says any.
    pub fn spoken_in(&self, text: &str) -> Option<String> {
        // An id of one word may be any word.
        let of_id = Some(self.id.replace(['-', '_'], " ")).filter(|name| name.contains(' '));
        let names = of_id.into_iter().chain(self.titles.values().cloned()).chain(self.aliases.iter().cloned());
        names.filter(|name| says(text, &name.to_lowercase())).max_by_key(String::len)
    }
}

/// Whether a text says a name as words of its own; between letters of CJK there are no spaces to tell.
fn says(text: &str, name: &str) -> bool {
    const SHORTEST: usize = 4;
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    name.chars().count() >= SHORTEST
        && text.match_indices(name).any(|(at, _)| {
            !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + name.len()..].chars().next())
        })
}
