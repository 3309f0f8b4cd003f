//! The state of the files that a command reads: a commit, the index or the disk.

use clap::Args;

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
