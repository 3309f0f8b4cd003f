//! `pmdoc check --list-files`: the documents that a check would report on, and what each was read as.

use super::Outcome;
use super::args::{CheckArgs, Cli};
use super::changed::change;
use super::project::{self, Ask};
use super::terminal::Terminal;
use crate::text::Printable;

pub(super) fn run(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = project::open(cli, &args.paths, &args.state, Ask::Documents, terminal)?;
    let change = change(&project, args)?;
    let records = project.base.records.iter().enumerate();
    let asked = records.filter(|(index, record)| {
        project.is_asked(*index) && change.as_ref().is_none_or(|change| change.touches(&record.path))
    });
    terminal.results(|out| {
        for (_, record) in asked {
            writeln!(out, "{:<12} {}", record.postmortem.kind.name(), Printable::path(&record.shown))?;
        }
        Ok(Outcome::Clean)
    })
}
