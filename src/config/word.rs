//! Names in the settings that mean something to other parts of pmdoc, with their places, so that a misspelt one
//! can be shown where it stands.

use crate::text::Span;

/// What a name is meant to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// A rule.
    Rule,
    /// A section.
    Section,
    /// A field of front matter.
    Field,
    /// A severity, as documents write it.
    Severity,
    /// A status, as documents write it.
    Status,
    /// A kind of document.
    Kind,
}

/// A name and its place in `book.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What it is meant to name.
    pub kind: WordKind,
    /// As written.
    pub text: String,
    /// Where, quotes included.
    pub span: Span,
}
