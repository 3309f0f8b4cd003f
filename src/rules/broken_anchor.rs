//! Finds links to a part of a document that it does not have.

mod anchors;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Context, Meta, Needs, Rule, link, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Kind, Record};
use crate::text::{RelPath, Span, percent_decoded};
use anchors::Anchors;

const META: Meta = Meta {
    code: "PM057",
    name: "broken-anchor",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("broken_anchor.md"),
};

pub(super) struct BrokenAnchor;

impl Rule for BrokenAnchor {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let records = &context.base.records;
        let links: Vec<Anchored<'_>> = (0..records.len())
            .into_par_iter()
            .flat_map_iter(|index| anchored(index, &records[index], records))
            .collect();
        let targets: BTreeMap<RecordIndex, ()> = links.iter().map(|link| (link.target, ())).collect();
        let anchors: BTreeMap<RecordIndex, Anchors> =
            targets.into_par_iter().map(|(target, ())| (target, Anchors::of(&records[target]))).collect();
        for link in &links {
            let Some(anchors) = anchors.get(&link.target).filter(|anchors| anchors.lacks(&link.fragment)) else {
                continue;
            };
            let diagnostic = Diagnostic::new(META.name, place::first_line(link.span, &records[link.from].document.text))
                .with("target", link.destination)
                .about(link.destination)
                .because_of((link.from != link.target).then(|| records[link.target].path.clone()));
            let diagnostic = match anchors.nearest(&link.fragment) {
                Some(near) => diagnostic.variant("near").with("nearest", near),
                None => diagnostic,
            };
            found.push((link.from, diagnostic));
        }
    }
}

/// The documents that a document links to a place in: whether that is there, their text tells.
pub fn places_linked(record: &Record) -> Vec<RelPath> {
    let links = link::links(record).into_iter().filter(|link| !link.is_image);
    let targets = links.filter_map(|link| link::target(record, link.destination.split_once('#')?.0));
    targets.flat_map(|target| link::candidates(&target)).collect()
}

/// A link to a place in a document that was read.
struct Anchored<'d> {
    from: RecordIndex,
    target: RecordIndex,
    fragment: String,
    destination: &'d str,
    span: Span,
}

fn anchored<'d>(from: RecordIndex, record: &'d Record, records: &[Arc<Record>]) -> Vec<Anchored<'d>> {
    let links = link::links(record).into_iter().filter(|link| !link.is_image);
    let of = |link: link::Link<'d>| {
        let (path, fragment) = link.destination.split_once('#')?;
        let target = if path.is_empty() { Some(from) } else { at(&link::target(record, path)?, records) }?;
        let is_page = !matches!(records[target].postmortem.kind, Kind::Template | Kind::Unreadable);
        let fragment = percent_decoded(fragment);
        is_page.then_some(Anchored { from, target, fragment, destination: link.destination, span: link.span })
    };
    links.filter_map(of).collect()
}

/// The document that a path means; records come by path.
fn at(path: &RelPath, records: &[Arc<Record>]) -> Option<RecordIndex> {
    link::candidates(path).iter().find_map(|path| records.binary_search_by(|record| record.path.cmp(path)).ok())
}
