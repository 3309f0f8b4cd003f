//! The commits that changed a document, newest first.

use serde::Serialize;

use super::{Day, commit_text};
use crate::history::{DocumentHistory, Revision};
use crate::knowledge::RecordIndex;
use crate::site::Site;
use crate::site::repository::Repository;
use crate::site::words::Words;

/// Where the templates put it on the page.
pub(super) const ANCHOR: &str = "#page:history";

/// So many are shown at once.
const NEWEST: usize = 10;
/// The rest is folded away, so many at most: a page must stay light whatever happened to its document.
const OLDER: usize = 190;

/// The history of a document, as far back as it is known.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Revisions {
    /// How many there are.
    sum: String,
    /// That the page shows what is not committed yet.
    edited: Option<String>,
    newest: Vec<Row>,
    older: Vec<Row>,
    /// What the older ones are folded away behind.
    fold: String,
    /// How many are not even there.
    more: Option<String>,
    /// That it goes back further than is known.
    end: Option<String>,
}

/// One commit.
#[derive(Debug, Clone, Serialize)]
struct Row {
    day: Option<Day>,
    subject: String,
    author: Option<String>,
    id: String,
    href: Option<String>,
    moved: Option<Moved>,
}

/// That the file had another path until then; the words around that path.
#[derive(Debug, Clone, Serialize)]
struct Moved {
    before: String,
    path: String,
    after: String,
}

/// The history of a record that has been committed.
pub(in crate::site) fn revisions(site: &Site<'_>, index: RecordIndex, words: &Words) -> Option<Revisions> {
    let history = site.history_of(index)?;
    let count = history.revisions.len();
    let mut rows = rows(site, index, history, words);
    let older = rows.split_off(rows.len().min(NEWEST));
    let more = count.checked_sub(NEWEST + OLDER + 1).map(|more| words.count("home.more", more + 1, &[]));
    let sentence = |key: &str| words.text(key).to_owned();
    Some(Revisions {
        sum: words.count(if history.complete { "history.sum" } else { "history.known" }, count, &[]),
        edited: history.edited.then(|| sentence("history.edited")),
        newest: rows,
        fold: words.count("history.fold", count.saturating_sub(NEWEST), &[]),
        older,
        more,
        end: (!history.complete).then(|| sentence("history.end")),
    })
}

fn rows(site: &Site<'_>, index: RecordIndex, history: &DocumentHistory, words: &Words) -> Vec<Row> {
    let repository = site.repository_of(index);
    let older = history.revisions.iter().skip(1).map(Some).chain([None]);
    let pairs = history.revisions.iter().zip(older).take(NEWEST + OLDER);
    pairs.map(|(revision, older)| row(site, repository.as_ref(), revision, older, words)).collect()
}

fn row(
    site: &Site<'_>,
    repository: Option<&Repository>,
    revision: &Revision,
    older: Option<&Revision>,
    words: &Words,
) -> Row {
    let commit = &revision.commit;
    let moved = older.filter(|older| older.path != revision.path);
    Row {
        day: Day::of(commit, site, words),
        subject: commit_text::subject(&commit.subject),
        author: commit_text::name(&commit.author.name),
        id: commit.id.short(),
        href: repository.and_then(|repository| repository.commit(commit.id)).map(|url| url.to_string()),
        moved: moved.map(|older| {
            let (before, after) = words.around("history.moved", "path");
            Moved { before: before.to_owned(), path: commit_text::path(&older.path), after: after.to_owned() }
        }),
    }
}
