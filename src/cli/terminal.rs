//! Results to stdout, notes and errors to stderr: the only place that writes to either.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::args::When;
use crate::diagnostic::Note;
use crate::report::Style;
use crate::text::Printable;

/// Columns of a terminal whose width is not known.
const WIDTH: usize = 100;

/// The two streams.
pub(super) struct Terminal {
    choice: ColorChoice,
}

impl Terminal {
    pub(super) fn new(when: When) -> Self {
        let choice = match when {
            When::Auto => AutoStream::choice(&io::stdout()),
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Self { choice }
    }

    /// How reports are to look.
    pub(super) fn style(&self) -> Style {
        Style { colour: matches!(self.choice, ColorChoice::Always | ColorChoice::AlwaysAnsi), width: width() }
    }

    /// Writes results through a buffer, and flushes it.
    pub(super) fn results<T>(&self, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let mut out = BufWriter::new(AutoStream::new(io::stdout().lock(), self.choice));
        let result = write(&mut out)?;
        out.flush()?;
        Ok(result)
    }

    /// An empty screen, where there is one.
    pub(super) fn clear() {
        if io::stdout().is_terminal() {
            let _ = write!(io::stdout().lock(), "\u{1b}[2J\u{1b}[3J\u{1b}[H");
        }
    }

    /// A remark about the surroundings.
    pub(super) fn note(note: &Note) {
        let _ = writeln!(io::stderr().lock(), "note: {}", Printable::line(&note.0));
    }

    /// Why the program could not do its work.
    pub(super) fn error(error: &anyhow::Error) {
        let _ = writeln!(io::stderr().lock(), "error: {}", Printable::block(&format!("{error:#}")));
    }

    /// A finished text for stderr, made of printable parts.
    pub(super) fn complain(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let mut err = AutoStream::new(io::stderr().lock(), self.choice);
        let _ = write(&mut err);
    }
}

/// The width of the terminal, as the shell tells it.
#[allow(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .map_or(WIDTH, |width: usize| width.clamp(40, 160))
}
