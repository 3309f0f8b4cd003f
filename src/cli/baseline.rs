//! The baseline of a repository: where its file is, what it keeps quiet, and what is written into it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{CheckArgs, Cli};
use super::changed::{self, Change};
use super::project::Project;
use super::repository_paths;
use super::shown::{join, shown};
use super::terminal::Terminal;
use crate::baseline::{Baseline, Key, LARGEST, Settled, Stale};
use crate::diagnostic::{Diagnostic, Level, Note};
use crate::document::Document;
use crate::messages::Locale;
use crate::output;
use crate::report::{Entry, Human, Run};
use crate::rules::{self, Context, Finding};
use crate::source::{self, Snapshot};
use crate::text::{LineIndex, RelPath};

/// The file that is used where none is named.
pub(super) const NAME: &str = "pmdoc-baseline.toml";

/// Findings, with those that are kept quiet apart.
pub(super) struct Parted {
    pub(super) told: Vec<Finding>,
    pub(super) quiet: Vec<Finding>,
    /// Entries of the baseline that are for nothing.
    pub(super) stale: Vec<Stale>,
    /// The file they stand in.
    pub(super) file: Option<File>,
}

/// A baseline's file.
pub(super) struct File {
    shown: String,
    /// Where it is on disk, if it is there.
    path: PathBuf,
    document: Document,
}

/// The run that a baseline is held against.
pub(super) struct Checked<'c> {
    pub(super) cli: &'c Cli,
    pub(super) project: &'c Project,
    pub(super) context: &'c Context<'c>,
    pub(super) args: &'c CheckArgs,
    pub(super) change: Option<&'c Change>,
    /// Whether the user is told which baseline is in effect.
    pub(super) tells: bool,
}

/// Whether a baseline is to be held against what is found, or written.
pub(super) fn is_there(project: &Project, args: &CheckArgs) -> bool {
    args.baseline.is_some() || args.write_baseline.is_some() || project.snapshot.exists(NAME)
}

/// Parts all findings of a run, of which those of `is_reported` are asked for, and writes the baseline if that is asked.
///
/// # Errors
/// A baseline that cannot be read, has mistakes, or cannot be written.
pub(super) fn settle(
    checked: &Checked<'_>,
    findings: Vec<Finding>,
    is_reported: &dyn Fn(&Finding) -> bool,
    terminal: &Terminal,
) -> anyhow::Result<Parted> {
    let mut places = Places::new(checked);
    let file = file(checked, terminal)?;
    file.iter().for_each(|(_, baseline)| places.follow_uncommitted(checked, baseline));
    let keys: Vec<Key> = findings.iter().map(|finding| checked.key(&places, finding)).collect();
    let Some((file, baseline)) = file else {
        let told: Vec<(Finding, Key)> =
            findings.into_iter().zip(keys).filter(|(finding, _)| is_reported(finding)).collect();
        return first(checked, told);
    };
    let Settled { quiet, mut stale, rest } =
        baseline.settle(&keys, &places.moved, |key| checked.is_judged(&places, key));
    let (quiet, told): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .zip(quiet)
        .filter(|(finding, _)| is_reported(finding))
        .partition(|(_, is_quiet)| *is_quiet);
    let plain = |pairs: Vec<(Finding, bool)>| pairs.into_iter().map(|(finding, _)| finding).collect();
    let (told, quiet): (Vec<Finding>, Vec<Finding>) = (plain(told), plain(quiet));
    if checked.args.write_baseline.is_some() {
        shrink(&file, &baseline, &rest, told.len())?;
        stale.clear();
    }
    Ok(Parted { told, quiet, stale, file: Some(file) })
}

/// Without a baseline, everything is told; or written down, if that is asked.
fn first(checked: &Checked<'_>, told: Vec<(Finding, Key)>) -> anyhow::Result<Parted> {
    let (findings, keys): (Vec<Finding>, Vec<Key>) = told.into_iter().unzip();
    let Some(named) = &checked.args.write_baseline else {
        return Ok(Parted { told: findings, quiet: Vec::new(), stale: Vec::new(), file: None });
    };
    let (path, name) = checked.target(named.as_deref());
    let baseline = Baseline::of(keys);
    if findings.is_empty() {
        Terminal::note(&Note(format!("there is nothing to write into {name}: no baseline is needed")));
    } else {
        output::keep(&path, baseline.to_text().as_bytes()).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
        let documents = baseline.paths().count();
        Terminal::note(&Note(format!(
            "wrote {} of {} into {name}: commit it, and `pmdoc check` tells only what is new",
            counted(findings.len(), "finding"),
            counted(documents, "document")
        )));
    }
    Ok(Parted { told: Vec::new(), quiet: findings, stale: Vec::new(), file: None })
}

/// Writes what is left of a baseline.
fn shrink(file: &File, before: &Baseline, rest: &Baseline, fresh: usize) -> anyhow::Result<()> {
    let (old, new) = (&file.document.text, rest.to_text());
    let name = &file.shown;
    if *old != new {
        output::replace(&file.path, old.as_bytes(), new.as_bytes())?;
    }
    let said = match (before.count(), rest.count()) {
        (_, 0) => format!("{name} keeps nothing quiet any more: delete it"),
        (before, after) if before == after => {
            format!("{name}: nothing to take out, {} left", counted(after, "finding"))
        }
        (before, after) => format!("{name}: {} taken out, {after} left", counted(before - after, "finding")),
    };
    Terminal::note(&Note(said));
    if fresh > 0 {
        Terminal::note(&Note(format!(
            "{} not in {name}, and it only shrinks: mend what is told below, or delete the file and write it anew",
            if fresh == 1 { "1 finding is".to_owned() } else { format!("{fresh} findings are") }
        )));
    }
    Ok(())
}

fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The baseline that is in effect.
fn file(checked: &Checked<'_>, terminal: &Terminal) -> anyhow::Result<Option<(File, Baseline)>> {
    let named = checked.args.baseline.as_deref().or(checked.args.write_baseline.as_ref().and_then(Option::as_deref));
    let (path, name) = checked.target(named);
    let bytes = match named {
        Some(path) if path.symlink_metadata().is_err() => {
            if checked.args.write_baseline.is_none() {
                bail!("{name}: no such file; `pmdoc check --write-baseline={name}` writes one");
            }
            return Ok(None);
        }
        Some(path) => source::read_small(path, LARGEST),
        None => match checked.snapshot().file(NAME, &name) {
            Some(file) => source::read(&file, LARGEST),
            None => return Ok(None),
        },
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(reason) => bail!("the baseline {name} cannot be read: {reason}"),
    };
    let Ok(text) = String::from_utf8(bytes) else { bail!("the baseline {name} is not UTF-8") };
    let document = Document { lines: LineIndex::new(&text), text, ..Document::default() };
    let baseline = match Baseline::parse(&document.text) {
        Ok(baseline) => baseline,
        Err(mistakes) => {
            complain(checked, &name, &document, &mistakes, terminal);
            bail!("the baseline {name} has mistakes; nothing was done");
        }
    };
    if named.is_none() && checked.tells {
        Terminal::note(&Note(format!("the baseline {name} keeps {} quiet", counted(baseline.count(), "finding"))));
    }
    Ok(Some((File { shown: name, path, document }, baseline)))
}

fn complain(checked: &Checked<'_>, name: &str, document: &Document, mistakes: &[Diagnostic], terminal: &Terminal) {
    let locale = checked.cli.lang.as_deref().and_then(Locale::from_tag).unwrap_or_default();
    let file = RelPath::inside(Path::new(name));
    let entry = |mistake| Entry::new((name, &file), document, Level::Error, "", mistake, locale);
    let run = Run { entries: mistakes.iter().map(entry).collect(), locale, ..Run::default() };
    let style = terminal.style();
    terminal.complain(|out| Human::findings(&run, style, out));
}

impl Parted {
    /// The entries of the baseline that are for nothing, in words.
    pub(super) fn stale_entries(&self, checked: &Checked<'_>, locale: Locale) -> Vec<Entry> {
        let demands = rules::Demands::general(&checked.project.settings);
        let rule = rules::rule("stale-baseline");
        let level = rule.and_then(|rule| demands.level(rule, ""));
        let (Some(file), Some(rule), Some(level)) = (&self.file, rule, level) else { return Vec::new() };
        let places = Places::new(checked);
        let is_gone = |stale: &Stale| !places.of.contains_key(stale.key.path.as_str());
        let mut stale: Vec<&Stale> = self.stale.iter().collect();
        // Of a document that is no more, once is enough.
        stale.dedup_by(|later, earlier| later.key.path == earlier.key.path && is_gone(later));
        let path = repository_paths::of_file(&file.path, &file.shown);
        let entry = |stale: &Stale| {
            let diagnostic = stale.diagnostic(is_gone(stale));
            Entry::new((&file.shown, &path), &file.document, level, rule.meta().code, &diagnostic, locale)
        };
        stale.into_iter().map(entry).collect()
    }
}

/// Where documents are, and were.
struct Places {
    /// The record at each path.
    of: BTreeMap<String, usize>,
    /// The path of each record.
    paths: Vec<String>,
    /// The new path by an old one.
    moved: BTreeMap<String, String>,
    /// The paths that were named, if any.
    named: Vec<String>,
}

impl Places {
    fn new(checked: &Checked<'_>) -> Self {
        let project = checked.project;
        let prefix = checked.prefix();
        let records = &project.base.records;
        let paths: Vec<String> = records.iter().map(|record| join(&prefix, record.path.as_str())).collect();
        let of: BTreeMap<String, usize> = paths.iter().cloned().zip(0..).collect();
        let moved = moved(project, &paths, &of);
        let named = checked.args.paths.iter().filter_map(|path| checked.below_anchor(path)).collect();
        Self { of, paths, moved, named }
    }

    /// Follows the entries of a baseline whose documents were moved, and nobody has told Git yet. Asked only where there
    /// are such entries: everything must be compared for it.
    fn follow_uncommitted(&mut self, checked: &Checked<'_>, baseline: &Baseline) {
        let is_lost = |path: &str| !self.of.contains_key(path) && !self.moved.contains_key(path);
        let lost: BTreeSet<&str> = baseline.paths().filter(|path| is_lost(path)).collect();
        if lost.is_empty() {
            return;
        }
        let prefix = checked.prefix();
        let moves = changed::uncommitted_moves(checked.project).into_iter();
        let moves = moves.map(|(old, new)| (join(&prefix, old.as_str()), join(&prefix, new.as_str())));
        let moves: Vec<(String, String)> = moves.filter(|(old, _)| lost.contains(old.as_str())).collect();
        let is_copied = |old: &String| moves.iter().filter(|(other, _)| other == old).count() > 1;
        self.moved.extend(moves.iter().filter(|(old, _)| !is_copied(old)).cloned());
    }
}

/// Where documents were that are elsewhere now, as Git knows it.
fn moved(project: &Project, paths: &[String], of: &BTreeMap<String, usize>) -> BTreeMap<String, String> {
    let mut moved = BTreeMap::new();
    let mut ambiguous = BTreeSet::new();
    for (index, path) in paths.iter().enumerate() {
        let Some(history) = project.base.history_of(index) else { continue };
        let Some(root) = history.revisions.first().and_then(|last| last.path.strip_suffix(path.as_str())) else {
            continue;
        };
        let before: BTreeSet<&str> =
            history.revisions.iter().filter_map(|revision| revision.path.strip_prefix(root)).collect();
        for old in before.into_iter().filter(|old| !of.contains_key(*old)) {
            if moved.insert(old.to_owned(), path.clone()).is_some() {
                ambiguous.insert(old.to_owned());
            }
        }
    }
    moved.retain(|old, _| !ambiguous.contains(old));
    moved
}

impl Checked<'_> {
    /// The key of a finding.
    fn key(&self, places: &Places, finding: &Finding) -> Key {
        let diagnostic = &finding.diagnostic;
        let told = self.context.policy.of(finding.record).is_only_told(diagnostic.rule);
        Key::new(&places.paths[finding.record], diagnostic.rule, &diagnostic.subject, told)
    }

    /// Whether this run knows all findings that an entry may be for, and was asked for them.
    fn is_judged(&self, places: &Places, key: &Key) -> bool {
        let project = self.project;
        if let Some(&index) = places.of.get(&key.path) {
            let touched = self.change.is_none_or(|change| change.touches(&project.base.records[index].path));
            return project.is_asked(index) && touched && rules::judges(self.context, &key.rule, index);
        }
        let prefix = self.prefix();
        let below = key.path.strip_prefix(&prefix).map(|rest| rest.trim_start_matches('/'));
        let gone = self.change.is_none_or(|change| below.is_some_and(|path| change.removes(path)));
        let asked = self.args.paths.is_empty()
            || places.named.iter().any(|named| Path::new(&key.path).starts_with(named) || named.is_empty());
        gone && asked && !project.alone
    }

    /// Whether documents' paths are counted from the current folder: no book.toml says where else.
    fn counts_from_here(&self) -> bool {
        !self.project.configured
            && !self.args.paths.is_empty()
            && !self.project.alone
            && self.project.mounts[0].git.is_none()
    }

    /// The folder of the documents, below the folder that the baseline counts from.
    fn prefix(&self) -> String {
        let project = self.project;
        if self.counts_from_here() {
            return project.root.canonicalize().map(|root| shown(&root)).unwrap_or_default();
        }
        if project.configured {
            project.settings.src.trim_matches('.').trim_matches('/').to_owned()
        } else {
            String::new()
        }
    }

    fn below_anchor(&self, path: &Path) -> Option<String> {
        let path = path.canonicalize().ok()?;
        if self.counts_from_here() {
            return Some(shown(&path));
        }
        let root = self.project.root.canonicalize().ok()?;
        path.strip_prefix(&root).ok().map(|below| below.to_string_lossy().into_owned())
    }

    fn snapshot(&self) -> Snapshot {
        if self.counts_from_here() { Snapshot::disk(Path::new(".")) } else { self.project.snapshot.clone() }
    }

    /// The file of a baseline: where it is on disk, and what it is called.
    fn target(&self, named: Option<&Path>) -> (PathBuf, String) {
        if let Some(path) = named {
            return (path.to_owned(), path.to_string_lossy().into_owned());
        }
        if self.counts_from_here() {
            return (PathBuf::from(NAME), NAME.to_owned());
        }
        let root = self.project.root.canonicalize().map(|root| shown(&root)).unwrap_or_default();
        (self.project.root.join(NAME), join(&root, NAME))
    }
}
