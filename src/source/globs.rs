//! Which file is what: the globs of the settings, compiled once.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::config::Settings;
use crate::text::RelPath;

/// The part a file plays in the knowledge base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A postmortem.
    Postmortem,
    /// A page of the cause registry.
    Cause,
    /// Any other Markdown page.
    Guide,
    /// Something that documents may link to or show.
    Attachment,
}

/// The globs of one repository.
#[derive(Debug, Clone)]
pub struct Roles {
    postmortems: GlobSet,
    causes: GlobSet,
    exclude: GlobSet,
}

impl Roles {
    /// Compiles the globs of the settings. Those that are none match nothing (the settings refuse them).
    pub fn new(settings: &Settings) -> Self {
        Self {
            postmortems: compile(&settings.postmortems),
            causes: compile(&settings.causes),
            exclude: compile(&settings.exclude),
        }
    }

    /// What a file is; `None` for one that is left out.
    pub fn of(&self, path: &RelPath) -> Option<Role> {
        let name = path.as_str();
        if self.exclude.is_match(name) {
            return None;
        }
        let page = is_page(path);
        if page && self.causes.is_match(name) {
            Some(Role::Cause)
        } else if (page || is_bare(path)) && self.postmortems.is_match(name) {
            Some(Role::Postmortem)
        } else if page && !path.file_name().eq_ignore_ascii_case("SUMMARY.md") {
            Some(Role::Guide)
        } else {
            Some(Role::Attachment)
        }
    }
}

fn compile(globs: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        if let Ok(glob) = GlobBuilder::new(glob).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}

/// Whether a file is Markdown by its ending.
pub fn is_page(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    [".md", ".markdown", ".mdx", ".qmd", ".md.erb"].iter().any(|ending| name.ends_with(ending))
}

/// A file without an ending: Markdown where a postmortem glob names it.
fn is_bare(path: &RelPath) -> bool {
    !path.file_name().contains('.') && !matches!(path.file_name(), "LICENSE" | "Makefile" | "Dockerfile" | "CODEOWNERS")
}
