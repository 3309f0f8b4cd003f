//! Times of day, and the ends of spans of time.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Time;
use regex::Regex;

use super::pattern::{number, pattern};

/// `14:05`, `14:05:30.123`, `9:03 PM`, `11.55`, `14h05`, `오후 3시 5분`, `午後3時5分`, `下午3点05分`, `9 pm`
static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?ix)(?:^|[^0-9:.])
        (?P<half1>오전|오후|午前|午後|上午|下午|晚上|凌晨|새벽|밤)?\s*
        (?: (?P<h>[01]?[0-9]|2[0-4])\s*(?::|h|\.|시\s*|時\s*|点\s*|點\s*|：)\s*(?P<min>[0-5][0-9]|[0-9]\s*(?:분|分))(?:\s*(?:분|分))?
            (?: [:：](?P<s>[0-5][0-9]|60)(?:[.,][0-9]+)? )?
          | (?P<h2>[01]?[0-9]|2[0-4])\s*(?:시|時|点|點)(?:정각|整)?
          | (?P<h3>1[0-2]|0?[1-9])\s*(?:[ap]\.?m\b\.?) )
        \s*(?P<half2>[ap]\.?m\b\.?)?",
    )
});

/// The first time of day in a text and where it stands.
pub(super) fn time_in(text: &str) -> Option<(Time, Range<usize>)> {
    plain(text).map(|time| (time, 0..text.len())).or_else(|| dressed(text))
}

/// A text that is `14:05` and nothing else: most times are.
fn plain(text: &str) -> Option<Time> {
    let [tens @ b'0'..=b'2', hour @ b'0'..=b'9', b':', minutes @ b'0'..=b'5', minute @ b'0'..=b'9'] = *text.as_bytes()
    else {
        return None;
    };
    let number = |tens: u8, ones: u8| i8::try_from((tens - b'0') * 10 + (ones - b'0')).ok();
    let hour = number(tens, hour).filter(|hour| *hour <= 24)?;
    Time::new(hour % 24, number(minutes, minute)?, 0, 0).ok()
}

fn dressed(text: &str) -> Option<(Time, Range<usize>)> {
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

/// The end of a span of time that follows its begin, and how much of the text says it: ` - 12:49`, `~16:16`.
/// Only clock times with a colon or a word for hours: `- 10.5 % of requests` is no time.
pub(super) fn until_in(text: &str) -> Option<(Time, usize)> {
    let dashes = ["-", "–", "—", "~", "〜", "～", "→", "to "];
    let open = text.trim_start();
    let behind = dashes.iter().find_map(|dash| open.strip_prefix(dash))?.trim_start();
    let (time, range) = time_in(behind).filter(|(_, range)| range.start == 0)?;
    let said = &behind[range.clone()];
    let is_clock = said.contains([':', '：', '시', '時', '点', '點']);
    is_clock.then_some((time, text.len() - behind.len() + range.end))
}

#[cfg(test)]
mod tests {
    use super::{dressed, plain, time_in};

    #[test]
    fn a_plain_time_is_the_same_without_the_pattern() {
        for text in ["00:00", "09:10", "14:05", "23:59", "24:00"] {
            assert_eq!(plain(text).map(|time| (time, 0..5)), dressed(text), "{text}");
            assert!(plain(text).is_some());
        }
        for text in ["25:00", "9:10", "14:65", "14:05 "] {
            assert_eq!((plain(text), time_in(text)), (None, dressed(text)), "{text}");
        }
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(super::CLOCK.is_some());
    }
}
