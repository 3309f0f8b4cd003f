//! Everything that keeps the site from being built, and a template engine's report as one of them.

use thiserror::Error;

/// Why there is no site.
#[derive(Debug, Error)]
pub enum SiteError {
    /// A template cannot be read or filled in.
    #[error("{template}:{line}:{column}: {message}")]
    Template {
        /// The template's name below the theme folder.
        template: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong, and what would have been available.
        message: String,
    },
    /// The templates do not fit together (one extends another that is missing, or itself).
    #[error("the theme's templates do not fit together: {0}")]
    Theme(String),
    /// A catalogue of the theme cannot be read.
    #[error("{file}: {message}")]
    Catalogue {
        /// The catalogue's name below the theme folder.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// A file in the theme folder that no theme has.
    #[error("the theme has no file `{file}`; it has: {known}")]
    UnknownFile {
        /// The name below the theme folder.
        file: String,
        /// The names that may be replaced.
        known: String,
    },
}

impl From<tera::Error> for SiteError {
    fn from(error: tera::Error) -> Self {
        match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => Self::Template {
                template: report.filename().to_owned(),
                line: report.span().start_line,
                column: report.span().start_col + 1,
                message: report.message().to_owned(),
            },
            other => Self::Theme(other.to_string()),
        }
    }
}
