//! The command line: arguments into settings, library calls, and output. The only layer that knows of the
//! terminal, the clock, the environment and exit codes.

mod accounts;
mod actions;
mod agenda;
mod alike;
mod args;
mod baseline;
mod build;
mod cache;
mod causes;
mod changed;
mod check;
mod clock;
mod entries;
mod fetch;
mod history;
mod import;
mod init;
mod inspect;
mod kept;
mod list_files;
mod mend;
mod mount;
mod new;
mod place;
mod project;
mod report_args;
mod reports;
mod repository_paths;
mod rule;
mod scene;
mod search;
mod serve;
mod settings;
mod show_config;
mod shown;
mod similar;
mod site_args;
mod sources;
mod stats;
mod stdin;
mod survey;
mod terminal;
mod watch;
mod watcher;
mod words;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use terminal::Terminal;

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// Diagnostics at or above the level that fails.
    Failed,
}

/// Runs the program: exit code 0 for clean, 1 for diagnostics that fail, 2 for anything that kept it from
/// doing its work.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let terminal = Terminal::new(cli.color);
    match run(&cli, &terminal) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            Terminal::error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, terminal: &Terminal) -> anyhow::Result<Outcome> {
    cli.refuse_silent_language()?;
    match &cli.command {
        Command::Check(args) if args.show_config => show_config::run(cli, args, terminal),
        Command::Check(args) if args.list_files => list_files::run(cli, args, terminal),
        Command::Check(args) if args.watch => watch::run(cli, args, terminal),
        Command::Check(args) => check::run(cli, args, terminal),
        Command::Init(args) => init::run(cli, args, terminal),
        Command::New(args) => new::run(cli, args, terminal),
        Command::Build(args) => build::run(cli, args, terminal),
        Command::Serve(args) => serve::run(cli, args, terminal),
        Command::Actions(args) => actions::run(cli, args, terminal),
        Command::Causes(args) => causes::run(cli, args, terminal),
        Command::Stats(args) => stats::run(cli, args, terminal),
        Command::Inspect(args) => inspect::run(cli, args, terminal),
        Command::Import(args) => import::run(cli, args, terminal),
        Command::Fetch(args) => fetch::run(cli, args, terminal),
        Command::Agenda(args) => agenda::run(cli, args, terminal),
        Command::Rule(args) => rule::run(cli, args, terminal),
        Command::Search(args) => search::run(cli, args, terminal),
        Command::Similar(args) => similar::run(cli, args, terminal),
    }
}

/// Whoever read our output has heard enough: no reason to complain.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io_error = cause.downcast_ref::<io::Error>();
        let json_error = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io_error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || json_error == Some(io::ErrorKind::BrokenPipe)
    })
}
