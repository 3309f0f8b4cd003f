//! Dates, times and zones in the spellings of real documents (English, Korean, Japanese, Chinese, German,
//! French, Spanish, Portuguese, Norwegian; ISO, dotted, slashed, 12-hour).

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use regex::{Captures, Regex};

use super::Moment;

/// A pattern of this file; they are constants, and a test compiles them all.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// `2026-03-04`, `2026/3/4`, `2026.03.04`, `2026. 3. 4.`, `2026년 3월 4일`, `2026年3月4日`
static NUMERIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^\d])(?P<y>(?:19|20)\d\d)\s*[-/.년年]\s*(?P<m>\d{1,2})\s*[-/.월月]\s*(?P<d>\d{1,2})(?:\s*[일日]|\b|T)",
    )
});
/// `20261104`, as file names have it
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:^|[^\d])(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[^\d]|$)"));
/// `20 October 2025`, `4th of March, 2026`, `4. März 2026`, `4 de março de 2026`
static DAY_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<d>\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?(?P<month>\p{Alphabetic}{3,10})\.?,?\s+(?:de\s+)?(?P<y>(?:19|20)\d\d)\b",
    )
});
/// `May 30th, 2019`, `Jul 11 2025`
static MONTH_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)\b(?P<month>\p{Alphabetic}{3,10})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b")
});
/// `04.02.2020`, day first, as Europeans write it with dots
static DOTTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:^|[^\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)\b"));
/// `7/11/2025`, month first, as only Americans write it; day first where the month would not fit
static SLASHED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:^|[^\d/-])(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>(?:19|20)\d\d)\b"));
/// `May 31`, `March 18th, 16:30`, `[12-05 16:21]`, `3월 26일`, `10/30 14:05`: a day of a year that is known from elsewhere
static YEARLESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?ix)^[^\p{L}\d]{0,4}(?:
            (?P<month>\p{Alphabetic}{3,10})\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?\b(?:[^:.\d]|$)
          | (?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month2>\p{Alphabetic}{3,10})\b
          | (?P<m3>\d{1,2})[-/](?P<d3>\d{1,2})\s+\d{1,2}:\d\d
          | (?P<m4>\d{1,2})\s*[월月]\s*(?P<d4>\d{1,2})\s*[일日] )",
    )
});
/// `14:05`, `14:05:30.123`, `9:03 PM`, `11.55`, `14h05`, `오후 3시 5분`, `午後3時5分`, `下午3点05分`, `9 pm`
static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?ix)(?:^|[^\d:.])
        (?P<half1>오전|오후|午前|午後|上午|下午|晚上|凌晨|새벽|밤)?\s*
        (?: (?P<h>[01]?\d|2[0-4])\s*(?::|h|\.|시\s*|時\s*|点\s*|點\s*|：)\s*(?P<min>[0-5]\d|\d\s*(?:분|分))(?:\s*(?:분|分))?
            (?: [:：](?P<s>[0-5]\d|60)(?:[.,]\d+)? )?
          | (?P<h2>[01]?\d|2[0-4])\s*(?:시|時|点|點)(?:정각|整)?
          | (?P<h3>1[0-2]|0?[1-9])\s*(?:[ap]\.?m\b\.?) )
        \s*(?P<half2>[ap]\.?m\b\.?)?",
    )
});
/// `+09:00`, `+0900`, `UTC+9`, `Z`
static OFFSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^\s*[(\[]?\s*(?:(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d\d))?(?:[^\d:]|$)|(?P<z>Z)\b)")
});
/// `2022-05-??`, `??:??`, `HH:mm`, `[???]`, `YYYY-MM-DD`
static UNKNOWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)^\W{0,3}(?:\?{2,}|hh:mm|xx:xx|--:--|\d\d:\?\?|t\.?b\.?d)"));

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

const MONTHS: [&[&str]; 12] = [
    &["jan", "januar", "janvier", "enero", "janeiro"],
    &["feb", "februar", "févr", "fevr", "febrero", "fever", "februar"],
    &["mar", "mär", "mars", "marzo", "março"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mayo", "maio"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "août", "aout", "ago"],
    &["sep", "set"],
    &["oct", "okt", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic", "des"],
];

fn number<T: std::str::FromStr>(captures: &Captures<'_>, name: &str) -> Option<T> {
    let digits: String = captures.name(name)?.as_str().chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn month_number(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let index = MONTHS.iter().position(|names| names.iter().any(|month| name.starts_with(month)))?;
    i8::try_from(index + 1).ok()
}

/// The first date in a text and where it stands; only real days count (`2026-02-30` is none).
pub fn date_in(text: &str) -> Option<(Date, Range<usize>)> {
    let numeric = [&NUMERIC, &COMPACT, &DOTTED].into_iter().filter_map(|regex| regex.as_ref()?.captures(text));
    let numeric = numeric.filter_map(|c| dated(&c, number(&c, "m")?, "m"));
    let named = [&DAY_FIRST, &MONTH_FIRST].into_iter().filter_map(|regex| regex.as_ref()?.captures(text));
    let named = named.filter_map(|c| dated(&c, month_number(c.name("month")?.as_str())?, "month"));
    let slashed = SLASHED.as_ref().and_then(|regex| regex.captures(text)).and_then(|c| {
        let (a, b): (i8, i8) = (number(&c, "a")?, number(&c, "b")?);
        let (month, day) = if a > 12 { (b, a) } else { (a, b) };
        Some((Date::new(number(&c, "y")?, month, day).ok()?, c.name("a")?.start()..c.get(0)?.end()))
    });
    numeric.chain(named).chain(slashed).min_by_key(|(_, range)| range.start)
}

fn dated(captures: &Captures<'_>, month: i8, first: &str) -> Option<(Date, Range<usize>)> {
    let date = Date::new(number(captures, "y")?, month, number(captures, "d")?).ok()?;
    let day = captures.name("d")?.start();
    let start = captures.name(first)?.start().min(day).min(captures.name("y")?.start());
    let whole = captures.get(0)?;
    let end = whole.start() + whole.as_str().trim_end_matches(['T', ' ']).len();
    Some((date, start..end.max(captures.name("d")?.end())))
}

/// A day without a year that begins a text, in the year given, and where it stands.
fn yearless(text: &str, year: i16) -> Option<(Date, Range<usize>)> {
    let captures = YEARLESS.as_ref()?.captures(text)?;
    let name = captures.name("month").or(captures.name("month2"));
    let month = match name {
        Some(name) => month_number(name.as_str()).filter(|_| is_month(name.as_str()))?,
        None => number(&captures, "m3").or_else(|| number(&captures, "m4"))?,
    };
    let day = ["d1", "d2", "d3", "d4"].iter().find_map(|name| captures.name(name))?;
    let date = Date::new(year, month, day.as_str().parse().ok()?).ok()?;
    let start = name.map_or(day.start(), |name| name.start().min(day.start()));
    let start = captures.name("m3").or(captures.name("m4")).map_or(start, |month| month.start());
    let end = name.map_or(day.end(), |name| name.end().max(day.end()));
    let suffix =
        ["st", "nd", "rd", "th", "일", "日"].iter().find(|suffix| text[end..].trim_start().starts_with(**suffix));
    let end = suffix.map_or(end, |suffix| end + text[end..].find(suffix).unwrap_or(0) + suffix.len());
    Some((date, start..end))
}

/// Whether a word is a month and no word that merely begins like one (`marked`, `decision`).
fn is_month(word: &str) -> bool {
    const ENGLISH: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    word.chars().count() <= 4 || ENGLISH.contains(&word) || MONTHS.iter().any(|names| names.contains(&word))
}

/// The first time of day in a text and where it stands.
fn time_in(text: &str) -> Option<(Time, Range<usize>)> {
    let captures = CLOCK.as_ref()?.captures(text)?;
    let hour: i8 = ["h", "h2", "h3"].iter().find_map(|name| number(&captures, name))?;
    let minute: i8 = number(&captures, "min").unwrap_or(0);
    let second: i8 = number(&captures, "s").unwrap_or(0).min(59);
    let whole = captures.get(0)?;
    let half = captures.name("half1").or(captures.name("half2")).map(|half| half.as_str().to_lowercase());
    let half = half.or_else(|| captures.name("h3").map(|_| whole.as_str().trim().to_lowercase()));
    let hour = match half.as_deref() {
        Some("오후" | "午後" | "下午" | "晚上" | "밤") if hour < 12 => hour + 12,
        Some("오전" | "午前" | "上午" | "凌晨" | "새벽") if hour == 12 => 0,
        Some(half) if half.contains('p') && hour < 12 => hour + 12,
        Some(half) if half.contains('a') && !half.contains('p') && hour == 12 => 0,
        _ => hour,
    };
    let first = ["half1", "h", "h2", "h3"].iter().filter_map(|name| captures.name(name)).map(|m| m.start()).min()?;
    let time = Time::new(hour % 24, minute, second, 0).ok()?;
    Some((time, first..whole.start() + whole.as_str().trim_end().len()))
}

/// The first zone that a text names, such as the heading `Timeline (all times UTC)`.
pub(in crate::postmortem) fn zone_in(text: &str) -> Option<TimeZone> {
    let named = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_')))
        .find_map(|word| zone_of(word).or_else(|| word.contains('/').then(|| TimeZone::get(word).ok()).flatten()));
    match named {
        Some(zone) if zone == TimeZone::UTC => {
            let offset = text.find("UTC").or(text.find("GMT")).and_then(|at| offset_at(&text[at..]));
            Some(offset.map_or(zone, |(zone, _)| zone))
        }
        Some(zone) => Some(zone),
        None => text.find(['+']).and_then(|at| offset_at(&text[at..])).map(|(zone, _)| zone),
    }
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

/// The moment that a text begins with (behind brackets, `~`, `약` and a date), and how much of the text says
/// it. `None` where the text does not begin with a time or a date.
pub fn moment_in(text: &str) -> Option<(Moment, Range<usize>)> {
    moment_in_year(text, None)
}

/// The same, where days without a year (`May 31`, `3월 26일`) belong to `year`.
pub(in crate::postmortem) fn moment_in_year(text: &str, year: Option<i16>) -> Option<(Moment, Range<usize>)> {
    if UNKNOWN.as_ref().is_some_and(|regex| regex.is_match(text)) {
        let end = text.find(|c: char| c.is_whitespace() || c == ']').map_or(text.len(), |at| at + 1);
        return Some((Moment::default(), 0..end));
    }
    let date = date_in(text).filter(|(_, range)| is_lead_in(&text[..range.start]));
    let date = date.or_else(|| yearless(text, year?));
    let after = date.as_ref().map_or(0, |(_, range)| range.end);
    let time = time_in(&text[after..])
        .map(|(time, range)| (time, range.start + after..range.end + after))
        .filter(|(_, range)| is_lead_in(&text[after..range.start]));
    let start =
        [date.as_ref().map(|(_, r)| r.start), time.as_ref().map(|(_, r)| r.start)].into_iter().flatten().min()?;
    let mut end = time.as_ref().map_or(after, |(_, range)| range.end);
    let approximate = text[..end].contains(['~', '≈', '约', '約', '頃', '약', '쯤'])
        || ["around", "ca.", "approx", "about"].iter().any(|word| text[..end].to_lowercase().contains(word));
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

/// The end of a span of time that follows its begin, and how much of the text says it: ` - 12:49`, `~16:16`.
/// Only clock times with a colon or a word for hours: `- 10.5 % of requests` is no time.
fn until_in(text: &str) -> Option<(Time, usize)> {
    let dashes = ["-", "–", "—", "~", "〜", "～", "→", "to "];
    let open = text.trim_start();
    let behind = dashes.iter().find_map(|dash| open.strip_prefix(dash))?.trim_start();
    let (time, range) = time_in(behind).filter(|(_, range)| range.start == 0)?;
    let said = &behind[range.clone()];
    let is_clock = said.contains([':', '：', '시', '時', '点', '點']);
    is_clock.then_some((time, text.len() - behind.len() + range.end))
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

fn trailing_zone(text: &str) -> Option<(TimeZone, usize)> {
    if let Some(found) = offset_at(text) {
        return Some(found);
    }
    let start = text.len() - text.trim_start_matches([' ', '(', '[', ',']).len();
    let end =
        start + text[start..].find(|c: char| !c.is_alphabetic() && c != '/' && c != '_').unwrap_or(text[start..].len());
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
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for regex in
            [&NUMERIC, &COMPACT, &DAY_FIRST, &MONTH_FIRST, &SLASHED, &DOTTED, &YEARLESS, &CLOCK, &OFFSET, &UNKNOWN]
        {
            assert!(regex.is_some());
        }
    }

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
    fn days_without_a_year_take_the_year_of_the_incident() {
        for (text, date, time) in [
            ("March 18, 16:30", "2017-03-18", Some("16:30:00")),
            ("May 31 Team deploys", "2017-05-31", None),
            ("[12-05 16:21] Crash", "2017-12-05", Some("16:21:00")),
            ("3월 26일 17:40 배포", "2017-03-26", Some("17:40:00")),
            ("18 March 16:30 x", "2017-03-18", Some("16:30:00")),
        ] {
            let (moment, _) = moment_in_year(text, Some(2017)).expect(text);
            assert_eq!(moment.date.map(|d| d.to_string()).as_deref(), Some(date), "{text}");
            assert_eq!(moment.time.map(|t| t.to_string()).as_deref(), time, "{text}");
        }
        for text in ["Marked 18 pods", "Decision 4 was made", "Version 3 4"] {
            assert_eq!(moment_in_year(text, Some(2017)), None, "{text}");
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
