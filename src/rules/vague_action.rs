//! Finds open actions of which nobody can tell when they are done.

use super::promises::{self, Beside};
use super::{Context, Meta, Rule};
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
        let mut vague = promises::open(record).filter(|action| context.lexicon.is_vague(&action.text)).peekable();
        if vague.peek().is_none() {
            return;
        }
        let beside = Beside::of(record);
        let is_unexplained = |action: &&Action| action.link.is_none() && !beside.explains(action);
        found.extend(vague.filter(is_unexplained).map(|action| promises::of_one(META.name, record, action)));
    }
}
