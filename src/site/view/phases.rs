//! The course of an incident (started, detected, mitigated, resolved) into a bar in proportion and its
//! text equivalent.

use jiff::Timestamp;
use serde::Serialize;

use super::bar::{instant, minutes};
use crate::postmortem::{Moment, Postmortem};
use crate::site::Site;
use crate::site::words::Words;

/// The course of one incident.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Phases {
    parts: Vec<Part>,
}

/// From one key moment to the next.
#[derive(Debug, Clone, Serialize)]
struct Part {
    /// `unseen`, `hurting` or `ending`: how it is drawn.
    kind: &'static str,
    /// Where it begins and how wide it is, as CSS percentages of the whole.
    start: String,
    width: String,
    /// `Mitigated after 38 min`, counted from the start.
    text: String,
    /// `10:06 → 10:38 KST`.
    clock: String,
}

/// A key moment that is known.
struct Stop<'a> {
    kind: &'static str,
    key: &'static str,
    moment: &'a Moment,
    at: Timestamp,
}

impl Phases {
    /// The phases of a postmortem; none where fewer than two moments are known.
    pub(in crate::site) fn of(site: &Site<'_>, postmortem: &Postmortem, words: &Words) -> Option<Self> {
        let moments = &postmortem.moments;
        let mut stops = vec![stop(site, postmortem, "", "", moments.started.as_ref())?];
        for (kind, key, fact) in [
            ("unseen", "phase.detected", &moments.detected),
            ("hurting", "phase.mitigated", &moments.mitigated),
            ("ending", "phase.resolved", &moments.resolved),
        ] {
            let Some(next) = stop(site, postmortem, kind, key, fact.as_ref()) else { continue };
            // A moment before the one before it is somebody's mistake, which `check` reports.
            if stops.last().is_some_and(|last| next.at >= last.at) {
                stops.push(next);
            }
        }
        let whole = minutes(stops.first()?.at, stops.last()?.at).filter(|&whole| whole > 0)?;
        let parts = stops.windows(2).map(|pair| part(site, stops[0].at, &pair[0], &pair[1], whole, words)).collect();
        Some(Self { parts })
    }
}

fn stop<'a>(
    site: &Site<'_>,
    postmortem: &Postmortem,
    kind: &'static str,
    key: &'static str,
    fact: Option<&'a crate::postmortem::Fact<Moment>>,
) -> Option<Stop<'a>> {
    let moment = &fact?.value;
    Some(Stop { kind, key, moment, at: instant(site, postmortem, moment)? })
}

fn part(site: &Site<'_>, start: Timestamp, from: &Stop<'_>, to: &Stop<'_>, whole: u64, words: &Words) -> Part {
    let before = minutes(start, from.at).unwrap_or(0);
    let after = minutes(start, to.at).unwrap_or(0);
    let length = words.minutes(after);
    let length = if to.moment.approximate { words.fill("date.about", &[("date", &length)]) } else { length };
    Part {
        kind: if to.kind == "ending" && from.kind != "hurting" { "hurting" } else { to.kind },
        start: percent(before, whole),
        width: percent(after.saturating_sub(before), whole),
        text: words.fill(to.key, &[("length", &length)]),
        clock: format!("{} → {}", from.clock(), to.clock_after(from, site, words)),
    }
}

impl Stop<'_> {
    /// The time of day, without its zone.
    fn clock(&self) -> String {
        self.moment.time.map_or(String::new(), |time| format!("{:02}:{:02}", time.hour(), time.minute()))
    }

    /// The time of day with its zone, and with the day where that is another than before.
    fn clock_after(&self, before: &Self, site: &Site<'_>, words: &Words) -> String {
        let zone = site.zone.as_ref();
        let is_same = self.moment.date.is_none() || self.moment.date == before.moment.date;
        let exact = Moment { approximate: false, ..self.moment.clone() };
        if is_same { Words::clock(self.moment, zone) } else { words.moment(&exact, zone) }
    }
}

/// A part of the whole with two decimals.
fn percent(part: u64, whole: u64) -> String {
    let hundredths = part.saturating_mul(10_000) / whole.max(1);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
