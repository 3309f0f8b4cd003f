//! What is due into a calendar (RFC 5545): open actions on the day that they were promised by, follow-ups on theirs. Written
//! by hand: the crate for it puts the clock and chance into every entry that is not told otherwise.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::knowledge::{LedgerEntry, RecordIndex};
use crate::postmortem::{Field, date_in};
use crate::site::Site;
use crate::site::view::action_anchor;

/// The calendar. Entries are named by what they say, so that a subscriber's calendar knows them again.
pub(in crate::site) fn calendar(site: &Site<'_>) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//pmdoc//pmdoc//EN");
    lines.add("CALSCALE", "GREGORIAN");
    lines.text("X-WR-CALNAME", &site.settings.title);
    let due = site.metrics.ledger.entries.iter().filter(|entry| entry.standing.is_open());
    let follow_ups = site.metrics.records.iter().filter_map(|&index| follow_up(site, index));
    let events: Vec<Event<'_>> = due.filter_map(|entry| action(site, entry)).chain(follow_ups).collect();
    for event in &events {
        lines.event(site, event);
    }
    lines.add("END", "VCALENDAR");
    lines.0.into_bytes()
}

/// Content lines.
#[derive(Default)]
struct Lines(String);

/// Bytes that a line may have, its end not counted.
const LONGEST: usize = 75;

impl Lines {
    /// A line whose value needs no escape.
    fn add(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A line of text: what a line cannot hold is escaped or left out.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.add(name, &escaped);
    }

    /// A whole day; nothing for a document without a page.
    fn event(&mut self, site: &Site<'_>, event: &Event<'_>) {
        let Some(page) = site.directory.record(event.record) else { return };
        let Ok(next) = event.day.checked_add(1.day()) else { return };
        let changed = site.updated(event.record).unwrap_or(Timestamp::UNIX_EPOCH);
        self.add("BEGIN", "VEVENT");
        self.add("UID", &uid(site, event));
        self.add("DTSTAMP", &changed.strftime("%Y%m%dT%H%M%SZ").to_string());
        self.add("DTSTART;VALUE=DATE", &event.day.strftime("%Y%m%d").to_string());
        self.add("DTEND;VALUE=DATE", &next.strftime("%Y%m%d").to_string());
        self.text("SUMMARY", &event.summary);
        if !event.about.is_empty() {
            self.text("DESCRIPTION", &event.about);
        }
        if site.root().is_some() {
            self.add("URL", &format!("{}{}", site.web(page), event.anchor));
        }
        self.add("TRANSP", "TRANSPARENT");
        self.add("END", "VEVENT");
    }
}

/// An entry.
struct Event<'a> {
    record: RecordIndex,
    day: Date,
    summary: String,
    about: String,
    /// Its place on the page of its postmortem.
    anchor: String,
    /// What it is told apart by from others of its postmortem.
    what: &'a str,
}

fn action<'s>(site: &'s Site<'_>, entry: &'s LedgerEntry<'_>) -> Option<Event<'s>> {
    let record = entry.place.record;
    let id = &site.base.records[record].postmortem.id.value;
    let values = [("id", id.as_str()), ("action", entry.action.text.as_str())];
    site.directory.record(record)?;
    Some(Event {
        record,
        day: entry.action.due.as_ref()?.value,
        summary: site.words().fill("calendar.action", &values),
        about: entry.owners.join(", "),
        anchor: format!("#{}", action_anchor(entry.place.number)),
        what: &entry.action.text,
    })
}

fn follow_up<'s>(site: &'s Site<'_>, record: RecordIndex) -> Option<Event<'s>> {
    let postmortem = &site.base.records[record].postmortem;
    let (day, _) = date_in(postmortem.value(Field::ReviewDate)?)?;
    let values = [("id", postmortem.id.value.as_str()), ("title", postmortem.title.value.as_str())];
    let summary = site.words().fill("calendar.follow_up", &values);
    site.directory.record(record)?;
    Some(Event { record, day, summary, about: String::new(), anchor: String::new(), what: "" })
}

/// The same as long as the postmortem is called so and the action says so.
fn uid(site: &Site<'_>, event: &Event<'_>) -> String {
    let id = &site.base.records[event.record].postmortem.id.value;
    let hash = blake3::hash(format!("{id}\u{0}{}", event.what).as_bytes()).to_hex();
    format!("{}@pmdoc", &hash[..24])
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Lines};

    #[test]
    fn lines_are_folded_between_letters_and_text_is_escaped() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &format!("풀, 알림; 경로\\\n{}", "결제".repeat(60)));
        assert!(lines.0.split("\r\n").all(|line| line.len() <= LONGEST), "{}", lines.0);
        let unfolded = lines.0.replace("\r\n ", "");
        assert!(unfolded.starts_with("SUMMARY:풀\\, 알림\\; 경로\\\\\\n결제결제"), "{unfolded}");
        assert!(unfolded.ends_with("결제\r\n"));
    }
}
