//! Files that went and files that came in one step into pairs of which one was moved to the other: equal
//! content first, then similar content, as `git diff -M50%` measures it (diffcore-delta.c).

use std::collections::HashMap;

use git2::{ObjectType, Odb};

use super::tree::oid;
use crate::history::ObjectId;

/// The least part of the larger file that both must share: Git's own default.
const SIMILAR: f64 = 0.5;
/// The most comparisons for one commit: Git's default limit of a thousand files on each side.
const MOST_COMPARISONS: usize = 1_000_000;
/// Larger files are moved only where they are equal.
const LARGEST: usize = 1024 * 1024;
/// Where Git ends a chunk that has no line end.
const CHUNK: usize = 64;

/// A file that went or came: its path and content.
pub(super) type File<'a> = (&'a str, ObjectId);

/// For each file that came, the one that went to become it; `None` for a new one. Nothing is moved twice.
pub(super) fn moved<'a>(odb: &Odb<'_>, gone: &[File<'a>], came: &[File<'_>]) -> Vec<Option<File<'a>>> {
    let mut found = vec![None; came.len()];
    let mut free = vec![true; gone.len()];
    if gone.is_empty() {
        return found;
    }
    equal(gone, came, &mut free, &mut found);
    similar(odb, gone, came, &mut free, &mut found);
    found
}

/// Pairs of equal content: where several went, the one of the same name.
fn equal<'a>(gone: &[File<'a>], came: &[File<'_>], free: &mut [bool], found: &mut [Option<File<'a>>]) {
    let mut by_content: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    gone.iter().enumerate().for_each(|(index, (_, id))| by_content.entry(*id).or_default().push(index));
    for (slot, (path, id)) in found.iter_mut().zip(came) {
        let Some(candidates) = by_content.get_mut(id) else { continue };
        let same_name = candidates.iter().position(|&index| name(gone[index].0) == name(path)).unwrap_or(0);
        if !candidates.is_empty() {
            let index = candidates.remove(same_name);
            free[index] = false;
            *slot = Some(gone[index]);
        }
    }
}

/// The most similar pairs of what is left; ties by name, then by order.
fn similar<'a>(odb: &Odb<'_>, gone: &[File<'a>], came: &[File<'_>], free: &mut [bool], found: &mut [Option<File<'a>>]) {
    let open: Vec<usize> = (0..came.len()).filter(|&index| found[index].is_none()).collect();
    let left: Vec<usize> = (0..gone.len()).filter(|&index| free[index]).collect();
    if open.is_empty() || left.is_empty() || open.len() * left.len() > MOST_COMPARISONS {
        return;
    }
    let read = |id: ObjectId| Sketch::read(odb, id);
    let gone_sketches: Vec<Option<Sketch>> = left.iter().map(|&index| read(gone[index].1)).collect();
    let mut pairs = Vec::new();
    for &to in &open {
        let Some(new) = read(came[to].1) else { continue };
        for (&from, old) in left.iter().zip(&gone_sketches) {
            let score = old.as_ref().map_or(0.0, |old| old.similarity(&new));
            if score >= SIMILAR {
                let other_name = name(gone[from].0) != name(came[to].0);
                pairs.push((score, other_name, to, from));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    for (_, _, to, from) in pairs {
        if found[to].is_none() && free[from] {
            free[from] = false;
            found[to] = Some(gone[from]);
        }
    }
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// How many bytes of a file lie in which chunks. A chunk is a line, or 64 bytes of a longer one.
struct Sketch {
    size: usize,
    bytes_of: HashMap<u64, usize>,
}

impl Sketch {
    /// Of a file's content; `None` where it is missing (a partial clone), empty or too large.
    fn read(odb: &Odb<'_>, id: ObjectId) -> Option<Self> {
        let (size, kind) = odb.read_header(oid(id).ok()?).ok()?;
        if kind != ObjectType::Blob || size == 0 || size > LARGEST {
            return None;
        }
        Some(Self::of(odb.read(oid(id).ok()?).ok()?.data()))
    }

    fn of(content: &[u8]) -> Self {
        let mut bytes_of = HashMap::new();
        for line in content.split_inclusive(|&byte| byte == b'\n') {
            for chunk in line.chunks(CHUNK) {
                *bytes_of.entry(hash(chunk)).or_default() += chunk.len();
            }
        }
        Self { size: content.len(), bytes_of }
    }

    /// The bytes that both have, as a part of the larger one.
    fn similarity(&self, other: &Self) -> f64 {
        let (small, large) = (self.size.min(other.size), self.size.max(other.size));
        #[allow(clippy::cast_precision_loss, reason = "files are at most a MiB")]
        let part = |bytes: usize| bytes as f64 / large as f64;
        if part(small) < SIMILAR {
            return 0.0;
        }
        let shared =
            self.bytes_of.iter().map(|(hash, &bytes)| other.bytes_of.get(hash).map_or(0, |&others| others.min(bytes)));
        part(shared.sum())
    }
}

/// FNV-1a.
fn hash(chunk: &[u8]) -> u64 {
    chunk.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
