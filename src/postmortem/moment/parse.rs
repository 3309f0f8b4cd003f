//! Moments as entries begin with them: a day, a time, a zone, in any order that people use.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::Moment;
use super::clock::{time_in, until_in};
use super::date::{date_in, yearless};
use super::pattern::pattern;
use super::zone::trailing_zone;

/// `2022-05-??`, `??:??`, `HH:mm`, `[???]`, `YYYY-MM-DD`
static UNKNOWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)^\W{0,3}(?:\?{2,}|hh:mm|xx:xx|--:--|[0-9][0-9]:\?\?|t\.?b\.?d)"));

/// The moment that a text begins with (behind brackets, `~`, `약` and a date), and how much of the text says
/// it. `None` where the text does not begin with a time or a date.
pub fn moment_in(text: &str) -> Option<(Moment, Range<usize>)> {
    moment_near(text, None)
}

/// The same, where days without a year (`May 31`, `3월 26일`) are those nearest to `around`.
pub(in crate::postmortem) fn moment_near(text: &str, around: Option<Date>) -> Option<(Moment, Range<usize>)> {
    if UNKNOWN.as_ref().is_some_and(|regex| regex.is_match(text)) {
        let end = text.find(|c: char| c.is_whitespace() || c == ']').map_or(text.len(), |at| at + 1);
        return Some((Moment::default(), 0..end));
    }
    if begins_with_words(text) {
        return None;
    }
    let date = date_in(text).filter(|(_, range)| is_lead_in(&text[..range.start]));
    let date = date.or_else(|| yearless(text, around?));
    let after = date.as_ref().map_or(0, |(_, range)| range.end);
    let time = time_in(&text[after..])
        .map(|(time, range)| (time, range.start + after..range.end + after))
        .filter(|(_, range)| is_lead_in(&text[after..range.start]));
    let start =
        [date.as_ref().map(|(_, r)| r.start), time.as_ref().map(|(_, r)| r.start)].into_iter().flatten().min()?;
    let mut end = time.as_ref().map_or(after, |(_, range)| range.end);
    let approximate = text[..end].contains(['~', '≈', '约', '約', '頃', '약', '쯤']) || {
        let said = text[..end].to_lowercase();
        ["around", "ca.", "approx", "about"].iter().any(|word| said.contains(word))
    };
    let zone = trailing_zone(&text[end..]).map(|(zone, length)| {
        end += length;
        zone
    });
    let until = time.as_ref().and_then(|_| until_in(&text[end..])).map(|(until, length)| {
        end += length;
        until
    });
    // A date may follow its time: `9:03 PM PDT, May 30th, 2019`.
    let later = date_in(&text[end..]).filter(|(_, range)| date.is_none() && is_lead_in(&text[end..end + range.start]));
    let date = date.map(|(date, _)| date).or(later.as_ref().map(|(date, _)| *date));
    let end = later.map_or(end, |(_, range)| end + range.end);
    Some((Moment { date, time: time.map(|(time, _)| time), zone, until, approximate }, start..end))
}

/// Whether so many letters stand before the first digit that neither a lead-in nor the name of a month is all of them.
/// Most lines are known by that to begin with no moment.
fn begins_with_words(text: &str) -> bool {
    const MOST: usize = 30;
    let before = text.chars().take_while(|c| !c.is_numeric()).filter(|c| c.is_alphabetic()).take(MOST).count();
    before == MOST || !text.contains(char::is_numeric)
}

/// What may stand between the begin of an entry and its time.
fn is_lead_in(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    matches!(
        bare.as_str(),
        "" | "t"
            | "at"
            | "am"
            | "on"
            | "um"
            | "à"
            | "kl"
            | "about"
            | "around"
            | "approx"
            | "ca"
            | "약"
            | "대략"
            | "約"
            | "约"
            | "mon"
            | "tue"
            | "wed"
            | "thu"
            | "fri"
            | "sat"
            | "sun"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "월"
            | "화"
            | "수"
            | "목"
            | "금"
            | "토"
            | "일"
            | "月"
            | "火"
            | "水"
            | "木"
            | "金"
            | "土"
            | "日"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postmortem::moment::zone::zone_in;
    use jiff::tz::TimeZone;

    #[test]
    fn dates_in_many_spellings() {
        for text in [
            "2026-03-04",
            "04.03.2026",
            "4.3.2026 kl. 10",
            "03-04-2026",
            "2026/3/4",
            "2026.03.04",
            "2026. 3. 4.",
            "2026년 3월 4일",
            "2026年3月4日 14:00",
            "4 March 2026",
            "March 4th, 2026",
            "Mar 4 2026",
            "3/4/2026",
            "4. März 2026",
            "4 de março de 2026",
            "2026-03-04T10:00:00Z",
            "PM-20260304-db",
            "on Wed, 4 Mar 2026",
        ] {
            assert_eq!(date_in(text).map(|(date, _)| date.to_string()).as_deref(), Some("2026-03-04"), "{text}");
        }
        for text in ["2026-02-30", "v1.2.3", "12:30", "10.0.0.1", "2022-05-??"] {
            assert_eq!(date_in(text), None, "{text}");
        }
    }

    #[test]
    fn times_in_many_spellings() {
        for (text, time) in [
            ("21:06 - Logger error", "21:06:00"),
            ("11.55 deploy", "11:55:00"),
            ("9:03 PM PDT x", "21:03:00"),
            ("오후 3시 5분 알림", "15:05:00"),
            ("午後3時5分", "15:05:00"),
            ("下午3点05分", "15:05:00"),
            ("~13:30 x", "13:30:00"),
            ("2026-03-04 14:05 KST", "14:05:00"),
            ("2026-03-04T14:05:30+09:00", "14:05:30"),
            ("9 pm: x", "21:00:00"),
            ("12:05 AM", "00:05:00"),
            ("14h05", "14:05:00"),
            ("오전 9시", "09:00:00"),
            ("[09:10] x", "09:10:00"),
        ] {
            let moment = moment_in(text).map(|(moment, _)| moment);
            assert_eq!(moment.and_then(|m| m.time).map(|t| t.to_string()).as_deref(), Some(time), "{text}");
        }
        for text in ["restart 3 pods", "10.0.0.1 unreachable", "error 503", "1.5 hours later"] {
            assert_eq!(moment_in(text), None, "{text}");
        }
    }

    #[test]
    fn days_without_a_year_are_those_nearest_to_the_incident() {
        let around = Date::new(2017, 6, 15).ok();
        for (text, date, time) in [
            ("March 18, 16:30", "2017-03-18", Some("16:30:00")),
            ("May 31 Team deploys", "2017-05-31", None),
            ("[12-05 16:21] Crash", "2017-12-05", Some("16:21:00")),
            ("3월 26일 17:40 배포", "2017-03-26", Some("17:40:00")),
            ("18 March 16:30 x", "2017-03-18", Some("16:30:00")),
        ] {
            let (moment, _) = moment_near(text, around).expect(text);
            assert_eq!(moment.date.map(|d| d.to_string()).as_deref(), Some(date), "{text}");
            assert_eq!(moment.time.map(|t| t.to_string()).as_deref(), time, "{text}");
        }
        for text in ["Marked 18 pods", "Decision 4 was made", "Version 3 4"] {
            assert_eq!(moment_near(text, around), None, "{text}");
        }
    }

    #[test]
    fn zones_are_kept() {
        let utc = TimeZone::UTC;
        for (text, instant) in [
            ("2026-03-04 14:05 KST", "2026-03-04T05:05:00Z"),
            ("2026-03-04T14:05:00+09:00", "2026-03-04T05:05:00Z"),
            ("2026-03-04 14:05 (UTC+9)", "2026-03-04T05:05:00Z"),
            ("2026-03-04 09:03 PM PST", "2026-03-05T05:03:00Z"),
            ("2026-03-04 14:05Z", "2026-03-04T14:05:00Z"),
            ("2026-03-04 14:05", "2026-03-04T14:05:00Z"),
        ] {
            let moment = moment_in(text).map(|(moment, _)| moment).expect("a moment");
            assert_eq!(moment.instant(&utc).map(|t| t.to_string()).as_deref(), Some(instant), "{text}");
        }
        assert_eq!(zone_in("타임라인 (모두 KST)"), TimeZone::get("Asia/Seoul").ok());
        assert_eq!(zone_in("Timeline (all times UTC)"), Some(TimeZone::UTC));
    }

    #[test]
    fn spans_of_time_have_an_end() {
        for (text, end, rest) in [
            ("12:43 - 12:49 failover", "12:49:00", " failover"),
            ("16:00 ~ 16:16 KST 점검", "16:16:00", " KST 점검"),
            ("오후 3시 5분 ~ 오후 3시 20분 점검", "15:20:00", " 점검"),
        ] {
            let (moment, said) = moment_in(text).expect(text);
            assert_eq!(moment.until.map(|t| t.to_string()).as_deref(), Some(end), "{text}");
            assert_eq!(&text[said.end..], rest);
        }
        for text in ["21:06 - Logger error", "21:06 - 10.55% of requests failed", "21:06 - 3 pods"] {
            assert_eq!(moment_in(text).and_then(|(moment, _)| moment.until), None, "{text}");
        }
    }

    #[test]
    fn unknown_times_are_values() {
        for text in ["[???] rollback", "HH:mm", "??:?? somebody noticed"] {
            assert!(moment_in(text).is_some_and(|(moment, _)| moment.is_unknown()), "{text}");
        }
        assert!(moment_in("~13:30 x").is_some_and(|(moment, _)| moment.approximate));
    }
}
