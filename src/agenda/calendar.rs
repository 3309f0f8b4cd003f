//! The follow-up of a pack as an iCalendar file (RFC 5545) with one entry for the whole day.

use jiff::civil::Date;

use super::Agenda;

/// The longest line, in bytes without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The calendar; `today` is the day it is made.
pub fn calendar(agenda: &Agenda, today: Date) -> String {
    let day = |date: Date| date.strftime("%Y%m%d").to_string();
    let follow_up = &agenda.follow_up;
    let after = follow_up.date.tomorrow().unwrap_or(follow_up.date);
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//pmdoc//pmdoc//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@follow-up.pmdoc", escaped(&agenda.id)),
        format!("DTSTAMP:{}T000000Z", day(today)),
        format!("DTSTART;VALUE=DATE:{}", day(follow_up.date)),
        format!("DTEND;VALUE=DATE:{}", day(after)),
        format!("SUMMARY:{}", escaped(&follow_up.title)),
        format!("DESCRIPTION:{}", escaped(&follow_up.text)),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line with its end, divided where it is long; never within a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::{LINE, escaped, folded};

    #[test]
    fn lines_are_short_and_whole_again_when_unfolded() {
        let long = format!("SUMMARY:{}", "결제 a".repeat(60));
        let text = folded(&long);
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), long);
    }

    #[test]
    fn nothing_in_a_text_begins_another_property() {
        assert_eq!(escaped("a\r\nATTENDEE:x, y; z\\"), "aATTENDEE:x\\, y\\; z\\\\");
    }
}
