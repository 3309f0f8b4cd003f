//! Finds postmortems that name no root cause, in repositories that keep a registry of them.

use super::{Context, Meta, Needs, Rule, hollow, place, said};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{Cause, CauseKind, RecordIndex};
use crate::postmortem::{Kind, Record, SectionName};

const META: Meta = Meta {
    code: "PM024",
    name: "missing-cause",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("missing_cause.md"),
};

pub(super) struct MissingCause;

impl Rule for MissingCause {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let is_root_cause = |cause: &&Cause| cause.record.is_some() && cause.kind == CauseKind::RootCause;
        let registry: Vec<&Cause> = context.base.causes.values().filter(is_root_cause).collect();
        if registry.is_empty() {
            return;
        }
        // A translation and an account that was replaced leave it to the one that counts.
        for index in (0..context.base.records.len()).filter(|&index| context.base.is_current(index)) {
            if names_none(context, &context.base.records[index]) {
                found.push((index, diagnostic(&context.base.records[index], &registry)));
            }
        }
    }
}

/// Whether the cause was told and not named. An exercise has none, and what is not told cannot be named yet.
fn names_none(context: &Context<'_>, record: &Record) -> bool {
    let postmortem = &record.postmortem;
    let is_asked = postmortem.kind.is_postmortem() && postmortem.kind != Kind::Drill;
    let required = context.demands(record).sections.contains(&SectionName::RootCause);
    // What an abridged document tells, its text says.
    let is_hollow = || {
        let section = postmortem.section(SectionName::RootCause);
        section.is_none_or(|section| hollow::section(record, section.name).is_some())
    };
    let untold = !record.document.is_abridged && is_hollow();
    is_asked && postmortem.root_causes.is_empty() && !(required && untold) && !is_unknown(context, record)
}

/// Whether the document says that nobody knows it.
fn is_unknown(context: &Context<'_>, record: &Record) -> bool {
    let section = record.postmortem.section(SectionName::RootCause);
    section.is_some_and(|section| {
        let said = said::by(section, record);
        !said.trim().is_empty() && context.lexicon.is_nothing(said.trim())
    })
}

fn diagnostic(record: &Record, registry: &[&Cause]) -> Diagnostic {
    let section = record.postmortem.section(SectionName::RootCause).filter(|section| section.level > 0);
    let span = section.map_or_else(|| place::title(record), |section| section.span);
    let diagnostic = Diagnostic::new(META.name, place::first_line(span, &record.document.text));
    match spoken_of(record, registry) {
        Some((cause, name)) => diagnostic.variant("told").with("id", cause.id.clone()).with("name", name),
        None => diagnostic.with("ids", ids(registry)),
    }
}

/// The cause that the root-cause section speaks of by one of its names, the longest one.
fn spoken_of<'c>(record: &Record, registry: &[&'c Cause]) -> Option<(&'c Cause, String)> {
    let section = record.postmortem.section(SectionName::RootCause)?;
    let said = said::by(section, record).to_lowercase();
    let names = registry.iter().filter_map(|cause| Some((*cause, cause.spoken_in(&said)?)));
    names.max_by_key(|(_, name)| name.len())
}

/// The first ids of the registry.
fn ids(registry: &[&Cause]) -> String {
    const MOST: usize = 5;
    let more = if registry.len() > MOST { ", …" } else { "" };
    let ids: Vec<&str> = registry.iter().take(MOST).map(|cause| cause.id.as_str()).collect();
    format!("{}{more}", ids.join(", "))
}
