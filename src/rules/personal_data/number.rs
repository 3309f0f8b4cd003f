//! Numbers that belong to persons: of residents, telephones and cards. Where a number has check digits they must be
//! right, and what everybody uses as an example is none.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{Kind, Personal};
use crate::text::Span;

/// `900101-1234567`: Korea. `110101199003071234`: China. `1234 5678 9012`: Japan, where the line says so.
static RESIDENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<ko>[0-9]{6}\s?[-–]\s?[1-8][0-9]{6})|(?P<zh>[1-8][0-9]{16}[0-9Xx])|(?P<ja>[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4})").ok()
});
/// Four groups of four, or the groups of American Express; without separators where the line speaks of cards.
static CARD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5}|(?P<joined>[3-6][0-9]{14,15})").ok()
});
/// Mobile telephones of Korea, Japan and China, and numbers with the code of a country.
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?x)
        01[016789][-.\ ][0-9]{3,4}[-.\ ][0-9]{4} | 0[789]0-[0-9]{4}-[0-9]{4} | 1[3-9][0-9]-[0-9]{4}-[0-9]{4} | (?P<joined>010[0-9]{8})
        | \+(?:82[-.\ ]?(?:\(0\))?1[016789] | 81[-.\ ]?[789]0 | 86[-.\ ]?1[3-9][0-9])[-.\ ]?[0-9]{3,4}[-.\ ]?[0-9]{4}
        | \+(?:1|4[4-9]|3[1-9]|6[0-6]|886|852|91)[-.\ ]\(?[0-9]{1,4}\)?[-.\ ][0-9]{3,4}(?:[-.\ ][0-9]{3,4}){1,2}
        | \([0-9]{3}\)\ [0-9]{3}-[0-9]{4}";
    Regex::new(pattern).ok()
});

/// The numbers of persons in a text.
pub(super) fn numbers(runs: &[Span], text: &str) -> Vec<Personal> {
    let mut found = residents(runs, text);
    found.extend(whole(&CARD, runs, text).filter(is_card).map(|number| number.of(Kind::Card)));
    found.extend(whole(&PHONE, runs, text).filter(is_phone).map(|number| number.of(Kind::Phone)));
    found
}

/// The telephone numbers in a text, and whether each may be somebody's: examples are listed, too, but no free numbers.
pub(super) fn telephones(runs: &[Span], text: &str) -> Vec<(Span, bool)> {
    let is_example = |number: &Number<'_>| !number.joined && is_series(&number.digits()[number.digits().len() - 8..]);
    let judged = |number: Number<'_>| {
        let is_real = is_phone(&number);
        (is_real || is_example(&number)).then_some((number.span, is_real))
    };
    whole(&PHONE, runs, text).filter_map(judged).collect()
}

/// A number that was found, with the line that it stands in.
struct Number<'t> {
    written: &'t str,
    span: Span,
    line: &'t str,
    /// Whether nothing separates its digits: then the line must say what it is.
    joined: bool,
}

impl Number<'_> {
    fn digits(&self) -> Vec<u32> {
        self.written.chars().filter_map(|c| c.to_digit(10)).collect()
    }

    fn says(&self, words: &[&str]) -> bool {
        let line = self.line.to_lowercase();
        words.iter().any(|word| line.contains(word))
    }

    fn of(&self, kind: Kind) -> Personal {
        Personal { span: self.span, kind }
    }
}

/// The matches of a pattern in some runs of a text that are no part of a longer number or word.
fn whole<'t>(
    pattern: &'static LazyLock<Option<Regex>>,
    runs: &'t [Span],
    text: &'t str,
) -> impl Iterator<Item = Number<'t>> {
    let found = runs.iter().flat_map(move |run| {
        let within = pattern.iter().flat_map(move |pattern| pattern.captures_iter(run.slice(text)));
        within.map(move |captures| (run.start, captures))
    });
    found.filter_map(move |(start, captures)| {
        let number = captures.get(0)?;
        let span = Span::new(start + number.start(), start + number.end());
        let is_whole = !joins(text[..span.start].chars().rev()) && !joins(text[span.end..].chars());
        let joined = captures.name("joined").is_some();
        is_whole.then(|| Number { written: number.as_str(), span, line: line_of(text, span), joined })
    })
}

/// The parts of a text that hold nothing but digits and what stands between digits, and enough of them for a number of
/// a person: nothing else need be searched.
pub(super) fn runs(text: &str) -> Vec<Span> {
    const FEWEST: usize = 8;
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(|&byte| is_begin(byte)).map(|found| at + found) {
        let between = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '–' | '.' | '(' | ')' | '+');
        let length = text[start..].find(|c| !between(c)).unwrap_or(text.len() - start);
        let last = usize::from(matches!(bytes.get(start + length), Some(b'X' | b'x')));
        at = start + length + last;
        if bytes[start..at].iter().filter(|byte| byte.is_ascii_digit()).count() >= FEWEST {
            runs.push(Span::new(start, at));
        }
    }
    runs
}

/// Whether a number of a person can begin so.
fn is_begin(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'(')
}

/// Whether a number goes on: with a letter or digit, or with a separator and a digit.
fn joins(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some(c) if c.is_ascii_alphanumeric() || matches!(c, '_' | '%' | '=' | '/') => true,
        Some('-' | '.' | ',' | ':' | '+') => beside.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        _ => false,
    }
}

/// The line around a place, as far as it tells anything about it.
fn line_of(text: &str, span: Span) -> &str {
    const FARTHEST: usize = 120;
    let from = text[..span.start].rfind('\n').map_or(0, |at| at + 1).max(span.start.saturating_sub(FARTHEST));
    let to = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at).min(span.end + FARTHEST);
    let (mut from, mut to) = (from, to);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[from..to]
}

fn residents(runs: &[Span], text: &str) -> Vec<Personal> {
    let is_resident = |number: &Number<'_>| {
        let digits = number.digits();
        match digits.len() {
            13 => is_korean(&digits),
            18 | 17 => is_chinese(number.written),
            12 => number.says(&["マイナンバー", "個人番号", "my number"]) && is_japanese(&digits),
            _ => false,
        }
    };
    whole(&RESIDENT, runs, text).filter(is_resident).map(|number| number.of(Kind::Resident)).collect()
}

/// The date and the check digit of a resident or foreigner registration number. Numbers given out since October 2020 have
/// no check digit and are not recognised, unless it fits by chance.
fn is_korean(digits: &[u32]) -> bool {
    const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
    let century = if matches!(digits[6], 1 | 2 | 5 | 6) { 1900 } else { 2000 };
    let base = if digits[6] >= 5 { 13 } else { 11 };
    let sum = weighted(digits, &WEIGHTS) % 11;
    is_day(century + digits[0] * 10 + digits[1], &digits[2..6]) && (base - sum) % 10 == digits[12]
}

/// Region, date and check character of GB 11643-1999.
fn is_chinese(written: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: &[u8; 11] = b"10X98765432";
    let digits: Vec<u32> = written.chars().take(17).filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 17 {
        return false;
    }
    let year = digits[6..10].iter().fold(0, |year, digit| year * 10 + digit);
    let check = CHECK[weighted(&digits, &WEIGHTS) as usize % 11];
    (1900..=2100).contains(&year)
        && digits[0] * 10 + digits[1] >= 11
        && is_day(year, &digits[10..14])
        && written.to_ascii_uppercase().as_bytes().last() == Some(&check)
}

/// The check digit of an individual number (ordinance 85 of 2014 of the Ministry of Internal Affairs, article 5).
fn is_japanese(digits: &[u32]) -> bool {
    const WEIGHTS: [u32; 11] = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let rest = weighted(digits, &WEIGHTS) % 11;
    let check = if rest <= 1 { 0 } else { 11 - rest };
    digits[11] == check && !is_series(&digits[..9])
}

/// Issuer and check digit (ISO/IEC 7812) of a card that is none of those for tests.
fn is_card(number: &Number<'_>) -> bool {
    const TESTS: [&str; 12] = [
        "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444",
        "5105105105105100", "2223003122003222", "5200828282828210", "3530111333300000", "3566002020360505",
        "378282246310005", "371449635398431",
    ];
    let digits = number.digits();
    let plain: String = digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect();
    let prefix = digits[..4].iter().fold(0, |prefix, digit| prefix * 10 + digit);
    let issued = matches!(prefix, 3400..=3499 | 3528..=3589 | 3700..=3799 | 4000..=4999 | 5100..=5599)
        || matches!(prefix, 2221..=2720 | 6011 | 6200..=6299 | 6440..=6599 | 9400..=9499);
    let named = || number.says(&["card", "카드", "カード", "卡", "visa", "pan"]);
    let distinct = digits[6..].iter().collect::<std::collections::BTreeSet<_>>().len();
    issued && distinct > 3 && !TESTS.contains(&plain.as_str()) && passes_luhn(&digits) && (!number.joined || named())
}

fn passes_luhn(digits: &[u32]) -> bool {
    let doubled = |(at, digit): (usize, &u32)| match (at % 2, digit * 2) {
        (0, _) => *digit,
        (_, twice) => twice / 10 + twice % 10,
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// Whether a number may be somebody's telephone: none of those for films and examples, and none that anybody may call
/// for free.
fn is_phone(number: &Number<'_>) -> bool {
    let digits = number.digits();
    let fictional = number.written.contains("555") && !number.written.starts_with("01");
    let free = ["800", "888", "877", "866", "855", "844", "833"];
    let is_free = free.iter().any(|code| number.written.trim_start_matches(['+', '1', '-', ' ', '(', '.']).starts_with(code));
    let named = || number.says(&["전화", "연락처", "휴대", "핸드폰", "phone", "tel", "mobile", "電話", "电话", "手机"]);
    let local = &digits[digits.len() - 8..];
    let foreign = is_free && number.written.starts_with(['+', '(']);
    let doubtful = number.joined && !named();
    !(fictional || foreign || doubtful || is_series(local))
}

/// `00000000`, `12345678`, `98765432`: the same step from each digit to the next.
fn is_series(digits: &[u32]) -> bool {
    let step = |pair: &[u32]| (pair[1] + 10 - pair[0]) % 10;
    let first = digits.windows(2).next().map(step);
    matches!(first, Some(0 | 1 | 9)) && digits.windows(2).all(|pair| Some(step(pair)) == first)
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

fn is_day(year: u32, month_and_day: &[u32]) -> bool {
    let part = |at: usize| i8::try_from(month_and_day[at] * 10 + month_and_day[at + 1]).ok();
    let (Ok(year), Some(month), Some(day)) = (i16::try_from(year), part(0), part(2)) else { return false };
    Date::new(year, month, day).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{CARD, Kind, PHONE, RESIDENT, numbers, runs};

    fn found(text: &str) -> Vec<(Kind, &str)> {
        numbers(&runs(text), text).into_iter().map(|personal| (personal.kind, personal.span.slice(text))).collect()
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(RESIDENT.is_some() && CARD.is_some() && PHONE.is_some());
    }

    #[test]
    fn residents_are_known_by_date_and_check_digit() {
        assert_eq!(found("주민번호 850312-1234565입니다"), [(Kind::Resident, "850312-1234565")]);
        assert_eq!(found("주민번호 850312-1234564, 851312-1234563, 850312-1******"), []);
        assert_eq!(found("身份证 11010519491231002X"), [(Kind::Resident, "11010519491231002X")]);
        assert_eq!(found("order 110105194912310021"), []);
        assert_eq!(found("マイナンバー 1234 5678 9018"), []);
        assert_eq!(found("個人番号: 5836 1294 0725").len() + found("注文: 5836 1294 0725").len(), 1);
    }

    #[test]
    fn cards_are_known_by_issuer_and_check_digit() {
        assert_eq!(found("4539 1488 0343 6467"), [(Kind::Card, "4539 1488 0343 6467")]);
        assert_eq!(found("카드 4539148803436467 승인").len(), 1);
        assert_eq!(found("trace 4539148803436467"), [], "a number of 16 digits may be anything");
        assert_eq!(found("4539 1488 0343 6468, 4111-1111-1111-1111, 4242 4242 4242 4242, 0000-0000-0000-0000"), []);
        assert_eq!(found("9f3b4539-1488-0343-6467-aa"), []);
    }

    #[test]
    fn telephones_are_known_by_their_form() {
        for phone in ["010-2947-8163", "010.2947.8163", "+82 10-2947-8163", "090-2947-8163", "+86 138-2947-8163"] {
            assert_eq!(found(&format!("연락처 {phone}, 당직")), [(Kind::Phone, phone)], "{phone}");
        }
        assert_eq!(found("전화 01029478163").len(), 1);
        for text in [
            "010-1234-5678", "010-0000-0000", "010-****-8163", "주문 01029478163", "+1 800-294-8163", "(415) 555-0132",
            "1588-1234", "2026-03-04", "10.20.30.40", "010-2947-81635", "v1.010-2947-8163", "138-2947-8163-22",
            "+100 000 000 rows", "+1 000 rows", "1772582400000", "550e8400-e29b-41d4-a716-446655440000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn digits_of_other_scripts_are_none() {
        assert_eq!(found("010-２９４７-８１６３, ４５３９ 1488 0343 6467, 1234-1234-1234-１２３４"), []);
    }
}
