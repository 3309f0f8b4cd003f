//! Reviewdog's Diagnostic Format, one JSON object. Columns count bytes from 1, ends are exclusive. Paths are as
//! the user typed them: reviewdog itself puts the current folder before them.

use std::io;

use serde::Serialize;

use super::{Entry, Report, Run, Style};
use crate::diagnostic::Level;
use crate::text::Position;

pub(super) struct RdJson;

#[derive(Serialize)]
struct Output<'r> {
    source: Source,
    diagnostics: Vec<Item<'r>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Item<'r> {
    message: String,
    location: Location<'r>,
    severity: &'static str,
    code: Code<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.byte }
    }
}

impl<'r> From<&'r Entry> for Item<'r> {
    fn from(entry: &'r Entry) -> Self {
        let help = entry.help.as_str();
        Self {
            message: format!("{}{}{help}", entry.message, if help.is_empty() { "" } else { "\n" }),
            location: Location {
                path: entry.path.as_str(),
                range: Range { start: entry.start.into(), end: entry.end.into() },
            },
            severity: severity(entry.level),
            code: Code { value: entry.rule },
        }
    }
}

impl Report for RdJson {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let diagnostics = run.entries.iter().map(Item::from).collect();
        serde_json::to_writer_pretty(&mut *out, &Output { source: Source { name: "pmdoc" }, diagnostics })?;
        writeln!(out)
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note => "INFO",
    }
}
