//! Fenced and indented code into a labelled block. Diagrams stay readable code.

use pulldown_cmark::CodeBlockKind;

use super::writer::Writer;

impl Writer<'_> {
    /// Opens a code block, with the fence's language where it is a plain word.
    pub(super) fn open_code(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info),
            CodeBlockKind::Indented => None,
        };
        self.open("<figure class=\"code\">", "</code></pre></figure>");
        if let Some(language) = language {
            self.out.push_literal("<figcaption>");
            self.out.push_text(language);
            self.out.push_literal("</figcaption>");
        }
        self.out.push_literal("<pre tabindex=\"0\" role=\"region\" aria-label=\"");
        self.numbered("document.code");
        self.out.push_literal("\"><code>");
        self.verbatim = true;
    }
}

/// Whether a fenced block draws a fishbone diagram.
pub(super) fn is_fishbone(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(info) if matches!(language(info), Some("fishbone" | "ishikawa")))
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
