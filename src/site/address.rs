//! The place of a page below the output folder, and the links between such places.

use std::path::Path;

use crate::text::{RelPath, percent_encoded};

/// A file of the site, `/`-separated, made of slugs: `incidents/pm-2026-010/index.html`; and perhaps a place in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::site) struct Address {
    file: String,
    fragment: Option<String>,
}

impl Address {
    /// The address of a file. The path must be made of slugs and literals, never of a document's words.
    pub(in crate::site) fn new(path: impl Into<String>) -> Self {
        Self { file: path.into(), fragment: None }
    }

    /// The page of a folder: `incidents/` gives `incidents/index.html`, `""` the home page.
    pub(in crate::site) fn folder(folder: &str) -> Self {
        let folder = folder.trim_matches('/');
        Self::new(if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") })
    }

    /// The path as text.
    pub(in crate::site) fn as_str(&self) -> &str {
        &self.file
    }

    /// The place in the file, if it is not the whole.
    pub(in crate::site) fn fragment(&self) -> Option<&str> {
        self.fragment.as_deref()
    }

    /// A place in this file.
    pub(in crate::site) fn at(&self, fragment: impl Into<String>) -> Self {
        Self { file: self.file.clone(), fragment: Some(fragment.into()) }
    }

    /// What was a page of a folder, as a place in a page that holds everything.
    pub(in crate::site) fn folded(&self) -> Self {
        Self::folder("").at(self.file.strip_suffix("/index.html").unwrap_or(&self.file))
    }

    /// The link that leads from this file to another, encoded. It always names a file, so that it works
    /// from `file://` too.
    pub(in crate::site) fn link_to(&self, target: &Self) -> String {
        let fragment = target.fragment.as_deref().map_or_else(String::new, |fragment| format!("#{fragment}"));
        if !fragment.is_empty() && self.file == target.file {
            return fragment;
        }
        let (here, there) = (self.file.as_bytes(), target.file.as_bytes());
        let same = here.iter().zip(there).take_while(|(one, other)| one == other);
        // Behind the last folder that both are in.
        let shared = same.enumerate().filter(|(_, (byte, _))| **byte == b'/').last().map_or(0, |(at, _)| at + 1);
        let mut link = "../".repeat(self.file[shared..].matches('/').count());
        link.push_str(&percent_encoded(&target.file[shared..]));
        link.push_str(&fragment);
        link
    }

    /// The address as an output path; `None` for one that would leave the output folder.
    pub(in crate::site) fn path(&self) -> Option<RelPath> {
        RelPath::new(Path::new(&self.file))
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn links_are_relative_and_name_a_file() {
        let at = |path: &str| Address::new(path);
        let incident = at("incidents/pm-1/index.html");
        assert_eq!(at("index.html").link_to(&incident), "incidents/pm-1/index.html");
        assert_eq!(incident.link_to(&at("incidents/pm-2/index.html")), "../pm-2/index.html");
        assert_eq!(incident.link_to(&at("causes/풀/index.html")), "../../causes/%ED%92%80/index.html");
        assert_eq!(incident.link_to(&incident), "index.html");
        assert_eq!(Address::folder(""), at("index.html"));
        assert_eq!(at("index.html").link_to(&incident.at("summary")), "incidents/pm-1/index.html#summary");
        assert_eq!(at("index.html").link_to(&incident.folded()), "#incidents/pm-1");
    }
}
