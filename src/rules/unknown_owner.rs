//! Finds owners that are none of the people and teams of the settings.

use std::collections::BTreeSet;

use super::{Context, Meta, Rule, people, place, promises};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Fact, Field, Record, Status, is_placeholder};
use crate::text::nearest;

const META: Meta = Meta {
    code: "PM040",
    name: "unknown-owner",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("unknown_owner.md"),
};

pub(super) struct UnknownOwner;

impl Rule for UnknownOwner {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let known: BTreeSet<String> = context.settings.owners.iter().map(|name| people::bare(name)).collect();
        let closed = record.postmortem.status.as_ref().is_some_and(|status| status.value == Status::Closed);
        if known.is_empty() || !record.postmortem.kind.is_postmortem() || closed {
            return;
        }
        let mut met = BTreeSet::new();
        for fact in owners(record) {
            for name in people::names(&fact.value, &known) {
                let says_nothing = context.lexicon.is_nothing(name) || is_placeholder(name, context.lexicon);
                if !says_nothing && !people::is_known(name, &known) && met.insert(people::bare(name)) {
                    found.push(unknown(context, record, fact, name, &known));
                }
            }
        }
    }
}

/// Who has the open actions, and who has the postmortem itself. What is done may have been done by somebody who left.
fn owners(record: &Record) -> impl Iterator<Item = &Fact<String>> {
    let own = record.postmortem.fields.get(&Field::Owner).into_iter().flatten();
    own.chain(promises::open(record).filter_map(|action| action.owner.as_ref()))
}

fn unknown(
    context: &Context<'_>,
    record: &Record,
    fact: &Fact<String>,
    name: &str,
    known: &BTreeSet<String>,
) -> Diagnostic {
    let place = place::within(fact.span, name, &record.document.text);
    let diagnostic = Diagnostic::new(META.name, place).with("owner", name).about(name);
    let meant = nearest(&people::bare(name), known.iter().map(String::as_str));
    let written = meant.and_then(|bare| context.settings.owners.iter().find(|owner| people::bare(owner) == bare));
    match written {
        Some(nearest) => diagnostic.variant("near").with("nearest", nearest.as_str()),
        None => diagnostic,
    }
}
