//! Finds drafts that nobody has touched for long.

use super::{Context, Meta, Needs, Rule, day, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Field, Postmortem, Status};

const META: Meta = Meta {
    code: "PM011",
    name: "stale-draft",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("stale_draft.md"),
};

pub(super) struct StaleDraft;

impl Rule for StaleDraft {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Day
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        // A translation waits for its original, and a replaced account for nothing.
        let current = (0..context.base.records.len()).filter(|&index| context.base.is_current(index));
        found.extend(current.filter_map(|index| Some((index, stale(context, index)?))));
    }
}

fn stale(context: &Context<'_>, index: RecordIndex) -> Option<Diagnostic> {
    let record = &context.base.records[index];
    let postmortem = &record.postmortem;
    let status = postmortem.status.as_ref().filter(|status| status.value < Status::Final)?;
    let history = context.base.history_of(index).filter(|history| !history.edited && postmortem.kind.is_postmortem())?;
    let commit = history.last()?;
    let day = day::of(commit, context.settings)?;
    let days = usize::try_from((context.today - day).get_days()).ok()?;
    (days > usize::try_from(context.settings.stale_draft_days).ok()?).then(|| {
        Diagnostic::new(META.name, place::first_line(status.span, &record.document.text))
            .with("status", written(postmortem, status.value))
            .with("days", days)
            .with("commit", commit.id.short())
            .with("day", day.to_string())
            .about(status.value.name())
    })
}

/// The author's word for the status, if it is one word or two.
fn written(postmortem: &Postmortem, status: Status) -> &str {
    const LONGEST: usize = 24;
    let word = postmortem.value(Field::Status).filter(|word| word.chars().count() <= LONGEST);
    word.unwrap_or(status.name())
}
