//! `pmdoc causes`

use super::args::{CausesArgs, Cli};
use super::terminal::Terminal;
use super::{Outcome, survey};

pub(super) fn run(cli: &Cli, args: &CausesArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = survey::open(cli, &args.table, terminal)?;
    let answers = survey::survey(cli, &project);
    let sheet = match &args.cause {
        Some(name) => answers.cause(survey::cause(&project.base, name)?),
        None if args.suggestions => answers.suggestions(),
        None => answers.causes(),
    };
    survey::print(&sheet, &args.table, terminal)?;
    Ok(Outcome::Clean)
}
