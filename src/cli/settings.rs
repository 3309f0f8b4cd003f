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
use crate::report::{Entry, Run};
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
    terminal.complain(|out| crate::report::Human::findings(&run, style, out));
    bail!("{path} has mistakes; nothing was done")
}
