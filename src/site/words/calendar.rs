//! Days and times as a language writes them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Words;
use crate::postmortem::Moment;

impl Words {
    /// `4 March 2026`, `2026년 3월 4일`.
    pub(in crate::site) fn date(&self, date: Date) -> String {
        jiff::fmt::strtime::format(self.text("date.day"), date).unwrap_or_else(|_| date.to_string())
    }

    /// `4 March 2026, 14:05 KST`: as much of it as is known.
    pub(in crate::site) fn moment(&self, moment: &Moment, zone: Option<&TimeZone>) -> String {
        let time = moment.time.map(|_| Self::clock(moment, zone));
        let text = match (moment.date, time) {
            (Some(date), Some(time)) => self.fill("date.day_and_time", &[("day", &self.date(date)), ("time", &time)]),
            (Some(date), None) => self.date(date),
            (None, Some(time)) => time,
            (None, None) => self.text("date.unknown").to_owned(),
        };
        if moment.approximate { self.fill("date.about", &[("date", &text)]) } else { text }
    }

    /// `14:05 KST`; empty where the time is unknown.
    pub(in crate::site) fn clock(moment: &Moment, zone: Option<&TimeZone>) -> String {
        let Some(time) = moment.time else { return String::new() };
        let clock = format!("{:02}:{:02}", time.hour(), time.minute());
        match zone_name(moment, zone) {
            Some(zone) => format!("{clock} {zone}"),
            None => clock,
        }
    }
}

/// The name of the zone that a moment is told in: an abbreviation where there is one, else `UTC+9`. A fixed
/// offset that the site's own zone has at that instant is called by the zone's name.
fn zone_name(moment: &Moment, site: Option<&TimeZone>) -> Option<String> {
    let own = moment.zone.as_ref().or(site)?;
    let Some(instant) = moment.instant(own) else { return abbreviation(&Timestamp::UNIX_EPOCH.to_zoned(own.clone())) };
    let zoned = instant.to_zoned(own.clone());
    let same = site.map(|zone| instant.to_zoned(zone.clone())).filter(|other| other.offset() == zoned.offset());
    same.as_ref().and_then(abbreviation).or_else(|| abbreviation(&zoned)).or_else(|| Some(offset(&zoned)))
}

fn abbreviation(zoned: &Zoned) -> Option<String> {
    let name = jiff::fmt::strtime::format("%Z", zoned).ok()?;
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

fn offset(zoned: &Zoned) -> String {
    let minutes = zoned.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match rest {
        0 if hours == 0 => "UTC".to_owned(),
        0 => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{rest:02}"),
    }
}
