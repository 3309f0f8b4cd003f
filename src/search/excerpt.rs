//! A text and the words that were looked for into the passage that has most of them, with the words marked.

use super::analysis::{Wanted, folded, is_ideograph, is_of_word, is_space};
use super::{Catalogue, DocumentNumber, Entry, Found, Part, Query};

/// A piece of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// Where a word that was looked for stands: letters of the text, and which word it is.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
    needle: usize,
}

impl Query {
    /// What is to be marked in texts that were found.
    pub fn needles(&self, found: &Found) -> Vec<String> {
        let taken = |typed: &str| {
            let instead = found.instead.iter().find(|(word, _)| word == typed);
            instead.map(|(_, taken)| taken.clone())
        };
        let mut needles: Vec<String> = Vec::new();
        for clue in &self.clues {
            match &clue.wanted {
                Wanted::Run(run) => {
                    let words = taken(run).unwrap_or_else(|| run.clone());
                    needles.extend(words.split(' ').map(str::to_owned));
                }
                Wanted::Word(word, parts) => {
                    needles.push(word.clone());
                    needles.extend(taken(word));
                    needles.extend(parts.iter().filter(|part| part.len() > 1).cloned());
                }
            }
        }
        needles.retain(|needle| !needle.is_empty());
        needles
    }
}

impl Catalogue {
    /// Where a document has each of some needles: the part that counts most, with the needles, best part first.
    pub fn parts_with(&self, document: DocumentNumber, needles: &[String]) -> Vec<(Part, Vec<String>)> {
        let entry = &self.entries[document as usize];
        let mut found: Vec<(Part, Vec<String>)> = Vec::new();
        let mut order: Vec<usize> = (0..entry.parts.len()).collect();
        order.sort_by_key(|&at| entry.parts[at].0 as usize);
        let mut left: Vec<&String> = needles.iter().collect();
        for (part, range) in order.into_iter().map(|at| &entry.parts[at]) {
            let letters: Vec<char> = entry.text[range.clone()].chars().collect();
            left.retain(|needle| {
                let is_here = !places(&letters, std::slice::from_ref(needle)).is_empty();
                if is_here {
                    match found.last_mut().filter(|(last, _)| last == part) {
                        Some((_, needles)) => needles.push((*needle).clone()),
                        None => found.push((*part, vec![(*needle).clone()])),
                    }
                }
                !is_here
            });
        }
        found
    }
}

/// What is shown of a document: a passage of its prose. Where only a name of it has the words, that stands first.
pub fn passage(entry: &Entry, needles: &[String], width: usize) -> Vec<Piece> {
    let (prose, names) = entry.told();
    let has = |text: &&str| !places(&text.chars().collect::<Vec<_>>(), needles).is_empty();
    let mut each = names.lines().flat_map(|line| line.split(" · "));
    let Some(name) = Some(prose).filter(|prose| !has(prose)).and_then(|_| each.find(has)) else {
        return excerpt(prose, needles, width);
    };
    let mut pieces = excerpt(name, needles, width / 2);
    let rest = excerpt(prose, &[], width / 2);
    pieces.extend((!rest.is_empty()).then(|| Piece { text: " — ".to_owned(), hit: false }));
    pieces.extend(rest);
    pieces
}

/// The passage of about `width` columns that has most of the needles, on one line; the begin of the text where it has none.
pub(super) fn excerpt(text: &str, needles: &[String], width: usize) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().map(|c| if is_space(c) { ' ' } else { c }).collect();
    let places = places(&letters, needles);
    let first = best(&places, &letters, width);
    let start = begin(&letters, first, width);
    let end = end(&letters, start, width);
    let mut pieces = Vec::new();
    let mut add = |text: &str, hit| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), hit });
        }
    };
    if start > 0 {
        add("… ", false);
    }
    let mut at = start;
    let part = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    for place in places.iter().filter(|place| place.start >= start && place.end <= end) {
        if place.end > at {
            let from = place.start.max(at);
            add(&part(at, from), false);
            add(&part(from, place.end), true);
            at = place.end;
        }
    }
    add(part(at, end).trim_end_matches(' '), false);
    if end < letters.len() {
        add(" …", false);
    }
    pieces
}

/// Every place of a needle, in the order of the text.
fn places(letters: &[char], needles: &[String]) -> Vec<Place> {
    let mut plain: Vec<(char, usize)> = Vec::with_capacity(letters.len());
    for (at, &letter) in letters.iter().enumerate() {
        if letter.is_ascii() {
            plain.push((letter.to_ascii_lowercase(), at));
        } else {
            plain.extend(folded(letter.encode_utf8(&mut [0; 4])).to_lowercase().chars().map(|c| (c, at)));
        }
    }
    let mut places = Vec::new();
    for (number, needle) in needles.iter().enumerate() {
        let needle: Vec<char> = needle.chars().collect();
        for at in 0..(plain.len() + 1).saturating_sub(needle.len()) {
            let is_here = plain[at..at + needle.len()].iter().zip(&needle).all(|((c, _), wanted)| c == wanted);
            let begins = is_ideograph(needle[0]) || at == 0 || !goes_on(plain[at - 1].0);
            if is_here && begins {
                let end = plain[at + needle.len() - 1].1 + 1;
                places.push(Place { start: plain[at].1, end, needle: number });
            }
        }
    }
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    places
}

fn goes_on(before: char) -> bool {
    is_of_word(before) && !is_ideograph(before)
}

/// Where the passage with most different needles begins.
fn best(places: &[Place], letters: &[char], width: usize) -> usize {
    let mut most = (0, 0);
    for (number, place) in places.iter().enumerate() {
        let last = end(letters, place.start, width / 2);
        let inside = places[number..].iter().take_while(|other| other.start < last);
        let different: std::collections::BTreeSet<usize> = inside.map(|other| other.needle).collect();
        if different.len() > most.0 {
            most = (different.len(), place.start);
        }
    }
    most.1
}

/// Some words before a place.
fn begin(letters: &[char], place: usize, width: usize) -> usize {
    let mut room = width / 4;
    let mut at = place;
    while at > 0 && room > 0 {
        at -= 1;
        room = room.saturating_sub(columns(letters[at]));
    }
    if at == 0 {
        return 0;
    }
    (at..place).find(|&at| letters[at] == ' ').map_or(at, |space| space + 1)
}

/// Where the columns after a place end.
fn end(letters: &[char], start: usize, width: usize) -> usize {
    let mut room = width;
    let mut at = start;
    while at < letters.len() && room > 0 {
        room = room.saturating_sub(columns(letters[at]));
        at += 1;
    }
    if at == letters.len() {
        return at;
    }
    (start + 1..at).rev().take(12).find(|&at| letters[at] == ' ').unwrap_or(at)
}

fn columns(letter: char) -> usize {
    if is_ideograph(letter) { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    use super::super::{Entry, Part};
    use super::{excerpt, passage};

    fn told(text: &str, needles: &[&str], width: usize) -> String {
        let needles: Vec<String> = needles.iter().map(|needle| (*needle).to_owned()).collect();
        let mark = |piece: super::Piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text };
        excerpt(text, &needles, width).into_iter().map(mark).collect()
    }

    #[test]
    fn words_are_marked_where_they_begin_and_letters_anywhere() {
        assert_eq!(told("The pool and the Carpool pools", &["pool"], 80), "The [pool] and the Carpool [pool]s");
        assert_eq!(told("결제서버가 죽음", &["서버"], 80), "결제[서버]가 죽음");
        assert_eq!(told("Café ＡＰＩ", &["cafe", "api"], 80), "[Café] [ＡＰＩ]");
        assert_eq!(told("nothing of it", &["pool"], 80), "nothing of it");
    }

    #[test]
    fn the_passage_with_most_words_is_shown() {
        let text =
            format!("pool at first. {}here the pool was empty {}", "filler word ".repeat(30), "and so on ".repeat(30));
        let told = told(&text, &["pool", "empty"], 60);
        assert_eq!(told, "… word here the [pool] was [empty] and so on and so on and so on …");
    }

    #[test]
    fn a_name_that_alone_has_the_word_stands_before_the_prose() {
        let mut entry = Entry::default();
        entry.push(Part::Title, "Checkout was down");
        entry.push(Part::Summary, "The pool was empty.");
        entry.push(Part::Cause, "pool-exhaustion · Connection pool exhausted · 커넥션 풀 고갈");
        entry.push(Part::Title, "PM-1");
        let told = |needle: &str| {
            let pieces = passage(&entry, &[needle.to_owned()], 80);
            pieces.into_iter().map(|piece| piece.text).collect::<String>()
        };
        assert_eq!(told("커넥션"), "커넥션 풀 고갈 — The pool was empty.");
        assert_eq!(told("pool"), "The pool was empty.");
        assert_eq!(told("pm"), "PM-1 — The pool was empty.");
        assert_eq!(told("checkout"), "The pool was empty.");
        let mut bare = Entry::default();
        bare.push(Part::Title, "Title");
        assert!(passage(&bare, &["title".to_owned()], 80).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_and_needles_give_a_short_excerpt(text in r"\PC{0,200}", needle in r"\PC{1,4}") {
            let told: String = excerpt(&text, &[needle], 40).into_iter().map(|piece| piece.text).collect();
            prop_assert!(told.chars().count() <= 48);
        }
    }
}
