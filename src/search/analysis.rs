//! A text into its terms: Korean, Japanese and Chinese as pairs of neighbouring letters, everything else as
//! words and their parts. Made of operations that JavaScript has too (`normalize`, `toLowerCase`, `\p{…}`);
//! `tests/search/vectors.json` holds whoever repeats it to the same terms.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::text::is_plainly_normal;

/// A longer word is no word: keys, hashes, encoded data. Its parts are still terms.
const LONGEST: usize = 64;

/// One term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term<'t> {
    /// Lower case, NFKC, without Latin diacritics.
    pub text: &'t str,
    /// What it is of its text.
    pub kind: TermKind,
}

/// What a term is of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A whole word, as written without spaces: `kube-proxy`.
    Word,
    /// A part of one: `proxy`.
    Part,
    /// Two neighbouring letters of Han, Hangul or Kana; one where it stands alone.
    Pair,
}

/// A piece of a folded text.
enum Piece<'t> {
    /// Letters of Hangul, Han or Kana, without anything between them.
    Run(&'t str),
    /// A word, in the case in which it was written.
    Word(&'t str),
}

/// Calls `each` for every term of a text, in its order; the parts of a word follow it.
pub fn terms(text: &str, mut each: impl FnMut(Term<'_>)) {
    let mut lower = String::new();
    pieces(&fold(text), |piece| match piece {
        Piece::Run(run) => pairs(run, &mut each),
        Piece::Word(word) => words(word, &mut lower, &mut each),
    });
}

/// Letters of a gram: what is found in a text by substring is found by so many letters of it at a time.
pub(super) const GRAM: usize = 3;

/// Calls `each` for everything that a text can be found by: words, their parts, and from every letter of Hangul, Han
/// and Kana the three letters that begin there, fewer where their run ends. So every substring of a run begins a gram.
pub fn tokens(text: &str, mut each: impl FnMut(&str)) {
    let mut lower = String::new();
    pieces(&fold(text), |piece| match piece {
        Piece::Run(run) => grams(run, &mut each),
        Piece::Word(word) => words(word, &mut lower, &mut |term: Term<'_>| each(term.text)),
    });
}

/// What a word of a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Letters of Hangul, Han or Kana that follow one another.
    Run(String),
    /// A word, and its parts for texts that write them apart.
    Word(String, Vec<String>),
}

/// What a text asks for when it is a query.
pub(super) fn wanted(text: &str) -> Vec<Wanted> {
    let mut found = Vec::new();
    let mut lower = String::new();
    pieces(&fold(text), |piece| match piece {
        Piece::Run(run) => found.push(Wanted::Run(run.to_owned())),
        Piece::Word(word) => {
            let (mut whole, mut parts) = (String::new(), Vec::new());
            words(word, &mut lower, &mut |term: Term<'_>| match term.kind {
                TermKind::Part => parts.push(term.text.to_owned()),
                _ => whole = term.text.to_owned(),
            });
            found.push(Wanted::Word(whole, parts));
        }
    });
    found
}

/// A text with every letter in the one form that it is found in, whatever keyboard or program wrote it.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    fold(text)
}

/// A text as phrases are compared: folded, lower case, one space for any white space.
pub(super) fn plain(text: &str) -> String {
    let lower = fold(text).to_lowercase();
    lower.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `/\s/`, as JavaScript has it.
pub(super) fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

/// A letter of a word or of a run: where a phrase ends in one, no other may follow in the text.
pub(super) fn is_of_word(c: char) -> bool {
    is_letter(c)
}

/// Whether a letter belongs to runs.
pub(super) fn is_ideograph(c: char) -> bool {
    is_ideographic(c)
}

fn pieces(text: &str, mut each: impl FnMut(Piece<'_>)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if is_ideographic(first) {
            let run = run(rest, is_ideographic);
            each(Piece::Run(run));
            run.len()
        } else if is_letter(first) {
            let word = word(rest);
            each(Piece::Word(word));
            word.len()
        } else {
            first.len_utf8()
        };
        rest = &rest[length..];
    }
}

/// NFKC, without the marks that Latin letters carry:
/// `normalize("NFKD").replace(/([A-Za-z])[\u0300-\u036f]+/g, "$1").normalize("NFKC")`.
fn fold(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(u32::from(c), 0xC0..=0x36F | 0x1E00..=0x1EFF);
    if is_plainly_normal(text) || (is_nfkc_quick(text.chars()) == IsNormalized::Yes && text.chars().all(is_plain)) {
        return Cow::Borrowed(text);
    }
    let mut bare = String::with_capacity(text.len());
    let mut is_latin = false;
    for c in text.nfkd() {
        if is_latin && matches!(u32::from(c), 0x300..=0x36F) {
            continue;
        }
        is_latin = c.is_ascii_alphabetic();
        bare.push(c);
    }
    Cow::Owned(bare.nfkc().collect())
}

/// Letters of scripts that are written without spaces, or with spaces that say little: Hangul, Kana, Han.
fn is_ideographic(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF | 0x3005 | 0x3007 | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF
        | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF)
}

/// `/[\p{Alphabetic}\p{N}]/u`, and no ideograph.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric() && !is_ideographic(c))
}

fn is_joint(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '/')
}

/// The characters that a text begins with.
fn run(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    &text[..end]
}

/// The word that a text begins with: letters, also joined by `.`, `-`, `_` or `/`.
fn word(text: &str) -> &str {
    let mut end = run(text, is_letter).len();
    while text[end..].starts_with(is_joint) && text[end + 1..].starts_with(is_letter) {
        end += 1 + run(&text[end + 1..], is_letter).len();
    }
    &text[..end]
}

fn grams(run: &str, each: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let last = starts.len() - 1;
    (0..last).for_each(|at| each(&run[starts[at]..starts[(at + GRAM).min(last)]]));
}

fn pairs(run: &str, each: &mut impl FnMut(Term<'_>)) {
    let ends = || run.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut count = 0;
    for ((start, _), end) in run.char_indices().zip(ends().skip(1)) {
        each(Term { text: &run[start..end], kind: TermKind::Pair });
        count += 1;
    }
    if count == 0 {
        each(Term { text: run, kind: TermKind::Pair });
    }
}

/// A word, its pieces between joints, and the pieces of those where letters change from small to capital.
fn words(word: &str, lower: &mut String, each: &mut impl FnMut(Term<'_>)) {
    let mut emit = |text: &str, kind| {
        // No letter has so many more bytes than its small form that a word this long could be short.
        if text.len() > 2 * LONGEST {
            return;
        }
        lower.clear();
        lower_case(text, lower);
        if lower.len() <= LONGEST {
            each(Term { text: lower, kind });
        }
    };
    emit(word, TermKind::Word);
    for piece in word.split(is_joint) {
        if piece.len() < word.len() {
            emit(piece, TermKind::Part);
        }
        let mut humps = humps(piece).peekable();
        let whole = humps.peek().is_none_or(|hump| hump.len() == piece.len());
        if !whole {
            humps.for_each(|hump| emit(hump, TermKind::Part));
        }
    }
}

fn lower_case(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
    } else {
        out.push_str(&text.to_lowercase());
    }
}

/// `OOMKilledPod` → `OOM`, `Killed`, `Pod`: a capital begins a piece after a small letter or digit, and before a
/// small letter after another capital. ASCII only: `/[A-Z]/`, `/[a-z]/`.
fn humps(piece: &str) -> impl Iterator<Item = &str> {
    let bytes = piece.as_bytes();
    let begins = move |at: usize| {
        let capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
        let small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        capital(at) && (small(at - 1) || digit(at - 1) || (capital(at - 1) && small(at + 1)))
    };
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= piece.len() {
            return None;
        }
        let end = (start + 1..piece.len()).find(|&at| begins(at)).unwrap_or(piece.len());
        let hump = &piece[start..end];
        start = end;
        Some(hump)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::{fold, terms};

    fn of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        terms(text, |term| found.push(term.text.to_owned()));
        found
    }

    #[test]
    fn words_come_with_their_parts() {
        assert_eq!(of("kube-proxy: OOMKilled!"), ["kube-proxy", "kube", "proxy", "oomkilled", "oom", "killed"]);
        assert_eq!(of("ERR_CONN"), ["err_conn", "err", "conn"]);
        assert_eq!(of("v1.2"), ["v1.2", "v1", "2"]);
        assert_eq!(of("-a- .b"), ["a", "b"]);
        assert_eq!(of("iPhone6Plus"), ["iphone6plus", "i", "phone6", "plus"]);
    }

    #[test]
    fn korean_japanese_and_chinese_become_pairs() {
        assert_eq!(of("커넥션 풀 고갈"), ["커넥", "넥션", "풀", "고갈"]);
        assert_eq!(of("API서버가"), ["api", "서버", "버가"]);
        assert_eq!(of("証明書の失効"), ["証明", "明書", "書の", "の失", "失効"]);
        assert_eq!(of("サーバー・障害"), ["サー", "ーバ", "バー", "障害"]);
        assert_eq!(of("数据库。"), ["数据", "据库"]);
    }

    #[test]
    fn the_same_text_in_other_forms_gives_the_same_terms() {
        assert_eq!(of("\u{110F}\u{1165}\u{1102}\u{1166}\u{11A8}\u{1109}\u{1167}\u{11AB}"), of("커넥션"), "NFD");
        assert_eq!(of("ｻｰﾊﾞｰ ＡＰＩ"), of("サーバー api"), "half and full width");
        assert_eq!(of("Café RÉSUMÉ"), of("cafe resume"));
        assert_ne!(of("ガス"), of("カス"), "voiced Kana are other letters");
    }

    #[test]
    fn what_is_too_long_for_a_word_has_its_parts_alone() {
        let long = format!("{}.key", "x".repeat(80));
        assert_eq!(of(&long), ["key"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn terms_are_terms_of_themselves(text in r"[\p{Latin}가-힣一-龥ァ-ヶ0-9 ._/-]{0,40}") {
            for term in of(&text) {
                assert!(of(&term).contains(&term), "{text:?} gives {term:?}, which is not found again");
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in r"\PC{0,40}") {
            let once = fold(&text).into_owned();
            assert_eq!(fold(&once), once.as_str());
        }
    }
}
