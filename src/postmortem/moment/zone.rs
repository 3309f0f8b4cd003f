//! Time zones: abbreviations, IANA names and numeric offsets.

use std::sync::LazyLock;

use jiff::tz::{Offset, TimeZone};
use regex::Regex;

use super::pattern::{number, pattern};

/// `+09:00`, `+0900`, `UTC+9`, `Z`
static OFFSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^\s*[(\[]?\s*(?:(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<h>[0-9]{1,2})(?::?(?P<m>[0-9][0-9]))?(?:[^0-9:]|$)|(?P<z>Z)\b)",
    )
});

/// Abbreviations of zones and the places that use them. Ambiguous ones take the use that real documents
/// have: `CST` is left out (China or Chicago), `IST` is India.
const ZONES: [(&str, &str); 30] = [
    ("UTC", "UTC"),
    ("GMT", "UTC"),
    ("KST", "Asia/Seoul"),
    ("JST", "Asia/Tokyo"),
    ("HKT", "Asia/Hong_Kong"),
    ("SGT", "Asia/Singapore"),
    ("IST", "Asia/Kolkata"),
    ("PST", "-08"),
    ("PDT", "-07"),
    ("MST", "-07"),
    ("MDT", "-06"),
    ("CDT", "-05"),
    ("EST", "-05"),
    ("EDT", "-04"),
    ("BST", "+01"),
    ("WET", "+00"),
    ("WEST", "+01"),
    ("CET", "+01"),
    ("CEST", "+02"),
    ("EET", "+02"),
    ("EEST", "+03"),
    ("MSK", "+03"),
    ("AEST", "+10"),
    ("AEDT", "+11"),
    ("NZST", "+12"),
    ("NZDT", "+13"),
    ("BRT", "-03"),
    ("PT", "America/Los_Angeles"),
    ("ET", "America/New_York"),
    ("한국시간", "Asia/Seoul"),
];

/// The first zone that a text names, such as the heading `Timeline (all times UTC)`.
pub(in crate::postmortem) fn zone_in(text: &str) -> Option<TimeZone> {
    let named = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_')))
        .find_map(|word| zone_of(word).or_else(|| is_in_database(word).then(|| TimeZone::get(word).ok()).flatten()));
    match named {
        Some(zone) if zone == TimeZone::UTC => {
            let offset = text.find("UTC").or(text.find("GMT")).and_then(|at| offset_at(&text[at..]));
            Some(offset.map_or(zone, |(zone, _)| zone))
        }
        Some(zone) => Some(zone),
        None => text.find(['+']).and_then(|at| offset_at(&text[at..])).map(|(zone, _)| zone),
    }
}

/// `Asia/Seoul`, and names of old such as `PST8PDT`.
fn is_in_database(word: &str) -> bool {
    word.contains('/') || ["PST8PDT", "MST7MDT", "CST6CDT", "EST5EDT"].contains(&word)
}

fn zone_of(word: &str) -> Option<TimeZone> {
    let (_, place) = ZONES.iter().find(|(name, _)| *name == word)?;
    match place.parse::<i8>() {
        Ok(hours) => Some(TimeZone::fixed(jiff::tz::offset(hours))),
        Err(_) if *place == "UTC" => Some(TimeZone::UTC),
        Err(_) => TimeZone::get(place).ok(),
    }
}

/// A numeric offset that begins the text, and its length.
fn offset_at(text: &str) -> Option<(TimeZone, usize)> {
    let captures = OFFSET.as_ref()?.captures(text)?;
    if let Some(z) = captures.name("z") {
        return Some((TimeZone::UTC, z.end()));
    }
    let hours: i32 = number(&captures, "h")?;
    let minutes: i32 = number(&captures, "m").unwrap_or(0);
    let sign = if captures.name("sign")?.as_str() == "-" { -1 } else { 1 };
    let end = captures.name("m").or(captures.name("h"))?.end();
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    Some((TimeZone::fixed(offset), end))
}

pub(super) fn trailing_zone(text: &str) -> Option<(TimeZone, usize)> {
    if let Some(found) = offset_at(text) {
        return Some(found);
    }
    let start = text.len() - text.trim_start_matches([' ', '(', '[', ',']).len();
    let end =
        start + text[start..].find(|c: char| !c.is_alphabetic() && c != '/' && c != '_').unwrap_or(text[start..].len());
    // `18:11 (UTC 09:11)` tells the same moment once more, in another zone.
    if text[..start].contains(['(', '[']) && text[end..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = &text[start..end];
    let zone = zone_of(word).or_else(|| word.contains('/').then(|| TimeZone::get(word).ok()).flatten())?;
    if zone == TimeZone::UTC
        && let Some((zone, length)) = offset_at(&text[end..])
    {
        return Some((zone, end + length));
    }
    Some((zone, end))
}

#[cfg(test)]
mod tests {
    use super::trailing_zone;

    #[test]
    fn every_pattern_compiles() {
        assert!(super::OFFSET.is_some());
    }

    #[test]
    fn a_moment_told_again_in_another_zone_is_not_its_zone() {
        assert!(trailing_zone(" (UTC) deploy").is_some() && trailing_zone(" (UTC+9) deploy").is_some());
        assert_eq!(trailing_zone(" (UTC 09:11) deploy"), None);
    }
}
