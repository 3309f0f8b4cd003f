//! Where copies of other repositories are kept, and how old they are.

use std::path::PathBuf;

use anyhow::Context;

use super::args::Cli;
use super::clock;
use crate::config::SourceSettings;
use crate::diagnostic::Note;
use crate::history::ObjectId;
use crate::source::Git;

/// The folder of a source's copy: a bare repository, named after the source and its address.
///
/// # Errors
/// Where no folder for caches is known.
pub(super) fn folder(cli: &Cli, name: &str, url: &str) -> anyhow::Result<PathBuf> {
    let hash = blake3::hash(url.as_bytes()).to_hex();
    Ok(root(cli)?.join(format!("{name}-{}.git", &hash[..12])))
}

/// The folder of all copies.
#[allow(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn root(cli: &Cli) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &cli.cache {
        return Ok(folder.clone());
    }
    let named = std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    let home =
        || std::env::var_os("HOME").filter(|value| !value.is_empty()).map(|home| PathBuf::from(home).join(".cache"));
    let folder = named.filter(|folder| folder.is_absolute()).or_else(home);
    Ok(folder.context("no folder for copies of other repositories is known: say where with --cache DIR")?.join("pmdoc"))
}

/// How old a copy is.
pub(super) fn age(git: &Git, source: &SourceSettings, commit: ObjectId) -> Note {
    let name = &source.name;
    let short = commit.short();
    let Some(fetched) = git.fetched() else { return Note(format!("source `{name}`: copy of unknown age, at {short}")) };
    let hours = clock::now().duration_since(fetched).as_hours();
    let age = match hours {
        ..1 => "less than an hour ago".to_owned(),
        1..48 => format!("{hours} hours ago"),
        _ => format!("{} days ago", hours / 24),
    };
    Note(format!("source `{name}`: copy fetched {age}, at {short}"))
}
