//! Text that must not be shown into as little of it as tells people which one is meant.

use std::borrow::Cow;

use super::Span;

/// The part of a secret that may be shown: a quarter, and at most four characters.
pub fn shown_part(secret: &str) -> &str {
    const MOST: usize = 4;
    let shown = (secret.chars().count() / 4).min(MOST);
    secret.char_indices().nth(shown).map_or(secret, |(end, _)| &secret[..end])
}

/// The part of a text that stands at `place`, with `*` for every hidden byte of the secrets at `spans`: it keeps its
/// length, so that places in it stay what they are. `text` is the whole text.
pub fn concealed<'t>(text: &'t str, place: Span, spans: &[Span]) -> Cow<'t, str> {
    let part = place.slice(text);
    let mut out: Option<Vec<u8>> = None;
    for span in spans.iter().filter(|span| span.start < place.end && place.start < span.end) {
        let shown = shown_part(span.slice(text)).len();
        let from = (span.start + shown).clamp(place.start, place.end) - place.start;
        let to = span.end.min(place.end) - place.start;
        let bytes = out.get_or_insert_with(|| part.as_bytes().to_vec());
        bytes.get_mut(from..to).into_iter().flatten().for_each(|byte| *byte = b'*');
    }
    let hidden = out.and_then(|bytes| String::from_utf8(bytes).ok());
    hidden.map_or(Cow::Borrowed(part), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{Span, concealed, shown_part};

    #[test]
    fn no_more_than_a_quarter_and_four_characters_are_shown() {
        assert_eq!(shown_part("ghp_0123456789abcdef"), "ghp_");
        assert_eq!(shown_part("Xy7!qq2z"), "Xy");
        assert_eq!(shown_part("abc"), "");
        assert_eq!(shown_part(""), "");
    }

    #[test]
    fn a_hidden_text_keeps_its_length() {
        let text = "키 = ghp_0123456789abcdef 입니다";
        let start = text.find("ghp").expect("there");
        let hidden = concealed(text, Span::new(0, text.len()), &[Span::new(start, start + 20)]);
        assert_eq!(hidden, "키 = ghp_**************** 입니다");
        let part = concealed(text, Span::new(start + 10, text.len()), &[Span::new(start, start + 20)]);
        assert_eq!(part, "********** 입니다");
    }
}
