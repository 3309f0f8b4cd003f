//! Finds commits that a postmortem names and that the repository does not have.

use super::{Context, Meta, Needs, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::history::{History, Standing};
use crate::postmortem::{CommitName, Record};

const META: Meta = Meta {
    code: "PM012",
    name: "unknown-commit",
    level: Level::Error,
    note_in_drafts: true,
    page: include_str!("unknown_commit.md"),
};

const UNMERGED: &str = "unmerged";

pub(super) struct UnknownCommit;

impl Rule for UnknownCommit {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::History
    }

    fn level(&self, variant: &str) -> Level {
        // Releases may live on branches that are never merged.
        if variant == UNMERGED { Level::Warning } else { META.level }
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        for fact in record.postmortem.commit_facts() {
            let name = fact.value.trim();
            let declared = fact.span.start < record.document.body;
            if let Some(variant) = variant(name, declared, &context.base.history) {
                let place = place::within(fact.span, name, &record.document.text);
                found.push(Diagnostic::new(META.name, place).variant(variant).with("commit", name).about(name));
            }
        }
    }
}

/// The message about a value, if it deserves one. Front matter is declared to name commits of this repository; text
/// may speak of any.
fn variant(name: &str, declared: bool, history: &History) -> Option<&'static str> {
    match CommitName::of(name) {
        CommitName::Id => match history.commits.get(name)? {
            Standing::Merged => None,
            Standing::Unmerged => Some(UNMERGED),
            Standing::Ambiguous => Some("ambiguous"),
            Standing::NotACommit => Some("not-a-commit"),
            Standing::Missing if is_numbered(name) || !(declared || holds_the_code(history)) => None,
            Standing::Missing => Some(""),
        },
        CommitName::Garbled if declared => Some("malformed"),
        CommitName::Garbled | CommitName::Other => None,
    }
}

/// Whether the name may as well be the number of a ticket or a change, or a day: `1234567`, `FB1234567`, `20260304`.
fn is_numbered(name: &str) -> bool {
    name.trim_start_matches(|c: char| c.is_ascii_uppercase()).bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether any commit that the documents name is here: if none is, their code lives in another repository.
fn holds_the_code(history: &History) -> bool {
    history.commits.values().any(|standing| *standing != Standing::Missing)
}
