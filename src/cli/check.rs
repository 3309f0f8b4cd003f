//! `pmdoc check`

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{CheckArgs, Cli};
use super::baseline::{self, Checked};
use super::changed::{Change, change};
use super::clock::today;
use super::mend;
use super::project::{self, Ask, Project};
use super::report_args::ReportTo;
use super::stdin::Given;
use super::terminal::Terminal;
use super::{Outcome, entries, kept, reports};
use crate::diagnostic::{Level, Note};
use crate::knowledge::RecordIndex;
use crate::postmortem::Kind;
use crate::report::{Fate, Run};
use crate::rules::{self, Context, Finding, Judged, Policy, Wanted};
use crate::text::RelPath;

pub(super) fn run(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let counts = |to: &ReportTo| ["human", "json"].contains(&to.name.as_str());
    if args.statistics && !args.reports.0.iter().all(counts) {
        bail!("--statistics counts for people and programs: use --format human or json");
    }
    mend::refuse_states(args)?;
    let mut project = open(cli, args, terminal)?;
    reports::refuse(&project, args)?;
    let change = change(&project, args)?;
    if baseline::is_there(&project, args) {
        kept::widen(&mut project);
    }
    let mended = mend::mend(cli, args, &mut project, change.as_ref(), terminal)?;
    if args.diff {
        return mend::show(&project, &mended, terminal);
    }
    mend::write(&project, &mended)?;
    let judged = judge(&mut project, args, change.as_ref());
    let mut run = with_context(&project, args, change.as_ref(), |context| {
        let checked = Checked { cli, project: &project, context, args, change: change.as_ref(), tells: true };
        // What was mended is not what was read.
        if mended.count() == 0 {
            kept::keep(&project, context, &judged);
        }
        report(&checked, judged, terminal)
    })?;
    run.fixed = mended.count();
    note_guides(&project);
    reports::write(&run, &args.reports.0, terminal)?;
    let levels = [Level::Note, Level::Warning, Level::Error];
    let failed = levels.into_iter().any(|level| args.fail_on.includes(level) && run.count(level) > 0);
    if !args.watch {
        // The program ends, and the system takes its memory back at once instead of piece by piece.
        std::mem::forget(project);
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

fn open(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Project> {
    // A review names past incidents that are alike, and a change is answerable for what it breaks elsewhere.
    let is_review = args.reports.0.iter().any(|to| to.name == "markdown");
    // Where documents change under our hands, what was found in them before says nothing.
    let is_change = args.base.is_some() || args.state.staged;
    let ask = match (args.fix || args.diff, args.paths.is_empty()) {
        _ if is_review || args.watch => Ask::Histories,
        (true, true) => Ask::Histories,
        (true, false) => Ask::Few,
        (false, false) if !is_change => Ask::Neighbours,
        (false, _) => Ask::Findings,
    };
    match Given::read(&args.paths, args.stdin_filename.as_deref(), &args.state)? {
        Some(_) if args.base.is_some() || args.write_baseline.is_some() || args.watch => {
            bail!("`-` is one document, read once: --base, --write-baseline and --watch are for files")
        }
        Some(given) => project::open_given(cli, &given, &args.state, ask, terminal),
        None => project::open(cli, &args.paths, &args.state, ask, terminal),
    }
}

/// Gives rules what they look at.
pub(super) fn with_context<T>(
    project: &Project,
    args: &CheckArgs,
    change: Option<&Change>,
    look: impl FnOnce(&Context<'_>) -> T,
) -> T {
    let wanted = |index: RecordIndex| {
        let touched = || change.is_none_or(|change| change.touches(&project.base.records[index].path));
        match project.is_asked(index) {
            false => Wanted::Nothing,
            true if touched() => Wanted::All,
            true => Wanted::FromElsewhere,
        }
    };
    let exists = |path: &RelPath| project.exists(path);
    let attachments: Vec<RelPath> = project.attachments.iter().map(|file| file.path.clone()).collect();
    let policy = Policy::new(&project.base.records, &project.settings, project.reader.lexicon());
    look(&Context {
        base: &project.base,
        settings: &project.settings,
        policy: &policy,
        lexicon: project.reader.lexicon(),
        today: today(),
        exists: &exists,
        attachments: &attachments,
        is_whole: !project.alone && (project.configured || !picks_files(project, &args.paths)),
        wanted: &wanted,
    })
}

/// Whether the user asked for a finding.
pub(super) fn is_reported(checked: &Checked<'_>, finding: &Finding) -> bool {
    let project = checked.project;
    let path = &project.base.records[finding.record].path;
    let answers = checked.change.is_none_or(|change| change.answers_for(path, &finding.diagnostic));
    project.is_asked(finding.record) && answers
}

/// Runs the rules, and reads what must be read for that.
fn judge(project: &mut Project, args: &CheckArgs, change: Option<&Change>) -> Judged {
    let mut judged = with_context(project, args, change, rules::judge);
    if project.base.is_partial && judged.is_open() {
        kept::widen(project);
        judged = with_context(project, args, change, rules::judge);
    }
    // What a text says may be told of others, too.
    loop {
        let suspects = judged.suspects(&project.base);
        if suspects.is_empty() {
            break;
        }
        kept::complete(project, &suspects);
        judged = with_context(project, args, change, rules::judge);
    }
    judged
}

/// Holds what rules found against what is not to be told.
fn report(checked: &Checked<'_>, judged: Judged, terminal: &Terminal) -> anyhow::Result<Run> {
    let args = checked.args;
    let is_reported = |finding: &Finding| is_reported(checked, finding);
    let Judged { findings, mut ignored } = judged;
    ignored.retain(is_reported);
    let settled = baseline::settle(checked, findings, &is_reported, terminal)?;
    let mut run = entries::report(checked, &settled.told);
    let stale = settled.stale_entries(checked, run.locale);
    entries::add(&mut run, &stale);
    (run.ignored, run.baselined) = (ignored.len(), settled.quiet.len());
    if args.statistics {
        let groups = [(&*settled.told, Fate::Told), (&*settled.quiet, Fate::Baselined), (&*ignored, Fate::Ignored)];
        run.statistics = Some(entries::counted(&groups, &stale));
    }
    Ok(run)
}

/// Whether a single file was named: then its neighbours were not read.
fn picks_files(project: &Project, paths: &[PathBuf]) -> bool {
    let is_document = |path: &PathBuf| project.base.records.iter().any(|record| Path::new(&record.shown) == path);
    paths.iter().any(is_document)
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
