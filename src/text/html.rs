//! HTML that pmdoc made or sanitised, and nothing else.

use std::fmt::{self, Write};

/// Markup that may be put into a page as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// Untrusted text as HTML: `& < > " '` escaped, so it is safe in content and in a quoted attribute.
    pub fn text(text: &str) -> Self {
        let mut html = Self::default();
        html.push_text(text);
        html
    }

    /// Appends untrusted text, escaped.
    pub fn push_text(&mut self, text: &str) {
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate() {
            let escaped = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#x27;",
                _ => continue,
            };
            self.0.push_str(&text[written..at]);
            self.0.push_str(escaped);
            written = at + 1;
        }
        self.0.push_str(&text[written..]);
    }

    /// Appends markup written in pmdoc's own source.
    pub fn push_literal(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Appends a number, which needs no escaping.
    pub fn push_number(&mut self, number: usize) {
        let _ = write!(self.0, "{number}");
    }

    /// Appends other HTML.
    pub fn push(&mut self, html: &Self) {
        self.0.push_str(&html.0);
    }

    /// Author's HTML, cleaned by the sanitiser that the site owns. Not for anything else.
    pub fn sanitised(cleaned: String) -> Self {
        Self(cleaned)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
