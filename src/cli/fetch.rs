//! `pmdoc fetch`: copies of the repositories that book.toml names by an address.

use anyhow::bail;

use super::args::{Cli, FetchArgs, StateArgs};
use super::terminal::Terminal;
use super::{Outcome, cache, place, settings};
use crate::config::SourceSettings;
use crate::source;
use crate::text::Printable;

pub(super) fn run(cli: &Cli, args: &FetchArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let place = place::locate(cli, &[], &StateArgs::default())?;
    let settings = settings::settings(cli, &place, terminal)?;
    let sources = chosen(&settings.sources, &args.names)?;
    if sources.is_empty() {
        return terminal.results(|out| {
            writeln!(out, "nothing to fetch: book.toml names no source by a url")?;
            Ok(Outcome::Clean)
        });
    }
    let mut failed = 0;
    for (source, url) in &sources {
        let folder = cache::folder(cli, &source.name, url)?;
        match source::fetch(url, &folder) {
            Ok(fetched) => terminal.results(|out| {
                let new = match fetched.objects {
                    0 => "nothing new".to_owned(),
                    1 => "1 object".to_owned(),
                    objects => format!("{objects} objects"),
                };
                let at =
                    fetched.head.map_or_else(|| "without a commit".to_owned(), |head| format!("at {}", head.short()));
                Ok(writeln!(out, "fetched {}: {new}, {at}", Printable::line(&source.name))?)
            })?,
            Err(error) => {
                failed += 1;
                Terminal::error(&anyhow::Error::new(error).context(format!("source `{}`", source.name)));
            }
        }
    }
    if failed > 0 {
        bail!("{failed} of {} not fetched; older copies are as they were", sources.len());
    }
    Ok(Outcome::Clean)
}

/// The sources to fetch: those that were named, else all that have an address.
fn chosen<'s>(sources: &'s [SourceSettings], names: &[String]) -> anyhow::Result<Vec<(&'s SourceSettings, &'s str)>> {
    for name in names {
        match sources.iter().find(|source| source.name == *name) {
            Some(source) if source.url.is_none() => bail!("the source `{name}` has a path: there is nothing to fetch"),
            Some(_) => {}
            None => bail!("book.toml has no source `{name}`"),
        }
    }
    let named = |source: &SourceSettings| names.is_empty() || names.contains(&source.name);
    Ok(sources
        .iter()
        .filter(|source| named(source))
        .filter_map(|source| Some((source, source.url.as_deref()?)))
        .collect())
}
