//! Finds timeline entries that stand after a later one.

use jiff::tz::TimeZone;

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, TimelineEntry};

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
        for pair in exact(timeline).windows(2) {
            let [earlier, later] = pair else { continue };
            let same = earlier.series == later.series;
            if same && is_before(later, earlier, &zone) && !newest_first(timeline, &zone) {
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

/// A timeline that goes backwards throughout is a style, not a mistake.
fn newest_first(timeline: &[TimelineEntry], zone: &TimeZone) -> bool {
    let exact = exact(timeline);
    let steps = exact.len().saturating_sub(1);
    let back = exact.windows(2).filter(|pair| is_before(pair[1], pair[0], zone)).count();
    steps >= 3 && back * 4 >= steps * 3
}
