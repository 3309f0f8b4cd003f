//! Finds timeline entries that stand after a later one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use regex::Regex;

use super::incident_days::{IncidentDays, strays};
use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, TimelineEntry};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM009",
    name: "disordered-timeline",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("disordered_timeline.md"),
};

/// A step back of more than so many hours without a date is the next day, not a mistake.
const NIGHT: i64 = 6;
/// Times are written to the minute as often as to the second: less than that is no step back.
const MINUTE: i64 = 60;

/// `4/25/23`, `25.4.`, `4월 25일`, `25 April`, `Day 2`, `the next day`, `다음 날`, `翌日`
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?ix)
        \b\d{1,4}[/.-]\d{1,2}\b | \d\s*[일日] | \bday\s*\d | next\s+day
        | \b(?:mon|tues|wednes|thurs|fri|satur|sun)day
        | \b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d
        | \d\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)
        | 다음\s*날 | 이튿날 | 익일 | [월화수목금토일]요일
        | [月火水木金土日]曜 | 翌日 | 次日 | 第二天 | 星期 | 周[一二三四五六日]";
    Regex::new(pattern).ok()
});

pub(super) struct DisorderedTimeline;

impl Rule for DisorderedTimeline {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        let zone = super::day::zone(context.settings);
        let timeline = &record.postmortem.timeline;
        if newest_first(timeline, &zone) {
            return;
        }
        let strays = IncidentDays::of(record).map(|days| strays(record, days)).unwrap_or_default();
        let strays: BTreeSet<usize> = strays.into_iter().map(|entry| entry.span.start).collect();
        for pair in exact(timeline).windows(2) {
            let [earlier, later] = pair else { continue };
            // An entry of another day altogether is the matter of `timeline-outside-incident`.
            if [earlier, later].iter().any(|entry| strays.contains(&entry.span.start)) {
                continue;
            }
            let same = earlier.series == later.series && !is_divided(earlier, later, &record.document.text);
            if same && is_before(later, earlier, &zone) {
                let place = super::place::first_line(later.span, &record.document.text);
                found.push(
                    Diagnostic::new(META.name, place)
                        .with("time", later.written.clone())
                        .with("previous", earlier.written.clone())
                        .and_at(super::place::first_line(earlier.span, &record.document.text))
                        .about(format!("{} {}", later.written, later.text)),
                );
            }
        }
    }
}

/// The entries whose times can be compared.
fn exact(timeline: &[TimelineEntry]) -> Vec<&TimelineEntry> {
    timeline.iter().filter(|entry| !entry.moment.approximate && entry.moment.time.is_some()).collect()
}

fn is_before(entry: &TimelineEntry, other: &TimelineEntry, zone: &TimeZone) -> bool {
    let reaches = matches!((entry.moment.until, other.moment.time), (Some(until), Some(time)) if until >= time);
    if reaches {
        return false;
    }
    match (entry.moment.instant(zone), other.moment.instant(zone)) {
        (Some(this), Some(that)) => {
            let back = that.as_second() - this.as_second();
            let dated = entry.written.contains(['-', '/', '년', '月', '日']) || back >= 86_400;
            back >= MINUTE && (dated || back < NIGHT * 3_600)
        }
        (None, None) => match (entry.moment.time, other.moment.time) {
            (Some(this), Some(that)) => this < that && (that - this).get_hours() < i32::try_from(NIGHT).unwrap_or(6),
            _ => false,
        },
        _ => false,
    }
}

/// Whether something between two entries may say that another day begins, in a way that was not understood.
fn is_divided(earlier: &TimelineEntry, later: &TimelineEntry, text: &str) -> bool {
    let between = Span::new(earlier.span.end, later.span.start).slice(text);
    DAY.as_ref().is_some_and(|day| day.is_match(between))
}

/// A timeline that goes backwards throughout is a style, not a mistake.
fn newest_first(timeline: &[TimelineEntry], zone: &TimeZone) -> bool {
    let exact = exact(timeline);
    let steps = exact.len().saturating_sub(1);
    let back = exact.windows(2).filter(|pair| is_before(pair[1], pair[0], zone)).count();
    steps >= 3 && back * 4 >= steps * 3
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_between_entries_are_noticed() {
        let day = super::DAY.as_ref().expect("the pattern compiles");
        for text in ["-4/25/23_", "다음 날", "**Day 2**", "翌日", "Feb 7", "화요일", "7 March"] {
            assert!(day.is_match(text), "{text}");
        }
        for text in ["\n| ", "\n- ", "restarted 12 pods", ""] {
            assert!(!day.is_match(text), "{text}");
        }
    }
}
