//! What recovery was promised (RTO, RPO), held against what it was: a bar each.

use serde::Serialize;

use crate::postmortem::{Field, Postmortem, length_in};
use crate::site::chart::Target;
use crate::site::words::Words;

/// A promise of recovery.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Objective {
    /// `Recovery time objective`
    name: String,
    /// `Held: 38 min of 1 h`
    text: String,
    missed: bool,
    bar: Target,
}

/// The promises of a postmortem that say both sides in a way that can be compared.
pub(in crate::site) fn objectives(postmortem: &Postmortem, words: &Words) -> Vec<Objective> {
    let pairs = [
        (Field::Rto, Field::Recovery, ["facts.rto", "objective.rto_held", "objective.rto_missed"]),
        (Field::Rpo, Field::DataLoss, ["facts.rpo", "objective.rpo_held", "objective.rpo_missed"]),
    ];
    pairs.into_iter().filter_map(|(promised, real, keys)| objective(postmortem, promised, real, keys, words)).collect()
}

/// Whether a promise is drawn, and need not be told among the facts.
pub(in crate::site) fn is_drawn(postmortem: &Postmortem, field: Field) -> bool {
    let known = |field| postmortem.value(field).and_then(length_in).is_some();
    match field {
        Field::Rto | Field::Recovery => known(Field::Rto) && known(Field::Recovery),
        Field::Rpo | Field::DataLoss => known(Field::Rpo) && known(Field::DataLoss),
        _ => false,
    }
}

fn objective(
    postmortem: &Postmortem,
    promised: Field,
    real: Field,
    [name, held, missed_it]: [&str; 3],
    words: &Words,
) -> Option<Objective> {
    let (promised, real) = (postmortem.value(promised)?.trim(), postmortem.value(real)?.trim());
    let bar = Target::new(length_in(promised)?, length_in(real)?)?;
    let missed = length_in(real)? > length_in(promised)?;
    Some(Objective {
        name: words.text(name).to_owned(),
        text: words.fill(if missed { missed_it } else { held }, &[("real", real), ("promised", promised)]),
        missed,
        bar,
    })
}
