//! Finds required sections that say hardly anything.

use super::{Context, Meta, Rule, place, said};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Language, Record, Section, SectionName};

const META: Meta = Meta {
    code: "PM021",
    name: "thin-section",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("thin_section.md"),
};

pub(super) struct ThinSection;

impl Rule for ThinSection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        let demands = context.demands(record);
        let least = usize::try_from(demands.section_words).unwrap_or(usize::MAX);
        for &name in demands.sections.iter().filter(|name| is_told(**name)) {
            let all = || record.postmortem.sections.iter().filter(|section| section.name == name);
            let words: usize = all().map(|section| section.words).sum();
            let Some(section) = all().find(|section| section.characters > 0) else { continue };
            if words >= least || all().any(|section| denies(context, record, section)) {
                continue;
            }
            found.push(diagnostic(record, section, least));
        }
    }
}

/// Whether a section is told in sentences: lists of entries have rules of their own.
fn is_told(name: SectionName) -> bool {
    use SectionName::{Detection, Impact, Lessons, Resolution, RootCause, Summary, Trigger};
    matches!(name, Summary | Impact | Detection | Trigger | RootCause | Resolution | Lessons)
}

/// Whether the section says that there is none, or that it is not known: then that is all there is to say.
fn denies(context: &Context<'_>, record: &Record, section: &Section) -> bool {
    said::by(section, record).lines().any(|line| !line.trim().is_empty() && context.lexicon.is_nothing(line))
}

fn diagnostic(record: &Record, section: &Section, least: usize) -> Diagnostic {
    let said = said::by(section, record);
    let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or(&section.heading);
    let diagnostic = Diagnostic::new(META.name, place::first_line(section.span, &record.document.text))
        .term("section", section.name.name())
        .with("text", said::short(said))
        .about(section.name.name());
    // Two of their letters count as a word.
    match record.postmortem.language {
        Language::Ko | Language::Ja | Language::ZhHans | Language::ZhHant => {
            diagnostic.variant("letters").with("least", least.saturating_mul(2))
        }
        _ => diagnostic.with("least", least),
    }
}
