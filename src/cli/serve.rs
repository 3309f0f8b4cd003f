//! `pmdoc serve`

use std::io::ErrorKind;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::args::{Cli, ServeArgs, StateArgs};
use super::scene::Scene;
use super::settings::Mistakes;
use super::terminal::Terminal;
use super::watcher::Watcher;
use super::{Outcome, build, clock};
use crate::diagnostic::Note;
use crate::output::OutputFile;
use crate::serve::{Failure, Server, State};

pub(super) fn run(cli: &Cli, args: &ServeArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let run = u64::try_from(clock::now().as_microsecond()).unwrap_or_default();
    let state = Arc::new(State::new(run));
    let server = listen(args, &state)?;
    let address = server.address()?;
    let mut watcher = Watcher::new()?;
    ctrlc::set_handler(watcher.ender()).context("Ctrl-C cannot be heard")?;
    if !address.ip().is_loopback() {
        Terminal::note(&Note("other machines can read this site: it asks nobody who they are".to_owned()));
    }
    let paths: Vec<_> = args.dir.iter().cloned().collect();
    let mut server = Some(server);
    loop {
        // What changes while the site is built is noticed after it.
        let scene = Scene::of(cli, &paths, &StateArgs::on_disk(), None)?.of_site();
        watcher.watch(scene.folders());
        state.publish(built(cli, args, terminal));
        if let Some(server) = server.take() {
            server.start();
            terminal.results(|out| Ok(writeln!(out, "open http://{address}/ (Ctrl-C ends it)")?))?;
        }
        if !watcher.wait(|happened| scene.depends_on(happened)) {
            return Ok(Outcome::Clean);
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

/// Every file of the site, or why there is none; told on the terminal either way.
fn built(cli: &Cli, args: &ServeArgs, terminal: &Terminal) -> Result<Vec<OutputFile>, Failure> {
    match files(cli, args, terminal) {
        Ok(files) => {
            Terminal::note(&Note(format!("built {} files at {}", files.len(), clock::time())));
            Ok(files)
        }
        Err(error) => {
            Terminal::error(&error);
            let findings = error.downcast_ref::<Mistakes>().map_or_else(String::new, |mistakes| mistakes.told.clone());
            Err(Failure { message: format!("{error:#}"), findings })
        }
    }
}

fn files(cli: &Cli, args: &ServeArgs, terminal: &Terminal) -> anyhow::Result<Vec<OutputFile>> {
    let project = build::open(cli, args.dir.as_ref(), &args.site, &StateArgs::on_disk(), terminal)?;
    let files = build::files(&project)?;
    build::unreadable(&project);
    build::left_out(&project);
    Ok(files)
}
