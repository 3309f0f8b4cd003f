//! GitLab's Code Quality report: one JSON array. Paths begin at the repository's root; equal fingerprints would
//! fall together, so repeats get their own.

use std::io;

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Report, Run, Style};
use crate::diagnostic::Level;
use crate::text::Printable;

pub(super) struct GitLab;

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Report for GitLab {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut fingerprints = Fingerprints::default();
        let issues: Vec<Issue<'_>> = run
            .entries
            .iter()
            .map(|entry| Issue {
                // The name of the check is not shown anywhere else.
                description: format!("{}: {}", entry.rule, entry.message),
                check_name: entry.rule,
                fingerprint: fingerprints.unique(entry),
                severity: severity(entry.level),
                location: Location {
                    path: Printable::name(entry.file.as_str()).to_string(),
                    lines: Lines { begin: entry.start.line, end: entry.line_end.line },
                },
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &issues)?;
        writeln!(out)
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}
