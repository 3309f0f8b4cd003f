//! `pmdoc check --watch`: the check again whenever something changes that it depends on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, Cli};
use super::clock;
use super::place::locate;
use super::terminal::Terminal;
use super::watcher::{Depth, Happened, Watcher};
use super::{Outcome, check, is_broken_pipe};
use crate::config::{self, Settings};
use crate::diagnostic::Note;
use crate::source::{self, GitPlace, Snapshot, is_page, is_skipped};
use crate::text::RelPath;

pub(super) fn run(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut watcher = Watcher::new()?;
    loop {
        // What changes while the check runs is noticed after it.
        let scene = Scene::of(cli, args)?;
        watcher.watch(scene.folders());
        Terminal::clear();
        match check::run(cli, args, terminal) {
            Ok(_) => {}
            Err(error) if is_broken_pipe(&error) => return Ok(Outcome::Clean),
            Err(error) => Terminal::error(&error),
        }
        let folders = if watcher.count() == 1 { "1 folder".to_owned() } else { format!("{} folders", watcher.count()) };
        Terminal::note(&Note(format!("checked at {}; watching {folders}, Ctrl-C ends it", clock::time())));
        if !watcher.wait(|happened| scene.depends_on(happened)) {
            return Ok(Outcome::Clean);
        }
    }
}

/// Everything on disk that a check depends on.
struct Scene {
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
}

impl Scene {
    /// Finds it without reading documents, so that it is known also where the check fails.
    fn of(cli: &Cli, args: &CheckArgs) -> anyhow::Result<Self> {
        let place = locate(cli, &args.paths, &args.state)?;
        let root = place.root.canonicalize()?;
        let settings = settings(&root).filter(|_| place.configured);
        let sources = match &settings {
            Some(settings) => sources(&root, settings),
            None if place.configured || !args.paths.is_empty() => vec![root.clone()],
            None => place.snapshot.guess_folders().iter().map(|folder| root.join(folder)).collect(),
        };
        let out = settings.map(|settings| root.join(settings.build_dir));
        let git = GitPlace::find(&root).and_then(|place| git_folder(&place.root));
        let baseline = args.baseline.as_ref().and_then(|path| path.canonicalize().ok());
        Ok(Self { root, sources, out, git, baseline })
    }

    fn folders(&self) -> BTreeMap<PathBuf, Depth> {
        let mut folders = BTreeMap::new();
        let flat = [Some(self.root.clone()), self.git.clone(), self.baseline.as_ref().and_then(|file| parent(file))];
        folders.extend(flat.into_iter().flatten().map(|folder| (folder, Depth::Folder)));
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

    fn depends_on(&self, happened: &Happened) -> bool {
        let path = happened.path.as_path();
        if let Some(below) = self.git.as_ref().and_then(|git| path.strip_prefix(git).ok()) {
            return ["HEAD", "index", "packed-refs"].iter().any(|name| below == Path::new(name));
        }
        if self.out.as_ref().is_some_and(|out| path.starts_with(out)) {
            return false;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_setting = path.parent() == Some(&self.root) && ["book.toml", super::baseline::NAME].contains(&&*name);
        is_setting || self.baseline.as_deref() == Some(path) || self.is_of_sources(happened)
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
        !hidden && (page || happened.is_entry)
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
