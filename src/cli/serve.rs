//! `pmdoc serve`

mod desk;
mod held;
mod likes;

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};

use super::args::{Cli, ServeArgs, StateArgs};
use super::scene::Scene;
use super::settings::Mistakes;
use super::terminal::Terminal;
use super::watcher::Watcher;
use super::{Outcome, clock};
use crate::diagnostic::Note;
use crate::serve::{Failure, Pages, Server, State};
use desk::Desk;
use held::{Change, Held};
use likes::Latest;

/// Events this close to each other are one change: long enough for an editor to write a file, and too short to be noticed.
const QUIET: Duration = Duration::from_millis(10);

pub(super) fn run(cli: &Cli, args: &ServeArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let run = u64::try_from(clock::now().as_microsecond()).unwrap_or_default();
    let state = Arc::new(State::new(run));
    let server = listen(args, &state)?;
    let address = server.address()?;
    let mut watcher = Watcher::new(QUIET)?;
    ctrlc::set_handler(watcher.ender()).context("Ctrl-C cannot be heard")?;
    if !address.ip().is_loopback() {
        Terminal::note(&Note("other machines can read this site: it asks nobody who they are".to_owned()));
    }
    let paths: Vec<_> = args.dir.iter().cloned().collect();
    let (mut server, latest) = (Some(server), Arc::default());
    let scene = || Ok::<Scene, anyhow::Error>(Scene::of(cli, &paths, &StateArgs::on_disk(), None)?.of_site());
    let mut here = scene()?;
    loop {
        // What changes while the site is read is noticed after it. A folder may be gone for a moment.
        here = scene().unwrap_or(here);
        watcher.watch(here.folders());
        let mut held = read(cli, args, terminal);
        state.publish(held.as_ref().map(|held| desk(held, &latest)).map_err(Failure::clone));
        if let Some(server) = server.take() {
            server.start();
            terminal.results(|out| Ok(writeln!(out, "open http://{address}/ (Ctrl-C ends it)")?))?;
        }
        loop {
            let Some(happened) = watcher.wait(|happened| here.depends_on(happened)) else {
                return Ok(Outcome::Clean);
            };
            let change = held.as_mut().map_or(Change::Everything, |held| held.take_in(&happened));
            let Ok(held) = &held else { break };
            match change {
                Change::Everything => break,
                Change::Nothing => {}
                Change::Documents(count) => {
                    state.publish(Ok(desk(held, &latest)));
                    told(count);
                }
            }
        }
    }
}

fn listen(args: &ServeArgs, state: &Arc<State>) -> anyhow::Result<Server> {
    match Server::new(args.host, args.port, Arc::clone(state)) {
        Ok(server) => Ok(server),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("port {} is taken: choose another with --port, or any that is free with --port 0", args.port)
        }
        Err(error) => Err(error).with_context(|| format!("{}:{} cannot be listened at", args.host, args.port)),
    }
}

/// Everything that the site is made from, or why there is none; told on the terminal either way.
fn read(cli: &Cli, args: &ServeArgs, terminal: &Terminal) -> Result<Held, Failure> {
    let held = Held::read(cli, args, terminal).map_err(|error| failure(&error))?;
    told(held.base.records.len());
    Ok(held)
}

fn desk(held: &Held, latest: &Arc<Latest>) -> Arc<dyn Pages> {
    Arc::new(Desk::open(held, latest))
}

fn told(documents: usize) {
    let documents = if documents == 1 { "1 document".to_owned() } else { format!("{documents} documents") };
    Terminal::note(&Note(format!("read {documents} at {}", clock::time())));
}

/// What a browser is shown in place of a page; told on the terminal too.
fn failure(error: &anyhow::Error) -> Failure {
    Terminal::error(error);
    let findings = error.downcast_ref::<Mistakes>().map_or_else(String::new, |mistakes| mistakes.told.clone());
    Failure { message: format!("{error:#}"), findings }
}
