//! What was read for a site, kept so that a change of a few documents reads those, and nothing else, again.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::cli::args::{Cli, ServeArgs, StateArgs};
use crate::cli::build::{self, Dress};
use crate::cli::clock::today;
use crate::cli::history;
use crate::cli::project::Project;
use crate::cli::terminal::Terminal;
use crate::cli::watcher::Happened;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Kind, kind_by_name};
use crate::repository::{self, Input};
use crate::site;
use crate::source::{Content, SourceFile};
use crate::text::RelPath;

/// A site's sources as they were read last; a copy shares them.
#[derive(Clone)]
pub(super) struct Held {
    /// Everything but the knowledge base, which is shared.
    pub(super) project: Arc<Project>,
    pub(super) base: Arc<KnowledgeBase>,
    pub(super) dress: Arc<Dress>,
    pub(super) attachments: Arc<BTreeMap<RelPath, SourceFile>>,
    /// The documents that the audience may not see, as judged on a day.
    pub(super) withheld: Arc<Vec<RecordIndex>>,
    pub(super) today: Date,
    /// The documents, by where they are on disk.
    documents: Arc<HashMap<PathBuf, Input>>,
}

/// What a change comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// What is held is still so.
    Nothing,
    /// So many documents say something else.
    Documents(usize),
    /// Everything is to be read again.
    Everything,
}

impl Held {
    /// Reads everything.
    pub(super) fn read(cli: &Cli, args: &ServeArgs, terminal: &Terminal) -> anyhow::Result<Self> {
        let mut project = build::open(cli, args.dir.as_ref(), &args.site, &StateArgs::on_disk(), terminal)?;
        let dress = build::theme(&project)?;
        build::unreadable(&project);
        let (withheld, today) = (Arc::new(build::withheld(&project)), today());
        let attachments = Arc::new(build::attachments(&project));
        let base = Arc::new(std::mem::take(&mut project.base));
        let documents = Arc::new(documents(std::mem::take(&mut project.inputs)));
        Ok(Self { project: Arc::new(project), base, dress: Arc::new(dress), attachments, withheld, today, documents })
    }

    /// Takes in what happened, where that is no more than documents that say something else.
    pub(super) fn take_in(&mut self, happened: &[Happened]) -> Change {
        if happened.is_empty() {
            return Change::Everything;
        }
        let mut changed: BTreeMap<&RelPath, &Input> = BTreeMap::new();
        for Happened { path, .. } in happened {
            match self.documents.get(path) {
                Some(input) if is_plain(input) && is_file(path) => drop(changed.insert(&input.file.path, input)),
                // What came and went again, as editors leave it for a moment.
                None if !self.is_about(path) && path.symlink_metadata().is_err() => {}
                _ => return Change::Everything,
            }
        }
        let inputs: Vec<Input> = changed.into_values().cloned().collect();
        let count = inputs.len();
        if inputs.is_empty() {
            return Change::Nothing;
        }
        if today() != self.today {
            return Change::Everything;
        }
        self.renew(inputs);
        Change::Documents(count)
    }

    /// Reads some documents again.
    fn renew(&mut self, inputs: Vec<Input>) {
        let mut records = self.base.records.clone();
        let mut changed = Vec::new();
        for input in inputs {
            let Ok(place) = records.binary_search_by(|record| record.path.cmp(&input.file.path)) else { continue };
            changed.push((place, input.file.clone()));
            records[place] = repository::read(input, &self.project.reader).into();
        }
        let mut base = self.base.renewed(records);
        changed.iter().for_each(|(place, file)| history::renew(&self.project, &mut base, *place, file));
        base.trace(&self.project.zone());
        let places: Vec<RecordIndex> = changed.into_iter().map(|(place, _)| place).collect();
        let how = (&self.project.settings, self.project.reader.lexicon());
        self.withheld = Arc::new(site::withheld_again(&self.withheld, &base, how, self.today, &places));
        self.base = Arc::new(base);
    }

    /// Whether something that is held is at a path or below it.
    fn is_about(&self, path: &Path) -> bool {
        let shown = |file: &SourceFile| matches!(&file.content, Content::Disk(own) if own.starts_with(path));
        self.documents.keys().any(|own| own.starts_with(path)) || self.attachments.values().any(shown)
    }
}

/// Whether nothing else is read otherwise because of a document: what a template says counts nowhere.
fn is_plain(input: &Input) -> bool {
    kind_by_name(&input.file.path) != Some(Kind::Template)
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}

/// Documents by the path that a watcher tells, without links in it.
fn documents(inputs: Vec<Input>) -> HashMap<PathBuf, Input> {
    let mut folders: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
    let mut place = |input: &Input| {
        let Content::Disk(path) = &input.file.content else { return None };
        let (folder, name) = (path.parent()?, path.file_name()?);
        let real = folders.entry(folder.to_owned()).or_insert_with(|| folder.canonicalize().ok());
        Some(real.as_ref()?.join(name))
    };
    inputs.into_iter().filter_map(|input| Some((place(&input)?, input))).collect()
}
