//! Two trees into the files that differ. Equal sub-trees are skipped by their ids, without being read.

use git2::OdbObject;

use super::tree::{Entry, EntryKind, Trees, next_entry};
use crate::history::ObjectId;

/// How deep folders may be nested.
const DEEPEST: usize = 64;

/// A file that is not the same in two trees; on a side where it is no regular file it is absent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Delta {
    pub(super) path: String,
    pub(super) old: Option<ObjectId>,
    pub(super) new: Option<ObjectId>,
}

/// The files that differ between two trees, by path. Names that are not UTF-8 are passed over.
pub(super) fn difference(
    trees: &Trees<'_>,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Result<Vec<Delta>, git2::Error> {
    let mut comparison = Comparison { trees, path: Vec::new(), found: Vec::new() };
    comparison.folders(old, new, 0)?;
    let mut found = comparison.found;
    found.sort();
    Ok(found)
}

struct Comparison<'a, 'o> {
    trees: &'a Trees<'o>,
    path: Vec<u8>,
    found: Vec<Delta>,
}

impl Comparison<'_, '_> {
    fn folders(&mut self, old: Option<ObjectId>, new: Option<ObjectId>, depth: usize) -> Result<(), git2::Error> {
        if old == new || depth > DEEPEST {
            return Ok(());
        }
        let read = |id: Option<ObjectId>| id.map(|id| self.trees.read(id)).transpose();
        let (old_bytes, new_bytes) = (read(old)?, read(new)?);
        let mut olds = old_bytes.as_deref().map_or(&[][..], OdbObject::data);
        let mut news = new_bytes.as_deref().map_or(&[][..], OdbObject::data);
        skip_equal(&mut olds, &mut news);
        let (mut a, mut b) = (next_entry(&mut olds), next_entry(&mut news));
        loop {
            match (a, b) {
                (None, None) => return Ok(()),
                (Some(x), Some(y)) if x.order(&y).is_eq() => {
                    if x.id != y.id || x.kind != y.kind {
                        self.entry(Some(x), Some(y), depth)?;
                    }
                    skip_equal(&mut olds, &mut news);
                    (a, b) = (next_entry(&mut olds), next_entry(&mut news));
                }
                (Some(x), other) if other.is_none_or(|y| x.order(&y).is_lt()) => {
                    self.entry(Some(x), None, depth)?;
                    a = next_entry(&mut olds);
                }
                (_, y) => {
                    self.entry(None, y, depth)?;
                    b = next_entry(&mut news);
                }
            }
        }
    }

    /// Two entries of one name (and order), one of which may be missing.
    fn entry(&mut self, old: Option<Entry<'_>>, new: Option<Entry<'_>>, depth: usize) -> Result<(), git2::Error> {
        let Some(name) = old.or(new).map(|entry| entry.name) else { return Ok(()) };
        let length = self.path.len();
        self.path.extend_from_slice(name);
        let of = |entry: Option<Entry<'_>>, kind| entry.filter(|entry| entry.kind == kind).map(|entry| entry.id);
        let (before, after) = (of(old, EntryKind::File), of(new, EntryKind::File));
        if before != after
            && let Ok(path) = std::str::from_utf8(&self.path)
        {
            self.found.push(Delta { path: path.to_owned(), old: before, new: after });
        }
        self.path.push(b'/');
        self.folders(of(old, EntryKind::Folder), of(new, EntryKind::Folder), depth + 1)?;
        self.path.truncate(length);
        Ok(())
    }
}

/// Moves both over the entries that they have in common at their begin: long equal runs are the rule.
fn skip_equal(a: &mut &[u8], b: &mut &[u8]) {
    const BLOCK: usize = 256;
    // Find the first byte that differs, in blocks; then the entries before it, which are the same in both.
    let mut same = 0;
    while let (Some(x), Some(y)) = (a.get(same..same + BLOCK), b.get(same..same + BLOCK)) {
        if x != y {
            break;
        }
        same += BLOCK;
    }
    let mut at = 0;
    while let Some(end) = entry_end(a, at) {
        if end > same && b.get(at..end) != a.get(at..end) {
            break;
        }
        at = end;
    }
    (*a, *b) = (&a[at..], &b[at..]);
}

/// Where the entry that begins at `at` ends: its mode and name hold no NUL, and its id has twenty bytes.
fn entry_end(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at + memchr::memchr(0, bytes.get(at..)?)? + 21;
    (end <= bytes.len()).then_some(end)
}
