//! A path that stays inside its root.

use std::{fmt, path::Path};

/// A path below a root: `/`-separated, UTF-8, without `.`, `..`, empty or absolute parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct RelPath(String);

/// Whether a path is known at a glance to be one: most are.
fn is_plain(path: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part != "." && part != "..";
    path.split('/').all(is_part) && !path.contains(['\\', ':', '\0'])
}

impl RelPath {
    /// The path, if it is one: `None` where a part would leave the root or is not UTF-8.
    pub fn new(path: &Path) -> Option<Self> {
        if let Some(plain) = path.to_str().filter(|path| is_plain(path)) {
            return Some(Self(plain.to_owned()));
        }
        let parts = path
            .components()
            .map(|part| match part {
                std::path::Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()?;
        (!parts.is_empty()).then(|| Self(parts.join("/")))
    }

    /// The parts of a path that stay below a root, whatever else it names: for showing, not for opening.
    pub fn inside(path: &Path) -> Self {
        let parts = path.components().filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        });
        Self(parts.collect::<Vec<_>>().join("/"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The file name without its ending (`.md`, `.html.md.erb`, …); dots inside a name are kept.
    pub fn stem(&self) -> &str {
        let mut stem = self.file_name();
        while let Some((rest, ending)) = stem.rsplit_once('.') {
            let known = matches!(ending, "md" | "markdown" | "mdx" | "qmd" | "erb" | "html" | "txt");
            if !known || rest.is_empty() {
                break;
            }
            stem = rest;
        }
        stem
    }

    /// The folder, `""` at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path of `target` as a link in this file would mean it; `None` where it leaves the root.
    pub fn join_link(&self, target: &str) -> Option<Self> {
        let (base, target) = match target.strip_prefix('/') {
            Some(rooted) => ("", rooted),
            None => (self.parent(), target),
        };
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        (!parts.is_empty()).then(|| Self(parts.join("/")))
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::RelPath;
    use std::path::Path;

    fn path(text: &str) -> RelPath {
        RelPath::new(Path::new(text)).expect("inside its root")
    }

    #[test]
    fn links_are_followed_but_never_out_of_the_root() {
        let from = path("postmortems/2025/a.md");
        assert_eq!(from.join_link("../b.md").map(|p| p.0).as_deref(), Some("postmortems/b.md"));
        assert_eq!(from.join_link("/causes/c.md").map(|p| p.0).as_deref(), Some("causes/c.md"));
        assert_eq!(from.join_link("../../../etc/passwd"), None);
        assert_eq!(RelPath::new(Path::new("../x.md")), None);
    }

    #[test]
    fn a_stem_loses_every_known_ending() {
        assert_eq!(path("incidents/index.html.md.erb").stem(), "index");
        assert_eq!(path("PM v1.2 cut.md").stem(), "PM v1.2 cut");
    }
}
