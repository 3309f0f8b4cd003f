//! `--format X -o FILE`, any number of times, into the reports of a run: `-o` belongs to the format before it.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

use crate::report::{FORMATS, Report};

/// Where one report goes, and how it is written.
#[derive(Clone)]
pub(super) struct ReportTo {
    /// The format's name.
    pub(super) name: String,
    /// `None` for stdout.
    pub(super) file: Option<PathBuf>,
}

impl ReportTo {
    /// The format.
    pub(super) fn report(&self) -> &'static dyn Report {
        crate::report::format(&self.name).unwrap_or(FORMATS[0].1)
    }
}

/// The reports of a run, in the order of the command line.
#[derive(Clone)]
pub(super) struct ReportArgs(pub(super) Vec<ReportTo>);

impl std::fmt::Debug for ReportArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|to| (&to.name, &to.file))).finish()
    }
}

impl Args for ReportArgs {
    fn augment_args(command: Command) -> Command {
        let names = FORMATS.iter().map(|(name, _)| *name);
        let format = Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .action(ArgAction::Append)
            .value_parser(PossibleValuesParser::new(names))
            .help("How to report; may be repeated [default: human]");
        let output = Arg::new("output")
            .long("output")
            .short('o')
            .value_name("FILE")
            .action(ArgAction::Append)
            .value_parser(value_parser!(PathBuf))
            .help("Where the report of the --format before it goes; `-` is stdout");
        command.arg(format).arg(output)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ReportArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let formats = placed::<String>(matches, "format");
        let outputs = placed::<PathBuf>(matches, "output");
        let reports = bound(&formats, &outputs).and_then(distinct);
        reports.map(Self).map_err(|message| Error::raw(ErrorKind::ArgumentConflict, format!("{message}\n")))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The values of an argument with their places on the command line.
fn placed<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Vec<(usize, T)> {
    let places = matches.indices_of(name).into_iter().flatten();
    places.zip(matches.get_many::<T>(name).into_iter().flatten().cloned()).collect()
}

/// Each format with the file that follows it.
fn bound(formats: &[(usize, String)], outputs: &[(usize, PathBuf)]) -> Result<Vec<ReportTo>, String> {
    if formats.is_empty() && outputs.is_empty() {
        return Ok(vec![ReportTo { name: FORMATS[0].0.to_owned(), file: None }]);
    }
    let mut reports: Vec<(ReportTo, bool)> =
        formats.iter().map(|(_, name)| (ReportTo { name: name.clone(), file: None }, false)).collect();
    for (place, file) in outputs {
        let shown = file.display();
        let format = formats.iter().rposition(|(before, _)| before < place);
        let Some((report, is_bound)) = format.map(|index| &mut reports[index]) else {
            return Err(format!("`-o {shown}` follows no --format: write `--format FORMAT -o {shown}`"));
        };
        if std::mem::replace(is_bound, true) {
            return Err(format!("`-o {shown}`: the format `{}` has a file already", report.name));
        }
        report.file = Some(file.clone()).filter(|file| file.as_path() != Path::new("-"));
    }
    Ok(reports.into_iter().map(|(report, _)| report).collect())
}

/// Refuses reports that would be mixed up.
fn distinct(reports: Vec<ReportTo>) -> Result<Vec<ReportTo>, String> {
    for (index, report) in reports.iter().enumerate() {
        let Some(other) = reports[..index].iter().find(|other| other.file == report.file) else { continue };
        return Err(match &report.file {
            Some(file) => format!("`{}` and `{}` would both be written to {}", other.name, report.name, file.display()),
            None => format!(
                "`{}` and `{}` would both be written to stdout: put `-o FILE` after one of them",
                other.name, report.name
            ),
        });
    }
    Ok(reports)
}
