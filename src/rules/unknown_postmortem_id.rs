//! Finds ids that name a postmortem and that no document has.

use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Meta, Needs, Rule, Wanted, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::MarkKind;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Field, Kind, Record};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM059",
    name: "unknown-postmortem-id",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("unknown_postmortem_id.md"),
};

/// The fields whose values are ids of postmortems.
const FIELDS: [Field; 4] = [Field::Related, Field::Supersedes, Field::SupersededBy, Field::TranslationOf];

/// `PM-2026-004`, also at the begin of a file's name.
static ID: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[A-Za-z]{2,12}[-_]?\d+(?:[-_]\d+)*").ok());

pub(super) struct UnknownPostmortemId;

impl Rule for UnknownPostmortemId {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn weighs_all(&self) -> bool {
        true
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let records = &context.base.records;
        if !context.is_whole {
            return;
        }
        // Most documents that are asked about name none.
        let known = LazyCell::new(|| Known::of(context.base));
        let is_asked = |index: usize| (context.wanted)(index) != Wanted::Nothing;
        for (index, record) in records.iter().enumerate().filter(|(index, record)| is_asked(*index) && record.postmortem.kind != Kind::Template) {
            for (id, span) in named(record).into_iter().filter(|(id, _)| known.lacks(id)) {
                let place = place::within(span, &id, &record.document.text);
                found.push((index, Diagnostic::new(META.name, place).with("id", id.as_str()).about(id)));
            }
        }
    }
}

/// The ids that documents have, and how they are made. An id that looks different may well be one of another tool.
pub(super) struct Known {
    ids: FxHashSet<String>,
    /// `None` where that is not known.
    shapes: Option<FxHashSet<String>>,
}

impl Known {
    pub(super) fn of(base: &KnowledgeBase) -> Self {
        let records = &base.records;
        let postmortems = records.iter().filter(|record| record.postmortem.kind.is_postmortem());
        let mut known = Self { ids: FxHashSet::default(), shapes: None };
        let mut met: FxHashMap<String, usize> = FxHashMap::default();
        for record in postmortems {
            let id = record.postmortem.id.value.to_lowercase();
            let digits_alike = without_digits(&id);
            if known.ids.insert(id) {
                *met.entry(digits_alike).or_default() += 1;
            }
        }
        // One document alone is no custom.
        let shapes = met.into_iter().filter(|(shape, count)| *count > 1 && is_id(shape)).map(|(shape, _)| shape);
        known.shapes = (!base.is_partial).then(|| shapes.collect());
        known.ids.extend(records.iter().map(|record| record.postmortem.id.value.to_lowercase()));
        known.ids.extend(records.iter().map(|record| record.path.stem().to_lowercase()));
        known
    }

    /// Whether an id looks like the others and is none.
    pub(super) fn lacks(&self, id: &str) -> bool {
        let id = id.to_lowercase();
        let is_like_others = |shapes: &FxHashSet<String>| shapes.contains(&without_digits(&id));
        self.shapes.as_ref().is_none_or(is_like_others) && !self.ids.contains(&id)
    }
}

/// `pm-2026-004` and `pm-2025-011` have one shape: `pm-0000-000`.
fn without_digits(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// Whether a shape is that of an id and of nothing else.
fn is_id(shape: &str) -> bool {
    ID.as_ref().and_then(|pattern| pattern.find(shape)).is_some_and(|found| found.end() == shape.len())
}

/// The ids that a document gives as such: in fields of its front matter, and in `[[…]]`, where an id may begin the name
/// of a file.
fn named(record: &Record) -> Vec<(String, Span)> {
    let body = record.document.body;
    let fields = FIELDS.iter().filter_map(|field| record.postmortem.fields.get(field)).flatten();
    let declared = fields.filter(|fact| fact.span.start < body).map(|fact| (fact.value.trim().to_owned(), fact.span));
    let mut found: Vec<(String, Span)> = declared.collect();
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            for mark in block.inlines().flat_map(|inline| &inline.marks) {
                if let MarkKind::Wiki(target) = &mark.kind {
                    let name = target.split(['|', '#']).next().unwrap_or_default().trim();
                    let id = ID.as_ref().and_then(|pattern| pattern.find(name)).map(|found| found.as_str());
                    found.extend(id.map(|id| (id.to_owned(), mark.span)));
                }
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{ID, is_id, without_digits};

    #[test]
    fn ids_of_one_series_have_one_shape() {
        assert!(ID.is_some());
        assert_eq!(without_digits("pm-2026-004"), without_digits("pm-2024-011"));
        assert_ne!(without_digits("pm-2026-004"), without_digits("ops-275"));
        assert_ne!(without_digits("pm-2026-004"), without_digits("pm-2026-04"));
        assert!(is_id(&without_digits("pm-2026-004")));
        assert!(!is_id(&without_digits("2026-03-04-checkout")));
        assert!(!is_id(&without_digits("pm-2026-004-checkout")));
    }
}
