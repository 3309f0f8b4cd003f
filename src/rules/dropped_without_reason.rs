//! Finds actions that were dropped, nobody knows why.

use super::promises::{self, Beside, is_sentence};
use super::{Context, Meta, Rule};
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
        let actions = record.postmortem.actions.iter().filter(|action| action.state == ActionState::Dropped);
        let mut silent = actions.filter(|action| !says_why(context, record, action)).peekable();
        if silent.peek().is_none() {
            return;
        }
        let beside = Beside::of(record);
        let without = silent.filter(|action| !beside.explains(action));
        found.extend(without.map(|action| promises::of_one(META.name, record, action)));
    }
}

/// Whether an action itself says why, in whatever form: behind the word, or behind what is struck out.
fn says_why(context: &Context<'_>, record: &Record, action: &Action) -> bool {
    let written = action.span.slice(&record.document.text);
    action.reason.is_some()
        || action.link.is_some()
        || context.lexicon.tells_reason(written)
        || is_sentence(&behind_strike(written))
        || has_second_sentence(&action.text)
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
