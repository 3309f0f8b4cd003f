//! `book.toml` into settings; its mistakes are shown as diagnostics are.

use anyhow::bail;

use super::args::Cli;
use super::place::Place;
use super::shown::join;
use super::terminal::Terminal;
use super::words;
use crate::config::{self, Settings};
use crate::diagnostic::Level;
use crate::document::Document;
use crate::messages::Locale;
use crate::report::{Entry, Human, Run, Style};
use crate::source;
use crate::text::LineIndex;

/// The settings of a place; those that are built in where it has none.
///
/// # Errors
/// A `book.toml` that cannot be read, or has mistakes.
pub(super) fn settings(cli: &Cli, place: &Place, terminal: &Terminal) -> anyhow::Result<Settings> {
    let path = join(&place.shown, "book.toml");
    if !place.configured {
        return Ok(Settings::default());
    }
    let Some(file) = place.snapshot.file("book.toml", &path) else { bail!("{path} is not a file") };
    let bytes = match source::read(&file, config::LARGEST) {
        Ok(bytes) => bytes,
        Err(reason) => bail!("{path} cannot be read: {reason}"),
    };
    let Ok(text) = String::from_utf8(bytes) else { bail!("{path} is not UTF-8") };
    let problems = match config::parse(&text) {
        Ok(settings) => match words::unknown(&settings) {
            problems if problems.is_empty() => return Ok(settings),
            problems => problems,
        },
        Err(config::ConfigError(problems)) => problems,
    };
    let locale = cli.lang.as_deref().and_then(Locale::from_tag).unwrap_or_default();
    let document = Document { lines: LineIndex::new(&text), text, ..Document::default() };
    let entry = |problem| Entry::new((&path, &file.path), &document, Level::Error, "", problem, locale);
    let entries = problems.iter().map(entry).collect();
    let run = Run { entries, locale, ..Run::default() };
    let style = terminal.style();
    terminal.complain(|out| Human::findings(&run, style, out));
    let mut told = Vec::new();
    // Writing to memory does not fail.
    let _ = Human::findings(&run, Style { colour: false, width: style.width }, &mut told);
    Err(Mistakes { path, told: String::from_utf8_lossy(&told).into_owned() }.into())
}

/// A `book.toml` with mistakes, which have been told on the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{path} has mistakes; nothing was done")]
pub(super) struct Mistakes {
    path: String,
    /// The mistakes, for wherever else they are shown.
    pub(super) told: String,
}
