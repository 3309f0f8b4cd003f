//! Texts into fewer letters: what many documents say in the same words is written once, in a dictionary that a browser
//! loads before its first result, and one or two letters stand for it.
//!
//! A code is a letter of [`LETTERS`], or two of them where the first is one of `leads`; the most frequent phrases have the
//! short ones. Any other letter stands for itself. The dictionary has every letter of a code, so nothing need be escaped.

mod learn;
mod tree;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde_json::json;

use super::Draft;
use tree::Tree;

/// Letters of codes: printable, and none that JSON would escape.
const LETTERS: &[u8; 93] =
    b" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
/// The most letters that begin a code of two: every reader pays for the dictionary.
const MOST_LEADS: usize = 30;
/// A phrase that the sample has less often is not worth its place.
const LEAST_USES: usize = 4;

/// Phrases and the codes that stand for them.
pub(super) struct Phrases {
    tree: Tree,
    /// By number: the most frequent first.
    phrases: Vec<String>,
    leads: usize,
}

impl Phrases {
    /// Learns what texts have in common from some of them.
    pub(super) fn learn(samples: &[&str]) -> Self {
        let mut phrases = frequent(learn::joined(samples), samples);
        let leads = phrases.len().saturating_sub(LETTERS.len()).div_ceil(LETTERS.len() - 1).min(MOST_LEADS);
        let mut room = LETTERS.len() - leads + leads * LETTERS.len() - ALONE.count();
        phrases.retain(|phrase| {
            let is_kept = is_alone(phrase) || room > 0;
            room -= usize::from(is_kept && !is_alone(phrase));
            is_kept
        });
        Self { tree: Tree::new(&phrases), phrases, leads }
    }

    /// A text with codes for its phrases.
    pub(super) fn packed(&self, text: &str) -> String {
        let mut out = Vec::with_capacity(text.len() / 3);
        self.tree.split(text, |piece, number| match number {
            Some(number) => self.push(number, &mut out),
            None => out.extend_from_slice(piece.as_bytes()),
        });
        // Codes are ASCII, and pieces are whole letters.
        String::from_utf8(out).unwrap_or_default()
    }

    fn push(&self, number: usize, out: &mut Vec<u8>) {
        let short = LETTERS.len() - self.leads;
        if number < short {
            out.push(LETTERS[self.leads + number]);
        } else {
            let rest = number - short;
            out.extend([LETTERS[rest / LETTERS.len()], LETTERS[rest % LETTERS.len()]]);
        }
    }

    /// The dictionary as a browser reads it.
    pub(super) fn draft(&self) -> Draft {
        Draft::new("p", &json!({ "leads": self.leads, "phrases": self.phrases }))
    }
}

/// Letters that codes are made of, or that JSON would escape: each is a phrase, or it could not be written.
const ALONE: std::ops::RangeInclusive<u8> = b' '..=b'~';

fn is_alone(phrase: &str) -> bool {
    phrase.len() == 1 && ALONE.contains(&phrase.as_bytes()[0])
}

/// The phrases that samples come to when the longest of them is always taken, the most frequent first.
fn frequent(joined: Vec<String>, samples: &[&str]) -> Vec<String> {
    let mut phrases: Vec<String> = ALONE.map(|letter| char::from(letter).to_string()).collect();
    phrases.extend(joined.into_iter().filter(|phrase| !is_alone(phrase)));
    // Twice: what a dropped phrase was taken for makes others more frequent.
    for _ in 0..2 {
        let uses = uses(&phrases, samples);
        let mut used: Vec<(usize, String)> = uses.into_iter().zip(phrases).collect();
        used.retain(|(uses, phrase)| *uses >= LEAST_USES || is_alone(phrase));
        used.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        phrases = used.into_iter().map(|(_, phrase)| phrase).collect();
    }
    phrases
}

/// How often each phrase is taken.
fn uses(phrases: &[String], samples: &[&str]) -> Vec<usize> {
    let tree = Tree::new(phrases);
    let of_sample = |sample: &&str| {
        let mut uses = vec![0; phrases.len()];
        tree.split(sample, |_, number| number.into_iter().for_each(|number| uses[number] += 1));
        uses
    };
    let sum = |mut sum: Vec<usize>, uses: Vec<usize>| {
        sum.iter_mut().zip(uses).for_each(|(sum, more)| *sum += more);
        sum
    };
    samples.par_iter().map(of_sample).reduce(|| vec![0; phrases.len()], sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

    use super::{LETTERS, Phrases};

    /// What the script does.
    fn unpacked(phrases: &Phrases, packed: &str) -> String {
        let mut out = String::new();
        let mut letters = packed.chars();
        let code = |letter: char| LETTERS.iter().position(|known| char::from(*known) == letter);
        while let Some(letter) = letters.next() {
            match code(letter) {
                None => out.push(letter),
                Some(first) if first >= phrases.leads => out.push_str(&phrases.phrases[first - phrases.leads]),
                Some(first) => {
                    let second = letters.next().and_then(code).expect("the second letter of a code");
                    out.push_str(&phrases.phrases[LETTERS.len() - phrases.leads + first * LETTERS.len() + second]);
                }
            }
        }
        out
    }

    fn some() -> Vec<String> {
        let text = |n: usize| {
            format!("The connection pool of checkout {n} ran out of connections.\n커넥션 풀이 {n}번 바닥났다 \"\\\" …")
        };
        (0..60).map(text).collect()
    }

    fn learned(texts: &[String]) -> Phrases {
        Phrases::learn(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn what_many_texts_say_takes_few_letters() {
        let texts = some();
        let phrases = learned(&texts);
        for text in &texts {
            let packed = phrases.packed(text);
            assert!(packed.len() * 8 < text.len(), "{packed:?}");
            assert_eq!(unpacked(&phrases, &packed), *text);
        }
    }

    #[test]
    fn nothing_is_learned_of_nothing_and_letters_stay() {
        let phrases = learned(&[]);
        assert_eq!(unpacked(&phrases, &phrases.packed("pool \"풀\" \\ \u{1} é")), "pool \"풀\" \\ \u{1} é");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_as_it_was(
            text in r"(\PC|[\x00-\x7f]|connection pool|커넥션 풀){0,80}",
            others in proptest::collection::vec(r"(\PC|[ -~]|pool){0,40}", 0..8),
        ) {
            let mut texts = some();
            texts.extend(others);
            let phrases = learned(&texts);
            prop_assert_eq!(unpacked(&phrases, &phrases.packed(&text)), text);
        }
    }
}
