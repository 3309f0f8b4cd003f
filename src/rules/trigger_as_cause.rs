//! Finds postmortems whose only root cause is what set the incident off.

use super::{Context, Meta, Needs, Rule, place, said};
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{Cause, CauseKind, RecordIndex};
use crate::postmortem::{Field, Record, Section, SectionName};

const META: Meta = Meta {
    code: "PM026",
    name: "trigger-as-cause",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("trigger_as_cause.md"),
};

pub(super) struct TriggerAsCause;

impl Rule for TriggerAsCause {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if record.postmortem.kind.is_postmortem() {
            found.extend(told_twice(context, record));
        }
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let postmortems = (0..context.base.records.len()).filter(|&at| context.base.records[at].postmortem.kind.is_postmortem());
        found.extend(postmortems.filter_map(|index| Some((index, named(context, index)?))));
    }
}

/// Every cause that is named is registered as a trigger, or is the one that the document itself names as its trigger.
fn named(context: &Context<'_>, index: RecordIndex) -> Option<Diagnostic> {
    let record = &context.base.records[index];
    let causes: Vec<&Cause> =
        context.base.causes_of[index].iter().filter_map(|id| context.base.causes.get(id)).collect();
    let place = place::of_fact(record.postmortem.root_causes.first()?, record);
    let only = causes.first()?;
    let diagnostic = Diagnostic::new(META.name, place).with("cause", only.id.clone()).about(only.id.clone());
    if causes.iter().all(|cause| cause.kind == CauseKind::Trigger) {
        let page = only.record.map(|record| context.base.records[record].path.clone());
        return Some(diagnostic.because_of(page));
    }
    let trigger = record.postmortem.value(Field::Trigger)?.trim();
    let is_trigger = causes.len() == 1 && trigger == record.postmortem.root_causes.first()?.value.trim();
    is_trigger.then(|| diagnostic.variant("same-name"))
}

/// The root-cause section says word for word what the trigger section says.
fn told_twice(context: &Context<'_>, record: &Record) -> Option<Diagnostic> {
    let told = |name| record.postmortem.section(name).filter(|section| section.characters > 0 && section.level > 0);
    let (cause, trigger) = (told(SectionName::RootCause)?, told(SectionName::Trigger)?);
    let apart = |a: &Section, b: &Section| a.body.end <= b.span.start;
    let text = words(&said::by(cause, record));
    let says_something = !text.is_empty() && !context.lexicon.is_nothing(&text);
    ((apart(cause, trigger) || apart(trigger, cause)) && says_something && text == words(&said::by(trigger, record)))
        .then(|| {
            let text = &record.document.text;
            Diagnostic::new(META.name, place::first_line(cause.span, text))
                .variant("same-text")
                .and_at(place::first_line(trigger.span, text))
                .about(SectionName::RootCause.name())
        })
}

/// The letters and digits alone.
fn words(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}
