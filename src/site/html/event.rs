//! The author's timeline with what can be worked out from it: how long after the begin each entry was, and which of them are
//! the key moments. Put beside the entries where they stand; the author's words stay as they are.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::writer::Writer;
use crate::postmortem::{Fact, Moment, Postmortem, Record, TimelineEntry, length_in};
use crate::site::words::Words;
use crate::text::Span;

/// What is put beside one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// Where the entry stands.
    span: Span,
    /// `+12 min`; empty where it is not known or the author says it.
    offset: String,
    /// It is a key moment.
    key: bool,
    /// What the key moment is called, where the entry does not say so itself.
    label: String,
}

/// The entries that are still to come, the last first.
#[derive(Debug, Default)]
pub(super) struct Events {
    coming: Vec<Event>,
    /// One that stands in a table: it is written at the end of the cell.
    pub(super) in_cell: Option<Event>,
}

/// With fewer entries than this, offsets tell nothing.
const FEWEST: usize = 3;

impl Events {
    /// The events of a document. Times that name no zone are those of `zone`.
    pub(super) fn of(record: &Record, zone: Option<&TimeZone>, words: &Words) -> Self {
        let postmortem = &record.postmortem;
        let utc = TimeZone::UTC;
        let zone = zone.unwrap_or(&utc);
        let at = |entry: &TimelineEntry| instant(postmortem, &entry.moment, zone);
        if postmortem.timeline.iter().filter(|entry| at(entry).is_some()).count() < FEWEST {
            return Self::default();
        }
        let begin = postmortem.moments.started.as_ref().and_then(|fact| instant(postmortem, &fact.value, zone));
        let begin = begin.or_else(|| first(&postmortem.timeline.iter().filter_map(at).collect::<Vec<_>>()));
        let mut keys = keys(postmortem, zone);
        let event = |entry: &TimelineEntry| {
            let key = keys.iter().position(|key| Some(key.at) == at(entry) || key.span == entry.span);
            let key = key.map(|key| keys.remove(key));
            let said = says_offset(entry.span.slice(&record.document.text));
            let offset = begin.filter(|_| !said && !entry.moment.approximate).zip(at(entry));
            Event {
                span: entry.span,
                offset: offset.map_or(String::new(), |(begin, at)| offset_in(begin, at, words)),
                label: key
                    .as_ref()
                    .filter(|key| key.span != entry.span)
                    .map_or("", |key| words.text(key.word))
                    .to_owned(),
                key: key.is_some(),
            }
        };
        let mut coming: Vec<Event> = postmortem.timeline.iter().map(event).collect();
        coming.retain(|event| !event.label.is_empty() || !event.offset.is_empty());
        coming.sort_by_key(|event| std::cmp::Reverse(event.span.start));
        Self { coming, in_cell: None }
    }

    /// The event that begins with a piece, if one does. Those that were passed by are forgotten.
    fn begun(&mut self, piece: Span) -> Option<Event> {
        while let Some(next) = self.coming.last() {
            if next.span.start > piece.start {
                return None;
            }
            let next = self.coming.pop()?;
            if piece.start < next.span.end {
                return Some(next);
            }
        }
        None
    }
}

/// The first of the entries stands for the begin, if all of them are about a few days: else it is the story before.
fn first(entries: &[Timestamp]) -> Option<Timestamp> {
    const MOST_HOURS: i64 = 72;
    let (begin, end) = (entries.iter().min()?, entries.iter().max()?);
    entries.first().filter(|_| end.duration_since(*begin).as_hours() <= MOST_HOURS).copied()
}

/// A key moment that is known.
struct Key {
    at: Timestamp,
    span: Span,
    word: &'static str,
}

fn keys(postmortem: &Postmortem, zone: &TimeZone) -> Vec<Key> {
    let moments = &postmortem.moments;
    let key = |(fact, word): (&Option<Fact<Moment>>, &'static str)| {
        let fact = fact.as_ref()?;
        Some(Key { at: instant(postmortem, &fact.value, zone)?, span: fact.span, word })
    };
    let known = [
        (&moments.started, "event.started"),
        (&moments.detected, "event.detected"),
        (&moments.mitigated, "event.mitigated"),
        (&moments.resolved, "event.resolved"),
    ];
    known.into_iter().filter_map(key).collect()
}

/// The instant of a moment, on the day of the incident where it names none.
fn instant(postmortem: &Postmortem, moment: &Moment, zone: &TimeZone) -> Option<Timestamp> {
    moment.time?;
    let date = moment.date.or(postmortem.date.as_ref().map(|fact| fact.value));
    Moment { date, ..moment.clone() }.instant(zone)
}

/// Whether a row of a table has a cell for it already.
fn says_offset(source: &str) -> bool {
    let bare = |cell: &str| cell.trim().trim_start_matches(['T', '+', '-', '−', ' ']).to_owned();
    source.trim_start().starts_with('|') && source.split('|').any(|cell| length_in(&bare(cell)).is_some())
}

/// `+12 min`, `−5 min`; nothing for the begin itself.
fn offset_in(begin: Timestamp, at: Timestamp, words: &Words) -> String {
    let minutes = at.duration_since(begin).as_mins();
    let sign = if minutes < 0 { '−' } else { '+' };
    if minutes == 0 { String::new() } else { format!("{sign}{}", words.minutes(minutes.unsigned_abs())) }
}

impl Writer<'_> {
    /// Before a piece of running text: what is put beside the entry that begins with it.
    pub(super) fn before_text(&mut self, piece: Span) {
        if self.verbatim || self.raw.silent.is_some() {
            return;
        }
        let Some(event) = self.events.begun(piece) else { return };
        if self.table.is_in_cell {
            self.events.in_cell = Some(event);
        } else {
            self.write_event(&event);
        }
    }

    /// What was kept for the end of a cell.
    pub(super) fn end_of_cell(&mut self) {
        if let Some(event) = self.events.in_cell.take() {
            self.write_event(&event);
        }
    }

    fn write_event(&mut self, event: &Event) {
        self.out.push_literal(if event.key { "<small class=\"offset is-key\">" } else { "<small class=\"offset\">" });
        self.out.push_text(&event.label);
        self.out.push_literal(if event.label.is_empty() || event.offset.is_empty() { "" } else { " " });
        self.out.push_text(&event.offset);
        self.out.push_literal("</small> ");
    }
}

#[cfg(test)]
mod tests {
    use super::says_offset;

    #[test]
    fn an_offset_that_the_author_gives_is_not_given_again() {
        assert!(says_offset("| 05:44 | 4分 | 検知 |"));
        assert!(says_offset("| 05:44 | T+4m | detected |"));
        assert!(says_offset("| 05:44 | +1 h 4 min | detected |"));
        assert!(!says_offset("| 05:44 | detected after 4 minutes |"));
        assert!(!says_offset("10:04 detected"));
    }
}
