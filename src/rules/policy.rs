//! The settings, and what a document says of itself, into what is asked of it: the one place where overrides, presets
//! and drafts are weighed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Rule, rule};
use crate::config::{Override, Settings};
use crate::diagnostic::Level;
use crate::postmortem::{Field, Kind, Lexicon, Record, SectionName, Severity, Status, severity_rank};
use crate::text::{fold_key, fold_label};

/// What is asked of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demands {
    /// The sections it must have, if it is a postmortem.
    pub sections: Vec<SectionName>,
    /// The fields it must have, if it is a postmortem.
    pub fields: Vec<Field>,
    /// The overrides that apply to it, by their place in the settings, from 0.
    pub overrides: Vec<usize>,
    /// How many words each of the sections must at least have.
    pub section_words: u32,
    levels: BTreeMap<&'static str, Chosen>,
    unfinished: bool,
}

/// A level that the settings choose for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Chosen {
    /// `None` is off.
    level: Option<Level>,
    /// Whether it was chosen for documents of this status.
    for_status: bool,
}

impl Demands {
    /// What is asked of a document that no override is meant for.
    pub fn general(settings: &Settings) -> Self {
        let mut demands = Self::default();
        demands.require(Some(&settings.required_sections), Some(&settings.required_fields));
        demands.section_words = settings.thin_section_words;
        demands.choose(&settings.levels, false);
        demands
    }

    fn require(&mut self, sections: Option<&Vec<String>>, fields: Option<&Vec<String>>) {
        if let Some(sections) = sections {
            self.sections = sections.iter().filter_map(|name| SectionName::from_name(name)).collect();
        }
        if let Some(fields) = fields {
            self.fields = fields.iter().filter_map(|name| Field::from_key(&fold_key(name))).collect();
        }
    }

    fn choose(&mut self, levels: &BTreeMap<String, Option<Level>>, for_status: bool) {
        let chosen = levels.iter().filter_map(|(name, level)| Some((rule(name)?.meta().name, *level)));
        self.levels.extend(chosen.map(|(name, level)| (name, Chosen { level, for_status })));
    }

    /// Whether the settings give a rule a level, rather than leaving it to the rule.
    pub(super) fn chooses(&self, rule: &dyn Rule) -> bool {
        self.levels.contains_key(rule.meta().name)
    }

    /// What one of a rule's messages weighs here; `None` where the rule is off. An unfinished document is only told,
    /// unless the settings chose a level for documents of its status.
    pub fn level(&self, rule: &dyn Rule, variant: &str) -> Option<Level> {
        let chosen = self.levels.get(rule.meta().name);
        let usual = || (!rule.is_opt_in()).then(|| rule.level(variant));
        let level = chosen.map_or_else(usual, |chosen| chosen.level)?;
        Some(if self.is_only_told(rule.meta().name) { Level::Note } else { level })
    }

    /// Whether the document is unfinished, and therefore only told what a rule finds.
    pub fn is_only_told(&self, name: &str) -> bool {
        let chosen = self.levels.get(name).is_some_and(|chosen| chosen.for_status);
        self.unfinished && !chosen && rule(name).is_some_and(|rule| rule.meta().note_in_drafts)
    }
}

/// What is asked of every document of a knowledge base.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    demands: Vec<Demands>,
    /// For each record, its place in `demands`.
    of: Vec<usize>,
}

impl Policy {
    /// Weighs the settings for every record.
    pub fn new(records: &[Arc<Record>], settings: &Settings, lexicon: &Lexicon) -> Self {
        let conditions: Vec<Condition<'_>> =
            settings.overrides.iter().map(|this| Condition::new(this, settings, lexicon)).collect();
        let mut known: BTreeMap<(Vec<usize>, bool), usize> = BTreeMap::new();
        let mut policy = Self::default();
        for record in records {
            let met = |index: &usize| conditions[*index].is_met(record, &settings.severities);
            let overrides: Vec<usize> = (0..conditions.len()).filter(met).collect();
            let unfinished = record.postmortem.status.as_ref().is_some_and(|status| status.value < Status::Final);
            let place = *known.entry((overrides.clone(), unfinished)).or_insert_with(|| {
                policy.demands.push(demands(settings, overrides, unfinished));
                policy.demands.len() - 1
            });
            policy.of.push(place);
        }
        policy
    }

    /// What is asked of a record.
    pub fn of(&self, index: usize) -> &Demands {
        &self.demands[self.of[index]]
    }

    /// Whether a rule is on for any document.
    pub fn is_on(&self, rule: &dyn Rule) -> bool {
        self.demands.iter().any(|demands| demands.level(rule, "").is_some())
    }
}

fn demands(settings: &Settings, overrides: Vec<usize>, unfinished: bool) -> Demands {
    let mut demands = Demands::general(settings);
    for this in overrides.iter().map(|&index| &settings.overrides[index]) {
        demands.require(this.required_sections.as_ref(), this.required_fields.as_ref());
        demands.section_words = this.thin_section_words.unwrap_or(demands.section_words);
        demands.choose(&this.levels, !this.statuses.is_empty());
    }
    Demands { overrides, unfinished, ..demands }
}

/// The conditions of an override in the terms of the reader.
struct Condition<'s> {
    this: &'s Override,
    severities: Vec<Rank>,
    statuses: Vec<Status>,
    kinds: Vec<Kind>,
}

/// A severity in the settings.
struct Rank {
    label: String,
    rank: Option<u8>,
    /// Whether it is one of the repository's own words, which may share a rank.
    own: bool,
}

impl Rank {
    fn new(label: &str, settings: &Settings, lexicon: &Lexicon) -> Self {
        let own = &settings.severities;
        let label_folded = fold_label(label);
        let is_own = own.iter().any(|word| fold_label(word) == label_folded);
        Self { rank: severity_rank(label, own, lexicon), label: label_folded, own: is_own }
    }

    fn is(&self, severity: &Severity, own: &[String]) -> bool {
        let label = fold_label(&severity.label);
        let both_own = || self.own && own.iter().any(|word| fold_label(word) == label);
        self.label == label || (self.rank == Some(severity.rank) && !both_own())
    }
}

impl<'s> Condition<'s> {
    fn new(this: &'s Override, settings: &'s Settings, lexicon: &Lexicon) -> Self {
        Self {
            this,
            severities: this.severities.iter().map(|label| Rank::new(label, settings, lexicon)).collect(),
            statuses: this.statuses.iter().filter_map(|word| lexicon.status(word)).collect(),
            kinds: this.kinds.iter().filter_map(|word| kind(word, lexicon)).collect(),
        }
    }

    /// Whether a document meets everything that is asked for. One that does not say its severity has none.
    fn is_met(&self, record: &Record, own: &[String]) -> bool {
        let postmortem = &record.postmortem;
        let severity = postmortem.severity.as_ref().map(|fact| &fact.value);
        let status = postmortem.status.as_ref().map(|fact| fact.value);
        (self.this.paths.written().is_empty() || self.this.paths.is_match(record.path.as_str()))
            && (self.this.severities.is_empty()
                || severity.is_some_and(|severity| self.severities.iter().any(|rank| rank.is(severity, own))))
            && (self.this.statuses.is_empty() || status.is_some_and(|status| self.statuses.contains(&status)))
            && (self.this.kinds.is_empty() || self.kinds.contains(&postmortem.kind))
    }
}

/// The kind of document that a word of the settings means.
pub fn kind(word: &str, lexicon: &Lexicon) -> Option<Kind> {
    let named = Kind::ALL.into_iter().find(|kind| kind.name() == word && *kind != Kind::Unreadable);
    named.or_else(|| lexicon.kind(word))
}
