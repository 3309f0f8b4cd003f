//! Days of birth: a day counts as one only where something says so, a word before it or the head of its column.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{Kind, Personal};
use crate::text::Span;

const WORDS: &str = r"생년월일|생일|生年月日|誕生日|出生日期|出生年月日|生日|date[ _-]of[ _-]birth|birth[ _-]?(?:date|day)?|dob";
const DAY: &str = r"(?:(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|(?:19|20)\d{6}|\d{6})";

/// `생년월일: 1984-07-12`, `"dob": "1984-07-12"`, `| 생년월일 | 1984-07-12 |`
static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = format!(r#"(?i)(?:^|[^A-Za-z])(?:{WORDS})(?:은|는|は|为|是)?["'`*_ \t:：=|]{{1,8}}(?P<day>{DAY})"#);
    Regex::new(&pattern).ok()
});
/// What every one of the words holds.
static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?i)birth|dob|생년|생일|生年|誕生|出生|生日").ok());
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"(?i)^(?:[a-z]+_)?(?:{WORDS})$")).ok());
static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("^{DAY}$")).ok());

/// The days of birth in a text.
pub(super) fn births(text: &str) -> Vec<Personal> {
    if !NAMED.as_ref().is_some_and(|named| named.is_match(text)) {
        return Vec::new();
    }
    let labelled = LABELLED.iter().flat_map(|pattern| pattern.captures_iter(text));
    let days = labelled.filter_map(|captures| captures.name("day"));
    let is_whole = |day: &regex::Match<'_>| !text[day.end()..].starts_with(|c: char| c.is_ascii_digit());
    let mut found: Vec<Span> = days.filter(is_whole).map(|day| day.range().into()).collect();
    found.extend(in_columns(text));
    found.retain(|span| is_birth(span.slice(text)));
    found.into_iter().map(|span| Personal { span, kind: Kind::Birth }).collect()
}

/// The cells below the head of a column, in tables and in what a database printed, to the next empty line.
fn in_columns(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut column: Option<(char, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            column = None;
        } else if let Some(head) = head(line) {
            column = Some(head);
        } else if let Some((separator, number)) = column {
            found.extend(cells(line, separator).nth(number).map(|cell| cell.shifted(start)));
        }
    }
    found
}

/// What separates the cells of a line, and which of them heads days of birth.
fn head(line: &str) -> Option<(char, usize)> {
    let is_word = |cell: Span| WORD.as_ref().is_some_and(|word| word.is_match(bare(cell.slice(line))));
    ['|', '\t', ','].into_iter().find_map(|separator| {
        let number = line.contains(separator).then(|| cells(line, separator).position(is_word)).flatten()?;
        Some((separator, number))
    })
}

/// The cells of a line, without white space.
fn cells(line: &str, separator: char) -> impl Iterator<Item = Span> {
    let mut at = 0;
    line.split(separator).map(move |cell| {
        let span = Span::new(at, at + cell.len());
        at = span.end + separator.len_utf8();
        span.trimmed(line)
    })
}

fn bare(cell: &str) -> &str {
    cell.trim_matches(['"', '\'', '`', '*', '\\', ' '])
}

/// Whether it is a day on which somebody who is in a database may have been born. The first of January is what programs
/// fill in.
fn is_birth(written: &str) -> bool {
    let digits: Vec<&str> = written.split(['-', '.', '/']).collect();
    let part = |text: &str| text.parse::<i16>().ok();
    let day = match digits.as_slice() {
        [year, month, day] => (part(year), part(month), part(day)),
        [joined] if WHOLE.as_ref().is_some_and(|whole| whole.is_match(joined)) => {
            let (year, rest) = joined.split_at(joined.len() - 4);
            let year = part(year).map(|year| if year < 100 { year + if year > 20 { 1900 } else { 2000 } } else { year });
            (year, part(&rest[..2]), part(&rest[2..]))
        }
        _ => return false,
    };
    let (Some(year), Some(month), Some(day)) = day else { return false };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    (1900..=2020).contains(&year) && (month, day) != (1, 1) && Date::new(year, month, day).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{LABELLED, WHOLE, WORD, births};

    fn found(text: &str) -> Vec<&str> {
        births(text).into_iter().map(|personal| personal.span.slice(text)).collect()
    }

    #[test]
    fn days_of_birth_are_those_that_something_calls_so() {
        assert!(LABELLED.is_some() && WHOLE.is_some() && WORD.is_some());
        for text in ["생년월일: 1984-07-12", "\"dob\": \"1984-07-12\"", "| 생년월일 | 1984-07-12 |", "生年月日：1984/07/12", "birth_date=1984.7.12"] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        let table = "| 회원 | 생년월일 |\n|---|---|\n| 11 | 840712 |\n| 12 | 1990-01-01 |\n| 13 | 비공개 |\n\n| 2026-03-04 |";
        assert_eq!(found(table), ["840712"]);
        assert_eq!(found("\tcust_id\tbirth\tcell\n\tA1\t19840712\t-\n"), ["19840712"]);
        assert_eq!(found("id,name,date_of_birth\n1,kim,1984-07-12\n"), ["1984-07-12"]);
        for text in [
            "2026-03-04 생일 쿠폰 발송", "생년월일: YYYY-MM-DD", "birth rate 1984-07-12", "deployed 19840712", "생년월일 검증 오류 (2026-03-04)",
            "| 생년월일 오류 | 건수 |\n|---|---|\n| 840712 | 3 |", "rebirth 1984-07-12", "생년월일: 1900-01-01", "dob 1234567",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
