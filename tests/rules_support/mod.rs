//! What Git knows, as the pages of rules write it, into a `History`. A line of a `text git` block is one of
//!
//! - `PATH DAY ID AUTHOR: SUBJECT`: a commit that changed the document, the newest first
//! - `edited PATH`: the document was changed since, and not committed
//! - `shallow PATH`: the commits do not reach back to the first
//! - `commit NAME merged|unmerged|ambiguous|not-a-commit|missing`: what a commit that a document names turned out to be

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use pmdoc::history::{Commit, DocumentHistory, History, ObjectId, Person, Revision, Standing};
use pmdoc::postmortem::{Record, commit_names};
use pmdoc::text::RelPath;

/// The history that a block tells of these documents. Only commits that they name are looked up, as in a real run.
pub(crate) fn history(block: &str, records: &[Arc<Record>]) -> History {
    let named: BTreeSet<&str> = records.iter().flat_map(|record| commit_names(&record.postmortem)).collect();
    let mut history = History::default();
    for line in block.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["edited", path] => document(&mut history, path).edited = true,
            ["shallow", path] => document(&mut history, path).complete = false,
            ["commit", name, word] => {
                assert!(named.contains(name), "no document names the commit {name}");
                history.commits.insert((*name).to_owned(), standing(word));
            }
            [path, day, id, ..] => {
                let (author, subject) =
                    line.split_once(id).and_then(|(_, rest)| rest.split_once(": ")).expect("who: what");
                let revision = revision(path, day, id, author.trim(), subject);
                document(&mut history, path).revisions.push(revision);
            }
            _ => panic!("not a line of a git block: {line}"),
        }
    }
    history
}

fn document<'h>(history: &'h mut History, path: &str) -> &'h mut DocumentHistory {
    let path = RelPath::new(Path::new(path)).expect("a path inside the repository");
    history.documents.entry(path).or_insert_with(|| DocumentHistory { complete: true, ..DocumentHistory::default() })
}

/// A commit at noon of a day.
fn revision(path: &str, day: &str, id: &str, author: &str, subject: &str) -> Revision {
    let noon = day.parse::<Date>().expect("a day").at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a time");
    let author = Person { name: author.to_owned(), email: String::new() };
    let commit = Commit { id: object(id), time: Some(noon.timestamp()), author, subject: subject.to_owned() };
    Revision { commit: Arc::new(commit), path: path.to_owned(), blob: ObjectId([0; 20]) }
}

/// The object whose id begins with these digits.
fn object(digits: &str) -> ObjectId {
    let whole = format!("{digits:0<40}");
    let byte = |at: usize| u8::from_str_radix(&whole[2 * at..2 * at + 2], 16).expect("hexadecimal digits");
    ObjectId(std::array::from_fn(byte))
}

fn standing(word: &str) -> Standing {
    match word {
        "merged" => Standing::Merged,
        "unmerged" => Standing::Unmerged,
        "ambiguous" => Standing::Ambiguous,
        "not-a-commit" => Standing::NotACommit,
        "missing" => Standing::Missing,
        _ => panic!("no standing: {word}"),
    }
}
