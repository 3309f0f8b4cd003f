//! Mistyped words into the known words that were meant. Only slips inside a word count: what differs at its end
//! (`reviewed` for `reviewer`) is more often another word than a mistake.

use rustc_hash::FxHashMap as HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::postmortem::Field;

/// The keys of all fields, canonical ones first, the others by their letters.
pub(super) fn keys(words: &HashMap<String, Field>) -> Vec<(String, String, Field)> {
    let mut others: Vec<_> = words.iter().map(|(word, field)| (letters(word), word.clone(), *field)).collect();
    others.sort_unstable();
    let canonical = Field::ALL.map(|(field, key)| (letters(key), key.to_owned(), field));
    canonical.into_iter().chain(others).collect()
}

/// A word as slips are counted: its letters alone, Hangul taken apart (`각` is three strokes on the keyboard).
pub(super) fn letters(word: &str) -> String {
    word.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The known word that a mistyped one was meant to be.
pub(super) fn meant<'w>(word: &str, known: impl Iterator<Item = &'w String>) -> Option<&'w str> {
    let letters = letters(word);
    let near = known.filter_map(|known| Some((slips(&letters, &self::letters(known))?, known)));
    near.min().map(|(_, known)| known.as_str())
}

/// Whether all known words that a mistyped one can have been meant to be say the same.
pub(super) fn is_one<T: PartialEq>(word: &str, known: &HashMap<String, T>) -> bool {
    let letters = letters(word);
    let mut near = known.iter().filter(|(known, _)| slips(&letters, &self::letters(known)).is_some());
    let first = near.next().map(|(_, value)| value);
    near.all(|(_, value)| Some(value) == first)
}

/// How many slips make the one out of the other; `None` where they are two words. Both as [`letters`] gives them.
pub(super) fn slips(word: &str, known: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let (length, other) = (word.chars().count(), known.chars().count());
    if length.abs_diff(other) > 2 || length.max(other) > LONGEST || word.chars().next() != known.chars().next() {
        return None;
    }
    let swapped = length == other && sorted(word) == sorted(known);
    let same_end = word.chars().next_back() == known.chars().next_back();
    let slips = strsim::osa_distance(word, known);
    let most = match length.min(other) {
        0..=3 => 0,
        4 => usize::from(swapped),
        _ if is_hangul(known) => usize::from(length >= 7),
        // A letter of Han says as much as a word.
        _ if known.chars().any(|c| matches!(u32::from(c), 0x4E00..=0x9FFF)) => 0,
        5..=9 => 1,
        _ => 2,
    };
    (slips <= most && (same_end || swapped)).then_some(slips)
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

fn is_hangul(letters: &str) -> bool {
    letters.chars().all(|c| matches!(u32::from(c), 0x1100..=0x11FF))
}

#[cfg(test)]
mod tests {
    use super::{letters, slips};

    fn meant(word: &str, known: &str) -> bool {
        slips(&letters(word), &letters(known)).is_some()
    }

    #[test]
    fn slips_of_the_finger() {
        for (word, known) in [
            ("sevrity", "severity"),
            ("severrity", "severity"),
            ("stauts", "status"),
            ("dtae", "date"),
            ("root_casues", "root-causes"),
            ("rootcauses", "root-causes"),
            ("심걱도", "심각도"),
            ("작성지 이름", "작성자 이름"),
        ] {
            assert!(meant(word, known), "{word}");
        }
    }

    #[test]
    fn other_words() {
        for (word, known) in [
            ("data", "date"),
            ("gate", "date"),
            ("reviewed", "reviewer"),
            ("service", "services"),
            ("resolve", "resolved"),
            ("reported", "reporter"),
            ("region", "regions"),
            ("감시", "감지"),
            ("보고서", "보고자"),
            ("発生日時", "復旧日時"),
            ("", "id"),
        ] {
            assert!(!meant(word, known), "{word}");
        }
    }
}
