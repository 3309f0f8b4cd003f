//! What `actions`, `causes` and `stats` have in common: the knowledge base, the language, and how tables are printed.

use anyhow::bail;
use jiff::tz::TimeZone;

use super::args::{Cli, TableArgs};
use super::clock::today;
use super::project::{self, Ask, Project};
use super::terminal::Terminal;
use crate::knowledge::{Cause, KnowledgeBase};
use crate::messages::Locale;
use crate::report::{Sheet, table_format};
use crate::survey::Survey;

/// The knowledge base with everything that Git tells of it.
pub(super) fn open(cli: &Cli, args: &TableArgs, terminal: &Terminal) -> anyhow::Result<Project> {
    project::open_here(cli, &args.state, Ask::LifeCycles, terminal)
}

/// The zone of the settings, else UTC.
pub(super) fn zone(project: &Project) -> TimeZone {
    project.settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

/// Today's answers, in the language that was asked for, else in that of the knowledge base.
pub(super) fn survey<'p>(cli: &Cli, project: &'p Project) -> Survey<'p> {
    let chosen = cli.lang.as_deref().and_then(Locale::from_tag);
    let locale = chosen.or_else(|| Locale::from_tag(&project.settings.language)).unwrap_or_default();
    Survey::new(&project.base, today(), zone(project), locale)
}

/// Prints an answer.
pub(super) fn print(sheet: &Sheet, args: &TableArgs, terminal: &Terminal) -> anyhow::Result<()> {
    let Some(write) = table_format(&args.format) else { bail!("there is no format {}", args.format) };
    let style = terminal.style();
    terminal.results(|out| Ok(write(sheet, style, out)?))
}

/// The cause of a name.
///
/// # Errors
/// One that nobody knows, with the nearest that somebody does.
pub(super) fn cause<'b>(base: &'b KnowledgeBase, name: &str) -> anyhow::Result<&'b Cause> {
    let id = base.cause_names.meaning(name).map_or_else(|| name.trim().to_owned(), |meaning| meaning.id);
    if let Some(cause) = base.causes.get(&id) {
        return Ok(cause);
    }
    let near = base.cause_names.nearest(name).filter(|near| base.causes.contains_key(&near.id));
    match near {
        Some(near) => bail!("no cause is called `{name}`: did you mean `{}`?", near.id),
        None => bail!("no cause is called `{name}`: `pmdoc causes` lists them"),
    }
}
