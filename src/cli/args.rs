//! What may be typed.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::report_args::ReportArgs;
pub(super) use super::site_args::{ServeArgs, SiteArgs};
use crate::diagnostic::Level;
use crate::messages::Locale;
use crate::postmortem::Language;
use crate::report::TABLE_FORMATS;
use crate::search::Facet;

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
    /// The language of messages: en, ko, ja or zh [default: each document's own]
    #[arg(long, global = true, value_name = "TAG", value_parser = language)]
    pub(super) lang: Option<String>,
    /// Where copies of other repositories are kept [default: pmdoc in the user's cache folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The tag of a language that pmdoc knows words of.
fn language(tag: &str) -> Result<String, String> {
    let known = || Language::ALL.map(Language::tag).join(", ");
    Language::from_tag(tag).map(|_| tag.to_owned()).ok_or_else(|| format!("it is none of {}", known()))
}

impl Cli {
    /// Refuses a language in which pmdoc has nothing to say.
    ///
    /// # Errors
    /// Where there are none in it, and the command says something.
    pub(super) fn refuse_silent_language(&self) -> anyhow::Result<()> {
        let writes_documents = matches!(self.command, Command::New(_) | Command::Init(_));
        let Some(tag) = self.lang.as_deref().filter(|tag| !writes_documents && Locale::from_tag(tag).is_none()) else {
            return Ok(());
        };
        let locales = Locale::ALL.map(Locale::tag).join(", ");
        anyhow::bail!("--lang {tag}: there are no messages in that language; choose one of {locales}")
    }
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
    #[arg(long, value_name = "N", default_value_t = COMMITS)]
    pub(super) max_commits: usize,
}

/// The most commits that one run reads where nobody says how many.
const COMMITS: usize = 50_000;

impl StateArgs {
    /// The files on disk, with their history.
    pub(super) fn on_disk() -> Self {
        Self { max_commits: COMMITS, ..Self::default() }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what is missing in the postmortems, and fail if something is
    Check(CheckArgs),
    /// Set up a repository: settings, a template, a registry of causes, CI; what is there already is left alone
    Init(InitArgs),
    /// Begin a postmortem: a file with headings and guidance, named as this repository names its postmortems
    New(NewArgs),
    /// Build the site
    Build(BuildArgs),
    /// Serve the site on this machine, and build it again whenever something changes
    Serve(ServeArgs),
    /// List what was promised: whose it is, since when, and what is overdue
    Actions(ActionsArgs),
    /// List the root causes and how often each came back, or tell of one
    Causes(CausesArgs),
    /// Count what happened, how long it took, what came back and what was done
    Stats(StatsArgs),
    /// Show what pmdoc understood of documents, one JSON object a line
    Inspect(InspectArgs),
    /// Propose front matter for documents that have none, from what they already say
    Import(ImportArgs),
    /// Find documents by words, "phrases", -without and field:value, as the site's own search does
    Search(SearchArgs),
    /// Find past incidents like the one of a document, and say why
    Similar(SimilarArgs),
    /// Prepare the review meeting of a postmortem: a time-boxed agenda, and a question for whatever it does not tell
    Agenda(AgendaArgs),
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
    #[command(flatten)]
    pub(super) reports: ReportArgs,
    /// Report only documents that differ from where this commit, branch or tag was left
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub(super) base: Option<String>,
    #[command(flatten)]
    pub(super) state: StateArgs,
    /// The lowest level that makes the check fail
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    pub(super) fail_on: FailOn,
    /// Mend what can be mended without a doubt, and report what is left
    #[arg(long, conflicts_with_all = ["list_files", "show_config", "watch", "write_baseline", "statistics"])]
    pub(super) fix: bool,
    /// Show what --fix would change, write nothing, and fail if there is anything
    #[arg(long, conflicts_with_all = ["fix", "list_files", "show_config", "watch", "write_baseline", "statistics"])]
    pub(super) diff: bool,
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
pub(super) struct InitArgs {
    /// The repository [default: the current folder]
    #[arg(value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// Where checks run
    #[arg(long, value_enum, default_value_t = CiArg::Github, value_name = "CI")]
    pub(super) ci: CiArg,
}

/// Where checks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CiArg {
    Github,
    Gitlab,
    None,
}

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// What the incident is called
    #[arg(value_name = "TITLE")]
    pub(super) title: String,
    /// The day of the incident [default: today]
    #[arg(long, value_name = "DAY")]
    pub(super) date: Option<String>,
    /// How bad it was, in your own words for it
    #[arg(long, value_name = "LEVEL")]
    pub(super) severity: Option<String>,
    /// What sort of postmortem it is: incident, near-miss, drill or error-budget
    #[arg(long, value_name = "KIND")]
    pub(super) kind: Option<String>,
    /// Who writes it; may be given several times [default: user.name of Git]
    #[arg(long = "author", value_name = "NAME")]
    pub(super) authors: Vec<String>,
    /// Print it instead of writing a file
    #[arg(long)]
    pub(super) stdout: bool,
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
    pub(super) site: SiteArgs,
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
pub(super) struct SearchArgs {
    /// What to look for: 'pool checkout', '"ran out of memory"', 'title:커넥션 -drill', 'cause:retry-storm'
    #[arg(value_name = "QUERY", required_unless_present = "facets")]
    pub(super) query: Vec<String>,
    /// Only documents with a value of year, severity, status, cause, service, team or kind; repeatable, the values of one
    /// facet are alternatives
    #[arg(long = "facet", value_name = "FACET=VALUE", value_parser = facet)]
    pub(super) facets: Vec<(Facet, String)>,
    /// The most documents to list
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) limit: u16,
    /// How to print
    #[arg(long, default_value = "table", value_parser = ["table", "json"])]
    pub(super) format: String,
    #[command(flatten)]
    pub(super) state: StateArgs,
}

fn facet(text: &str) -> Result<(Facet, String), String> {
    let known = || Facet::ALL.map(Facet::name).join(", ");
    let (name, value) = text.split_once('=').ok_or_else(|| format!("write FACET=VALUE, with one of {}", known()))?;
    let facet = Facet::named(name).ok_or_else(|| format!("there is no facet {name}: there are {}", known()))?;
    if value.trim().is_empty() { Err(format!("{name} needs a value")) } else { Ok((facet, value.to_owned())) }
}

#[derive(Debug, Args)]
pub(super) struct SimilarArgs {
    /// A document of the knowledge base or any other text about an incident; - reads standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The most incidents to list
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) limit: u16,
    /// How to print: human shows those that are likely, json the best whatever their score
    #[arg(long, default_value = "human", value_parser = ["human", "json"])]
    pub(super) format: String,
}

#[derive(Debug, Args)]
pub(super) struct AgendaArgs {
    /// The postmortem; - reads standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// How to print: a document, data, or the follow-up as an entry for calendars
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: AgendaFormat,
}

/// How the pack for a review meeting is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum AgendaFormat {
    #[default]
    Markdown,
    Json,
    Ics,
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

/// How tables are printed.
#[derive(Debug, Args)]
pub(super) struct TableArgs {
    /// How to print
    #[arg(long, default_value = "table", value_parser = PossibleValuesParser::new(TABLE_FORMATS.iter().map(|(name, _)| *name)))]
    pub(super) format: String,
    #[command(flatten)]
    pub(super) state: StateArgs,
}

#[derive(Debug, Args)]
pub(super) struct ActionsArgs {
    /// List only what is overdue, and fail if something is
    #[arg(long, conflicts_with = "standing")]
    pub(super) overdue: bool,
    /// List only what somebody has
    #[arg(long, value_name = "NAME")]
    pub(super) owner: Option<String>,
    /// List only what is about a cause, by id or any name, or about one of its cases
    #[arg(long, value_name = "CAUSE")]
    pub(super) cause: Option<String>,
    /// List only what a team promised
    #[arg(long, value_name = "NAME")]
    pub(super) team: Option<String>,
    /// List only what stands so
    #[arg(long = "state", value_enum, default_value_t = AskedStanding::Open, value_name = "STATE")]
    pub(super) standing: AskedStanding,
    /// List only what is for something
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub(super) kind: Option<AskedKind>,
    /// Count in place of listing; what several have counts for each of them
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(super) by: Option<AskedGrouping>,
    #[command(flatten)]
    pub(super) table: TableArgs,
}

#[derive(Debug, Args)]
pub(super) struct CausesArgs {
    /// The cause to tell of, by id or any name [default: list all]
    #[arg(value_name = "CAUSE")]
    pub(super) cause: Option<String>,
    /// List the postmortems that name no cause, with those that they may mean, and why
    #[arg(long, conflicts_with = "cause")]
    pub(super) suggestions: bool,
    #[command(flatten)]
    pub(super) table: TableArgs,
}

#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// Only incidents from a day on: 2026, 2026-03, 2026-03-15, or 90d, 12w, 6m, 2y before today
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// What is counted together
    #[arg(long, value_enum, default_value_t = Per::Quarter, value_name = "PERIOD")]
    pub(super) per: Per,
    #[command(flatten)]
    pub(super) table: TableArgs,
}

/// Where the listed actions stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AskedStanding {
    /// Not done yet, overdue or not
    Open,
    Overdue,
    Done,
    Dropped,
    All,
}

/// What the listed actions are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AskedKind {
    Prevent,
    Detect,
    Mitigate,
    Process,
}

/// What actions are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AskedGrouping {
    Owner,
    Team,
    Cause,
    Type,
    State,
}

/// What incidents are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Per {
    Year,
    Quarter,
    Month,
}

#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    /// A rule's name or code [default: list all]
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Print the pages of all rules
    #[arg(long, conflicts_with = "name")]
    pub(super) all: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: RuleFormat,
}

/// How rules are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum RuleFormat {
    /// For people
    #[default]
    Text,
    /// For programs: a list, or one object; with the pages where a name or `--all` asks for them
    Json,
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
