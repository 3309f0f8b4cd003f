//! A word for a severity into its rank, 1 the worst and 5 the mildest.

use super::Lexicon;
use crate::text::fold_label;

/// The rank that a label means: the place in the repository's `own` words (worst first), else `SEV2`, `Sev-2`, `S2`,
/// `P1` (P0 is the worst), `2`, or a word of any language.
pub fn severity_rank(label: &str, own: &[String], lexicon: &Lexicon) -> Option<u8> {
    let folded = fold_label(label);
    if let Some(index) = own.iter().position(|own| fold_label(own) == folded) {
        return u8::try_from(index + 1).ok().map(|rank| rank.min(5));
    }
    let first = label
        .split(['(', '（', ' ', '/', ',', '-', ':'])
        .map(str::trim)
        .find(|part| !part.is_empty())
        .unwrap_or_default();
    let digits: String = label.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let letters: String = first.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    match (letters.as_str(), digits.parse::<u8>()) {
        ("sev" | "s" | "severity" | "level" | "" | "lv", Ok(rank @ 0..=5)) => Some(rank.max(1)),
        ("p" | "prio" | "priority", Ok(rank @ 0..=4)) => Some(rank + 1),
        _ => lexicon.severity(label).or_else(|| lexicon.severity(first)),
    }
}
