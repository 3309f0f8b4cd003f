//! Whether a text was made by chance, as keys are, or by a person.

/// Words that stand in examples, and for what was taken out.
const INVENTED: [&str; 36] = [
    "example", "sample", "dummy", "placeholder", "change", "redact", "removed", "hidden", "mask", "secret", "passw",
    "your", "token", "todo", "none", "null", "test", "fake", "insert", "replace", "value", "default", "admin", "xxxx",
    "****", "....", "0000", "1111", "12345", "abcde", "qwert", "asdf", "foobar", "env.", "process", "vault",
];

/// Whether a text holds a word or a series of an example, also where letters are written as digits (`P@ssw0rd`).
pub(super) fn is_invented(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let plain: String = lower
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            c => c,
        })
        .collect();
    INVENTED.iter().any(|word| lower.contains(word) || plain.contains(word))
}

/// Whether a long text has the variety of one made by chance: many different characters, none of which comes too
/// often, and no long series (`abcdef`, `987654`).
pub(super) fn looks_random(text: &str) -> bool {
    const LONGEST_SERIES: usize = 5;
    let bytes = text.as_bytes();
    entropy(bytes) >= 3.0_f64.min(0.75 * log2(bytes.len())) && series(bytes) <= LONGEST_SERIES
}

/// Bits per byte, after Shannon.
#[allow(clippy::cast_precision_loss, reason = "texts are shorter than 2^52 bytes")]
pub(super) fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_usize; 256];
    bytes.iter().for_each(|&byte| counts[usize::from(byte)] += 1);
    let total = bytes.len() as f64;
    counts.iter().filter(|&&count| count > 0).map(|&count| -(count as f64 / total) * (count as f64 / total).log2()).sum()
}

#[allow(clippy::cast_precision_loss, reason = "texts are shorter than 2^52 bytes")]
fn log2(count: usize) -> f64 {
    (count.max(1) as f64).log2()
}

/// The longest run of bytes that follow each other in the alphabet, up or down, or repeat.
fn series(bytes: &[u8]) -> usize {
    let mut longest = 1;
    let mut current = (0_i16, 1);
    for pair in bytes.windows(2) {
        let step = i16::from(pair[1]) - i16::from(pair[0]);
        let length = if step.abs() <= 1 && step == current.0 { current.1 + 1 } else { 2 };
        current = (step, if step.abs() <= 1 { length } else { 1 });
        longest = longest.max(current.1);
    }
    longest
}

/// How often small letters, capitals, digits and others change places, of all places where they could: about a half by
/// chance, a fifth in words.
#[allow(clippy::cast_precision_loss, reason = "texts are shorter than 2^52 bytes")]
pub(super) fn turns(bytes: &[u8]) -> f64 {
    let changes = bytes.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    changes as f64 / bytes.len().saturating_sub(1).max(1) as f64
}

/// Which kinds of characters there are: small letters, capitals, digits, others.
pub(super) fn classes(bytes: &[u8]) -> [bool; 4] {
    std::array::from_fn(|kind| bytes.iter().any(|&byte| class(byte) == kind))
}

fn class(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_invented, looks_random, series, turns};

    #[test]
    fn examples_are_known_by_their_words_and_series() {
        for text in ["AKIAIOSFODNN7EXAMPLE", "P@ssw0rd1", "your-key-here", "REDACTED", "Test1234!"] {
            assert!(is_invented(text), "{text}");
        }
        assert!(!is_invented("x9Kq2mVbT4wRz8NcJd"));
        assert_eq!((series(b"abcdefg"), series(b"7654"), series(b"aaaa"), series(b"a1b2")), (7, 4, 4, 1));
        assert!(looks_random("x9Kq2mVbT4wRz8NcJd") && !looks_random("aaaaaaaaaaaaaaaaaaaa"));
        assert!(!looks_random("aB3abcdefghijklmnopq"));
    }

    #[test]
    fn words_turn_seldom() {
        assert!(turns(b"CheckoutServiceTokenV2") < 0.35);
        assert!(turns(b"x9Kq2mVbT4wRz8NcJd5Hf3") > 0.5);
    }
}
