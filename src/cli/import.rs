//! `pmdoc import`

use super::args::{Cli, ImportArgs, StateArgs};
use super::project::Ask;
use super::terminal::Terminal;
use super::{Outcome, project};
use crate::diff;
use crate::import::{self, Proposal};
use crate::output;
use crate::postmortem::Record;
use crate::text::Printable;

pub(super) fn run(cli: &Cli, args: &ImportArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = project::open(cli, &args.paths, &StateArgs::default(), Ask::Documents, terminal)?;
    let asked = project.base.records.iter().enumerate().filter(|(index, _)| project.is_asked(*index));
    let proposals: Vec<(&Record, Proposal)> =
        asked.filter_map(|(_, record)| Some((record.as_ref(), import::propose(record)?))).collect();
    if args.write {
        for (record, proposal) in &proposals {
            let path = project.mounts[0].folder.join(record.path.as_str());
            output::replace(&path, record.document.text.as_bytes(), proposal.text.as_bytes())?;
        }
    }
    terminal.results(|out| {
        for (record, proposal) in &proposals {
            let diff = diff::unified(&record.shown, &record.document.text, &record.shown, &proposal.text);
            writeln!(out, "{}", Printable::block(&diff))?;
        }
        let documents = match proposals.len() {
            1 => "1 document".to_owned(),
            n => format!("{n} documents"),
        };
        match (proposals.is_empty(), args.write) {
            (true, _) => writeln!(out, "nothing to import: every postmortem here has front matter")?,
            (false, true) => writeln!(out, "wrote front matter into {documents}")?,
            (false, false) => writeln!(out, "{documents} could have front matter; `--write` writes it")?,
        }
        Ok(Outcome::Clean)
    })
}
