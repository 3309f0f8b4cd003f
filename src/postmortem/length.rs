//! Lengths of time as people write them (`3h 20m`, `45분`, `1 小时 30 分钟`) into seconds.

/// What units are called, with their seconds; the longest name of several that begin alike first.
const UNITS: &[(&[&str], f64)] = &[
    (&["seconds", "second", "secs", "sec", "s", "초", "秒钟", "秒鐘", "秒間", "秒"], 1.0),
    (&["minutes", "minute", "mins", "min", "m", "분", "分钟", "分鐘", "分間", "分"], 60.0),
    (&["hours", "hour", "hrs", "hr", "h", "시간", "小时", "小時", "時間", "时", "時"], 3_600.0),
    (&["days", "day", "d", "일", "天", "日間", "日"], 86_400.0),
    (&["weeks", "week", "w", "주", "周", "週間", "週"], 604_800.0),
];

/// The seconds of a length; `None` where the text is anything but numbers and units.
pub fn length_in(text: &str) -> Option<u64> {
    let lower = text.trim().to_lowercase();
    let mut rest = lower.trim_start_matches(['~', '≈']).trim_start_matches('약').trim_start();
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let (amount, unit, behind) = part(rest)?;
        seconds += amount * unit;
        rest = behind.trim_start_matches([' ', ',', '.']);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded, and never negative")]
    let whole = (seconds > 0.0 || text.contains('0')).then(|| seconds.min(1e12).round() as u64);
    whole
}

/// The first number and unit of a text, and what is behind them.
fn part(text: &str) -> Option<(f64, f64, &str)> {
    let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let amount: f64 = text[..number].parse().ok()?;
    let rest = text[number..].trim_start();
    let named = UNITS.iter().flat_map(|(names, seconds)| names.iter().map(move |name| (*name, *seconds)));
    let ends = |behind: &str| !behind.starts_with(|c: char| c.is_ascii_alphabetic());
    let (name, seconds) = named
        .filter_map(|(name, seconds)| Some((name, seconds, rest.strip_prefix(name)?)))
        .filter(|(name, _, behind)| !name.is_ascii() || ends(behind))
        .map(|(name, seconds, _)| (name, seconds))
        .max_by_key(|(name, _)| name.len())?;
    Some((amount, seconds, &rest[name.len()..]))
}

#[cfg(test)]
mod tests {
    use super::length_in;

    #[test]
    fn lengths_in_many_hands() {
        for (text, seconds) in [
            ("15m", 900),
            ("3h 20m", 12_000),
            ("1h30m", 5_400),
            ("45 minutes", 2_700),
            ("1.5 hours", 5_400),
            ("2 h, 5 min", 7_500),
            ("1시간 35분", 5_700),
            ("약 40분", 2_400),
            ("12秒", 12),
            ("1 小时 30 分钟", 5_400),
            ("1時間30分", 5_400),
            ("0s", 0),
            ("2일", 172_800),
        ] {
            assert_eq!(length_in(text), Some(seconds), "{text}");
        }
        for text in
            ["", "15", "soon", "15 minutes of panic", "unknown", "1.2.3h", "5 monkeys", "m", "9".repeat(400).as_str()]
        {
            assert_eq!(length_in(text), None, "{text}");
        }
    }
}
