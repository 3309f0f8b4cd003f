//! A Git repository into files, histories and changes. The only user of libgit2.
//!
//! 1. `repository`: a folder into an open repository; names into commits.
//! 2. `walk` and `follow`: commits into a log, and the log into the history of each document.

mod changes;
mod commit;
mod difference;
mod fetch;
mod follow;
mod histories;
mod identity;
mod log;
mod people;
mod renames;
mod repository;
mod staged;
mod stored;
mod tree;
mod trouble;
mod walk;

pub use fetch::{FetchError, Fetched, fetch};
pub use histories::Histories;
pub use identity::committer;
pub use repository::{Git, GitPlace, RevisionError};
pub use staged::Staged;
pub(in crate::source) use stored::{Stored, joined};
pub(in crate::source) use tree::{EntryKind, blob_id};
pub use trouble::GitTrouble;
pub use walk::Limits;
