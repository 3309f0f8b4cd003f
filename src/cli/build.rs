//! `pmdoc build`

use super::args::{BuildArgs, Cli};
use super::terminal::Terminal;
use super::{Outcome, project};

pub(super) fn run(cli: &Cli, args: &BuildArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let _ = &args.out;
    let _project = project::open(cli, &[], terminal)?;
    Ok(Outcome::Clean)
}
