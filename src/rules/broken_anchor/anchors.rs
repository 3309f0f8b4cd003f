//! A document into the anchors that links to it may name, in the ways of GitHub, GitLab, Hugo, Jekyll, Docusaurus,
//! MkDocs, mdBook and of pmdoc's own site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::document::BlockKind;
use crate::postmortem::Record;
use crate::text::{Slug, nfc};

/// What a document can be linked to at.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Names without what generators treat differently: see [`key`].
    keys: BTreeSet<String>,
    /// The anchors of the headings, as GitHub names them.
    headings: Vec<String>,
    /// Whether parts of the document come from elsewhere, with anchors that nobody can know.
    is_open: bool,
}

/// `id="x"`, `name='x'`
static HTML: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:id|name)\s*=\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'>]+))"#).ok());
/// `{#x}`, `{: #x .y}`, `{ #x }`, `{/* #x */}`
static ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{(?:/\*|:)?\s*#([^\s}*]+)").ok());
/// `{{#include x}}`, `{{< include x >}}`, `{% include x %}`, `--8<-- "x"`, `<%= partial %>`, `![[note]]`
static INCLUDED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{\{\s*[#<%]|\{%|<%|--8<--|!\[\[|(?m)^import\s.+\sfrom\s").ok());

impl Anchors {
    /// The anchors of a record.
    pub(super) fn of(record: &Record) -> Self {
        let document = &record.document;
        let body = document.text.get(document.body..).unwrap_or_default();
        let mut anchors = Self { is_open: is_match(&INCLUDED, body), ..Self::default() };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for block in &document.blocks {
            block.walk(&mut |block| {
                if let BlockKind::Heading { text, .. } = &block.kind {
                    anchors.heading(&text.text, &mut seen);
                    // `:rocket: Start` is `#rocket-start` to GitHub.
                    anchors.keys.insert(key(block.span.slice(&document.text)));
                }
            });
        }
        for pattern in [&HTML, &ATTRIBUTE] {
            for found in pattern.as_ref().into_iter().flat_map(|pattern| pattern.captures_iter(body)) {
                anchors.keys.extend(found.iter().skip(1).flatten().map(|name| key(name.as_str())));
            }
        }
        let named = record.postmortem.sections.iter().filter(|section| !section.heading.is_empty());
        anchors.keys.extend(named.map(|section| key(section.name.name())));
        anchors
    }

    fn heading(&mut self, text: &str, seen: &mut BTreeMap<String, usize>) {
        let bare = text.rsplit_once('{').filter(|(_, tail)| tail.ends_with('}')).map_or(text, |(bare, _)| bare);
        self.headings.push(Slug::new(bare).to_string());
        let unnumbered = bare.trim_start_matches(|c: char| !c.is_alphabetic());
        for name in [text, bare, unnumbered] {
            self.keys.insert(key(name));
        }
        // The second of two equal headings is `x-1`, in some generators `x-2` or `x_1`.
        let count = seen.entry(key(bare)).and_modify(|count| *count += 1).or_insert(1);
        if *count > 1 {
            self.keys.extend([*count - 1, *count].map(|number| format!("{}{number}", key(bare))));
        }
    }

    /// Whether a fragment, decoded, surely names none of them.
    pub(super) fn lacks(&self, fragment: &str) -> bool {
        !self.is_open && !is_special(fragment) && !self.keys.contains(&key(fragment))
    }

    /// The heading whose anchor was probably meant.
    pub(super) fn nearest(&self, fragment: &str) -> Option<&str> {
        let wanted = Slug::new(fragment);
        let near = |anchor: &&String| {
            let distance = strsim::damerau_levenshtein(anchor, wanted.as_str());
            (distance <= 1 + anchor.chars().count() / 4).then_some(distance)
        };
        // A page has dozens of headings; thousands are no page, and comparing them takes time.
        const MOST: usize = 500;
        let headings = self.headings.iter().take(MOST);
        headings.filter_map(|anchor| Some((near(&anchor)?, anchor.as_str()))).min().map(|(_, anchor)| anchor)
    }
}

/// What all generators agree on: the letters and digits, in lower case. They differ in hyphens, points and marks.
fn key(text: &str) -> String {
    nfc(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Fragments that name no heading: footnotes, the top, blocks of Obsidian, lines, pages, text and routes.
fn is_special(fragment: &str) -> bool {
    let name = fragment.to_lowercase();
    let begins = ["fn:", "fnref", "fn-", "user-content-", "^", ":~:", "/", "!", "?"];
    let is_line = name.strip_prefix('l').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    key(fragment).is_empty()
        || name == "top"
        || is_line
        || name.contains(['=', '{', '<'])
        || begins.iter().any(|begin| name.starts_with(begin))
}

fn is_match(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::{HTML, ATTRIBUTE, INCLUDED, is_special, key};

    #[test]
    fn every_pattern_compiles() {
        assert!(HTML.is_some() && ATTRIBUTE.is_some() && INCLUDED.is_some());
    }

    #[test]
    fn generators_agree_on_letters_and_digits() {
        assert_eq!(key("4. Five Whys?"), key("4-five-whys"));
        assert_eq!(key("근본 원인 (Root Cause)"), key("근본-원인-root-cause"));
        assert_eq!(key("\u{1112}\u{1161}\u{11ab}"), key("한"), "whatever the normal form");
    }

    #[test]
    fn lines_footnotes_and_routes_are_no_headings() {
        for special in ["L12-L40", "fn:1", "top", ":~:text=x", "^a1b2", "", "/route", "page=3"] {
            assert!(is_special(special), "{special}");
        }
        assert!(!is_special("lessons"));
    }
}
