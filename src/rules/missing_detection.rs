//! Finds incidents of which nobody can tell when and how they were noticed.

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Kind, Record, SectionName};

const META: Meta = Meta {
    code: "PM045",
    name: "missing-detection",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("missing_detection.md"),
};

pub(super) struct MissingDetection;

impl Rule for MissingDetection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    /// Words for noticing are many, and a small incident need not tell.
    fn is_opt_in(&self) -> bool {
        true
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        let happened = matches!(postmortem.kind, Kind::Incident | Kind::NearMiss);
        let Some(timeline) = postmortem.section(SectionName::Timeline).filter(|_| happened) else { return };
        let stated = postmortem.fields.contains_key(&Field::Detected) || postmortem.moments.detected.is_some();
        let described = postmortem.section(SectionName::Detection).is_some();
        let sections = || postmortem.sections.iter().filter(|section| section.name == SectionName::Timeline);
        let text = &record.document.text;
        let told = || sections().any(|section| context.lexicon.tells_of_notice(section.body.slice(text)));
        // A timeline that was not understood says nothing for certain.
        if postmortem.timeline.len() >= 2 && !stated && !described && !told() {
            found.push(Diagnostic::new(META.name, place::first_line(timeline.span, text)).about("detected"));
        }
    }
}
