//! The findings that were there when a team began, in a file that keeps them quiet: text into a [`Baseline`], a
//! baseline against what is found now, and back into text. It knows no line numbers, and it only shrinks.
//!
//! One line for each path, rule and subject, sorted, so that a change to one document changes its lines only and Git
//! merges the rest.

mod read;
mod settle;
mod write;

use crate::text::Span;

pub use read::LARGEST;
pub use settle::{Settled, Stale};

/// What a finding is known by from one run to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The document, below the folder of `book.toml`.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// What it is about.
    pub subject: String,
    /// Whether the document was unfinished, and only told: when it is finished, it must have what it lacks.
    pub draft: bool,
}

impl Key {
    /// The key of a finding. Long subjects are cut, and told apart by what they hold.
    pub fn new(path: &str, rule: &str, subject: &str, draft: bool) -> Self {
        Self { path: path.to_owned(), rule: rule.to_owned(), subject: short(subject), draft }
    }
}

/// At most so many characters of a subject are kept as they are.
const LONGEST: usize = 120;

fn short(subject: &str) -> String {
    const KEPT: usize = 80;
    if subject.char_indices().nth(LONGEST).is_none() {
        return subject.to_owned();
    }
    let end = subject.char_indices().nth(KEPT).map_or(subject.len(), |(end, _)| end);
    format!("{}… {}", &subject[..end], &blake3::hash(subject.as_bytes()).to_hex()[..12])
}

/// How many findings of a key are kept quiet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    key: Key,
    count: usize,
    /// Where it stands in the text that was read.
    place: Place,
}

/// Where an entry stands in the text that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Its path.
    pub path: Span,
    /// Its subject, or the rule where it has none.
    pub subject: Span,
}

/// The findings that are kept quiet, sorted by key; no key is twice there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

impl Baseline {
    /// A baseline of these findings.
    pub fn of(keys: impl IntoIterator<Item = Key>) -> Self {
        let entries = keys.into_iter().map(|key| Entry { key, count: 1, place: Place::default() }).collect();
        Self::sorted(entries, |one, other| one + other)
    }

    /// How many findings it keeps quiet.
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    /// The documents that it names, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.chunk_by(|a, b| a.key.path == b.key.path).map(|group| group[0].key.path.as_str())
    }

    fn sorted(mut entries: Vec<Entry>, join: impl Fn(usize, usize) -> usize) -> Self {
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        entries.dedup_by(|later, earlier| {
            let same = later.key == earlier.key;
            if same {
                earlier.count = join(earlier.count, later.count);
            }
            same
        });
        Self { entries }
    }
}
