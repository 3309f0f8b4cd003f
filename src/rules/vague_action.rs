//! Finds open actions of which nobody can tell when they are done.

use super::{Context, Meta, Rule, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Action, Record};

const META: Meta = Meta {
    code: "PM035",
    name: "vague-action",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("vague_action.md"),
};

pub(super) struct VagueAction;

impl Rule for VagueAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let is_vague = |action: &&Action| context.lexicon.is_vague(&action.text) && !is_explained(record, action);
        let vague = promises::open(record).filter(is_vague);
        found.extend(vague.map(|action| promises::of_one(META.name, record, action)));
    }
}

/// Whether what stands beside the action says more, or a ticket does.
fn is_explained(record: &Record, action: &Action) -> bool {
    /// Letters: a day, a state or a name has fewer.
    const SENTENCE: usize = 20;
    let long = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > SENTENCE;
    action.link.is_some() || promises::beside(record, action).lines().any(long)
}
