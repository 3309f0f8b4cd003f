//! Finds dates of incidents that cannot be true beside what else is known.

use jiff::civil::Date;

use super::{Context, Meta, Rule, day, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Fact, Field, Kind, Postmortem, Record};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM013",
    name: "date-mismatch",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("date_mismatch.md"),
};

pub(super) struct DateMismatch;

impl Rule for DateMismatch {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        found.extend(after_first_commit(context, record));
    }
}

/// An incident that is later than the first words about it. A drill is planned ahead.
fn after_first_commit(context: &Context<'_>, record: &Record) -> Option<Diagnostic> {
    /// Days that a zone may make of an hour.
    const TOLERANCE: i32 = 1;
    let postmortem = &record.postmortem;
    let past = postmortem.kind.is_postmortem() && postmortem.kind != Kind::Drill;
    let date = postmortem.date.as_ref().filter(|date| past && is_of_incident(postmortem, date))?;
    let commit = context.base.history.documents.get(&record.path)?.first()?;
    let day = day::of(commit, context.settings)?;
    if date.span == Span::at(0) && tells_of_earlier(postmortem, day) {
        return None;
    }
    ((date.value - day).get_days() > TOLERANCE).then(|| {
        Diagnostic::new(META.name, place::of_fact(date, record))
            .variant("after-first-commit")
            .with("date", date.value.to_string())
            .with("day", day.to_string())
            .with("commit", commit.id.short())
            .about(date.value.to_string())
    })
}

/// Whether the date was given as that of the incident. What was guessed from the end, the publication or the first
/// date of a timeline may well be later than the first draft.
fn is_of_incident(postmortem: &Postmortem, date: &Fact<Date>) -> bool {
    let facts = [Field::Date, Field::Started].into_iter().filter_map(|field| postmortem.fields.get(&field)?.first());
    let mut places = facts.map(|fact| fact.span).chain([postmortem.title.span, Span::at(0)]);
    places.any(|span| span == date.span)
}

/// Whether the timeline shows that it happened by that day: the file is then named after the day of publication.
fn tells_of_earlier(postmortem: &Postmortem, day: Date) -> bool {
    postmortem.timeline.iter().filter_map(|entry| entry.moment.date).any(|date| date <= day)
}
