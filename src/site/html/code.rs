//! Fenced and indented code into a labelled block. A diagram that cannot be drawn stays readable code.

use pulldown_cmark::CodeBlockKind;

use super::math::formula;
use super::outline::plain;
use super::writer::{Writer, length};
use crate::document::markdown::Placed;
use crate::document::mermaid::is_mermaid;
use crate::postmortem::FencedFishbone;

impl Writer<'_> {
    /// Opens a code block, with the fence's language where it is a plain word; a formula is written at once. How many
    /// further pieces that used up.
    pub(super) fn open_code(&mut self, kind: &CodeBlockKind<'_>, inside: &[Placed<'_>]) -> usize {
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info),
            CodeBlockKind::Indented => None,
        };
        if language.is_some_and(|language| language.eq_ignore_ascii_case("math"))
            && let Some(formula) = formula(&plain(inside), true)
        {
            self.figure(formula);
            return length(inside);
        }
        let is_diagram = matches!(kind, CodeBlockKind::Fenced(info) if is_mermaid(info));
        if is_diagram && self.diagram(&plain(inside)) {
            return length(inside);
        }
        self.open("<figure class=\"code\">", "</code></pre></figure>");
        if let Some(language) = language {
            self.out.push_literal("<figcaption>");
            self.out.push_text(language);
            if is_diagram {
                self.out.push_literal(" · ");
                let drawn = cfg!(feature = "mermaid");
                self.out.push_text(self.words.text(if drawn { "document.undrawn" } else { "document.diagram_source" }));
            }
            self.out.push_literal("</figcaption>");
        }
        self.out.push_literal("<pre tabindex=\"0\" role=\"region\" aria-label=\"");
        self.numbered("document.code");
        self.out.push_literal("\"><code>");
        self.verbatim = true;
        self.language = language.map(str::to_owned);
        0
    }
}

/// Whether a fenced block draws a fishbone diagram.
pub(super) fn is_fishbone(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(info) if FencedFishbone::is_one(info))
}

/// The language of an info string such as `rust,linenos` or `yaml title="x"`: only what is harmless as text
/// in any place, so that nobody has to remember to escape it (Hugo GHSA-q76j-gcg9-vxc6).
pub(super) fn language(info: &str) -> Option<&str> {
    let word = info.trim().trim_start_matches(['{', '.']).split([' ', ',', '{', '}', ':', '\t']).next()?;
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'));
    (plain && (1..=32).contains(&word.len())).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn only_plain_words_are_languages() {
        assert_eq!(language("rust,linenos"), Some("rust"));
        assert_eq!(language("{.python .x}"), Some("python"));
        assert_eq!(language("c++"), Some("c++"));
        assert_eq!(language("\"><script>"), None);
        assert_eq!(language(""), None);
    }
}
