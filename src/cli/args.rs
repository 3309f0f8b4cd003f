//! What may be typed.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Level;
use crate::report::FORMATS;

/// Checks the postmortems a team keeps as Markdown in Git, and builds a knowledge base from them.
#[derive(Debug, Parser)]
#[command(name = "pmdoc", version, max_term_width = 100)]
pub(super) struct Cli {
    /// The folder with book.toml [default: the nearest one above the current folder that has it]
    #[arg(long, short = 'C', global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: When,
    /// The language of messages [default: each document's own]
    #[arg(long, global = true, value_name = "TAG")]
    pub(super) lang: Option<String>,
    /// Where copies of other repositories are kept [default: pmdoc in the user's cache folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Which state of the files is read, and how much of their history.
#[derive(Debug, Default, Args)]
pub(super) struct StateArgs {
    /// Read a commit, branch or tag instead of the files on disk
    #[arg(long, value_name = "REV", conflicts_with = "staged", allow_hyphen_values = true)]
    pub(super) rev: Option<String>,
    /// Read what is staged for the next commit
    #[arg(long)]
    pub(super) staged: bool,
    /// The most commits that one run reads beyond those it remembers; 0 asks Git nothing
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    pub(super) max_commits: usize,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what is missing in the postmortems, and fail if something is
    Check(CheckArgs),
    /// Build the site
    Build(BuildArgs),
    /// Show what pmdoc understood of documents, one JSON object a line
    Inspect(InspectArgs),
    /// Propose front matter for documents that have none, from what they already say
    Import(ImportArgs),
    /// Explain a rule, or list all of them
    Rule(RuleArgs),
    /// Get copies of the other repositories that book.toml names by a url
    Fetch(FetchArgs),
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command")]
pub(super) struct CheckArgs {
    /// Files and folders to report on, or `-` for a document on standard input [default: the whole repository]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Where the document on standard input belongs; it is checked in the place of that file
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// How to report
    #[arg(long, default_value = "human", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|(name, _)| *name)))]
    pub(super) format: String,
    /// Report only documents that differ from where this commit, branch or tag was left
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub(super) base: Option<String>,
    #[command(flatten)]
    pub(super) state: StateArgs,
    /// The lowest level that makes the check fail
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    pub(super) fail_on: FailOn,
    /// Tell nothing that this file lists [default: pmdoc-baseline.toml beside book.toml, if it is there]
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write what is found into the baseline; if there is one already, only take out what is mended
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        conflicts_with_all = ["base", "staged", "rev", "list_files", "show_config", "watch"]
    )]
    #[allow(clippy::option_option, reason = "the option, and its value")]
    pub(super) write_baseline: Option<Option<PathBuf>>,
    /// Count findings by rule instead of telling each (with `--format json`: besides)
    #[arg(long)]
    pub(super) statistics: bool,
    /// Check again whenever something changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["rev", "list_files", "show_config"])]
    pub(super) watch: bool,
    /// List the documents that would be reported on and what each is read as, and check nothing
    #[arg(long)]
    pub(super) list_files: bool,
    /// Print the settings that are in effect, for the document that is named or for all, and check nothing
    #[arg(long, conflicts_with_all = ["list_files", "base"])]
    pub(super) show_config: bool,
}

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    /// The repository, or a folder of documents [default: the current one]
    #[arg(value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// Where the site goes [default: build-dir of book.toml]
    #[arg(long, short = 'o', value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) state: StateArgs,
}

#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// Files and folders, or `-` for a document on standard input [default: the whole repository]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Where the document on standard input belongs; it is read in the place of that file
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// How to print
    #[arg(long, default_value = "json", value_parser = ["json"])]
    pub(super) format: String,
    #[command(flatten)]
    pub(super) state: StateArgs,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Write the front matter into the documents; without it, only show what would change
    #[arg(long)]
    pub(super) write: bool,
}

#[derive(Debug, Args)]
pub(super) struct FetchArgs {
    /// Names of sources [default: all that have a url]
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    /// A rule's name or code [default: list all]
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

/// The lowest level that makes a check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Note,
    Warning,
    Error,
    Never,
}

impl FailOn {
    pub(super) fn includes(self, level: Level) -> bool {
        match self {
            Self::Note => true,
            Self::Warning => level >= Level::Warning,
            Self::Error => level == Level::Error,
            Self::Never => false,
        }
    }
}
