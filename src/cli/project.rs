//! A place into a knowledge base: its settings, its documents, those of other repositories, and what Git says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::tz::TimeZone;

use super::args::{Cli, StateArgs};
use super::kept::Shelf;
use super::mount::{Contents, Mount, files_at, left_out};
use super::place::{Place, locate, locate_from};
use super::settings::settings;
use super::shown::{join, place as in_words};
use super::stdin::Given;
use super::terminal::Terminal;
use super::{history, kept, sources};
use crate::config::Settings;
use crate::diagnostic::Note;
use crate::knowledge::KnowledgeBase;
use crate::postmortem::{Hint, Reader};
use crate::repository::{self, Extent, Input};
use crate::rules;
use crate::source::{Roles, Snapshot, SourceFile};
use crate::text::RelPath;

/// Everything a command works on.
pub(super) struct Project {
    /// The folder of book.toml, or what stands for it.
    pub(super) root: PathBuf,
    /// The files below the root.
    pub(super) snapshot: Snapshot,
    /// Whether there is a book.toml.
    pub(super) configured: bool,
    /// Whether `root` is a bare repository.
    pub(super) bare: bool,
    pub(super) settings: Settings,
    pub(super) reader: Reader,
    pub(super) base: KnowledgeBase,
    /// The repositories that the documents come from; the first is that of book.toml.
    pub(super) mounts: Vec<Mount>,
    /// Files that documents may show, by path in the knowledge base.
    pub(super) attachments: Vec<SourceFile>,
    /// The documents as files, where a site is made of them.
    pub(super) inputs: Vec<Input>,
    /// Which of the records the user asked about.
    pub(super) asked: Vec<bool>,
    /// For each repository, what Git holds and the commit that is read, where that was asked for.
    pub(super) repositories: Vec<history::Opened>,
    /// Whether there is one document only, from standard input, whose place is not known.
    pub(super) alone: bool,
    /// What was taken from an earlier run, where that was possible.
    pub(super) recalled: Option<kept::Kept>,
}

/// What a command wants to know besides the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Nothing.
    Documents,
    /// Nothing, and there need be no documents yet.
    Names,
    /// When documents were written and changed.
    Histories,
    /// The same for those that were named; of the others only what these have to do with them.
    Few,
    /// The same, and of those that were named only what there is to be found in them.
    Findings,
    /// The same of those that were named; the others need not be there, if they have nothing to do with these.
    Neighbours,
    /// And what became of every action.
    LifeCycles,
}

impl Ask {
    /// How much must be known, where nobody wants to know anything of documents that nobody named.
    fn extent(self) -> Option<Extent> {
        match self {
            Self::Few => Some(Extent::Texts),
            Self::Findings => Some(Extent::Findings),
            Self::Neighbours => Some(Extent::Neighbours),
            _ => None,
        }
    }

    /// Whether nobody wants to know anything of documents that nobody named.
    pub(super) fn is_of_some(self) -> bool {
        self.extent().is_some()
    }
}

impl Project {
    fn new(
        place: Place,
        settings: Settings,
        reader: Reader,
        base: KnowledgeBase,
        mounts: Vec<Mount>,
        attachments: Vec<SourceFile>,
        asked: Vec<bool>,
    ) -> Self {
        let bare = place.stored.as_ref().is_some_and(|stored| stored.git.place.bare);
        let Place { root, snapshot, configured, .. } = place;
        let (alone, inputs, repositories, recalled) = (false, Vec::new(), Vec::new(), None);
        Self {
            root,
            snapshot,
            configured,
            bare,
            settings,
            reader,
            base,
            mounts,
            attachments,
            inputs,
            asked,
            repositories,
            alone,
            recalled,
        }
    }

    /// Whether a record is one of those the user asked about.
    pub(super) fn is_asked(&self, index: usize) -> bool {
        self.asked[index]
    }

    /// The repository that a path in the knowledge base belongs to, and the path below its documents' folder.
    pub(super) fn mount_of<'p>(&self, path: &'p str) -> (&Mount, &'p str) {
        let other = self.mounts.iter().skip(1).find_map(|mount| {
            let rest = path.strip_prefix(mount.name.as_str())?.strip_prefix('/')?;
            Some((mount, rest))
        });
        other.unwrap_or((&self.mounts[0], path))
    }

    /// The place of the repository that a path belongs to.
    pub(super) fn place_of(&self, path: &RelPath) -> Option<usize> {
        let name = &self.mount_of(path.as_str()).0.name;
        self.mounts.iter().position(|mount| mount.name == *name)
    }

    /// The zone of times that name none.
    pub(super) fn zone(&self) -> TimeZone {
        let zone = self.settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
        zone.unwrap_or(TimeZone::UTC)
    }

    /// Whether a path in the knowledge base is there, without following links. What a document names whose place is
    /// not known may be there.
    pub(super) fn exists(&self, path: &RelPath) -> bool {
        if self.alone {
            return true;
        }
        let (mount, rest) = self.mount_of(path.as_str());
        self.mounts.iter().any(|mount| mount.name == path.as_str()) || mount.snapshot.exists(rest)
    }
}

/// Finds the repository that the arguments mean, and reads it.
///
/// # Errors
/// A path that is not there, a `book.toml` with mistakes, and no documents at all.
pub(super) fn open(
    cli: &Cli,
    paths: &[PathBuf],
    state: &StateArgs,
    ask: Ask,
    terminal: &Terminal,
) -> anyhow::Result<Project> {
    let place = locate(cli, paths, state)?;
    open_at(place, cli, paths, state, ask, terminal)
}

/// The same for commands that name no files: where neither a `book.toml` nor the name of a folder tells where documents
/// are, they are those of the folder itself.
///
/// # Errors
/// As [`open`].
pub(super) fn open_here(cli: &Cli, state: &StateArgs, ask: Ask, terminal: &Terminal) -> anyhow::Result<Project> {
    let place = locate(cli, &[], state)?;
    let mut paths = Vec::new();
    if !place.configured && place.stored.is_none() && place.snapshot.guess_folders().is_empty() {
        Terminal::note(&Note(format!("no book.toml: reading {}", in_words(&place.root))));
        paths.push(place.root.clone());
    }
    open_at(place, cli, &paths, state, ask, terminal)
}

fn open_at(
    place: Place,
    cli: &Cli,
    paths: &[PathBuf],
    state: &StateArgs,
    ask: Ask,
    terminal: &Terminal,
) -> anyhow::Result<Project> {
    let settings = settings(cli, &place, terminal)?;
    // In a state that Git holds, the folder that was named is only where to look for it.
    let is_root = |path: &PathBuf| place.stored.is_some() && path.canonicalize().is_ok_and(|path| path == place.root);
    let paths: Vec<PathBuf> = paths.iter().filter(|path| !is_root(path)).cloned().collect();
    let find = || if place.configured { configured(&place, &settings, ask) } else { unconfigured(&place, &paths, ask) };
    let (found, mut reader) = rayon::join(find, || repository::reader(&settings));
    let (mount, contents) = found?;
    if contents.inputs.is_empty() && ask != Ask::Names {
        bail!("{}", nothing_found(&place, &settings, &paths));
    }
    let (mut mounts, contents) = with_sources(cli, &place, &settings, mount, contents)?;
    let asked = asked(&place, &settings, &contents.inputs, &mounts, &paths)?;
    let inputs = Arc::new(contents.inputs);
    let named = Named::new(&inputs, &asked);
    own_documents(&inputs, &mut mounts);
    let read = || load(&inputs, named.clone(), &place, &settings, &mut reader, ask);
    let ((base, recalled), opened) = rayon::join(read, || history::open(&mounts, ask, state));
    let inputs = if ask == Ask::LifeCycles { inputs.to_vec() } else { Vec::new() };
    let asked = named.of(&base);
    let attachments = contents.attachments;
    let mut project = Project::new(place, settings, reader, base, mounts, attachments, asked);
    (project.inputs, project.recalled) = (inputs, recalled);
    history::read(&mut project, opened, state, ask);
    Ok(project)
}

/// The same for a document on standard input: it is read in the place of the file that it is named after, and is the
/// only one that is asked about. Without a name, or without a `book.toml`, it is the only one.
///
/// # Errors
/// A `book.toml` with mistakes, and a name that is no document's.
pub(super) fn open_given(
    cli: &Cli,
    given: &Given,
    state: &StateArgs,
    ask: Ask,
    terminal: &Terminal,
) -> anyhow::Result<Project> {
    let start = cli.root.clone().unwrap_or_else(|| given.folder());
    let place = locate_from(cli, &start, &[], state)?;
    let settings = settings(cli, &place, terminal)?;
    let alone = given.name.is_none();
    let (mut mounts, contents, path) = match &given.name {
        Some(name) if place.configured => {
            let (mount, mut contents) = configured(&place, &settings, ask)?;
            let input = given_document(&place, &settings, given, name)?;
            let path = input.file.path.clone();
            contents.inputs.retain(|other| other.file.path != path);
            contents.inputs.push(input);
            let (mounts, contents) = with_sources(cli, &place, &settings, mount, contents)?;
            (mounts, contents, path)
        }
        name => {
            let below = name.as_ref().and_then(|name| place.below_root(name));
            let path = RelPath::new(Path::new(below.as_deref().unwrap_or("stdin.md"))).context("a name of a file")?;
            let hint = if alone { Hint::Postmortem } else { Hint::Unknown };
            let input = Input { file: given.at(path.clone()), hint };
            (vec![mount(&place, "")], Contents { inputs: vec![input], ..Contents::default() }, path)
        }
    };
    let asked: Vec<bool> = contents.inputs.iter().map(|input| input.file.path == path).collect();
    let mut reader = repository::reader(&settings);
    let inputs = Arc::new(contents.inputs);
    let named = Named::new(&inputs, &asked);
    own_documents(&inputs, &mut mounts);
    let read = || load(&inputs, named.clone(), &place, &settings, &mut reader, ask);
    let open = || if alone { Vec::new() } else { history::open(&mounts, ask, state) };
    let ((base, recalled), opened) = rayon::join(read, open);
    let asked = named.of(&base);
    let mut project = Project::new(place, settings, reader, base, mounts, contents.attachments, asked);
    (project.alone, project.recalled) = (alone, recalled);
    history::read(&mut project, opened, state, ask);
    Ok(project)
}

/// A document that was handed in, with its path and part in a repository that has a `book.toml`.
fn given_document(place: &Place, settings: &Settings, given: &Given, name: &Path) -> anyhow::Result<Input> {
    let below = place.below_root(name).map(PathBuf::from);
    let src = Path::new(settings.src.trim_matches('.').trim_matches('/'));
    let path = below.as_ref().and_then(|below| RelPath::new(below.strip_prefix(src).ok()?));
    let input = path.and_then(|path| Input::of(given.at(path.clone()), Roles::new(settings).of(&path)));
    input.with_context(|| {
        format!("{}: no document of this repository (see `[book] src` and `exclude` in book.toml)", name.display())
    })
}

/// The files of the other repositories beside those of the first.
fn with_sources(
    cli: &Cli,
    place: &Place,
    settings: &Settings,
    mount: Mount,
    mut contents: Contents,
) -> anyhow::Result<(Vec<Mount>, Contents)> {
    let mut mounts = vec![mount];
    for other in sources::mounts(cli, &place.root, settings, &mounts[0].snapshot)? {
        contents.inputs.extend(other.contents.inputs);
        contents.attachments.extend(other.contents.attachments);
        mounts.push(other.mount);
    }
    contents.inputs.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    Ok((mounts, contents))
}

/// Tells each repository which documents are its own.
fn own_documents(inputs: &Arc<Vec<Input>>, mounts: &mut [Mount]) {
    if let [only] = mounts {
        only.documents = Arc::clone(inputs);
        return;
    }
    let mut own: Vec<Vec<Input>> = mounts.iter().map(|_| Vec::new()).collect();
    for input in &**inputs {
        let owner = mounts.iter().skip(1).position(|mount| {
            input.file.path.as_str().strip_prefix(mount.name.as_str()).is_some_and(|rest| rest.starts_with('/'))
        });
        own[owner.map_or(0, |index| index + 1)].push(input.clone());
    }
    mounts.iter_mut().zip(own).for_each(|(mount, own)| mount.documents = Arc::new(own));
}

/// Reads all documents; of those that nobody asked about as much as is needed.
fn load(
    inputs: &Arc<Vec<Input>>,
    named: Named,
    place: &Place,
    settings: &Settings,
    reader: &mut Reader,
    ask: Ask,
) -> (KnowledgeBase, Option<kept::Kept>) {
    let is_needed = || rules::read_all(settings, inputs.len());
    let extent = ask.extent().filter(|_| place.configured && !is_needed());
    match extent.and_then(|extent| Some((extent, Shelf::of(place, settings)?))) {
        Some((extent, shelf)) => {
            let (base, kept) = kept::load(inputs, named, reader, settings, shelf, extent);
            (base, Some(kept))
        }
        None => (repository::load(inputs, reader), None),
    }
}

/// The documents that the user asked about.
#[derive(Clone)]
pub(super) struct Named(Vec<RelPath>);

impl Named {
    fn new(inputs: &[Input], asked: &[bool]) -> Self {
        let named = inputs.iter().zip(asked).filter(|(_, asked)| **asked);
        let mut paths: Vec<RelPath> = named.map(|(input, _)| input.file.path.clone()).collect();
        paths.sort_unstable();
        Self(paths)
    }

    pub(super) fn has(&self, path: &RelPath) -> bool {
        self.0.binary_search(path).is_ok()
    }

    /// Which records of a knowledge base they are.
    pub(super) fn of(&self, base: &KnowledgeBase) -> Vec<bool> {
        base.records.iter().map(|record| self.has(&record.path)).collect()
    }
}

/// Why there is nothing to do.
fn nothing_found(place: &Place, settings: &Settings, paths: &[PathBuf]) -> String {
    if place.configured {
        let shown = join(&place.shown, &settings.src);
        let shown = if shown.is_empty() { in_words(&place.root) } else { shown };
        return format!(
            "no documents found in {shown}: it holds no Markdown file that `[output.pmdoc]` does not exclude"
        );
    }
    let first = paths.first().map_or_else(|| in_words(&place.root), |path| path.display().to_string());
    format!("no documents found: there is no Markdown file in {first}")
}

/// The documents that a `book.toml` describes.
fn configured(place: &Place, settings: &Settings, ask: Ask) -> anyhow::Result<(Mount, Contents)> {
    let shown = join(&place.shown, &settings.src);
    if ask == Ask::Names && !place.snapshot.exists(&settings.src) {
        return Ok((mount(place, &settings.src), Contents::default()));
    }
    let book = join(&place.shown, "book.toml");
    let found = place
        .snapshot
        .walk(&settings.src, &shown)
        .with_context(|| format!("{book}: `[book] src` names `{}`", settings.src))?;
    left_out(&found);
    Ok((mount(place, &settings.src), Contents::by_role(found.files, settings)))
}

/// Documents without a `book.toml`: those that were named, or the folders that usually hold them.
fn unconfigured(place: &Place, paths: &[PathBuf], ask: Ask) -> anyhow::Result<(Mount, Contents)> {
    if ask == Ask::Names && paths.is_empty() && place.snapshot.guess_folders().is_empty() {
        return Ok((mount(place, ""), Contents::default()));
    }
    let targets = if paths.is_empty() { guessed(place)? } else { named(place, paths)? };
    let found = files_at(&place.snapshot, &targets)?;
    left_out(&found);
    Ok((mount(place, ""), Contents::undecided(found.files, paths)))
}

fn guessed(place: &Place) -> anyhow::Result<Vec<(String, String)>> {
    let folders = place.snapshot.guess_folders();
    if folders.is_empty() {
        bail!(
            "no documents found: {} has no book.toml and no folder named postmortem*, post-mortem* or incident* \
             (nor docs/ such a one); name the files or folders, or write a book.toml",
            in_words(&place.root)
        );
    }
    Terminal::note(&Note(format!("no book.toml: reading {}", folders.join(", "))));
    Ok(folders.into_iter().map(|folder| (folder.clone(), join(&place.shown, &folder))).collect())
}

/// The paths that were typed, below the root.
fn named(place: &Place, paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let below = |path: &PathBuf| {
        // `report.md` is below `.`, though its name does not say so.
        let plain = |path: &Path| path.strip_prefix(".").map_or_else(|_| path.to_owned(), Path::to_owned);
        let lexical =
            || plain(path).strip_prefix(plain(&place.root)).ok().map(|path| path.to_string_lossy().into_owned());
        let below = if place.stored.is_some() { place.below_root(path) } else { lexical() };
        let there = below.filter(|below| below.is_empty() || place.snapshot.exists(below));
        let Some(there) = there else { bail!("{}: no such file or folder in what is read", path.display()) };
        Ok((there, path.to_string_lossy().into_owned()))
    };
    paths.iter().map(below).collect()
}

/// The repository of book.toml.
fn mount(place: &Place, src: &str) -> Mount {
    let stored = place.stored.as_ref();
    Mount {
        name: String::new(),
        snapshot: place.snapshot.below(src),
        folder: if stored.is_some_and(|stored| stored.git.place.bare) {
            place.root.clone()
        } else {
            place.root.join(src)
        },
        git: stored.map(|stored| stored.git.clone()),
        commit: stored.and_then(|stored| stored.commit),
        git_folder: stored.map(|stored| join(&stored.folder, src.trim_matches('.'))),
        documents: Arc::default(),
    }
}

/// Marks the documents that the user asked about: those at or below the named paths, else those of the
/// repository of book.toml. What another team's repository lacks is not this one's fault.
fn asked(
    place: &Place,
    settings: &Settings,
    inputs: &[Input],
    mounts: &[Mount],
    paths: &[PathBuf],
) -> anyhow::Result<Vec<bool>> {
    let own = |input: &Input| {
        !mounts.iter().skip(1).any(|mount| Path::new(input.file.path.as_str()).starts_with(&mount.name))
    };
    let mut asked: Vec<bool> = inputs.iter().map(own).collect();
    if paths.is_empty() || !place.configured {
        return Ok(asked);
    }
    asked.fill(false);
    for path in paths {
        let below = place.below_root(path);
        let at = |path: &RelPath| Path::new(&join(settings.src.trim_matches('.'), path.as_str())).to_owned();
        let is_below = |path: &RelPath| below.as_ref().is_some_and(|below| at(path).starts_with(below));
        let hits: Vec<usize> =
            (0..inputs.len()).filter(|&index| own(&inputs[index]) && is_below(&inputs[index].file.path)).collect();
        if hits.is_empty() {
            bail!("{}: no document of this repository (see `[book] src` and `exclude` in book.toml)", path.display());
        }
        hits.into_iter().for_each(|index| asked[index] = true);
    }
    Ok(asked)
}
