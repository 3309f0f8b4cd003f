//! Two texts into how alike they are: the share of pairs of neighbouring letters that they have in common.
//! Needs no words, so it works for Korean, Japanese and Chinese as for English.

use crate::text::is_cjk;

/// From here on, in thousandths, two texts of consecutive versions are taken for the same action, reworded.
///
/// Korean says in few letters what English says in many, and one particle changes two pairs of them: `커넥션 풀
/// 상한 설정` and `DB 커넥션 풀의 상한값 설정` have 555, `Set memory limits` and `Set limits on memory use` 820. Of the
/// 4106 pairs of different actions that stand together in 164 real postmortems, 1.0 % reach this; at 600 it would
/// be 0.6 % and rewordings like the Korean one lost, at 500 it would be 2.6 %.
pub(super) const ALIKE: usize = 550;

/// Letters of a text that are compared; what comes after them is a story.
const LONGEST: usize = 400;
/// Letters that a text must have to be found again as the begin or end of a longer one.
const SHORTEST: usize = 4;

/// A text, ready to be compared with many.
#[derive(Debug)]
pub(super) struct Shape<'t> {
    text: &'t str,
    /// Pairs of neighbouring letters, sorted; one that occurs twice is there twice.
    pairs: Vec<[char; 2]>,
}

impl<'t> Shape<'t> {
    /// The shape of a folded text.
    pub(super) fn new(text: &'t str) -> Self {
        let letters = text.chars().take(LONGEST);
        let mut pairs: Vec<[char; 2]> = letters.clone().zip(letters.skip(1)).map(|(a, b)| [a, b]).collect();
        pairs.sort_unstable();
        Self { text, pairs }
    }

    /// How alike two texts are, in thousandths; `None` below [`ALIKE`]. A text that only grew at its begin or end
    /// (`… (done in #12)`, `[완료] …`) is just alike enough, however much was added.
    pub(super) fn likeness(&self, other: &Self) -> Option<usize> {
        let dice = self.dice(other);
        let grown = || if self.len() < other.len() { self.begins_or_ends(other) } else { other.begins_or_ends(self) };
        (dice >= ALIKE).then_some(dice).or_else(|| grown().then_some(ALIKE))
    }

    /// The coefficient of Dice (1945) and Sørensen (1948): twice what is shared by the sum of both.
    fn dice(&self, other: &Self) -> usize {
        let sum = self.pairs.len() + other.pairs.len();
        let most = self.pairs.len().min(other.pairs.len());
        // Too unlike in length to be alike; spares the comparison.
        if sum == 0 || 2000 * most < ALIKE * sum { 0 } else { 2000 * self.shared(other) / sum }
    }

    fn shared(&self, other: &Self) -> usize {
        let mut theirs = other.pairs.iter().peekable();
        let mut shared = 0;
        for pair in &self.pairs {
            while theirs.next_if(|their| *their < pair).is_some() {}
            shared += usize::from(theirs.next_if_eq(&pair).is_some());
        }
        shared
    }

    fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether the longer text begins or ends with this one, as whole words.
    fn begins_or_ends(&self, longer: &Self) -> bool {
        let apart = |c: Option<char>| c.is_none_or(|c| is_cjk(c) || !c.is_alphanumeric());
        let begins = || longer.text.strip_prefix(self.text).is_some_and(|rest| apart(rest.chars().next()));
        let ends = || longer.text.strip_suffix(self.text).is_some_and(|rest| apart(rest.chars().next_back()));
        self.pairs.len() + 1 >= SHORTEST && (begins() || ends())
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    fn dice(a: &str, b: &str) -> usize {
        Shape::new(a).dice(&Shape::new(b))
    }

    #[test]
    fn the_coefficient_is_twice_the_shared_pairs_by_all_pairs() {
        assert_eq!(dice("night", "nacht"), 250);
        assert_eq!(dice("healed", "sealed"), 800);
        assert_eq!(dice("aaaa", "aaaa"), 1000, "a pair counts as often as it occurs");
        assert_eq!(dice("", ""), 0);
        assert_eq!(dice("커넥션풀상한설정", "db커넥션풀의상한값설정"), 555);
        assert_eq!(dice("set memory limits", "set limits on memory use"), 820);
    }

    #[test]
    fn a_text_that_grew_is_the_same_text() {
        let alike = |a: &str, b: &str| Shape::new(a).likeness(&Shape::new(b)).is_some();
        assert!(alike("add a limit", "add a limit (done 2026-03-04 in the release after the freeze)"));
        assert!(alike("완료] 2026-03-04 배포에 포함됨. 로그보관기간연장", "로그보관기간연장"));
        assert!(!alike("test", "testing of the failover once a quarter"), "a word that begins so is another word");
        assert!(!alike("log", "log the size of the pool of every service"), "too little to be recognised by");
    }
}
