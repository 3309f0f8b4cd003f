//! Finds what a document that anybody may read gives away about the inside: hosts, addresses, restricted postmortems.

mod host;

use std::collections::BTreeMap;

use super::{Context, Meta, Needs, Rule, link, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Field, Kind, Lexicon, Record, Visibility};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM065",
    name: "public-document-with-internal-content",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("public_document_with_internal_content.md"),
};

pub(super) struct PublicDocumentWithInternalContent;

impl Rule for PublicDocumentWithInternalContent {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let base = context.base;
        for (index, record) in base.records.iter().enumerate() {
            let is_template = record.postmortem.kind == Kind::Template;
            if is_template || visibility(record, context.lexicon) != Some(Visibility::Public) {
                continue;
            }
            let inside = inside(context, record).into_iter().chain(restricted(context, index));
            found.extend(inside.map(|diagnostic| (index, diagnostic)));
        }
    }
}

fn visibility(record: &Record, lexicon: &Lexicon) -> Option<Visibility> {
    record.postmortem.value(Field::Visibility).and_then(|word| lexicon.visibility(word))
}

/// The hosts and addresses of the inside, each at its first place.
fn inside(context: &Context<'_>, record: &Record) -> Vec<Diagnostic> {
    let text = &record.document.text;
    let mut first: BTreeMap<String, (Span, &'static str)> = BTreeMap::new();
    for host in host::hosts(text, &context.settings.internal_domains) {
        first.entry(host.span.slice(text).to_lowercase()).or_insert((host.span, host.kind.variant()));
    }
    let diagnostic = |(name, (span, variant)): (String, (Span, &'static str))| {
        let diagnostic = Diagnostic::new(META.name, place::first_line(span, text)).variant(variant);
        diagnostic.with("name", span.slice(text)).about(name)
    };
    first.into_iter().map(diagnostic).collect()
}

/// The restricted documents that a document names, each where it is named first.
fn restricted(context: &Context<'_>, index: RecordIndex) -> Vec<Diagnostic> {
    let base = context.base;
    let is_restricted = |other: &RecordIndex| {
        visibility(&base.records[*other], context.lexicon) == Some(Visibility::Restricted)
    };
    let named = base.names[index].iter().copied().filter(is_restricted);
    let diagnostic = |other: RecordIndex| {
        let id = base.records[other].postmortem.id.value.as_str();
        Diagnostic::new(META.name, place_of(base, index, other))
            .variant("restricted")
            .with("id", id)
            .about(id)
            .because_of([base.records[other].path.clone()])
    };
    named.map(diagnostic).collect()
}

/// Where a document names another: by id, else by a link.
fn place_of(base: &KnowledgeBase, index: RecordIndex, other: RecordIndex) -> Span {
    let (record, other) = (&base.records[index], &base.records[other]);
    let text = &record.document.text;
    let by_id = text.find(&other.postmortem.id.value).map(|at| Span::new(at, at + other.postmortem.id.value.len()));
    let leads_there = |link: &link::Link<'_>| {
        let target = link::target(record, link.destination);
        target.is_some_and(|target| link::candidates(&target).contains(&other.path))
    };
    let by_link = || link::links(record).into_iter().find(leads_there).map(|link| link.span);
    place::first_line(by_id.or_else(by_link).unwrap_or_else(|| place::title(record)), text)
}
