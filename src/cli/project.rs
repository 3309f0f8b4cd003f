//! Arguments into a repository: its root, its settings and its files.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::Cli;
use super::terminal::Terminal;
use crate::config::{self, Settings};
use crate::diagnostic::{Diagnostic, Level, Note};
use crate::document::Document;
use crate::knowledge::KnowledgeBase;
use crate::messages::Locale;
use crate::postmortem::{Hint, Reader, SectionName};
use crate::report::{Entry, Run};
use crate::repository::{self, Input};
use crate::rules;
use crate::source::{self, Found, Roles, SourceFile, discover_config, guess_folders, is_page};
use crate::text::RelPath;

/// Everything a command works on.
pub(super) struct Project {
    /// The folder of book.toml, or what stands for it.
    pub(super) root: PathBuf,
    /// The folder that documents' paths are relative to.
    pub(super) src: PathBuf,
    pub(super) settings: Settings,
    pub(super) reader: Reader,
    pub(super) base: KnowledgeBase,
    /// Files that documents may show, below `src`.
    pub(super) attachments: Vec<SourceFile>,
    /// Which of the records the user asked about; `None` for all.
    pub(super) asked: Option<Vec<bool>>,
}

impl Project {
    /// Whether a record is one of those the user asked about.
    pub(super) fn is_asked(&self, index: usize) -> bool {
        self.asked.as_ref().is_none_or(|asked| asked[index])
    }

    /// Whether a path below `src` is there, without following links.
    pub(super) fn exists(&self, path: &RelPath) -> bool {
        self.src.join(path.as_str()).symlink_metadata().is_ok()
    }
}

/// Finds the repository that the arguments mean, and reads it.
///
/// # Errors
/// A path that is not there, a `book.toml` with mistakes, and no documents at all.
pub(super) fn open(cli: &Cli, paths: &[PathBuf], terminal: &Terminal) -> anyhow::Result<Project> {
    for path in paths {
        if path.symlink_metadata().is_err() {
            bail!("{}: no such file or folder", path.display());
        }
    }
    let start = match (&cli.root, paths.first()) {
        (Some(root), _) => root.clone(),
        (None, Some(path)) => folder_of(path),
        (None, None) => PathBuf::from("."),
    };
    let absolute = start.canonicalize().with_context(|| start.display().to_string())?;
    match discover_config(&absolute) {
        Some(found) if cli.root.is_none() || found.root == absolute => configured(cli, &found.root, paths, terminal),
        _ => unconfigured(&start, paths),
    }
}

fn folder_of(path: &Path) -> PathBuf {
    let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    match path.parent() {
        _ if is_folder => path.to_owned(),
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A repository with a `book.toml`.
fn configured(cli: &Cli, root: &Path, paths: &[PathBuf], terminal: &Terminal) -> anyhow::Result<Project> {
    let shown_root = shown(root);
    let settings = settings(cli, root, &shown_root, terminal)?;
    let src = root.join(&settings.src);
    let shown_src = join(&shown_root, &settings.src);
    let found = source::walk(&src, &shown_src)
        .with_context(|| format!("{}: `[book] src` names `{}`", join(&shown_root, "book.toml"), settings.src))?;
    left_out(&found);
    let roles = Roles::new(&settings);
    let mut attachments = Vec::new();
    let mut inputs = Vec::new();
    for file in found.files {
        let role = roles.of(&file.path);
        if role == Some(source::Role::Attachment) {
            attachments.push(file);
        } else {
            inputs.extend(Input::of(file, role));
        }
    }
    if inputs.is_empty() {
        bail!("no documents found in {shown_src}: it holds no Markdown file that `[output.pmdoc]` does not exclude");
    }
    let mut project = project(root.to_owned(), src, settings, inputs, attachments);
    if !paths.is_empty() {
        choose(&mut project, paths)?;
    }
    Ok(project)
}

/// Documents without a `book.toml`: those that were named, or the folders that usually hold them.
fn unconfigured(start: &Path, paths: &[PathBuf]) -> anyhow::Result<Project> {
    let mut found = Found::default();
    let root = if paths.is_empty() {
        let folders = guess_folders(start);
        if folders.is_empty() {
            bail!(
                "no documents found: {} has no book.toml and no folder named postmortem*, post-mortem* or incident* \
                 (nor docs/ such a one); name the files or folders, or write a book.toml",
                place(start)
            );
        }
        Terminal::note(&Note(format!("no book.toml: reading {}", folders.join(", "))));
        for folder in &folders {
            add(&mut found, &start.join(folder), &join(&place(start), folder), folder)?;
        }
        start.to_owned()
    } else {
        let root = common(paths);
        for path in paths {
            let below = path.strip_prefix(&root).map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
            add(&mut found, path, &path.to_string_lossy(), &below)?;
        }
        root
    };
    left_out(&found);
    let (documents, attachments): (Vec<_>, Vec<_>) = found.files.into_iter().partition(|file| is_document(file, paths));
    if documents.is_empty() {
        bail!(
            "no documents found: there is no Markdown file in {}",
            paths.first().map_or_else(|| place(start), |path| path.display().to_string())
        );
    }
    let inputs = documents.into_iter().map(|file| Input { file, hint: Hint::Unknown }).collect();
    Ok(project(root.clone(), root, Settings::default(), inputs, attachments))
}

/// A Markdown file, or any file that was named itself.
fn is_document(file: &SourceFile, paths: &[PathBuf]) -> bool {
    is_page(&file.path) || paths.iter().any(|path| path.as_os_str() == file.shown.as_str())
}

/// Adds what is at `path`, with paths relative to the root: `below` is the path of `path` itself.
fn add(found: &mut Found, path: &Path, shown: &str, below: &str) -> anyhow::Result<()> {
    let walked = source::walk(path, shown)?;
    let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    found.left_out.extend(walked.left_out);
    for mut file in walked.files {
        // A file that was named stands at `below` itself; what a folder holds stands below it.
        let place = if is_folder { Path::new(below).join(file.path.as_str()) } else { Path::new(below).to_owned() };
        file.path = RelPath::new(&place).unwrap_or(file.path);
        found.files.push(file);
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.files.dedup_by(|a, b| a.path == b.path);
    Ok(())
}

/// The deepest folder that holds all paths.
fn common(paths: &[PathBuf]) -> PathBuf {
    let mut folders = paths.iter().map(|path| folder_of(path));
    let first = folders.next().unwrap_or_default();
    folders.fold(first, |common, folder| {
        common.ancestors().find(|ancestor| folder.starts_with(ancestor)).map_or_else(PathBuf::new, Path::to_owned)
    })
}

fn project(
    root: PathBuf,
    src: PathBuf,
    settings: Settings,
    inputs: Vec<Input>,
    attachments: Vec<SourceFile>,
) -> Project {
    let mut reader = repository::reader(&settings);
    let base = repository::load(inputs, &mut reader);
    Project { root, src, settings, reader, base, attachments, asked: None }
}

/// Marks the records at or below the named paths.
fn choose(project: &mut Project, paths: &[PathBuf]) -> anyhow::Result<()> {
    let src = project.src.canonicalize()?;
    let mut asked = vec![false; project.base.records.len()];
    for path in paths {
        let absolute = path.canonicalize().with_context(|| path.display().to_string())?;
        let hits = project
            .base
            .records
            .iter()
            .enumerate()
            .filter(|(_, record)| src.join(record.path.as_str()).starts_with(&absolute));
        let hits: Vec<usize> = hits.map(|(index, _)| index).collect();
        if hits.is_empty() {
            bail!("{}: no document of this repository (see `[book] src` and `exclude` in book.toml)", path.display());
        }
        hits.into_iter().for_each(|index| asked[index] = true);
    }
    project.asked = Some(asked);
    Ok(())
}

/// Reads book.toml; its mistakes are shown as diagnostics are.
fn settings(cli: &Cli, root: &Path, shown_root: &str, terminal: &Terminal) -> anyhow::Result<Settings> {
    let path = join(shown_root, "book.toml");
    let bytes = source::read_small(&root.join("book.toml"), config::LARGEST)
        .map_err(|reason| anyhow::anyhow!("{path} cannot be read: {reason:?}"))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?;
    let problems = match config::parse(&text) {
        Ok(settings) => match unknown_words(&settings, &text) {
            problems if problems.is_empty() => return Ok(settings),
            problems => problems,
        },
        Err(config::ConfigError(problems)) => problems,
    };
    let locale = cli.lang.as_deref().and_then(Locale::from_tag).unwrap_or_default();
    let document = Document { lines: crate::text::LineIndex::new(&text), text, ..Document::default() };
    let entries =
        problems.iter().map(|problem| Entry::new(&path, &document, Level::Error, "", problem, locale)).collect();
    let run = Run { entries, locale, ..Run::default() };
    let style = terminal.style();
    terminal.complain(|out| crate::report::Human::findings(&run, style, out));
    bail!("{path} has mistakes; nothing was done")
}

/// Names of rules and sections that do not exist.
fn unknown_words(settings: &Settings, text: &str) -> Vec<Diagnostic> {
    let at = |word: &str| {
        let start = text.find(word).unwrap_or(0);
        crate::text::Span::new(start, start + word.len())
    };
    let rules = rules::unknown_names(settings).into_iter().map(|(name, near)| {
        let diagnostic = Diagnostic::new("invalid-config", at(&name)).with("key", name);
        match near {
            Some(near) => diagnostic.variant("unknown-rule-near").with("nearest", near),
            None => diagnostic.variant("unknown-rule"),
        }
    });
    let known = || SectionName::ALL.map(SectionName::name).join(", ");
    let sections = settings.required_sections.iter().chain(settings.section_aliases.keys());
    let sections = sections.filter(|name| SectionName::from_name(name).is_none()).map(|name| {
        Diagnostic::new("invalid-config", at(name))
            .variant("unknown-section")
            .with("key", name.as_str())
            .with("known", known())
    });
    rules.chain(sections).collect()
}

fn left_out(found: &Found) {
    const MOST: usize = 10;
    for reason in found.left_out.iter().take(MOST) {
        Terminal::note(&Note(format!("left out {reason}")));
    }
    if found.left_out.len() > MOST {
        Terminal::note(&Note(format!("left out {} more", found.left_out.len() - MOST)));
    }
}

/// A folder as the user would type it: relative to the current one where that is shorter.
#[allow(clippy::disallowed_methods, reason = "the command line is where the current folder is known")]
fn shown(path: &Path) -> String {
    let current = std::env::current_dir().ok().and_then(|current| current.canonicalize().ok());
    match current {
        Some(current) if path == current => String::new(),
        Some(current) => match path.strip_prefix(&current) {
            Ok(below) => below.to_string_lossy().into_owned(),
            Err(_) => match current.ancestors().position(|ancestor| path.starts_with(ancestor)) {
                Some(up @ 1..=3) => {
                    let rest = current.ancestors().nth(up).and_then(|ancestor| path.strip_prefix(ancestor).ok());
                    let climb = vec![".."; up].join("/");
                    join(&climb, &rest.map(|rest| rest.to_string_lossy().into_owned()).unwrap_or_default())
                }
                _ => path.to_string_lossy().into_owned(),
            },
        },
        None => path.to_string_lossy().into_owned(),
    }
}

fn place(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text == "." { "this folder".to_owned() } else { text.into_owned() }
}

fn join(folder: &str, rest: &str) -> String {
    match (folder, rest) {
        ("" | "this folder", rest) => rest.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, rest) => format!("{}/{rest}", folder.trim_end_matches('/')),
    }
}
