//! The occurrences of each cause in order, and whether what was promised before each was done by then.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::causes::Cause;
use super::promises::{Lives, Promises};
use super::{Edition, RecordIndex};
use crate::postmortem::{Kind, Record};

/// One postmortem that names a cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The postmortem.
    pub record: RecordIndex,
    /// Its day.
    pub date: Option<Date>,
    /// Days since the occurrence before; `None` for the first, or where a day is unknown.
    pub days_since: Option<i32>,
    /// Whether it came back, and in spite of what.
    pub verdict: Verdict,
}

/// What a recurrence says about the promises made before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing came before.
    First,
    /// It came back, and nothing preventive had been promised.
    Unpromised,
    /// It came back, and whether what had been promised was done by then is not said.
    Untold,
    /// It came back while a preventive action promised before was still open.
    Unfixed,
    /// It came back although every preventive action promised before was done.
    AfterFix,
}

impl Verdict {
    /// The name used in JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Unpromised => "unpromised",
            Self::Untold => "untold",
            Self::Unfixed => "unfixed",
            Self::AfterFix => "after-fix",
        }
    }
}

/// What was told of one cause so far.
#[derive(Default)]
struct Course {
    told: Vec<RecordIndex>,
    occurrences: Vec<Occurrence>,
    promises: Promises,
}

/// Fills in the occurrences. Superseded documents and translations are none; drills and near misses are none
/// either, but what was promised after them counts as promised. What happens to a case happens to its family.
pub(super) fn trace(
    records: &[Arc<Record>],
    editions: &[Edition],
    causes_of: &[Vec<String>],
    causes: &mut BTreeMap<String, Cause>,
    lives: Lives<'_>,
) {
    let families = families(causes);
    let (mut own, mut whole): (BTreeMap<&str, Course>, BTreeMap<&str, Course>) = Default::default();
    for index in order(records, editions) {
        let named = causes_of[index].iter().map(String::as_str);
        named.clone().for_each(|id| own.entry(id).or_default().tell(index, &records[index], lives));
        let mut above: Vec<&str> =
            named.flat_map(|id| families.get(id).into_iter().flatten()).map(String::as_str).collect();
        above.sort_unstable();
        above.dedup();
        above.into_iter().for_each(|id| whole.entry(id).or_default().tell(index, &records[index], lives));
    }
    for (id, cause) in causes {
        let course = own.remove(id.as_str()).unwrap_or_default();
        (cause.told, cause.occurrences) = (course.told, course.occurrences);
        cause.of_family = whole.remove(id.as_str()).unwrap_or_default().occurrences;
    }
}

/// For each cause the families it belongs to: those of its ancestors, and its own where it has cases.
fn families(causes: &BTreeMap<String, Cause>) -> BTreeMap<String, Vec<String>> {
    let mut families: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for cause in causes.values().filter(|cause| !cause.cases.is_empty()) {
        for member in cause.cases.iter().chain([&cause.id]) {
            families.entry(member.clone()).or_default().push(cause.id.clone());
        }
    }
    families
}

/// The accounts that count, oldest first; those without a day before all others.
fn order(records: &[Arc<Record>], editions: &[Edition]) -> Vec<RecordIndex> {
    let tells =
        |index: &RecordIndex| editions[*index] == Edition::Current && records[*index].postmortem.kind.is_postmortem();
    let mut order: Vec<RecordIndex> = (0..records.len()).filter(tells).collect();
    order.sort_by_cached_key(|&index| (day(&records[index]), records[index].postmortem.id.value.clone(), index));
    order
}

impl Course {
    fn tell(&mut self, index: RecordIndex, record: &Record, lives: Lives<'_>) {
        if is_occurrence(record.postmortem.kind) {
            let date = day(record);
            let days_since = self.occurrences.last().and_then(|last| Some((date? - last.date?).get_days()));
            let verdict = if self.occurrences.is_empty() { Verdict::First } else { self.promises.verdict(date) };
            self.occurrences.push(Occurrence { record: index, date, days_since, verdict });
        }
        self.told.push(index);
        self.promises.add(index, record, lives);
    }
}

fn is_occurrence(kind: Kind) -> bool {
    matches!(kind, Kind::Incident | Kind::ErrorBudget)
}

fn day(record: &Record) -> Option<Date> {
    record.postmortem.date.as_ref().map(|fact| fact.value)
}
