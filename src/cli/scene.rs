//! A repository into everything on disk that a run depends on, and whether something that happened matters to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{Cli, StateArgs};
use super::place::locate;
use super::watcher::{Depth, Happened};
use crate::config::{self, Settings};
use crate::source::{self, GitPlace, Snapshot, is_page, is_skipped};
use crate::text::RelPath;

/// Everything on disk that a run depends on.
pub(super) struct Scene {
    /// The folder of book.toml.
    root: PathBuf,
    /// The folders of documents.
    sources: Vec<PathBuf>,
    /// Where the site goes: nothing to look at.
    out: Option<PathBuf>,
    /// The Git folder.
    git: Option<PathBuf>,
    /// A baseline that is named.
    baseline: Option<PathBuf>,
    /// Whether every file counts, and not only documents: those that a site shows, and its theme's.
    every_file: bool,
    /// The folder of the repository's own theme.
    theme: Option<PathBuf>,
}

impl Scene {
    /// Finds it without reading documents, so that it is known also where the check fails.
    pub(super) fn of(cli: &Cli, paths: &[PathBuf], state: &StateArgs, baseline: Option<&Path>) -> anyhow::Result<Self> {
        let place = locate(cli, paths, state)?;
        let root = place.root.canonicalize()?;
        let settings = settings(&root).filter(|_| place.configured);
        let sources = match &settings {
            Some(settings) => sources(&root, settings),
            None if place.configured || !paths.is_empty() => vec![root.clone()],
            None => place.snapshot.guess_folders().iter().map(|folder| root.join(folder)).collect(),
        };
        let theme = settings.as_ref().and_then(|settings| Some(root.join(settings.theme.as_ref()?)));
        let out = settings.map(|settings| root.join(settings.build_dir));
        let git = GitPlace::find(&root).and_then(|place| git_folder(&place.root));
        let baseline = baseline.and_then(|path| path.canonicalize().ok());
        Ok(Self { root, sources, out, git, baseline, every_file: false, theme })
    }

    /// The same for a run that makes a site of everything.
    pub(super) fn of_site(self) -> Self {
        Self { every_file: true, ..self }
    }

    pub(super) fn folders(&self) -> BTreeMap<PathBuf, Depth> {
        let mut folders = BTreeMap::new();
        let flat = [Some(self.root.clone()), self.git.clone(), self.baseline.as_ref().and_then(|file| parent(file))];
        folders.extend(flat.into_iter().flatten().map(|folder| (folder, Depth::Folder)));
        let theme = self.theme.iter().filter(|_| self.every_file);
        folders.extend(theme.map(|folder| (folder.clone(), Depth::Tree)));
        for source in &self.sources {
            if self.root.starts_with(source) {
                // The whole repository: its folders one by one, so that what nobody reads is not watched.
                let names = Snapshot::disk(source).folders("");
                let read = names.iter().filter(|name| !is_skipped(name.as_bytes(), true)).map(|name| source.join(name));
                folders.extend(
                    read.filter(|folder| self.out.as_ref() != Some(folder)).map(|folder| (folder, Depth::Tree)),
                );
                folders.insert(source.clone(), Depth::Folder);
            } else {
                folders.insert(source.clone(), Depth::Tree);
            }
        }
        folders
    }

    pub(super) fn depends_on(&self, happened: &Happened) -> bool {
        let path = happened.path.as_path();
        if let Some(below) = self.git.as_ref().and_then(|git| path.strip_prefix(git).ok()) {
            return ["HEAD", "index", "packed-refs"].iter().any(|name| below == Path::new(name));
        }
        if self.out.as_ref().is_some_and(|out| path.starts_with(out)) {
            return false;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_setting = path.parent() == Some(&self.root) && ["book.toml", super::baseline::NAME].contains(&&*name);
        let is_theme = self.every_file && self.theme.as_ref().is_some_and(|theme| path.starts_with(theme));
        is_setting || is_theme || self.baseline.as_deref() == Some(path) || self.is_of_sources(happened)
    }

    /// Whether it is about a document, or about a file that documents may name.
    fn is_of_sources(&self, happened: &Happened) -> bool {
        let source = self.sources.iter().find_map(|source| happened.path.strip_prefix(source).ok());
        let Some(below) = source else {
            // A folder with documents may have come.
            return happened.is_entry
                && happened.path.parent() == Some(&self.root)
                && happened.path.extension().is_none();
        };
        let hidden = below.components().any(|part| is_skipped(part.as_os_str().as_encoded_bytes(), false));
        let page = RelPath::new(below).is_some_and(|path| is_page(&path) || !path.file_name().contains('.'));
        !hidden && (self.every_file || page || happened.is_entry)
    }
}

/// The folder with HEAD and the index; a linked work tree has a file that names it.
fn git_folder(root: &Path) -> Option<PathBuf> {
    const LONGEST: u64 = 4096;
    let git = root.join(".git");
    let Ok(bytes) = source::read_small(&git, LONGEST) else { return git.is_dir().then_some(git) };
    let text = String::from_utf8(bytes).ok()?;
    root.join(text.strip_prefix("gitdir:")?.trim()).canonicalize().ok()
}

fn parent(file: &Path) -> Option<PathBuf> {
    file.parent().map(Path::to_owned)
}

/// The settings, if they can be read.
fn settings(root: &Path) -> Option<Settings> {
    let bytes = source::read_small(&root.join("book.toml"), config::LARGEST).ok()?;
    config::parse(&String::from_utf8(bytes).ok()?).ok()
}

/// The folders of documents: those of this repository, and of others that are on disk.
fn sources(root: &Path, settings: &Settings) -> Vec<PathBuf> {
    let others = settings.sources.iter().filter(|source| source.rev.is_none());
    let others = others.filter_map(|source| Some(root.join(source.path.as_ref()?).join(&source.src)));
    let all = std::iter::once(root.join(&settings.src)).chain(others);
    all.filter_map(|folder| folder.canonicalize().ok()).collect()
}
