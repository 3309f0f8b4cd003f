//! `check --fix` and `check --diff`: findings that can be mended into documents on disk, or into a diff.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;

use super::Outcome;
use super::args::{CheckArgs, Cli};
use super::baseline::{self, Checked};
use super::changed::Change;
use super::check;
use super::project::Project;
use super::shown::shown;
use super::terminal::Terminal;
use crate::diagnostic::{NewFile, Note};
use crate::diff;
use crate::document::Document;
use crate::fix::{Fixed, Mended, Workshop, fix};
use crate::knowledge::KnowledgeBase;
use crate::output;
use crate::postmortem::{Hint, Record};
use crate::rules::{self, Finding};
use crate::source::{Role, Roles};
use crate::text::{Printable, RelPath};

/// What was mended; the knowledge base has it already, the disk not yet.
#[derive(Debug, Default)]
pub(super) struct Changed {
    mended: Vec<Mended>,
    created: Vec<NewFile>,
}

impl Changed {
    /// How many findings were mended.
    pub(super) fn count(&self) -> usize {
        self.mended.iter().flat_map(|mended| mended.rules.values()).sum::<usize>() + self.created.len()
    }
}

/// Only files on disk can be mended.
pub(super) fn refuse_states(args: &CheckArgs) -> anyhow::Result<()> {
    let flag = if args.fix { "--fix" } else { "--diff" };
    if !args.fix && !args.diff {
        return Ok(());
    }
    if args.fix && args.paths.iter().any(|path| path.as_os_str() == "-") {
        bail!("--fix writes files, and `-` is none: --diff shows what it would change");
    }
    if args.state.staged {
        bail!("{flag} works on the files on disk, not on what is staged: leave out --staged, then `git add` them");
    }
    if let Some(rev) = &args.state.rev {
        bail!("{flag} works on the files on disk, not on a commit: leave out --rev, or check out `{rev}`");
    }
    Ok(())
}

/// Mends the documents that the user asked about, in memory.
///
/// # Errors
/// Where there are no files on disk, and those of the baseline.
pub(super) fn mend(
    cli: &Cli,
    args: &CheckArgs,
    project: &mut Project,
    change: Option<&Change>,
    terminal: &Terminal,
) -> anyhow::Result<Changed> {
    if !args.fix && !args.diff {
        return Ok(Changed::default());
    }
    if project.bare {
        bail!("a bare repository has no files to mend: run this in a clone of it");
    }
    let asked = (0..project.base.records.len()).filter(|&index| project.is_asked(index));
    let asked = asked.map(|index| project.base.records[index].path.clone()).collect();
    let there = project.base.records.iter().map(|record| record.path.clone()).collect();
    let base = std::mem::take(&mut project.base);
    let roles = Roles::new(&project.settings);
    let mut bench = Bench { cli, args, project, change, terminal, asked, there, roles, trouble: None };
    let Fixed { base, mended, created, .. } = fix(base, &mut bench);
    let trouble = bench.trouble;
    project.base = base;
    trouble.map_or(Ok(Changed { mended, created }), Err)
}

/// Where documents are read and checked again.
struct Bench<'b> {
    cli: &'b Cli,
    args: &'b CheckArgs,
    project: &'b mut Project,
    change: Option<&'b Change>,
    terminal: &'b Terminal,
    /// The documents that the user asked about.
    asked: BTreeSet<RelPath>,
    /// All that were there.
    there: BTreeSet<RelPath>,
    roles: Roles,
    /// Why a check could not be made.
    trouble: Option<anyhow::Error>,
}

impl Workshop for Bench<'_> {
    fn read(&self, path: &RelPath, shown: &str, text: String) -> Record {
        let hint = hint(self.project, &self.roles, path);
        self.project.reader.read(path.clone(), shown.to_owned(), Document::parse(text), hint)
    }

    fn check(&mut self, base: &mut KnowledgeBase) -> Vec<Finding> {
        std::mem::swap(&mut self.project.base, base);
        let is_asked = |record: &Record| self.asked.contains(&record.path) || !self.there.contains(&record.path);
        self.project.asked = self.project.base.records.iter().map(|record| is_asked(record)).collect();
        let told = told(self.cli, self.args, self.project, self.change, self.terminal);
        std::mem::swap(&mut self.project.base, base);
        told.unwrap_or_else(|error| {
            self.trouble = Some(error);
            Vec::new()
        })
    }
}

/// The findings that would be told: neither ignored nor kept quiet by a baseline.
fn told(
    cli: &Cli,
    args: &CheckArgs,
    project: &Project,
    change: Option<&Change>,
    terminal: &Terminal,
) -> anyhow::Result<Vec<Finding>> {
    check::with_context(project, args, change, |context| {
        let checked = Checked { cli, project, context, args, change, tells: false };
        let is_reported = |finding: &Finding| check::is_reported(&checked, finding);
        let findings = rules::judge(context).findings;
        Ok(baseline::settle(&checked, findings, &is_reported, terminal)?.told)
    })
}

/// What a file is read as: as when it was read first.
fn hint(project: &Project, roles: &Roles, path: &RelPath) -> Hint {
    match roles.of(path) {
        _ if !project.configured => Hint::Unknown,
        Some(Role::Postmortem) => Hint::Postmortem,
        Some(Role::Cause) => Hint::Cause,
        _ => Hint::Guide,
    }
}

/// Prints the changes as a diff; there being some is a failure.
pub(super) fn show(project: &Project, changed: &Changed, terminal: &Terminal) -> anyhow::Result<Outcome> {
    terminal.results(|out| {
        for mended in &changed.mended {
            let diff = diff::unified(&mended.shown, &mended.before, &mended.shown, &mended.after);
            write!(out, "{}", Printable::block(&diff))?;
        }
        for file in &changed.created {
            let diff = diff::unified("/dev/null", "", &shown_new(project, file), &file.text);
            write!(out, "{}", Printable::block(&diff))?;
        }
        Ok(if changed.count() == 0 { Outcome::Clean } else { Outcome::Failed })
    })
}

/// Writes the changes to disk, each file in one step. One that cannot be written does not keep the others from it.
///
/// # Errors
/// The files that could not be written, and why; they are as they were.
pub(super) fn write(project: &Project, changed: &Changed) -> anyhow::Result<()> {
    let folder = &project.mounts[0].folder;
    let mut refused: Vec<String> = Vec::new();
    for mended in &changed.mended {
        let path = folder.join(mended.path.as_str());
        match output::replace(&path, mended.before.as_bytes(), mended.after.as_bytes()) {
            Ok(()) => Terminal::note(&Note(format!("fixed {}: {}", mended.shown, by_rule(mended)))),
            Err(error) => refused.push(error.to_string()),
        }
    }
    for file in &changed.created {
        match output::create(folder, Path::new(file.path.as_str()), file.text.as_bytes()) {
            Ok(()) => Terminal::note(&Note(format!("wrote {}", shown_new(project, file)))),
            Err(error) => refused.push(error.to_string()),
        }
    }
    if refused.is_empty() { Ok(()) } else { bail!("not everything could be written\n{}", refused.join("\n")) }
}

/// The path of a new file as the user would type it.
fn shown_new(project: &Project, file: &NewFile) -> String {
    let folder = &project.mounts[0].folder;
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    shown(&folder.join(file.path.as_str()))
}

/// `missing-section (2), unknown-key`
fn by_rule(mended: &Mended) -> String {
    let one = |(rule, n): (&&str, &usize)| if *n == 1 { (*rule).to_owned() } else { format!("{rule} ({n})") };
    mended.rules.iter().map(one).collect::<Vec<_>>().join(", ")
}
