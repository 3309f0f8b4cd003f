//! `pmdoc new`

use anyhow::{Context, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Outcome;
use super::alike;
use super::args::{Cli, NewArgs, StateArgs};
use super::clock::now;
use super::project::{self, Ask, Project};
use super::shown::shown;
use super::similar::{self, listed};
use super::terminal::Terminal;
use crate::diagnostic::Value;
use crate::knowledge::Similarity;
use crate::messages::{self, Locale};
use crate::new::{self, Wish};
use crate::output;
use crate::postmortem::{Kind, Language, date_in, severity_rank};
use crate::rules;
use crate::source::committer;
use crate::text::Printable;

pub(super) fn run(cli: &Cli, args: &NewArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = project::open(cli, &[], &StateArgs::default(), Ask::Names, terminal)?;
    if project.bare {
        bail!("a bare repository has no files: run this in a clone of it");
    }
    let wish = wish(cli, args, &project)?;
    // Only the repository's own documents show its habit.
    let own = |path: &str| project.mount_of(path).0.name.is_empty();
    let records: Vec<_> = project.base.records.iter().filter(|record| own(record.path.as_str())).cloned().collect();
    let new = new::postmortem(&wish, &records, &project.settings, &project.reader, &home(&project))
        .context("this title makes no name for a file")?;
    if args.stdout {
        return terminal.results(|out| {
            write!(out, "{}", Printable::block(&new.text))?;
            Ok(Outcome::Clean)
        });
    }
    let folder = &project.mounts[0].folder;
    output::create(folder, std::path::Path::new(new.path.as_str()), new.text.as_bytes())?;
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let path = shown(&folder.join(new.path.as_str()));
    let locale = cli.lang.as_deref().and_then(Locale::from_tag).or_else(|| Locale::from_tag(wish.language.tag()));
    let locale = locale.unwrap_or_default();
    terminal.results(|out| {
        let values = [("path", Value::from(path.as_str()))];
        for name in ["new-wrote", "new-next"] {
            writeln!(out, "{}", Printable::line(&messages::phrase(name, &values, locale)))?;
        }
        Ok(())
    })?;
    suggest(project, &wish, locale, terminal)
}

/// Tells which past incidents the title reminds of: whoever writes a postmortem should have read them.
fn suggest(project: Project, wish: &Wish, locale: Locale, terminal: &Terminal) -> anyhow::Result<Outcome> {
    const MOST: usize = 3;
    let Project { reader, base, .. } = project;
    // Neither metadata nor headings: only what was typed.
    let (base, record) = base.with(similar::of_text(&reader, format!("# {}\n", wish.title))?);
    let found = alike::likely(&base, &Similarity::new(&base), record, MOST);
    if found.is_empty() {
        return Ok(Outcome::Clean);
    }
    terminal.results(|out| {
        writeln!(out, "\n{}\n", messages::phrase("new-similar", &[], locale))?;
        listed::list(&base, &found, locale, terminal.style().width, out)?;
        Ok(Outcome::Clean)
    })
}

fn wish(cli: &Cli, args: &NewArgs, project: &Project) -> anyhow::Result<Wish> {
    let title = args.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        bail!("a postmortem needs a title");
    }
    let chosen =
        cli.lang.as_deref().map(|tag| Language::from_tag(tag).with_context(|| format!("--lang {tag}: unknown")));
    let chosen = chosen.transpose()?;
    let authors =
        if args.authors.is_empty() { committer(&project.root).into_iter().collect() } else { args.authors.clone() };
    Ok(Wish {
        title,
        date: date(args, project)?,
        kind: kind(args, project)?,
        severity: severity(args, project)?,
        authors,
        language: chosen.or_else(|| Language::from_tag(&project.settings.language)).unwrap_or_default(),
        is_language_chosen: chosen.is_some(),
    })
}

/// The day that was named, else today where the incidents are told.
fn date(args: &NewArgs, project: &Project) -> anyhow::Result<Date> {
    let Some(text) = &args.date else {
        let zone = project.settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
        return Ok(now().to_zoned(zone.unwrap_or_else(TimeZone::system)).date());
    };
    let (date, _) = date_in(text).with_context(|| format!("--date {text}: not a day; write it like 2026-03-04"))?;
    Ok(date)
}

fn kind(args: &NewArgs, project: &Project) -> anyhow::Result<Kind> {
    let Some(word) = &args.kind else { return Ok(Kind::Incident) };
    let kind = rules::kind(word, project.reader.lexicon()).filter(|kind| kind.is_postmortem());
    kind.with_context(|| format!("--kind {word}: one of incident, near-miss, drill, error-budget"))
}

fn severity(args: &NewArgs, project: &Project) -> anyhow::Result<Option<String>> {
    let Some(word) = &args.severity else { return Ok(None) };
    let own = &project.settings.severities;
    if severity_rank(word, own, project.reader.lexicon()).is_none() {
        let known = if own.is_empty() { "SEV1, SEV2, SEV3, SEV4, SEV5".to_owned() } else { own.join(", ") };
        bail!("--severity {word}: one of {known}");
    }
    Ok(Some(word.clone()))
}

/// The folder for postmortems where there are none yet: what the first glob begins with, or what stands for it.
fn home(project: &Project) -> String {
    if !project.configured {
        return project.snapshot.guess_folders().into_iter().next().unwrap_or_else(|| "postmortems".to_owned());
    }
    let glob = project.settings.postmortems.first().map_or("postmortems", String::as_str);
    let plain = |part: &&str| !part.contains(['*', '?', '[', '{']);
    let parts: Vec<&str> = glob.split('/').take_while(plain).collect();
    let is_file = parts.len() == glob.split('/').count();
    parts[..parts.len() - usize::from(is_file && !parts.is_empty())].join("/")
}
