//! `pmdoc check`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{CheckArgs, Cli};
use super::changed::{Change, change};
use super::clock::today;
use super::mend;
use super::project::{self, Ask, Project};
use super::terminal::Terminal;
use crate::diagnostic::Note;
use crate::knowledge::KnowledgeBase;
use crate::messages::Locale;
use crate::postmortem::{Kind, Language};
use crate::report::{self, Entry, Run};
use crate::rules::{self, Context, Finding, Policy};
use crate::text::RelPath;

pub(super) fn run(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    mend::refuse_states(args)?;
    let mut project = project::open(cli, &args.paths, &args.state, Ask::Histories, terminal)?;
    let change = change(&project, args)?;
    let mended = mend::mend(&mut project, args, change.as_ref())?;
    if args.diff {
        return mend::show(&project, &mended, terminal);
    }
    mend::write(&project, &mended)?;
    let findings = Question::new(&project, args, change.as_ref()).findings(&project.base);
    let run = Run { fixed: mended.count(), ..report(cli, &project, change.as_ref(), &findings) };
    note_guides(&project);
    let failed = run.entries.iter().any(|entry| args.fail_on.includes(entry.level));
    let format = report::format(&args.format).unwrap_or(report::FORMATS[0].1);
    let style = terminal.style();
    terminal.results(|out| Ok(format.write(&run, style, out)?))?;
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// What the user wants to know of whatever documents there are.
pub(super) struct Question<'p> {
    pub(super) project: &'p Project,
    /// The documents that are meant.
    pub(super) asked: BTreeSet<RelPath>,
    /// What the change touched that is to be judged.
    pub(super) change: Option<&'p Change>,
    /// Whether the project holds every document that these may name.
    pub(super) is_whole: bool,
}

impl<'p> Question<'p> {
    /// Asks about the documents that the project has now.
    pub(super) fn new(project: &'p Project, args: &CheckArgs, change: Option<&'p Change>) -> Self {
        let asked = (0..project.base.records.len()).filter(|&index| project.is_asked(index));
        Self {
            project,
            asked: asked.map(|index| project.base.records[index].path.clone()).collect(),
            change,
            is_whole: project.configured || !picks_files(project, &args.paths),
        }
    }

    /// The answer.
    pub(super) fn findings(&self, base: &KnowledgeBase) -> Vec<Finding> {
        let project = self.project;
        let exists = |path: &RelPath| project.exists(path);
        let attachments: Vec<RelPath> = project.attachments.iter().map(|file| file.path.clone()).collect();
        let policy = Policy::new(&base.records, &project.settings, project.reader.lexicon());
        let context = Context {
            base,
            settings: &project.settings,
            policy: &policy,
            lexicon: project.reader.lexicon(),
            today: today(),
            exists: &exists,
            attachments: &attachments,
            is_whole: self.is_whole,
        };
        let is_reported = |finding: &Finding| {
            let path = &base.records[finding.record].path;
            let answers = self.change.is_none_or(|change| change.answers_for(path, &finding.diagnostic));
            self.asked.contains(path) && answers
        };
        rules::check(&context).into_iter().filter(is_reported).collect()
    }
}

/// Whether a single file was named: then its neighbours were not read.
fn picks_files(project: &Project, paths: &[PathBuf]) -> bool {
    let is_document = |path: &PathBuf| project.base.records.iter().any(|record| Path::new(&record.shown) == path);
    paths.iter().any(is_document)
}

fn report(cli: &Cli, project: &Project, change: Option<&Change>, findings: &[Finding]) -> Run {
    let chosen = cli.lang.as_deref().and_then(Locale::from_tag);
    let records = &project.base.records;
    let is_touched = |index: usize| change.is_none_or(|change| change.touches(&records[index].path));
    let asked = || (0..records.len()).filter(|&index| project.is_asked(index) && is_touched(index));
    let entries: Vec<Entry> = findings
        .iter()
        .map(|finding| {
            let record = &records[finding.record];
            let locale = chosen.or_else(|| Locale::from_tag(record.postmortem.language.tag())).unwrap_or_default();
            let code = rules::rule(finding.diagnostic.rule).map_or("", |rule| rule.meta().code);
            Entry::new(&record.shown, &record.document, finding.level, code, &finding.diagnostic, locale)
        })
        .collect();
    let korean = asked().filter(|&index| records[index].postmortem.language == Language::Ko).count();
    let common = if korean * 2 > asked().count() { Locale::Ko } else { Locale::En };
    Run {
        entries,
        documents: asked().count(),
        postmortems: asked().filter(|&index| records[index].postmortem.kind.is_postmortem()).count(),
        fixed: 0,
        locale: chosen.unwrap_or(common),
    }
}

/// Without a configuration, documents that look like pages of a documentation site are not held to what a
/// postmortem must have: say so, or their silence would be taken for praise.
fn note_guides(project: &Project) {
    const MOST: usize = 5;
    let guides: Vec<&str> = project
        .base
        .records
        .iter()
        .filter(|record| record.postmortem.kind == Kind::Guide)
        .map(|record| record.shown.as_str())
        .collect();
    if project.configured {
        return;
    }
    for guide in guides.iter().take(MOST) {
        Terminal::note(&Note(format!(
            "{guide} was read as a guide, not as a postmortem; `kind: incident` in its front matter changes that"
        )));
    }
    if guides.len() > MOST {
        Terminal::note(&Note(format!("and {} more guides", guides.len() - MOST)));
    }
}
