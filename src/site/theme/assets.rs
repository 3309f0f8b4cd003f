//! Style sheet, script and icon into files whose names change with what they hold, so that a browser may
//! keep them for ever.

use std::collections::BTreeMap;

use crate::site::Address;

/// The assets of a theme.
#[derive(Debug, Default)]
pub(in crate::site) struct Assets {
    files: BTreeMap<String, (Address, String)>,
}

impl Assets {
    pub(super) fn new(texts: &BTreeMap<String, String>) -> Self {
        let files = texts.iter().map(|(name, text)| (name.clone(), (address(name, text), text.clone()))).collect();
        Self { files }
    }

    /// Where the asset of a name below the theme folder is found.
    pub(in crate::site) fn address(&self, name: &str) -> Option<&Address> {
        self.files.get(name).map(|(address, _)| address)
    }

    /// The names below the theme folder, and where each is found.
    pub(in crate::site) fn all(&self) -> impl Iterator<Item = (&str, &Address)> {
        self.files.iter().map(|(name, (address, _))| (name.as_str(), address))
    }

    /// What the asset of a name holds.
    pub(in crate::site) fn text(&self, name: &str) -> &str {
        self.files.get(name).map_or("", |(_, text)| text)
    }
}

/// A file of the embedded theme as it is sent: scripts without the comments and indents that are for their authors. None
/// of them has a text of several lines; a test holds them to that.
pub(super) fn lean(name: &str, text: &str) -> String {
    if !is_script(name) {
        return text.to_owned();
    }
    let is_comment = |line: &str| line.starts_with("//") || line.starts_with("/**") || line.starts_with("* ");
    let is_end = |line: &str| line == "*/";
    let lines = text.lines().map(str::trim).filter(|line| !(line.is_empty() || is_comment(line) || is_end(line)));
    lines.map(|line| format!("{}\n", without_remark(line))).collect()
}

fn is_script(name: &str) -> bool {
    name.rsplit('.').next() == Some("js")
}

/// `try { go(); } catch (error) { /* it lasts */ }` without what is for authors.
fn without_remark(line: &str) -> String {
    let parts = line.split_once(" /* ").and_then(|(before, rest)| Some((before, rest.split_once(" */")?.1)));
    parts.map_or_else(|| line.to_owned(), |(before, after)| format!("{before}{after}"))
}

/// `assets/site.css` with the first eight digits of its hash: `assets/site.1a2b3c4d.css`.
fn address(name: &str, text: &str) -> Address {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Address::new(format!("{stem}.{}.{ending}", &hash[..8]))
}

#[cfg(test)]
mod tests {
    use super::super::embedded;
    use super::{is_script, lean};
    use crate::config::BaseTheme;

    #[test]
    fn scripts_are_sent_without_comments_and_indents() {
        let script = "// What it does.\n(function () {\n  /**\n   * Why.\n   */\n  go(\"// not one\"); // why\n  try { go(); } catch (e) { /* no */ }\n})();\n";
        assert_eq!(
            lean("assets/a.js", script),
            "(function () {\ngo(\"// not one\"); // why\ntry { go(); } catch (e) { }\n})();\n"
        );
        assert_eq!(lean("assets/a.css", "  a {}\n"), "  a {}\n");
    }

    #[test]
    fn no_script_has_a_text_of_several_lines_or_a_line_that_begins_as_a_comment_does() {
        for (name, text) in embedded::files(BaseTheme::Default) {
            assert!(!is_script(name) || text.lines().all(|line| line.matches('`').count() % 2 == 0), "{name}");
        }
    }
}
