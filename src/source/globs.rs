//! Which file is what: the globs of the settings, compiled once.

use crate::config::{Globs, Settings};
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
    postmortems: Globs,
    causes: Globs,
    exclude: Globs,
}

impl Roles {
    /// Compiles the globs of the settings. Those that are none match nothing (the settings refuse them).
    pub fn new(settings: &Settings) -> Self {
        Self {
            postmortems: Globs::new(&settings.postmortems),
            causes: Globs::new(&settings.causes),
            exclude: Globs::new(&settings.exclude),
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

/// Whether a file is Markdown by its ending.
pub fn is_page(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    [".md", ".markdown", ".mdx", ".qmd", ".md.erb"].iter().any(|ending| name.ends_with(ending))
}

/// A file without an ending: Markdown where a postmortem glob names it.
fn is_bare(path: &RelPath) -> bool {
    !path.file_name().contains('.') && !matches!(path.file_name(), "LICENSE" | "Makefile" | "Dockerfile" | "CODEOWNERS")
}
