//! Link destinations into URLs that a page may carry.

use std::fmt::{self, Write as _};

/// A relative link, a fragment, or an `http`, `https` or `mailto` URL; nothing else may be an `href`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeUrl(String);

impl SafeUrl {
    /// The URL, if its scheme is allowed. White space and control characters are removed before the scheme
    /// is read, as browsers do (`java\tscript:` is a script); `//host` and back slashes are refused.
    pub fn new(destination: &str) -> Option<Self> {
        let url: String = destination.trim().chars().filter(|c| !c.is_control()).collect();
        if url.starts_with("//") || url.starts_with('\\') || url.contains("/\\") {
            return None;
        }
        match scheme(&url) {
            None => Some(Self(url)),
            Some(scheme) => ["http", "https", "mailto"]
                .iter()
                .any(|allowed| scheme.eq_ignore_ascii_case(allowed))
                .then_some(Self(url)),
        }
    }

    /// The URL, if it is one of the web (`http`, `https`): settings may hold anything, also what Git alone
    /// understands (`git@host:team/kb`).
    pub fn web(url: &str) -> Option<Self> {
        let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        Self::new(url).filter(|_| begins("https://") || begins("http://"))
    }

    /// Whether it leaves the site.
    pub fn is_external(&self) -> bool {
        scheme(&self.0).is_some()
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands before a `:` that comes before any `/`, `?` or `#`.
fn scheme(url: &str) -> Option<&str> {
    let end = url.find([':', '/', '?', '#'])?;
    (url.as_bytes()[end] == b':').then(|| url[..end].trim())
}

/// `%EA%B0%80` into `가`: how links write file names. What is not valid stays as it is.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// A path as a link must write it: everything but letters, digits and `-._~/` encoded.
pub fn percent_encoded(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if path.bytes().all(is_plain) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len() * 2);
    for byte in path.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::SafeUrl;

    #[test]
    fn scripts_never_pass() {
        for hostile in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\tscript:x",
            " javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil",
            "\\\\host\\share",
            "file:///etc/passwd",
            "\u{1}javascript:x",
        ] {
            assert_eq!(SafeUrl::new(hostile), None, "{hostile:?}");
        }
    }

    #[test]
    fn only_the_web_is_the_web() {
        for url in
            ["javascript:alert(1)", "git@host:team/kb", "ssh://git@host/kb", "//host/kb", "/kb", "mailto:a@b", ""]
        {
            assert!(SafeUrl::web(url).is_none(), "{url}");
        }
        assert!(SafeUrl::web("HTTPS://host/kb").is_some() && SafeUrl::web("http://localhost/kb").is_some());
    }

    #[test]
    fn ordinary_links_pass_unchanged() {
        for link in ["../a.md#근본-원인", "#x", "https://example.com/a:b", "mailto:oncall@example.com", "a/b:c"] {
            assert_eq!(SafeUrl::new(link).map(|url| url.to_string()).as_deref(), Some(link));
        }
    }
}
