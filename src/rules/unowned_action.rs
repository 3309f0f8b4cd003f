//! Finds open actions that nobody has.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{ActionState, Record};

const META: Meta = Meta {
    code: "PM008",
    name: "unowned-action",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("unowned_action.md"),
};

pub(super) struct UnownedAction;

impl Rule for UnownedAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        for action in &record.postmortem.actions {
            if action.owner.is_none() && action.state == ActionState::Open {
                let place = super::place::first_line(action.span, &record.document.text);
                found.push(Diagnostic::new(META.name, place).with("action", short(&action.text)).about(action.text.clone()));
            }
        }
    }
}

/// The first words, so that the message stays on one line.
fn short(text: &str) -> String {
    const LONGEST: usize = 48;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
