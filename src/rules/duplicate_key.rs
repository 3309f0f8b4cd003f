//! Finds keys that occur twice in front matter, letter by letter or in two spellings.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::Entry;
use crate::postmortem::{Field, Record};
use crate::text::fold_key;

const META: Meta = Meta {
    code: "PM017",
    name: "duplicate-key",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("duplicate_key.md"),
};

const RESPELLED: &str = "respelled";

pub(super) struct DuplicateKey;

impl Rule for DuplicateKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn level(&self, variant: &str) -> Level {
        // Other tools tell the two spellings apart: the document is not broken for them.
        if variant == RESPELLED { Level::Warning } else { META.level }
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        found.extend(record.document.problems.iter().filter(|problem| problem.rule == META.name).cloned());
        found.extend(respelled(&record.document.front_matter.entries));
    }
}

/// `root_causes` beside `rootCauses`. Only keys that mean something here: `menu` and `Menu` may be two things to others.
fn respelled(entries: &[Entry]) -> Vec<Diagnostic> {
    let folded: Vec<String> = entries.iter().map(|entry| fold_key(&entry.key)).collect();
    let known = entries.iter().enumerate().filter(|(index, _)| Field::from_key(&folded[*index]).is_some());
    known
        .filter_map(|(index, entry)| {
            let same = |first: &usize| folded[*first] == folded[index] && entries[*first].key != entry.key;
            let first = &entries[(0..index).find(same)?];
            let diagnostic = Diagnostic::new(META.name, entry.key_span).variant(RESPELLED).and_at(first.key_span);
            let diagnostic = diagnostic.with("key", entry.key.as_str()).with("other", first.key.as_str());
            Some(diagnostic.about(entry.key.as_str()))
        })
        .collect()
}
