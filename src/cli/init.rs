//! `pmdoc init`

use std::path::Path;

use anyhow::bail;

use super::Outcome;
use super::args::{CiArg, Cli, InitArgs, StateArgs};
use super::place::locate;
use super::settings::settings;
use super::terminal::Terminal;
use crate::config::Settings;
use crate::diagnostic::Value;
use crate::init::{self, Ci, Plan};
use crate::messages::{self, Locale};
use crate::output::{self, OutputError};
use crate::postmortem::Language;
use crate::report;
use crate::repository;
use crate::source::Snapshot;
use crate::text::Printable;

pub(super) fn run(cli: &Cli, args: &InitArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let paths: Vec<_> = args.dir.iter().cloned().collect();
    let place = locate(cli, &paths, &StateArgs::default())?;
    if place.stored.is_some() {
        bail!("a bare repository has no files: run this in a clone of it");
    }
    let settings = settings(cli, &place, terminal)?;
    let chosen = cli.lang.as_deref().and_then(Language::from_tag);
    let language = chosen.or_else(|| Language::from_tag(&settings.language)).unwrap_or_default();
    let plan = plan(args, &settings, language, place.configured, &place.snapshot);
    let files = init::files(&plan, &settings, repository::reader(&settings).lexicon());
    let locale = Locale::from_tag(language.tag()).unwrap_or_default();
    terminal.results(|out| {
        for file in files {
            let name = match output::create(&place.root, Path::new(file.path.as_str()), file.text.as_bytes()) {
                Ok(()) => "new-wrote",
                Err(OutputError::Exists(_)) => "init-left",
                Err(error) => return Err(error.into()),
            };
            let values = [("path", Value::from(file.path.as_str()))];
            writeln!(out, "{}", Printable::line(&messages::phrase(name, &values, locale)))?;
        }
        writeln!(out, "{}", Printable::line(&messages::phrase("init-next", &[], locale)))?;
        Ok(Outcome::Clean)
    })
}

/// Where things go: where the settings say; where postmortems are already; at the root of a repository that holds
/// nothing else; else in `docs`.
fn plan(args: &InitArgs, settings: &Settings, language: Language, configured: bool, snapshot: &Snapshot) -> Plan {
    let first = |globs: &[String], usual: &str| {
        let glob = globs.first().map_or("", String::as_str);
        glob.split_once("/*").map_or(usual, |(folder, _)| folder).to_owned()
    };
    let ci = match args.ci {
        CiArg::Github => Ci::GitHub,
        CiArg::Gitlab => Ci::GitLab,
        CiArg::None => Ci::None,
    };
    let format = (ci == Ci::GitHub).then_some("github").filter(|format| report::format(format).is_some());
    let guessed = snapshot.guess_folders();
    let (src, postmortems) = match guessed.first().map(String::as_str) {
        _ if configured => (settings.src.clone(), first(&settings.postmortems, "postmortems")),
        Some(folder) => match folder.rsplit_once('/') {
            Some((parent, name)) => (parent.to_owned(), name.to_owned()),
            None => (".".to_owned(), folder.to_owned()),
        },
        None if snapshot.folders("").iter().all(|name| name.starts_with('.')) => {
            (".".to_owned(), "postmortems".to_owned())
        }
        None => ("docs".to_owned(), "postmortems".to_owned()),
    };
    Plan { language, src, postmortems, causes: first(&settings.causes, "causes"), ci, format }
}
