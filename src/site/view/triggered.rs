//! The incidents that a trigger set off.

use crate::knowledge::{Cause, RecordIndex};
use crate::postmortem::Field;
use crate::site::Site;
use crate::text::fold_label;

/// The postmortems that name a cause as their trigger, by id, name or alias, newest first.
pub(in crate::site) fn triggered(site: &Site<'_>, cause: &Cause) -> Vec<RecordIndex> {
    let names = std::iter::once(&cause.id).chain(cause.titles.values()).chain(&cause.aliases);
    let names: Vec<String> = names.map(|name| fold_label(name)).collect();
    let is_triggered = |index: &RecordIndex| {
        let postmortem = &site.base.records[*index].postmortem;
        postmortem.values(Field::Trigger).any(|trigger| names.contains(&fold_label(trigger)))
    };
    site.base.postmortems().into_iter().filter(is_triggered).collect()
}
