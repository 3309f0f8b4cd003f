//! `pmdoc similar`: a document or any text into the past incidents that are like it.

pub(super) mod listed;

use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};

use super::Outcome;
use super::alike;
use super::args::{Cli, SimilarArgs, StateArgs};
use super::place::{folder_of, locate};
use super::project::{self, Ask, Project};
use super::terminal::Terminal;
use crate::document::Document;
use crate::knowledge::{KnowledgeBase, LIKELY, RecordIndex, Similarity};
use crate::messages::Locale;
use crate::postmortem::{Hint, Kind, Reader, Record};
use crate::source::{self, Content, SourceFile, discover_config};
use crate::text::RelPath;

pub(super) fn run(cli: &Cli, args: &SimilarArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let Asked { base, record, .. } = asked(cli, &args.file, terminal)?;
    let locale =
        cli.lang.as_deref().or(Some(base.records[record].postmortem.language.tag())).and_then(Locale::from_tag);
    let locale = locale.unwrap_or_default();
    let mut found = alike::found(&base, &Similarity::new(&base), record, usize::from(args.limit));
    terminal.results(|out| {
        if args.format == "json" {
            listed::json(&base, &found, out)?;
        } else {
            found.retain(|similar| similar.score >= LIKELY);
            listed::human(&base, &found, locale, terminal.style().width, out)?;
        }
        Ok(Outcome::Clean)
    })
}

/// A document, and the knowledge base that holds it or is to be searched for it.
pub(super) struct Asked {
    pub(super) base: KnowledgeBase,
    /// Where the document stands in it.
    pub(super) record: RecordIndex,
    pub(super) reader: Reader,
}

/// The document that was named, or that stands on standard input.
pub(super) fn asked(cli: &Cli, file: &Path, terminal: &Terminal) -> anyhow::Result<Asked> {
    let is_text = file.as_os_str() == "-";
    if !is_text && !file.is_file() {
        bail!("{}: no such file", file.display());
    }
    let project = open(cli, file, is_text, terminal)?;
    let inside = if is_text { None } else { inside(&project, file) };
    if let Some(index) = inside.filter(|&index| project.base.records[index].postmortem.kind.is_postmortem()) {
        return Ok(Asked { base: project.base, record: index, reader: project.reader });
    }
    if let Some(index) = inside {
        let kind = project.base.records[index].postmortem.kind.name();
        bail!(
            "{} was read as a {kind}, not as a postmortem; `kind: incident` in its front matter changes that",
            file.display()
        );
    }
    let record = if is_text { from_text(&project.reader)? } else { from_file(&project.reader, file)? };
    let (base, record) = project.base.with(record);
    Ok(Asked { base, record, reader: project.reader })
}

/// The documents to search: those of the current folder's repository, else those of the file's own, else those below
/// the folder that was typed first.
fn open(cli: &Cli, file: &Path, is_text: bool, terminal: &Terminal) -> anyhow::Result<Project> {
    let state = StateArgs::default();
    let here = locate(cli, &[], &state)?;
    if here.configured || !here.snapshot.guess_folders().is_empty() {
        return project::open(cli, &[], &state, Ask::Documents, terminal);
    }
    let folder = match &cli.root {
        Some(root) => root.clone(),
        None if is_text => PathBuf::from("."),
        None => {
            let own = folder_of(file);
            let configured = own.canonicalize().ok().and_then(|own| discover_config(&own)).is_some();
            if configured { own } else { top(file) }
        }
    };
    project::open(cli, &[folder], &state, Ask::Documents, terminal)
}

/// `docs` of `docs/2026/pool.md`, `.` of `pool.md`, and the file's own folder where the path leads elsewhere.
fn top(file: &Path) -> PathBuf {
    let mut parts = file.components().skip_while(|part| *part == Component::CurDir);
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(first)), Some(_)) => PathBuf::from(first),
        (Some(Component::Normal(_)), None) => PathBuf::from("."),
        _ => folder_of(file),
    }
}

/// Where a file stands among the documents.
fn inside(project: &Project, file: &Path) -> Option<RecordIndex> {
    let file = file.canonicalize().ok()?;
    project.mounts.iter().find_map(|mount| {
        let below = file.strip_prefix(mount.folder.canonicalize().ok()?).ok()?;
        let path = RelPath::new(&Path::new(&mount.name).join(below))?;
        project.base.records.iter().position(|record| record.path == path)
    })
}

fn from_file(reader: &Reader, file: &Path) -> anyhow::Result<Record> {
    let shown = file.display().to_string();
    let name = file.file_name().unwrap_or_default();
    let path = outside(Path::new(name)).with_context(|| format!("{shown}: its name is no text"))?;
    let content = Content::Disk(file.canonicalize()?);
    let source = SourceFile { path: path.clone(), shown: shown.clone(), content };
    let text = source::read_document(&source).map_err(|reason| anyhow::anyhow!("{shown}: {reason}"))?;
    Ok(postmortem(reader, path, shown, text))
}

fn from_text(reader: &Reader) -> anyhow::Result<Record> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(source::LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > source::LARGEST {
        bail!("the text has more than {} KiB", source::LARGEST / 1024);
    }
    let text = String::from_utf8(bytes).context("the text is not UTF-8")?;
    if text.trim().is_empty() {
        bail!("the text is empty");
    }
    of_text(reader, text)
}

/// A text as a postmortem that is none of the documents.
pub(super) fn of_text(reader: &Reader, text: String) -> anyhow::Result<Record> {
    let path = outside(Path::new("-")).context("no path")?;
    Ok(postmortem(reader, path, "-".to_owned(), text))
}

/// A path that no document has: files in hidden folders are none.
fn outside(name: &Path) -> Option<RelPath> {
    RelPath::new(&Path::new(".outside").join(name))
}

/// Whatever it looks like, it is asked about as an incident.
fn postmortem(reader: &Reader, path: RelPath, shown: String, text: String) -> Record {
    let mut record = reader.read(path, shown, Document::parse(text), Hint::Postmortem);
    if !record.postmortem.kind.is_postmortem() {
        record.postmortem.kind = Kind::Incident;
    }
    record
}
