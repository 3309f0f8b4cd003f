//! How long an incident took, as a bar on a logarithmic scale: minutes and days are both to be seen.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::postmortem::{Fact, Moment, Postmortem};
use crate::site::Site;
use crate::site::words::Words;

/// A thin bar of at most [`WIDTH`] pixels, and the length in words.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Bar {
    width: u32,
    track: u32,
    shown: String,
}

/// The whole track: three days or more.
const WIDTH: u32 = 64;
const LONGEST: f64 = 3.0 * 24.0 * 60.0;

impl Bar {
    /// The bar of a postmortem whose course is known.
    pub(in crate::site) fn of(site: &Site<'_>, postmortem: &Postmortem, words: &Words) -> Option<Self> {
        let minutes = minutes_to_mitigate(site, postmortem).or_else(|| minutes_to_end(site, postmortem))?;
        Some(Self { width: width(minutes), track: WIDTH, shown: words.minutes(minutes) })
    }
}

fn width(minutes: u64) -> u32 {
    let minutes = f64::from(u32::try_from(minutes).unwrap_or(u32::MAX)).max(1.0);
    let part = (minutes.ln() / LONGEST.ln()).clamp(0.03, 1.0);
    // Between 2 and 64: neither sign nor size can be lost.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the clamp above")]
    let width = (part * f64::from(WIDTH)).round() as u32;
    width
}

/// Minutes from the start until users were no longer hurt.
pub(in crate::site) fn minutes_to_mitigate(site: &Site<'_>, postmortem: &Postmortem) -> Option<u64> {
    between(site, postmortem, postmortem.moments.mitigated.as_ref())
}

/// Minutes from the start until it was over.
fn minutes_to_end(site: &Site<'_>, postmortem: &Postmortem) -> Option<u64> {
    between(site, postmortem, postmortem.moments.resolved.as_ref())
}

fn between(site: &Site<'_>, postmortem: &Postmortem, end: Option<&Fact<Moment>>) -> Option<u64> {
    let start = instant(site, postmortem, &postmortem.moments.started.as_ref()?.value)?;
    let end = instant(site, postmortem, &end?.value)?;
    minutes(start, end)
}

/// Whole minutes between two instants; `None` when they are the wrong way round.
pub(super) fn minutes(start: Timestamp, end: Timestamp) -> Option<u64> {
    let length: SignedDuration = end.duration_since(start);
    u64::try_from(length.as_mins()).ok()
}

/// The instant of a moment, on the day of the incident where it names none.
pub(super) fn instant(site: &Site<'_>, postmortem: &Postmortem, moment: &Moment) -> Option<Timestamp> {
    let date = moment.date.or(postmortem.date.as_ref().map(|fact| fact.value));
    let zone = site.zone.clone().unwrap_or(TimeZone::UTC);
    Moment { date, ..moment.clone() }.instant(&zone)
}
