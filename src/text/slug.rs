//! Titles and headings into names that may stand in a URL and on a disk.

use std::collections::HashMap;
use std::fmt;

use super::nfc;

/// A name of letters, digits, `-` and `_` in any script: safe as a folder name and as a page anchor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Slug(String);

/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: [&str; 8] = ["con", "prn", "aux", "nul", "com1", "com2", "lpt1", "lpt2"];

/// Bytes: what a folder name may have on every file system, with room for a suffix.
const LONGEST: usize = 120;

impl Slug {
    /// GitHub's heading slug: lower case, letters, marks and digits of every script kept, spaces to `-`.
    /// `근본 원인` gives `근본-원인`. A text without any letter gives `section`.
    pub fn new(text: &str) -> Self {
        let mut slug = String::with_capacity(text.len());
        for c in nfc(text).trim().chars().flat_map(char::to_lowercase) {
            match c {
                c if c.is_alphanumeric() || is_mark(c) || c == '-' || c == '_' => slug.push(c),
                c if c.is_whitespace() => slug.push('-'),
                _ => {}
            }
        }
        Self(bounded(slug.trim_matches('-')))
    }

    /// The name as a file name part: like [`Slug::new`], with runs of `-` made one.
    pub fn path(text: &str) -> Self {
        let spaced: String = text.chars().map(|c| if is_separator(c) { ' ' } else { c }).collect();
        let words: Vec<&str> = spaced.split_whitespace().collect();
        Self::new(&words.join(" "))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '/' | '\\' | '.' | ':' | ' ')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}')
}

fn bounded(slug: &str) -> String {
    let mut end = slug.len().min(LONGEST);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    match &slug[..end] {
        "" => "section".to_owned(),
        name if RESERVED.contains(&name) => format!("{name}-"),
        name => name.to_owned(),
    }
}

/// The anchors of one page: a slug met again gets `-1`, `-2`, … as on GitHub.
#[derive(Debug, Default)]
pub struct Anchors(HashMap<String, usize>);

impl Anchors {
    /// The next free anchor for a heading text.
    pub fn next(&mut self, heading: &str) -> String {
        let slug = Slug::new(heading).0;
        let seen = self.0.entry(slug.clone()).or_insert(0);
        *seen += 1;
        if *seen == 1 { slug } else { format!("{slug}-{}", *seen - 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchors, Slug};

    #[test]
    fn slugs_keep_every_script() {
        assert_eq!(Slug::new("근본 원인 (Root Cause)").as_str(), "근본-원인-root-cause");
        assert_eq!(Slug::new("4. Five Whys?").as_str(), "4-five-whys");
        assert_eq!(Slug::new("\u{1112}\u{1161}\u{11ab}").as_str(), "한");
    }

    #[test]
    fn slugs_never_leave_their_folder() {
        for hostile in ["../../etc", "..", ".", "/", "con", "", "\u{0}"] {
            let slug = Slug::path(hostile);
            assert!(!slug.as_str().contains(['/', '.', '\\']) && !slug.as_str().is_empty(), "{hostile:?}");
        }
        assert_eq!(Slug::path("con").as_str(), "con-");
        assert_eq!(Slug::path("PM2020-001 - a  b.c").as_str(), "pm2020-001-a-b-c");
    }

    #[test]
    fn equal_headings_get_different_anchors() {
        let mut anchors = Anchors::default();
        assert_eq!([anchors.next("원인"), anchors.next("원인")], ["원인", "원인-1"]);
    }
}
