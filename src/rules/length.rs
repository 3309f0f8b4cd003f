//! Lengths of time as people write them: `1h 18m`, `90 minutes`, `1시간 18분`, `30分以内`.

use jiff::{SignedDuration, SpanRelativeTo};

/// Units that the parser does not know, with those that it does; the longer words first.
const UNITS: [(&str, &str); 17] = [
    ("시간", "h"),
    ("時間", "h"),
    ("小时", "h"),
    ("小時", "h"),
    ("分钟", "m"),
    ("分鐘", "m"),
    ("分間", "m"),
    ("秒钟", "s"),
    ("秒鐘", "s"),
    ("秒間", "s"),
    ("분", "m"),
    ("分", "m"),
    ("초", "s"),
    ("秒", "s"),
    ("일", "d"),
    ("日", "d"),
    ("天", "d"),
];
/// What stands around a length and leaves it what it is.
const AROUND: [&str; 19] = [
    "<=", "≤", "<", "≦", "under", "within", "at most", "max.", "max", "or less", "이내", "미만", "이하", "최대",
    "以内", "以內", "以下", "未満", "최소",
];

/// The length that a text says and nothing else; `None` where it says more, or is not sure.
pub(super) fn length(text: &str) -> Option<SignedDuration> {
    const LONGEST: usize = 64;
    let mut plain = text.trim().to_lowercase();
    if plain.len() > LONGEST || plain.starts_with('-') {
        return None;
    }
    for word in AROUND {
        plain = plain.replace(word, " ");
    }
    for (unit, known) in UNITS {
        plain = plain.replace(unit, known);
    }
    let span: jiff::Span = plain.trim().parse().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_in_many_spellings() {
        for (text, minutes) in [
            ("78m", 78),
            ("1h18m", 78),
            ("1h 18m", 78),
            ("78 minutes", 78),
            ("1시간 18분", 78),
            ("1시간18분", 78),
            ("78분 이내", 78),
            ("1時間18分", 78),
            ("30分以内", 30),
            ("≤ 30m", 30),
            ("2 hours, 30 minutes", 150),
            ("PT30M", 30),
            ("1d", 1440),
            ("5天", 7200),
        ] {
            assert_eq!(length(text).map(|length| length.as_mins()), Some(minutes), "{text}");
        }
        for text in ["", "soon", "30", "약 30분", "2-4 hours", "15~20분", "없음", "30m (target 15m)", "-5m"] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
