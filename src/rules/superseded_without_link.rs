//! Finds documents that another one has replaced, where a reader of either cannot get to the other.

mod claim;

use std::cell::LazyCell;

use super::unknown_postmortem_id::Known;
use super::{Context, Meta, Needs, Rule, link, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{Edition, KnowledgeBase, RecordIndex};
use crate::postmortem::{Fact, Field, Kind, Record};
use claim::Claim;

const META: Meta = Meta {
    code: "PM063",
    name: "superseded-without-link",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("superseded_without_link.md"),
};

pub(super) struct SupersededWithoutLink;

impl Rule for SupersededWithoutLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn level(&self, variant: &str) -> Level {
        // The older document, which misleads, does say so.
        if variant == "one-sided" { Level::Note } else { META.level }
    }

    fn needs_text(&self, record: &Record) -> bool {
        Claim::of(record).is_some()
    }

    fn weighs_all(&self) -> bool {
        true
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let base = context.base;
        if !context.is_whole {
            return;
        }
        let known = LazyCell::new(|| Known::of(base));
        for index in (0..base.records.len()).filter(|&index| base.records[index].postmortem.kind != Kind::Template) {
            let declared = declared(context, &base.records[index], Field::SupersededBy);
            let answers = declared.iter().filter_map(|fact| answer(base, index, fact, || &known));
            found.extend(answers.map(|diagnostic| (index, diagnostic)));
            if declared.is_empty() {
                found.extend(unnamed(base, index).map(|diagnostic| (index, diagnostic)));
            }
            for fact in self::declared(context, &base.records[index], Field::Supersedes) {
                found.extend(unmarked(base, index, fact));
            }
        }
    }
}

/// The values of a field that name something.
fn declared<'r>(context: &Context<'_>, record: &'r Record, field: Field) -> Vec<&'r Fact<String>> {
    let facts = record.postmortem.fields.get(&field).into_iter().flatten();
    facts.filter(|fact| !fact.value.trim().is_empty() && !context.lexicon.is_nothing(&fact.value)).collect()
}

/// What is wrong with the successor that a document names: it is not there, or does not know of the document.
fn answer<'k>(base: &KnowledgeBase, index: RecordIndex, fact: &Fact<String>, known: impl FnOnce() -> &'k Known) -> Option<Diagnostic> {
    let record = &base.records[index];
    let place = place::of_fact(fact, record);
    let value = fact.value.trim();
    let Some(successor) = named(base, record, fact) else {
        // An unknown id of the usual form is told by the rule about those.
        let elsewhere = claim::is_address(value) || claim::is_address(fact.span.slice(&record.document.text));
        let is_told = elsewhere || (known().lacks(value) && !base.is_partial);
        let diagnostic = Diagnostic::new(META.name, place).variant("unknown").with("named", value).about(value);
        return (!is_told).then_some(diagnostic);
    };
    let knows = successor == index || base.names[successor].contains(&index);
    let other = &base.records[successor];
    let diagnostic = Diagnostic::new(META.name, place)
        .variant("one-sided")
        .with("id", record.postmortem.id.value.as_str())
        .with("file", other.shown.as_str())
        .about(other.postmortem.id.value.as_str())
        .because_of([other.path.clone()]);
    (!knows).then_some(diagnostic)
}

/// The document that a field names: by id, by link or by path.
fn named(base: &KnowledgeBase, record: &Record, fact: &Fact<String>) -> Option<RecordIndex> {
    let value = fact.value.trim().trim_start_matches("[[").trim_end_matches("]]");
    let linked = || link::links(record).into_iter().find(|link| fact.span.contains(link.span.start));
    let by_link = || claim::at(base, record, linked()?.destination);
    base.ids.get(value).copied().or_else(|| claim::at(base, record, value)).or_else(by_link)
}

/// A document says in words that it is superseded, and not by what.
fn unnamed(base: &KnowledgeBase, index: RecordIndex) -> Option<Diagnostic> {
    let record = &base.records[index];
    let claim = Claim::of(record)?;
    let marked = matches!(base.editions[index], Edition::Superseded(Some(_)));
    (!marked && !claim.names_successor(base, record))
        .then(|| Diagnostic::new(META.name, claim.place(&record.document.text)).about("superseded"))
}

/// A document replaces another, which does not say so.
fn unmarked(base: &KnowledgeBase, index: RecordIndex, fact: &Fact<String>) -> Option<(RecordIndex, Diagnostic)> {
    let record = &base.records[index];
    let old = named(base, record, fact).filter(|&old| old != index && !base.names[old].contains(&index))?;
    let diagnostic = Diagnostic::new(META.name, place::title(&base.records[old]))
        .variant("unmarked")
        .with("id", record.postmortem.id.value.as_str())
        .with("file", record.shown.as_str())
        .about(record.postmortem.id.value.as_str())
        .because_of([record.path.clone()]);
    Some((old, diagnostic))
}
