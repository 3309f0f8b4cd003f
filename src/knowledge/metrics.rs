//! Figures about a knowledge base that say what they stand on: distributions with every value, and what is not known
//! counted as such. Never a mean.

mod distribution;
mod durations;
mod objectives;
mod period;
mod recurrences;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{KnowledgeBase, Ledger, RecordIndex, Standing};
use crate::history::ObjectId;
use crate::postmortem::{Field, Kind, Record, SectionName, date_in};

pub use distribution::Distribution;
pub use durations::{Durations, Measured, Stretch};
pub use objectives::{Objectives, Outcome};
pub use period::{Granularity, Period, PeriodCount};
pub use recurrences::Recurrences;

/// What figures are asked for.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// Incidents from this day on; all where nothing is said, also those whose day is not known.
    pub since: Option<Date>,
    /// The day on which it is asked.
    pub today: Date,
    /// The zone of times that name none, and of Git's days.
    pub zone: TimeZone,
    /// What is counted together.
    pub granularity: Granularity,
    /// The sections of a complete postmortem.
    pub required: &'a [SectionName],
}

/// The figures.
#[derive(Debug, Clone, Default)]
pub struct Metrics<'b> {
    /// Which accounts they are about, by day.
    pub records: Vec<RecordIndex>,
    /// How much happened when, without gaps; the last is that of accounts without a day, where there are any.
    pub periods: Vec<PeriodCount>,
    /// How long incidents took to be noticed, mended and ended.
    pub durations: Durations,
    /// What came back.
    pub recurrences: Recurrences,
    /// What was promised.
    pub ledger: Ledger<'b>,
    /// Days from promise to deed, for what is done or dropped.
    pub days_to_close: Distribution,
    /// Days that open actions are old.
    pub ages: Distribution,
    /// Whether recovery was as fast and as complete as promised.
    pub objectives: Objectives,
    /// Days from the incident to its postmortem.
    pub publication: Distribution,
    /// What the accounts have of what they must have.
    pub completeness: Completeness,
}

/// How many accounts have the sections that they must have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completeness {
    /// All that were looked at.
    pub of: usize,
    /// Those that have every section.
    pub complete: usize,
    /// Those that have each.
    pub sections: Vec<(SectionName, usize)>,
}

impl<'b> Metrics<'b> {
    /// Works them out. Accounts that others replace or translate are left out of everything.
    pub fn of(base: &'b KnowledgeBase, question: &Question<'_>) -> Self {
        let records = chosen(base, question.since);
        let mut ledger = Ledger::of(base, question.today, &question.zone);
        let is_chosen = selection(base.records.len(), &records);
        ledger.entries.retain(|entry| is_chosen[entry.place.record]);
        let closed = ledger.entries.iter().filter(|entry| matches!(entry.standing, Standing::Done | Standing::Dropped));
        let days_to_close = closed.map(|entry| entry.days_to_close().map(i64::from)).collect();
        let open = ledger.entries.iter().filter(|entry| entry.standing.is_open());
        let ages = open.map(|entry| entry.age(question.today).map(i64::from)).collect();
        let imports = imports(base, &records);
        let publication = records.iter().map(|&index| publication(base, index, &imports, &question.zone)).collect();
        Self {
            periods: period::count(base, &records, question),
            durations: Durations::of(base, &records, &question.zone),
            recurrences: Recurrences::of(base, &is_chosen),
            objectives: Objectives::of(base, &records),
            completeness: completeness(base, &records, question.required),
            records,
            ledger,
            days_to_close,
            ages,
            publication,
        }
    }
}

/// The accounts that count, from a day on, by day and id.
fn chosen(base: &KnowledgeBase, since: Option<Date>) -> Vec<RecordIndex> {
    let is_asked = |record: &Record| since.is_none_or(|since| day(record).is_some_and(|day| day >= since));
    let counts = |&index: &RecordIndex| {
        let record = &base.records[index];
        base.is_current(index) && record.postmortem.kind.is_postmortem() && is_asked(record)
    };
    let mut records: Vec<RecordIndex> = (0..base.records.len()).filter(counts).collect();
    records.sort_by_cached_key(|&index| {
        (day(&base.records[index]), base.records[index].postmortem.id.value.clone(), index)
    });
    records
}

fn selection(length: usize, records: &[RecordIndex]) -> Vec<bool> {
    let mut chosen = vec![false; length];
    records.iter().for_each(|&index| chosen[index] = true);
    chosen
}

fn day(record: &Record) -> Option<Date> {
    record.postmortem.date.as_ref().map(|fact| fact.value)
}

/// Whether an account tells of harm that was done, and not of one that was avoided or practised.
fn is_incident(base: &KnowledgeBase, index: RecordIndex) -> bool {
    matches!(base.records[index].postmortem.kind, Kind::Incident | Kind::ErrorBudget)
}

/// Commits that added many accounts at once: they say when a repository was filled, not when an account was published.
fn imports(base: &KnowledgeBase, records: &[RecordIndex]) -> BTreeSet<ObjectId> {
    const MANY: usize = 3;
    let mut added: BTreeMap<ObjectId, usize> = BTreeMap::new();
    let firsts = records.iter().filter_map(|&index| base.history_of(index)?.first());
    firsts.for_each(|first| *added.entry(first.id).or_default() += 1);
    added.into_iter().filter(|(_, n)| *n > MANY).map(|(id, _)| id).collect()
}

/// Days from the incident to the day on which its account says it was published, else to that of its first commit.
fn publication(base: &KnowledgeBase, index: RecordIndex, imports: &BTreeSet<ObjectId>, zone: &TimeZone) -> Option<i64> {
    let record = &base.records[index];
    let said = record.postmortem.value(Field::Published).and_then(date_in).map(|(day, _)| day);
    let first = || base.history_of(index)?.first().filter(|first| !imports.contains(&first.id))?.time;
    let published = said.or_else(|| first().map(|time| time.to_zoned(zone.clone()).date()))?;
    Some(i64::from((published - day(record)?).get_days())).filter(|days| *days >= 0)
}

fn completeness(base: &KnowledgeBase, records: &[RecordIndex], required: &[SectionName]) -> Completeness {
    let has = |index: RecordIndex, name: SectionName| {
        base.records[index].postmortem.sections.iter().any(|section| section.name == name && section.characters > 0)
    };
    let count = |name: SectionName| records.iter().filter(|&&index| has(index, name)).count();
    Completeness {
        of: records.len(),
        complete: records.iter().filter(|&&index| required.iter().all(|&name| has(index, name))).count(),
        sections: required.iter().map(|&name| (name, count(name))).collect(),
    }
}
