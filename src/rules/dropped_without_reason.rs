//! Finds actions that were dropped, nobody knows why.

use super::{Context, Meta, Rule, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Action, ActionState, Record};

const META: Meta = Meta {
    code: "PM039",
    name: "dropped-without-reason",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("dropped_without_reason.md"),
};

pub(super) struct DroppedWithoutReason;

impl Rule for DroppedWithoutReason {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        let dropped = record.postmortem.actions.iter().filter(|action| action.state == ActionState::Dropped);
        let without = dropped.filter(|action| !is_explained(context, record, action));
        found.extend(without.map(|action| promises::of_one(META.name, record, action)));
    }
}

/// Whether the document says why, in whatever form: behind the word, behind what is struck out, beside or below it.
fn is_explained(context: &Context<'_>, record: &Record, action: &Action) -> bool {
    /// Letters: a state, a day or a name has fewer.
    const SENTENCE: usize = 20;
    let long = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > SENTENCE;
    let written = action.span.slice(&record.document.text);
    action.reason.is_some()
        || action.link.is_some()
        || context.lexicon.tells_reason(written)
        || long(&behind_strike(written))
        || has_second_sentence(&action.text)
        || promises::beside(record, action).lines().any(long)
}

/// What is not struck out, where anything is.
fn behind_strike(written: &str) -> String {
    let parts = written.split("~~").collect::<Vec<_>>();
    if parts.len() < 3 { String::new() } else { parts.into_iter().step_by(2).collect() }
}

fn has_second_sentence(text: &str) -> bool {
    let ends = [". ", "。", "다. ", "; ", " — ", " – ", "：", ": "];
    ends.iter().filter_map(|end| text.split_once(end)).any(|(_, rest)| !rest.trim().is_empty())
}
