//! `pmdoc check`

use std::path::{Path, PathBuf};

use super::Outcome;
use super::accounts::{Accounts, spoken};
use super::args::{CheckArgs, Cli};
use super::changed::{Change, change};
use super::clock::today;
use super::project::{self, Ask, Project};
use super::reports;
use super::repository_paths::RepositoryPaths;
use super::terminal::Terminal;
use crate::diagnostic::Note;
use crate::messages::Locale;
use crate::postmortem::{Kind, Language};
use crate::report::{Entry, RuleFacts, Run};
use crate::rules::{self, Context, Finding, Policy, RULES, Rule, page};
use crate::text::RelPath;

pub(super) fn run(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = project::open(cli, &args.paths, &args.state, Ask::Histories, terminal)?;
    let exists = |path: &RelPath| project.exists(path);
    let attachments: Vec<RelPath> = project.attachments.iter().map(|file| file.path.clone()).collect();
    let policy = Policy::new(&project.base.records, &project.settings, project.reader.lexicon());
    let context = Context {
        base: &project.base,
        settings: &project.settings,
        policy: &policy,
        lexicon: project.reader.lexicon(),
        today: today(),
        exists: &exists,
        attachments: &attachments,
        is_whole: project.configured || !picks_files(&project, &args.paths),
    };
    reports::refuse(&project, &args.reports.0)?;
    let change = change(&project, args)?;
    let is_reported = |finding: &Finding| {
        let path = &project.base.records[finding.record].path;
        let answers = change.as_ref().is_none_or(|change| change.answers_for(path, &finding.diagnostic));
        project.is_asked(finding.record) && answers
    };
    let findings: Vec<Finding> = rules::check(&context).into_iter().filter(is_reported).collect();
    let run = report(cli, args, &project, change.as_ref(), &findings);
    note_guides(&project);
    let failed = run.entries.iter().any(|entry| args.fail_on.includes(entry.level));
    reports::write(&run, &args.reports.0, terminal)?;
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// Whether a single file was named: then its neighbours were not read.
fn picks_files(project: &Project, paths: &[PathBuf]) -> bool {
    let is_document = |path: &PathBuf| project.base.records.iter().any(|record| Path::new(&record.shown) == path);
    paths.iter().any(is_document)
}

fn report(cli: &Cli, args: &CheckArgs, project: &Project, change: Option<&Change>, findings: &[Finding]) -> Run {
    let chosen = cli.lang.as_deref().and_then(Locale::from_tag);
    let records = &project.base.records;
    let is_touched = |index: usize| change.is_none_or(|change| change.touches(&records[index].path));
    let asked = || (0..records.len()).filter(|&index| project.is_asked(index) && is_touched(index));
    let paths = RepositoryPaths::new(project);
    let entries: Vec<Entry> = findings
        .iter()
        .map(|finding| {
            let record = &records[finding.record];
            let locale = chosen.unwrap_or_else(|| spoken(record));
            let code = rules::rule(finding.diagnostic.rule).map_or("", |rule| rule.meta().code);
            let path = (record.shown.as_str(), &paths.of(record));
            Entry::new(path, &record.document, finding.level, code, &finding.diagnostic, locale)
        })
        .collect();
    let korean = asked().filter(|&index| records[index].postmortem.language == Language::Ko).count();
    let common = if korean * 2 > asked().count() { Locale::Ko } else { Locale::En };
    let locale = chosen.unwrap_or(common);
    let is_told = args.reports.0.iter().any(|to| to.report().tells_of_documents());
    let policy = Policy::new(records, &project.settings, project.reader.lexicon());
    let accounts = is_told.then(|| Accounts::new(project, &paths, &policy, chosen, today()));
    Run {
        entries,
        documents: asked().count(),
        postmortems: asked().filter(|&index| records[index].postmortem.kind.is_postmortem()).count(),
        accounts: accounts.iter().flat_map(|accounts| asked().map(|index| accounts.of(index))).collect(),
        is_change: change.is_some(),
        rules: rules_on(&policy),
        locale,
    }
}

/// The rules that are on for any document.
fn rules_on(policy: &Policy) -> Vec<RuleFacts> {
    let facts = |rule: &&dyn Rule| {
        let meta = rule.meta();
        RuleFacts {
            code: meta.code,
            name: meta.name,
            level: meta.level,
            summary: page::summary(meta.page),
            reason: page::part(meta.page, "Why it matters"),
            cure: page::part(meta.page, "How to fix"),
            page: page::explanation(meta.page),
        }
    };
    RULES.iter().filter(|rule| policy.is_on(**rule)).map(facts).collect()
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
