//! What Git says about a document and its actions, as JSON. Absent or `null` where it is not known.

use serde::Serialize;

use crate::history::{Commit, DocumentHistory};
use crate::knowledge::{Event, LifeCycle};

/// The history of a document.
#[derive(Serialize)]
pub(super) struct History<'r> {
    /// When the file was made; `null` where the history does not reach back to it.
    published: Option<String>,
    updated: Option<String>,
    /// The commits that changed it, newest first.
    commits: Vec<Revision<'r>>,
    contributors: Vec<&'r str>,
    /// Whether the history reaches back to the commit that made the file.
    complete: bool,
    /// Whether the file has changes that are not committed.
    edited: bool,
}

#[derive(Serialize)]
struct Revision<'r> {
    commit: String,
    time: Option<String>,
    author: &'r str,
    subject: &'r str,
    /// Below the root of the repository.
    path: &'r str,
}

/// A moment in the life of an action.
#[derive(Serialize)]
pub(super) struct Moment<'r> {
    /// `null` for what is not committed yet.
    commit: Option<String>,
    time: Option<String>,
    by: Option<&'r str>,
}

impl<'r> History<'r> {
    pub(super) fn of(history: &'r DocumentHistory) -> Self {
        let time = |commit: Option<&Commit>| commit.and_then(moment);
        Self {
            published: time(history.first()),
            updated: time(history.last()),
            commits: history.revisions.iter().map(Revision::of).collect(),
            contributors: history.contributors().into_iter().map(|person| person.name.as_str()).collect(),
            complete: history.complete,
            edited: history.edited,
        }
    }
}

impl<'r> Revision<'r> {
    fn of(revision: &'r crate::history::Revision) -> Self {
        let commit = &revision.commit;
        Self {
            commit: commit.id.to_string(),
            time: moment(commit),
            author: &commit.author.name,
            subject: &commit.subject,
            path: &revision.path,
        }
    }
}

impl<'r> Moment<'r> {
    fn of(event: &'r Event) -> Self {
        Self {
            commit: event.commit.as_ref().map(|commit| commit.id.to_string()),
            time: event.commit.as_deref().and_then(moment),
            by: event.author().map(|person| person.name.as_str()),
        }
    }

    /// When an action was written down.
    pub(super) fn opened(life: Option<&'r LifeCycle>) -> Option<Self> {
        life?.opened().map(Self::of)
    }

    /// When it was done or dropped.
    pub(super) fn closed(life: Option<&'r LifeCycle>) -> Option<Self> {
        life?.closed().map(Self::of)
    }
}

/// In UTC, as RFC 3339 writes it.
fn moment(commit: &Commit) -> Option<String> {
    commit.time.map(|time| time.to_string())
}
