//! What recovery was promised, held against what it was.

use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Field, Postmortem, length_in};

/// Whether a promise was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was.
    Held,
    /// It was not.
    Missed,
    /// The account does not say, or not in a way that can be compared.
    Unknown,
}

impl Outcome {
    /// The name used in JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Missed => "missed",
            Self::Unknown => "unknown",
        }
    }
}

/// The accounts that name a recovery objective, by day, with what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objectives {
    /// How long recovery could take.
    pub rto: Vec<(RecordIndex, Outcome)>,
    /// How much could be lost.
    pub rpo: Vec<(RecordIndex, Outcome)>,
}

impl Objectives {
    pub(super) fn of(base: &KnowledgeBase, records: &[RecordIndex]) -> Self {
        let outcomes = |promised: Field, real: Field| {
            let outcome =
                |&index: &RecordIndex| Some((index, outcome(&base.records[index].postmortem, promised, real)?));
            records.iter().filter_map(outcome).collect()
        };
        Self { rto: outcomes(Field::Rto, Field::Recovery), rpo: outcomes(Field::Rpo, Field::DataLoss) }
    }
}

/// `None` where nothing was promised.
fn outcome(postmortem: &Postmortem, promised: Field, real: Field) -> Option<Outcome> {
    let promised = length_in(postmortem.value(promised)?);
    let real = postmortem.value(real).and_then(length_in);
    Some(match (promised, real) {
        (Some(promised), Some(real)) if real <= promised => Outcome::Held,
        (Some(_), Some(_)) => Outcome::Missed,
        _ => Outcome::Unknown,
    })
}
