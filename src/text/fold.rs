//! Words as they are compared: the same heading or key written in different ways becomes one text.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

/// The text in NFC; borrowed where it is so already, which is nearly always.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_plainly_normal(text) {
        return Cow::Borrowed(text);
    }
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// The text in NFKC; borrowed where it is so already.
fn nfkc(text: &str) -> Cow<'_, str> {
    if is_plainly_normal(text) || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfkc().collect())
}

/// What most of Korean, Japanese and Chinese is written in, and ASCII: in NFC and NFKC whatever stands around it. To look
/// that up in the tables of Unicode takes longer.
fn is_composed(c: char) -> bool {
    c.is_ascii() || is_common_cjk(c) || matches!(c, '、'..='〇')
}

/// Whether a text is known at a glance to be in NFC and NFKC, and to have no Latin letter with a mark.
pub fn is_plainly_normal(text: &str) -> bool {
    text.is_ascii() || text.chars().all(is_composed)
}

/// The letters of Korean, Japanese and Chinese that are common: to look them up in the tables of Unicode takes longer.
pub fn is_common_cjk(c: char) -> bool {
    matches!(c, '가'..='힣' | '一'..='\u{9FFF}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ')
}

/// The text in lower case, as `str::to_lowercase` has it; letters that have no case are not looked up.
pub fn lower(text: &str) -> String {
    if text.is_ascii() || text.contains('Σ') {
        return text.to_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
            c if is_common_cjk(c) => lower.push(c),
            c => lower.extend(c.to_lowercase()),
        }
    }
    lower
}

/// Whether a text has more letters than a word of `most` letters has in any of the dresses that `fold_label` takes off.
/// Most texts that are asked about are sentences, and are known by that without being folded.
pub fn is_longer_than(text: &str, most: usize) -> bool {
    // `iii.`, `第一章`
    const NUMBERING: usize = 8;
    // The first byte of a letter between U+5000 and U+9FFF or U+B000 and U+CFFF: most of Han and Hangul, and nothing else.
    let begins_letter = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, 0xE5..=0xE9 | 0xEB..=0xEC);
    text.len() > most + NUMBERING && text.bytes().filter(begins_letter).nth(most + NUMBERING).is_some()
}

/// Han, Hangul or Kana: scripts in which spaces between words carry no meaning for comparison.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF | 0x2E80..=0x303F | 0x3040..=0x30FF | 0x3130..=0x318F | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF
        | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
}

/// A front matter key: NFKC, lower case, with kebab-case, snake_case, camelCase and spaces the same.
/// `rootCauses`, `root_causes` and `Root causes` all give `root-causes`.
pub fn fold_key(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let mut previous_lower = false;
    for c in nfkc(key.trim()).chars() {
        if c.is_uppercase() && previous_lower {
            out.push('-');
        }
        previous_lower = c.is_lowercase() || c.is_ascii_digit();
        match c {
            '_' | ' ' | '-' => out.push('-'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// A heading, label or cell: NFKC, lower case, without numbering, emoji, markup, trailing colon and
/// question mark, white space folded, and without spaces where the text is CJK.
/// `4.1) 근본 원인:` gives `근본원인`; `What went well?` gives `what went well`.
pub fn fold_label(label: &str) -> String {
    let mut kept = String::with_capacity(label.len());
    for c in nfkc(label).chars() {
        match c {
            '*' | '_' | '`' | '#' | '~' | '|' => kept.push(' '),
            c if c.is_ascii() => kept.push(c.to_ascii_lowercase()),
            c if is_ornament(c) => kept.push(' '),
            c if is_cjk(c) => kept.push(c),
            c => kept.extend(c.to_lowercase().map(plain_quote)),
        }
    }
    let bare = strip_numbering(kept.trim());
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || is_edge(c));
    fold_spaces(bare)
}

fn plain_quote(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{2010}'..='\u{2015}' => '-',
        c => c,
    }
}

/// Symbols that decorate a heading without being part of its words.
fn is_ornament(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2BFF | 0xFE00..=0xFE0F | 0x1F000..=0x1FAFF | 0x200B..=0x200F)
}

fn is_edge(c: char) -> bool {
    matches!(
        c,
        ':' | '?'
            | '!'
            | '.'
            | ','
            | '-'
            | '"'
            | '\''
            | '、'
            | '。'
            | '¿'
            | '¡'
            | '«'
            | '»'
            | '「'
            | '」'
            | '【'
            | '】'
            | '['
            | ']'
            | '·'
            | ';'
    )
}

/// Removes `4.`, `4.1`, `(4)`, `4)`, `IV.`, `a)`, `step 4:` and circled numbers from the front.
fn strip_numbering(text: &str) -> &str {
    let open = text.trim_start_matches(['(', '[', '第']);
    let digits = open.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if digits.len() < open.len() {
        let rest = digits.trim_start_matches([')', ']', '.', ':', '-', '、', '章', '节', '節']);
        let separated = rest.len() < digits.len() || open.as_bytes()[open.len() - digits.len() - 1] == b'.';
        // `5 whys` is a name, `5 개요` is the fifth chapter.
        let chapter = rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(is_cjk);
        if separated || chapter {
            return rest.trim_start();
        }
        return text;
    }
    match text.split_once(['.', ')']) {
        Some((head, rest)) if is_counter(head) && rest.starts_with(char::is_whitespace) => rest.trim_start(),
        Some((head, rest)) if is_han_counter(head) => rest.trim_start(),
        _ => text.split_once('、').filter(|(head, _)| is_han_counter(head)).map_or(text, |(_, rest)| rest),
    }
}

/// A roman numeral or a single letter.
fn is_counter(head: &str) -> bool {
    head.len() == 1 && head.bytes().all(|b| b.is_ascii_alphabetic())
        || !head.is_empty() && head.len() <= 5 && head.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

fn is_han_counter(head: &str) -> bool {
    !head.is_empty()
        && head.chars().count() <= 3
        && head.chars().all(|c| "一二三四五六七八九十가나다라마바사".contains(c))
}

fn fold_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        for word in text.split_whitespace() {
            out.push_str(if out.is_empty() { "" } else { " " });
            out.push_str(word);
        }
        return out;
    }
    for word in text.split_whitespace() {
        let glued = out.chars().next_back().is_some_and(is_cjk) || word.starts_with(is_cjk);
        if !out.is_empty() && !glued {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{fold_key, fold_label, is_longer_than, nfc, nfkc};

    #[test]
    fn one_heading_in_many_dresses() {
        for label in
            ["근본 원인", "4. 근본 원인", "**근본원인**:", "🔍 근본 원인 ：", "(4) 근본 원인?", "4.1 근본 원인"]
        {
            assert_eq!(fold_label(label), "근본원인", "{label}");
        }
        assert_eq!(fold_label("## What went  well?"), "what went well");
        assert_eq!(fold_label("IV. Root Cause"), "root cause");
        assert_eq!(fold_label("一、故障概述"), "故障概述");
        assert_eq!(fold_label("5 whys"), "5 whys");
        assert_eq!(fold_label("5 개요"), "개요");
    }

    #[test]
    fn numbers_that_belong_to_the_words_stay() {
        assert_eq!(fold_label("3rd time this year"), "3rd time this year");
        assert_eq!(fold_label("5why分析"), "5why分析");
    }

    #[test]
    fn common_letters_are_normal_without_a_look_into_the_tables() {
        use unicode_normalization::UnicodeNormalization;
        for c in ('\u{1}'..='\u{FFFF}').filter(|&c| super::is_composed(c)) {
            let text = c.to_string();
            assert!(text.nfc().eq(text.chars()) && text.nfkc().eq(text.chars()), "{c}");
            for mark in ['\u{3099}', '\u{11A8}', '\u{300}'] {
                let marked = format!("{c}{mark}");
                assert_eq!((nfc(&marked), nfkc(&marked)), (marked.nfc().collect(), marked.nfkc().collect()), "{c}");
            }
        }
    }

    #[test]
    fn lower_case_is_that_of_the_standard_library() {
        for text in ["Checkout 지연 ÄÖ", "İSTANBUL 결제", "ΟΔΟΣ", "決済API Ⅷ", "The Pool"] {
            assert_eq!(super::lower(text), text.to_lowercase());
        }
    }

    #[test]
    fn a_word_in_a_dress_is_not_longer() {
        for (text, word) in [("viii. TBD", "tbd"), ("가. 미정:", "미정"), ("**작성 예정** ✍️", "작성예정")]
        {
            assert_eq!(fold_label(text), word);
            assert!(!is_longer_than(text, word.chars().count()), "{text}");
        }
        assert!(is_longer_than("the pool had no upper bound", 8));
        assert!(is_longer_than("결제 풀에 상한이 없어서 요청이 밀렸고 재시도가 그것을 더했다", 8));
    }

    #[test]
    fn keys_in_every_case_are_one() {
        for key in ["rootCauses", "root_causes", "root-causes", "Root causes"] {
            assert_eq!(fold_key(key), "root-causes");
        }
    }
}
