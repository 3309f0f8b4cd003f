//! Days in the spellings of real documents: ISO, dotted, slashed, with month names in eight languages.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::pattern::{number, pattern};

/// `2026-03-04`, `2026/3/4`, `2026.03.04`, `2026. 3. 4.`, `2026년 3월 4일`, `2026年3月4日`
static NUMERIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^0-9])(?P<y>(?:19|20)[0-9][0-9])\s*[-/.년年]\s*(?P<m>[0-9]{1,2})\s*[-/.월月]\s*(?P<d>[0-9]{1,2})(?:\s*[일日]|\b|T)",
    )
});
/// `20261104`, as file names have it
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:^|[^0-9])(?P<y>20[0-9][0-9])(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?:[^0-9]|$)"));
/// `20 October 2025`, `4th of March, 2026`, `4. März 2026`, `4 de março de 2026`
static DAY_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?(?P<month>[a-zà-ɏ]{3,10})\.?,?\s+(?:de\s+)?(?P<y>(?:19|20)[0-9][0-9])\b",
    )
});
/// `May 30th, 2019`, `Jul 11 2025`
static MONTH_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)\b(?P<month>[a-zà-ɏ]{3,10})\.?\s+(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)[0-9][0-9])\b")
});
/// `04.02.2020`, day first, as Europeans write it with dots
static DOTTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:^|[^0-9.])(?P<d>[0-9]{1,2})\.\s?(?P<m>[0-9]{1,2})\.\s?(?P<y>(?:19|20)[0-9][0-9])\b"));
/// `7/11/2025`, month first, as only Americans write it; day first where the month would not fit
static SLASHED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:^|[^0-9/-])(?P<a>[0-9]{1,2})[/-](?P<b>[0-9]{1,2})[/-](?P<y>(?:19|20)[0-9][0-9])\b"));
/// `May 31`, `March 18th, 16:30`, `[12-05 16:21]`, `3월 26일`, `10/30 14:05`: a day of a year that is known from elsewhere
static YEARLESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?ix)^[^\p{L}0-9]{0,4}(?:
            (?P<month>[a-zà-ɏ]{3,10})\.?\s+(?P<d1>[0-9]{1,2})(?:st|nd|rd|th)?\b(?:[^:.0-9]|$)
          | (?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?P<month2>[a-zà-ɏ]{3,10})\b
          | (?P<m3>[0-9]{1,2})[-/](?P<d3>[0-9]{1,2})\s+[0-9]{1,2}:[0-9][0-9]
          | (?P<m4>[0-9]{1,2})\s*[월月]\s*(?P<d4>[0-9]{1,2})\s*[일日] )",
    )
});

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

fn month_number(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let index = MONTHS.iter().position(|names| names.iter().any(|month| name.starts_with(month)))?;
    i8::try_from(index + 1).ok()
}

/// The first date in a text and where it stands; only real days count (`2026-02-30` is none).
pub fn date_in(text: &str) -> Option<(Date, Range<usize>)> {
    if !may_hold_year(text) {
        return None;
    }
    let in_numbers = |regex: &LazyLock<Option<Regex>>| {
        let captures = regex.as_ref()?.captures(text)?;
        dated(&captures, number(&captures, "m")?, "m")
    };
    let usual = in_numbers(&NUMERIC);
    // None stands before the begin.
    if usual.as_ref().is_some_and(|(_, range)| range.start == 0) {
        return usual;
    }
    let numeric = usual.into_iter().chain([&COMPACT, &DOTTED].into_iter().filter_map(in_numbers));
    let named = [&DAY_FIRST, &MONTH_FIRST].into_iter().filter_map(|regex| regex.as_ref()?.captures(text));
    let named = named.filter_map(|c| dated(&c, month_number(c.name("month")?.as_str())?, "month"));
    let slashed = SLASHED.as_ref().and_then(|regex| regex.captures(text)).and_then(|c| {
        let (a, b): (i8, i8) = (number(&c, "a")?, number(&c, "b")?);
        let (month, day) = if a > 12 { (b, a) } else { (a, b) };
        Some((Date::new(number(&c, "y")?, month, day).ok()?, c.name("a")?.start()..c.get(0)?.end()))
    });
    numeric.chain(named).chain(slashed).min_by_key(|(_, range)| range.start)
}

/// Whether a text holds what may be a year of these times; every pattern asks for one, and few texts do.
fn may_hold_year(text: &str) -> bool {
    let is_year = |bytes: &[u8]| matches!(bytes, [b'1', b'9', next] | [b'2', b'0', next] if next.is_ascii_digit() || !next.is_ascii());
    text.as_bytes().windows(3).any(is_year)
}

/// The day that a text is, if it is one and nothing else and nobody could read it as another: not `04/02/2026`, which
/// is in April for some and in February for others.
pub fn whole_day(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('.');
    let (date, range) = date_in(text)?;
    let rest = text[..range.start].trim().len() + text[range.end..].trim().len();
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 3);
    let is_named = words.clone().any(|word| month_number(word).is_some() && is_month(word));
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    let is_certain = match numbers.as_slice() {
        [year, ..] if *year >= 1900 => true,
        [a, b, _] => *a > 12 || *b > 12 || a == b,
        _ => is_named,
    };
    (rest == 0 && is_certain && (is_named || !words.clone().any(str::is_ascii))).then_some(date)
}

fn dated(captures: &Captures<'_>, month: i8, first: &str) -> Option<(Date, Range<usize>)> {
    let date = Date::new(number(captures, "y")?, month, number(captures, "d")?).ok()?;
    let day = captures.name("d")?.start();
    let start = captures.name(first)?.start().min(day).min(captures.name("y")?.start());
    let whole = captures.get(0)?;
    let end = whole.start() + whole.as_str().trim_end_matches(['T', ' ']).len();
    Some((date, start..end.max(captures.name("d")?.end())))
}

/// A day without a year that begins a text, in the year that brings it nearest to `around`, and where it stands.
pub(super) fn yearless(text: &str, around: Date) -> Option<(Date, Range<usize>)> {
    let captures = YEARLESS.as_ref()?.captures(text)?;
    let name = captures.name("month").or(captures.name("month2"));
    let month = match name {
        Some(name) => month_number(name.as_str()).filter(|_| is_month(name.as_str()))?,
        None => number(&captures, "m3").or_else(|| number(&captures, "m4"))?,
    };
    let day = ["d1", "d2", "d3", "d4"].iter().find_map(|name| captures.name(name))?;
    let day_number: i8 = day.as_str().parse().ok()?;
    let years = [around.year(), around.year() - 1, around.year() + 1];
    let dates = years.into_iter().filter_map(|year| Date::new(year, month, day_number).ok());
    let date = dates.min_by_key(|date| (*date - around).get_days().abs())?;
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

#[cfg(test)]
mod tests {
    use super::whole_day;

    #[test]
    fn days_that_are_nothing_else() {
        for text in [
            "2026-03-04",
            "2026/3/4",
            "2026. 3. 4.",
            "2026.03.04",
            "2026년 3월 4일",
            "2026年3月4日",
            "March 4, 2026",
            "4 March 2026",
            "4th of March, 2026",
            "Mar 4 2026",
            "20260304",
            "4. März 2026",
        ] {
            assert_eq!(whole_day(text).map(|day| day.to_string()).as_deref(), Some("2026-03-04"), "{text}");
        }
        assert_eq!(whole_day("31/12/2026").map(|day| day.to_string()).as_deref(), Some("2026-12-31"));
        assert_eq!(whole_day("12/31/2026").map(|day| day.to_string()).as_deref(), Some("2026-12-31"));
    }

    #[test]
    fn what_could_be_another_day_or_is_more_than_one() {
        for text in [
            "04/02/2026",
            "4.2.2026",
            "2026-02-30",
            "2026-03-04 14:05",
            "2026-03-04T14:05:00Z",
            "2026-03-04 ~ 2026-03-05",
            "around 2026-03-04",
            "2026-03-04 (수)",
            "March 2026",
            "Decision 4, 2026",
            "",
            "2026",
        ] {
            assert_eq!(whole_day(text), None, "{text}");
        }
    }

    #[test]
    fn every_pattern_compiles() {
        for regex in [
            &super::NUMERIC,
            &super::COMPACT,
            &super::DAY_FIRST,
            &super::MONTH_FIRST,
            &super::DOTTED,
            &super::SLASHED,
            &super::YEARLESS,
        ] {
            assert!(regex.is_some());
        }
    }
}
