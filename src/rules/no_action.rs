//! Finds sections of actions that promise nothing.

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::BlockKind;
use crate::postmortem::{Carrier, Record, Section, SectionName};

const META: Meta = Meta {
    code: "PM032",
    name: "no-action",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("no_action.md"),
};

pub(super) struct NoAction;

impl Rule for NoAction {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        if !postmortem.kind.is_postmortem() || !postmortem.actions.is_empty() {
            return;
        }
        let sections = || postmortem.sections.iter().filter(|section| section.name == SectionName::Actions);
        // What is told under a heading of two things may be all about the other.
        let all_plain = sections().all(|section| is_heading(section) && is_alone(section, record));
        let Some(section) = sections().find(|section| section.characters > 0).filter(|_| all_plain) else { return };
        if !sections().any(|section| may_hold_some(record, section)) {
            found.push(
                Diagnostic::new(META.name, place::first_line(section.span, &record.document.text))
                    .with("heading", section.heading.clone())
                    .about(section.heading.clone()),
            );
        }
    }
}

fn is_heading(section: &Section) -> bool {
    matches!(section.carrier, Carrier::Heading | Carrier::HtmlHeading)
}

fn is_alone(section: &Section, record: &Record) -> bool {
    let same = |other: &&Section| other.span == section.span && other.name != section.name;
    !record.postmortem.sections.iter().any(|other| same(&other))
}

/// Whether the actions are kept where a link leads, in a picture or in code, or stand in a list that was not understood.
fn may_hold_some(record: &Record, section: &Section) -> bool {
    let mut found = false;
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            let inside = section.body.start <= block.span.start && block.span.end <= section.body.end;
            let leads = block.inlines().any(|inline| inline.destinations().next().is_some() || inline.text.contains("://"));
            found |= inside && (leads || matches!(block.kind, BlockKind::Code { .. } | BlockKind::List { .. } | BlockKind::Table(_)));
        });
    }
    found
}
