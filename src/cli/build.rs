//! `pmdoc build`

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::Outcome;
use super::args::{BuildArgs, Cli, SiteArgs, StateArgs};
use super::clock::today;
use super::project::{self, Ask, Project};
use super::terminal::Terminal;
use crate::config::Audience;
use crate::diagnostic::Note;
use crate::knowledge::RecordIndex;
use crate::output::{Output, OutputError, Written};
use crate::site::{self, Attached, SiteError, Theme, Withheld};
use crate::source::{self, SourceFile};
use crate::text::RelPath;

/// The most that one attached file may have, in bytes.
const LARGEST_ATTACHMENT: u64 = 16 * 1024 * 1024;
/// The most that one file of a theme may have, in bytes.
const LARGEST_TEMPLATE: u64 = 1024 * 1024;

pub(super) fn run(cli: &Cli, args: &BuildArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = open(cli, args.dir.as_ref(), &args.site, &args.state, terminal)?;
    if project.bare && args.out.is_none() {
        bail!("a bare repository has no folder for a site: say where it goes with --out DIR");
    }
    let folder = args.out.clone().unwrap_or_else(|| project.root.join(&project.settings.build_dir));
    let written = written(&project, &folder)?;
    unreadable(&project);
    let left_out = left_out(&project);
    terminal.results(|out| {
        let (documents, files) = (project.base.records.len() - left_out, written.files);
        writeln!(
            out,
            "built {documents} documents into {files} files ({} new or changed, {} removed)",
            written.changed, written.removed
        )?;
        writeln!(out, "open {}", address(&folder))?;
        Ok(Outcome::Clean)
    })
}

/// Writes the site, file by file.
fn written(project: &Project, folder: &Path) -> anyhow::Result<Written> {
    let theme = theme(project)?;
    let files = attachments(project);
    let paths: Vec<RelPath> = files.keys().cloned().collect();
    let attached = Attached { files: &paths, read: &|path| read_attachment(files.get(path)?) };
    let output = Output::begin(folder, &project.mounts[0].folder)?;
    let put = |path: &RelPath, bytes: &[u8]| output.put(path, bytes).map_err(Unbuilt::from);
    site::build(&project.base, &project.settings, &theme.theme, attached, today(), &put).map_err(
        |error| match error {
            Unbuilt::Site(error) => theme.placed(error).into(),
            Unbuilt::Output(error) => anyhow::Error::from(error),
        },
    )?;
    Ok(output.finish()?)
}

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
enum Unbuilt {
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// A theme, and which of its files are the repository's own.
pub(super) struct Dress {
    pub(super) theme: Theme,
    folder: String,
    own: BTreeSet<String>,
}

/// The theme of a repository.
pub(super) fn theme(project: &Project) -> anyhow::Result<Dress> {
    let overrides = overrides(project)?;
    let folder = project.settings.theme.clone().unwrap_or_default();
    let own: BTreeSet<String> = overrides.iter().map(|(name, _)| name.clone()).collect();
    let theme = Theme::new(project.settings.base_theme, overrides).map_err(|error| placed(error, &folder, &own))?;
    if let Some(known) = theme.lacks(&project.settings.language) {
        Terminal::note(&Note(format!(
            "the site's own pages are in English: there are no words for the language `{}` of book.toml, only for {}; \
             `i18n/{0}.toml` in the theme folder adds it",
            project.settings.language,
            known.join(", ")
        )));
    }
    Ok(Dress { theme, folder, own })
}

impl Dress {
    /// What is wrong with one of its files, where the user knows that.
    pub(super) fn placed(&self, error: SiteError) -> SiteError {
        placed(error, &self.folder, &self.own)
    }
}

/// What is wrong with a file of the repository's own theme, under the name that the file has there.
fn placed(error: SiteError, folder: &str, own: &BTreeSet<String>) -> SiteError {
    match error {
        SiteError::Template { template, line, column, message } if own.contains(&template) => {
            SiteError::Template { template: format!("{folder}/{template}"), line, column, message }
        }
        SiteError::Catalogue { file, message } if own.contains(&file) => {
            SiteError::Catalogue { file: format!("{folder}/{file}"), message }
        }
        other => other,
    }
}

/// How many documents the audience may not see. A site for everybody tells which of the rest do not say so.
fn left_out(project: &Project) -> usize {
    withheld(project).len()
}

/// The same documents.
pub(super) fn withheld(project: &Project) -> Vec<RecordIndex> {
    let Withheld { records, undeclared } = Withheld::new(&project.base, &project.settings, today());
    let audience = project.settings.audience.name();
    if !records.is_empty() {
        let documents = counted(records.len());
        Terminal::note(&Note(format!("{documents} left out: not for this audience ({audience})")));
    }
    if project.settings.audience == Audience::Public && undeclared > 0 {
        Terminal::note(&Note(format!(
            "{} in the public site without saying who may read them; `visibility = \"internal\"` under \
             `[output.pmdoc]` keeps such documents out",
            counted(undeclared)
        )));
    }
    records
}

fn counted(documents: usize) -> String {
    if documents == 1 { "1 document".to_owned() } else { format!("{documents} documents") }
}

/// The knowledge base of the folder that was named.
pub(super) fn open(
    cli: &Cli,
    folder: Option<&PathBuf>,
    site: &SiteArgs,
    state: &StateArgs,
    terminal: &Terminal,
) -> anyhow::Result<Project> {
    let paths: Vec<PathBuf> = folder.into_iter().cloned().collect();
    let mut project = project::open(cli, &paths, state, Ask::LifeCycles, terminal)?;
    if let Some(audience) = site.audience {
        project.settings.audience = audience.audience();
    }
    if let Some(theme) = site.theme {
        project.settings.base_theme = theme.theme();
    }
    Ok(project)
}

/// The files of the repository's own theme.
fn overrides(project: &Project) -> anyhow::Result<Vec<(String, String)>> {
    let Some(name) = &project.settings.theme else { return Ok(Vec::new()) };
    let found = project.snapshot.walk(name, name).with_context(|| format!("`[output.pmdoc] theme` names `{name}`"))?;
    let mut files = Vec::new();
    for file in found.files {
        let bytes = source::read(&file, LARGEST_TEMPLATE);
        match bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => files.push((file.path.as_str().to_owned(), text)),
            None => bail!("{}: a file of a theme must be UTF-8 text of at most 1 MiB", file.shown),
        }
    }
    Ok(files)
}

/// What documents may show or link to; read when it is wanted.
pub(super) fn attachments(project: &Project) -> BTreeMap<RelPath, SourceFile> {
    let attachable = project.attachments.iter().filter(|file| site::is_attachable(&file.path));
    let readable = attachable.filter(|file| {
        let is_readable = source::is_readable(file, LARGEST_ATTACHMENT);
        if !is_readable {
            Terminal::note(&Note(format!("left out {}: not readable, or over 16 MiB", file.shown)));
        }
        is_readable
    });
    readable.map(|file| (file.path.clone(), file.clone())).collect()
}

/// What is in a file that was there when it was looked for.
pub(super) fn read_attachment(file: &SourceFile) -> Option<Vec<u8>> {
    let bytes = source::read(file, LARGEST_ATTACHMENT);
    if bytes.is_err() {
        Terminal::note(&Note(format!("left out {}: it went away", file.shown)));
    }
    bytes.ok()
}

pub(super) fn unreadable(project: &Project) {
    let records = project.base.records.iter().filter(|record| !record.document.problems.is_empty());
    let names: Vec<&str> = records.map(|record| record.shown.as_str()).collect();
    if let Some(first) = names.first() {
        let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
        Terminal::note(&Note(format!("{first}{more} could not be read in full: `pmdoc check` says why")));
    }
}

/// What to give to a browser.
fn address(folder: &Path) -> String {
    let index = folder.join("index.html");
    let absolute: PathBuf = index.canonicalize().unwrap_or(index);
    format!("file://{}", crate::text::percent_encoded(&absolute.to_string_lossy()))
}
