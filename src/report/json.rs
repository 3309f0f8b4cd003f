//! One JSON document. Version 1: lines and columns begin at 1, columns count characters, ends are exclusive.
//! Fields are only added within a version.

use std::io;

use serde::Serialize;

use super::{Entry, Hidden, Report, Run, Statistic, Style};
use crate::diagnostic::Level;

pub(super) struct Json;

#[derive(Serialize)]
struct Output<'r> {
    version: u8,
    tool: Tool,
    summary: Summary,
    /// With `--statistics`.
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<&'r [Statistic]>,
    diagnostics: Vec<Item<'r>>,
    /// Documents of which `diagnostics` does not hold everything.
    hidden: Vec<Rest<'r>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    postmortems: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    fixable: usize,
    fixed: usize,
    ignored: usize,
    baselined: usize,
}

#[derive(Serialize)]
struct Rest<'r> {
    path: &'r str,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl<'r> From<&'r Hidden> for Rest<'r> {
    fn from(hidden: &'r Hidden) -> Self {
        Self {
            path: hidden.path.as_str(),
            errors: hidden.count(Level::Error),
            warnings: hidden.count(Level::Warning),
            notes: hidden.count(Level::Note),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'r> {
    path: &'r str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    level: &'static str,
    rule: &'static str,
    code: &'static str,
    message: &'r str,
    help: Option<&'r str>,
    subject: &'r str,
    fixable: bool,
}

impl<'r> From<&'r Entry> for Item<'r> {
    fn from(entry: &'r Entry) -> Self {
        Self {
            path: entry.path.as_str(),
            line: entry.start.line,
            column: entry.start.column,
            end_line: entry.end.line,
            end_column: entry.end.column,
            level: entry.level.name(),
            rule: entry.rule,
            code: entry.code,
            message: entry.message.as_str(),
            help: Some(entry.help.as_str()).filter(|help| !help.is_empty()),
            subject: entry.subject.as_str(),
            fixable: entry.fixable,
        }
    }
}

impl Report for Json {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let output = Output {
            version: 1,
            tool: Tool { name: "pmdoc", version: env!("CARGO_PKG_VERSION") },
            summary: Summary {
                documents: run.documents,
                postmortems: run.postmortems,
                errors: run.count(Level::Error),
                warnings: run.count(Level::Warning),
                notes: run.count(Level::Note),
                fixable: run.fixable(),
                fixed: run.fixed,
                ignored: run.ignored,
                baselined: run.baselined,
            },
            statistics: run.statistics.as_deref(),
            diagnostics: run.entries.iter().map(Item::from).collect(),
            hidden: run.hidden.iter().map(Rest::from).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &output)?;
        writeln!(out)
    }
}
