//! Untrusted text into inline Markdown that shows it and does nothing else: no markup, no HTML, no mention that
//! sends somebody a mail, no link to another ticket. Code between backticks stays code.

use crate::text::{Printable, SafeUrl};

/// A text in a paragraph, heading or table cell. Everything that a forge would make live becomes code: what is
/// live is found in the finished page, where back slashes are gone.
pub fn inline(text: &Printable) -> String {
    let mut pieces = Pieces::default();
    let parts: Vec<&str> = text.as_str().split('`').collect();
    let mut at = 0;
    while at < parts.len() {
        pieces.plain(parts[at]);
        let is_code = at + 2 < parts.len() && !parts[at + 1].trim().is_empty();
        if is_code {
            pieces.add(true, parts[at + 1]);
        } else if at + 1 < parts.len() {
            pieces.add(false, "`");
        }
        at += 1 + usize::from(is_code);
    }
    pieces.markdown()
}

/// A text as code, in a fence that it cannot close.
pub(super) fn code(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
    let pad = if spaced || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.is_empty() { String::new() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

/// Inline Markdown as the cell of a table: a bar would end it, even in code.
pub(in crate::report) fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

/// Inline Markdown as a link, where there is one to go to.
pub(super) fn link(markdown: &str, url: Option<&SafeUrl>) -> String {
    match url {
        Some(url) if !markdown.is_empty() => format!("[{markdown}]({})", destination(url)),
        _ => markdown.to_owned(),
    }
}

/// A URL as a link's destination: what could end it, or a table's cell, is encoded, and so is what is not ASCII.
fn destination(url: &SafeUrl) -> String {
    let mut out = String::with_capacity(url.as_str().len());
    for c in url.as_str().chars() {
        if !c.is_ascii_graphic() || "<>()[]\\|`\"*_~$".contains(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// Plain text and code in turn; neighbours of one kind are one piece, for the fences of two would run together.
#[derive(Default)]
struct Pieces(Vec<(bool, String)>);

impl Pieces {
    fn add(&mut self, is_code: bool, text: &str) {
        match self.0.last_mut() {
            Some((kind, piece)) if *kind == is_code => piece.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push((is_code, text.to_owned())),
        }
    }

    /// Plain text, with the words in it that a forge would make live as code.
    fn plain(&mut self, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let length = rest[start..].find(|c| !is_word(c)).unwrap_or(rest.len() - start);
            let word = &rest[start..start + length];
            let bare = word.trim_start_matches(['(', '[', '\'', ',', ';', '*', '_', '~', '=', ':']);
            let opening = word.len() - bare.len();
            let bare = bare.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '_', '~']);
            let is_live = is_live(bare);
            let (from, to) = (start + opening, start + opening + bare.len());
            self.add(false, &rest[..from]);
            self.add(is_live, &rest[from..to]);
            rest = &rest[to..];
            if bare.is_empty() {
                // Nothing but marks.
                let skipped = length - opening;
                self.add(false, &rest[..skipped]);
                rest = &rest[skipped..];
            }
        }
        self.add(false, rest);
    }

    fn markdown(&self) -> String {
        self.0.iter().map(|(is_code, piece)| if *is_code { code(piece) } else { escaped(piece) }).collect()
    }
}

/// Characters that mentions, addresses and references to tickets are made of.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

/// Mentions, addresses and references to tickets, as GitHub and GitLab know them.
fn is_live(word: &str) -> bool {
    let followed = |mark: char, is: fn(char) -> bool| {
        word.match_indices(mark).any(|(at, mark)| word[at + mark.len()..].starts_with(is))
    };
    let begins = |head: &str| word.get(..head.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(head));
    word.contains("://")
        || begins("www.")
        || (begins("gh-") && word[3..].starts_with(|c: char| c.is_ascii_digit()))
        || followed('@', |c| c.is_ascii_alphanumeric())
        || followed('#', |c| c.is_ascii_digit())
        || followed('!', |c| c.is_ascii_digit())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            // Two of them would be a formula.
            '$' => out.push_str("<span>$</span>"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::{code, destination, link};
    use crate::text::{Printable, SafeUrl};

    fn inline(text: &str) -> String {
        super::inline(&Printable::line(text))
    }

    #[test]
    fn what_is_live_becomes_code() {
        assert_eq!(inline("담당: @minseo에게 (@amelia)."), "담당: `@minseo`에게 (`@amelia`).");
        assert_eq!(inline("see yeoul/kb#12, !7 and a@b.example"), "see `yeoul/kb#12`, `!7` and `a@b.example`");
        assert_eq!(
            inline("https://evil.example/a?b=1 and www.x.example!"),
            "`https://evil.example/a?b=1` and `www.x.example`!"
        );
        assert_eq!(inline("7.8% of # 3 @ night"), "7.8% of \\# 3 @ night");
    }

    #[test]
    fn code_stays_code_and_markup_is_shown() {
        assert_eq!(inline("add `## 근본 원인` after line 24"), "add `## 근본 원인` after line 24");
        assert_eq!(inline("*a* <b> [c](d) | e ` f"), "\\*a\\* &lt;b&gt; \\[c\\](d) &#124; e \\` f");
        assert_eq!(inline("`a``b` $1 and $2"), "`ab` <span>$</span>1 and <span>$</span>2");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }

    #[test]
    fn a_destination_stays_in_its_parentheses() {
        let url = SafeUrl::web("https://example.com/a)b](c d|e풀").expect("a url of the web");
        assert_eq!(destination(&url), "https://example.com/a%29b%5D%28c%20d%7Ce%ED%92%80");
        assert_eq!(link("a", None), "a");
    }

    /// The text of a paragraph, and whether there is anything but text and code.
    fn shown(markdown: &str) -> (String, bool) {
        let mut text = String::new();
        let mut live = false;
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                Event::InlineHtml(html) => live |= &*html != "<span>" && &*html != "</span>",
                _ => live = true,
            }
        }
        (text, live)
    }

    proptest! {
        #[test]
        fn any_text_is_shown_as_it_is_and_does_nothing(
            text in "([a-z가@#!`|\\\\*_<>&\\[\\]()~$:/. ]|https://x|www\\.x|</td>|<!--|]]>|\\PC){0,40}"
        ) {
            let printable = Printable::line(&text);
            // A letter before it, as everywhere in the report.
            let (found, live) = shown(&format!("x{}", inline(printable.as_str())));
            prop_assert!(!live, "{}", inline(printable.as_str()));
            let plain = |text: &str| text.replace(['`', ' '], "");
            prop_assert_eq!(plain(&found), plain(&format!("x{printable}")));
        }

        #[test]
        fn any_text_is_code_as_it_is(text in "[a`| \\\\<가]{1,12}") {
            let (found, live) = shown(&format!("x{}", code(&text)));
            prop_assert!(!live);
            prop_assert_eq!(found, format!("x{text}"));
        }
    }
}
