//! `pmdoc check --watch`: the check again whenever something changes that it depends on.

use std::time::Duration;

use super::args::{CheckArgs, Cli};
use super::clock;
use super::scene::Scene;
use super::terminal::Terminal;
use super::watcher::Watcher;
use super::{Outcome, check, is_broken_pipe};
use crate::diagnostic::Note;

/// Events this close to each other are one change.
const QUIET: Duration = Duration::from_millis(80);

pub(super) fn run(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut watcher = Watcher::new(QUIET)?;
    loop {
        // What changes while the check runs is noticed after it.
        let scene = Scene::of(cli, &args.paths, &args.state, args.baseline.as_deref())?;
        watcher.watch(scene.folders());
        Terminal::clear();
        match check::run(cli, args, terminal) {
            Ok(_) => {}
            Err(error) if is_broken_pipe(&error) => return Ok(Outcome::Clean),
            Err(error) => Terminal::error(&error),
        }
        let folders = if watcher.count() == 1 { "1 folder".to_owned() } else { format!("{} folders", watcher.count()) };
        Terminal::note(&Note(format!("checked at {}; watching {folders}, Ctrl-C ends it", clock::time())));
        if watcher.wait(|happened| scene.depends_on(happened)).is_none() {
            return Ok(Outcome::Clean);
        }
    }
}
