//! Finds dates of incidents that cannot be true beside what else is known: another date, or the first commit.

use jiff::civil::Date;

use super::dated::{self, Dated};
use super::future_date::is_future;
use super::{Context, Meta, Needs, Rule, day, place};
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

    fn needs(&self) -> Needs {
        Needs::History
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        found.extend(after_first_commit(context, record));
        found.extend(two_days(record));
    }
}

/// Two days of which one is plainly a slip. Files are often named after the day of writing, and an incident may take
/// more than one: only what nobody means is reported.
fn two_days(record: &Record) -> Option<Diagnostic> {
    if !record.postmortem.kind.is_postmortem() {
        return None;
    }
    let days = dated::days(record);
    let pairs = days.iter().enumerate().flat_map(|(at, one)| days[at + 1..].iter().map(move |other| (one, other)));
    let (one, other) = pairs.into_iter().find(|(one, other)| is_slip(one, other))?;
    let place = |dated: &Dated| place::of_fact(&Fact::new((), dated.span), record);
    let diagnostic = Diagnostic::new(META.name, place(one))
        .variant("two-days")
        .term("source", one.source)
        .with("date", one.day.to_string())
        .term("other", other.source)
        .with("day", other.day.to_string())
        .about(format!("{} {}", one.day, other.day));
    Some(if other.span == Span::at(0) { diagnostic } else { diagnostic.and_at(place(other)) })
}

/// The same day of another year, or day and month the wrong way round. A title and a file that both carry a day are
/// named alike, so that another month is a slip there too.
fn is_slip(one: &Dated, other: &Dated) -> bool {
    let (a, b) = (one.day, other.day);
    let (same_month, same_day) = (a.month() == b.month(), a.day() == b.day());
    if a.year() != b.year() {
        return same_month && same_day;
    }
    let named_alike = one.source == Field::Title.key();
    !same_month && (a.month() == b.day() && a.day() == b.month() || same_day && named_alike)
}

/// An incident that is later than the first words about it. A drill is planned ahead.
fn after_first_commit(context: &Context<'_>, record: &Record) -> Option<Diagnostic> {
    /// Days that a zone may make of an hour.
    const TOLERANCE: i32 = 1;
    let postmortem = &record.postmortem;
    let past = postmortem.kind.is_postmortem() && postmortem.kind != Kind::Drill;
    let date = postmortem.date.as_ref().filter(|date| past && is_of_incident(postmortem, date))?;
    // What has not happened yet is the matter of `future-date`.
    if is_future(date.value, context.today) {
        return None;
    }
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
