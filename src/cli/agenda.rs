//! `pmdoc agenda`

use anyhow::Context;

use super::Outcome;
use super::args::{AgendaArgs, AgendaFormat, Cli};
use super::clock::today;
use super::similar;
use super::terminal::Terminal;
use crate::agenda::{self, Agenda};
use crate::postmortem::Language;
use crate::text::Printable;

pub(super) fn run(cli: &Cli, args: &AgendaArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let asked = similar::asked(cli, &args.file, terminal)?;
    let (base, index) = (&asked.base, asked.record);
    let chosen =
        cli.lang.as_deref().map(|tag| Language::from_tag(tag).with_context(|| format!("--lang {tag}: unknown")));
    let language = chosen.transpose()?.unwrap_or(base.records[index].postmortem.language);
    let pack = Agenda::new(base, index, language, asked.reader.lexicon(), today());
    terminal.results(|out| {
        match args.format {
            AgendaFormat::Markdown => write!(out, "{}", Printable::block(&agenda::markdown(&pack)))?,
            AgendaFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, &pack)?;
                writeln!(out)?;
            }
            AgendaFormat::Ics => write!(out, "{}", agenda::calendar(&pack, today()))?,
        }
        Ok(Outcome::Clean)
    })
}
