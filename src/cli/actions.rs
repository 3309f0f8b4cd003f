//! `pmdoc actions`

use super::args::{ActionsArgs, AskedGrouping, AskedKind, AskedStanding, Cli};
use super::clock::today;
use super::terminal::Terminal;
use super::{Outcome, survey};
use crate::knowledge::{Grouping, Ledger, LedgerFilter, Standing};
use crate::postmortem::ActionKind;

pub(super) fn run(cli: &Cli, args: &ActionsArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = survey::open(cli, &args.table, terminal)?;
    let cause = args.cause.as_deref().map(|name| survey::cause(&project.base, name)).transpose()?;
    let filter = LedgerFilter {
        standings: Vec::new(),
        owner: args.owner.clone(),
        team: args.team.clone(),
        cause,
        kind: args.kind.map(kind),
    };
    let ledger = Ledger::of(&project.base, today(), &survey::zone(&project)).filtered(&filter);
    let answers = survey::survey(cli, &project);
    let sheet = match args.by {
        Some(by) => answers.sums(&ledger, grouping(by)),
        None => answers.actions(&ledger, &standings(args)),
    };
    survey::print(&sheet, &args.table, terminal)?;
    let failed = args.overdue && ledger.count(Standing::Overdue) > 0;
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

fn standings(args: &ActionsArgs) -> Vec<Standing> {
    match args.standing {
        _ if args.overdue => vec![Standing::Overdue],
        AskedStanding::Open => vec![Standing::Overdue, Standing::Open],
        AskedStanding::Overdue => vec![Standing::Overdue],
        AskedStanding::Done => vec![Standing::Done],
        AskedStanding::Dropped => vec![Standing::Dropped],
        AskedStanding::All => Standing::ALL.to_vec(),
    }
}

fn kind(asked: AskedKind) -> ActionKind {
    match asked {
        AskedKind::Prevent => ActionKind::Prevent,
        AskedKind::Detect => ActionKind::Detect,
        AskedKind::Mitigate => ActionKind::Mitigate,
        AskedKind::Process => ActionKind::Process,
    }
}

fn grouping(asked: AskedGrouping) -> Grouping {
    match asked {
        AskedGrouping::Owner => Grouping::Owner,
        AskedGrouping::Team => Grouping::Team,
        AskedGrouping::Cause => Grouping::Cause,
        AskedGrouping::Type => Grouping::Kind,
        AskedGrouping::State => Grouping::Standing,
    }
}
