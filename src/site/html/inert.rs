//! Text into markup: ids become links, and shortcodes of other generators are shown as what they are.

use super::link::Target;
use super::writer::Writer;

/// Openings of shortcodes, Liquid and ERB with what ends them.
const SHORTCODES: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("<%", "%>")];

impl Writer<'_> {
    /// Writes running text.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((start, end)) = shortcode(rest) {
            self.prose(&rest[..start]);
            self.out.push_literal("<code class=\"inert\">");
            self.out.push_text(&rest[start..end]);
            self.out.push_literal("</code>");
            rest = &rest[end..];
        }
        self.prose(rest);
    }

    /// Writes text in which known ids become links, unless it is part of a link or heading already.
    fn prose(&mut self, text: &str) {
        if self.linked {
            return self.out.push_text(text);
        }
        let mut written = 0;
        for (start, word) in words(text) {
            if let Some(target @ Target::Inside(..)) = self.links.mention(word) {
                self.out.push_text(&text[written..start]);
                self.open_link(&target);
                self.out.push_text(word);
                self.out.push_literal("</a>");
                written = start + word.len();
            }
        }
        self.out.push_text(&text[written..]);
    }
}

/// Where the first shortcode begins and ends.
fn shortcode(text: &str) -> Option<(usize, usize)> {
    let mut places = text.match_indices(['{', '<']).map(|(at, _)| at);
    places.find_map(|at| Some((at, at + length(&text[at..])?)))
}

/// How long the shortcode is that a text begins with. It ends within a line or two: to look further for
/// every opening would take time in the square of a hostile text.
fn length(text: &str) -> Option<usize> {
    const LONGEST: usize = 512;
    let (open, close) = SHORTCODES.iter().find(|(open, _)| text.starts_with(open))?;
    let window = &text.as_bytes()[..text.len().min(LONGEST)];
    let found = window[open.len()..].windows(close.len()).position(|part| part == close.as_bytes())?;
    Some(open.len() + found + close.len())
}

/// The runs of a text that could be ids: ASCII letters, digits, `-` and `_`, with a digit and a separator.
/// Korean particles follow an id without a space (`PM-2026-001의`), so the run ends where ASCII ends.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut next = 0;
    text.split_inclusive(move |c| !is_part(c))
        .map(move |piece| {
            let start = next;
            next += piece.len();
            (start, piece.trim_end_matches(|c| !is_part(c)))
        })
        .filter(|(_, word)| word.len() >= 4 && word.contains(['-', '_']) && word.bytes().any(|b| b.is_ascii_digit()))
        .map(|(start, word)| (start, word.trim_end_matches(['-', '_'])))
}

#[cfg(test)]
mod tests {
    use super::{shortcode, words};

    #[test]
    fn ids_end_where_korean_begins() {
        let found: Vec<_> = words("2024년 PM-2024-001의 조치와 PM-2024-002.").map(|(_, word)| word).collect();
        assert_eq!(found, ["PM-2024-001", "PM-2024-002"]);
    }

    #[test]
    fn shortcodes_are_found_whole() {
        let text = "a {{< figure x >}} b";
        assert_eq!(shortcode(text).map(|(start, end)| &text[start..end]), Some("{{< figure x >}}"));
        assert_eq!(shortcode("100 % sure {% unclosed"), None);
    }
}
