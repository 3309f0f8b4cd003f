//! Finds five whys that stop asking after one or two.

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, SectionName};

const META: Meta = Meta {
    code: "PM025",
    name: "single-why",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("single_why.md"),
};

/// Fewer are no chain: the first why asks for the trigger, the second for what went wrong.
const LEAST: usize = 3;

pub(super) struct SingleWhy;

impl Rule for SingleWhy {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        let Some(section) = postmortem.section(SectionName::FiveWhys) else { return };
        // Whys that are told in running text are not counted.
        let Some(last) = postmortem.whys.last().filter(|_| postmortem.whys.len() < LEAST) else { return };
        if postmortem.kind.is_postmortem() {
            found.push(
                Diagnostic::new(META.name, place::first_line(section.span, &record.document.text))
                    .with("count", postmortem.whys.len())
                    .with("line", record.document.line(last.span))
                    .and_at(place::first_line(last.span, &record.document.text))
                    .about(SectionName::FiveWhys.name()),
            );
        }
    }
}
