//! A text in Latin letters into its language, by its commonest small words. Every letter of nearly every document comes
//! by here, once.

use super::Language;

const LANGUAGES: [Language; 6] = [Language::En, Language::De, Language::Fr, Language::Es, Language::Pt, Language::No];
/// None of the words has more bytes.
const LONGEST: usize = 5;
/// Words, and gaps between signs, that are looked at.
const MOST: usize = 3_000;

/// The language that most of the small words belong to; English where there are none.
pub(super) fn language(text: &str) -> Language {
    let mut counts = [0usize; 6];
    let mut word = Word::default();
    let mut seen = 0;
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase() as u8);
        } else if !c.is_ascii() && c.is_alphabetic() {
            c.to_lowercase().for_each(|c| c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| word.push(byte)));
        } else {
            if let Some(language) = word.language() {
                counts[language] += 1;
            }
            word.length = 0;
            seen += 1;
            if seen == MOST {
                break;
            }
        }
    }
    let best = (0..6).max_by_key(|&index| (counts[index], std::cmp::Reverse(index))).unwrap_or(0);
    LANGUAGES[best]
}

/// The begin of a word in lower case.
#[derive(Default)]
struct Word {
    bytes: [u8; LONGEST],
    /// That of the whole word.
    length: usize,
}

impl Word {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
        }
        self.length += 1;
    }

    /// Which of the languages it belongs to.
    fn language(&self) -> Option<usize> {
        Some(match self.bytes.get(..self.length)? {
            b"the" | b"and" | b"was" | b"of" | b"to" => 0,
            b"der" | b"und" | b"die" | b"wurde" | b"nicht" | b"das" => 1,
            b"le" | b"les" | b"des" | b"une" | b"est" | b"et" => 2,
            b"el" | b"los" | b"una" | b"fue" | b"por" | b"y" => 3,
            b"o" | b"os" | b"uma" | b"foi" | b"e" | b"n\xc3\xa3o" => 4,
            b"og" | b"det" | b"som" | b"var" | b"ikke" | b"vi" | b"p\xc3\xa5" | b"\xc3\xa5" => 5,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, language};

    #[test]
    fn languages_by_their_small_words() {
        for (text, expected) in [
            ("The pool was full, and requests to it failed.", Language::En),
            ("Der Pool war voll, und die Anfragen wurden nicht beantwortet.", Language::De),
            ("Le pool est plein et les requêtes échouent.", Language::Fr),
            ("El servicio fue reiniciado por los ingenieros y una alerta.", Language::Es),
            ("O serviço não respondeu e os alertas foi uma surpresa", Language::Pt),
            ("Det var ikke nok, og vi måtte starte på nytt", Language::No),
            ("", Language::En),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
