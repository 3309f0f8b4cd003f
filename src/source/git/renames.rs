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
/// Where Git looks for a NUL byte, which no text has.
const BEGIN: usize = 8000;

/// A file that went or came: its path and content.
pub(super) type File<'a> = (&'a str, ObjectId);

/// What became of the files that went, and where those that came are from.
#[derive(Debug, Default)]
pub(super) struct Moves<'a> {
    /// For each file that came, the one that went to become it; `None` for a new one. Nothing is moved twice.
    pub(super) from: Vec<Option<File<'a>>>,
    /// Content that had to be compared, and is missing (a partial clone): what has the same content is known,
    /// of everything else only that it is not known.
    pub(super) missing: Option<ObjectId>,
}

/// Pairs up files. Where something is `missing` already, those of equal content only.
pub(super) fn moved<'a>(odb: &Odb<'_>, gone: &[File<'a>], came: &[File<'_>], missing: Option<ObjectId>) -> Moves<'a> {
    let mut moves = Moves { from: vec![None; came.len()], missing };
    let mut free = vec![true; gone.len()];
    equal(gone, came, &mut free, &mut moves.from);
    let open: Vec<usize> = (0..came.len()).filter(|&index| moves.from[index].is_none()).collect();
    let left: Vec<usize> = (0..gone.len()).filter(|&index| free[index]).collect();
    if missing.is_some() || open.is_empty() || left.is_empty() || open.len() * left.len() > MOST_COMPARISONS {
        return moves;
    }
    let sizes = |files: &[File<'_>], of: &[usize]| of.iter().map(|&index| Size::of(odb, files[index].1)).collect();
    let sizes: (Vec<Size>, Vec<Size>) = (sizes(gone, &left), sizes(came, &open));
    let missing =
        sizes.0.iter().chain(&sizes.1).find_map(|size| if let Size::Missing(id) = size { Some(*id) } else { None });
    if missing.is_some() {
        return Moves { missing, ..moves };
    }
    let left: Vec<_> = left.into_iter().zip(sizes.0).filter_map(|(index, size)| Some((index, size.known()?))).collect();
    let open: Vec<_> = open.into_iter().zip(sizes.1).filter_map(|(index, size)| Some((index, size.known()?))).collect();
    let mut pairs = pairs(odb, gone, came, &left, &open);
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    for (_, _, to, from) in pairs {
        if moves.from[to].is_none() && free[from] {
            free[from] = false;
            moves.from[to] = Some(gone[from]);
        }
    }
    moves
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

/// Similarity, whether the name is another one, and the places of what came and what went.
type Pair = (f64, bool, usize, usize);

/// The pairs that are similar enough, of files that went and came: places and sizes.
fn pairs(
    odb: &Odb<'_>,
    gone: &[File<'_>],
    came: &[File<'_>],
    left: &[(usize, usize)],
    open: &[(usize, usize)],
) -> Vec<Pair> {
    let mut sketches: Vec<Option<Option<Sketch>>> = left.iter().map(|_| None).collect();
    let mut pairs = Vec::new();
    for &(to, size) in open {
        let mut new = None;
        for (&(from, old_size), old) in left.iter().zip(&mut sketches) {
            if !is_possible(size, old_size) {
                continue;
            }
            let old = old.get_or_insert_with(|| Sketch::read(odb, gone[from].1));
            let new = new.get_or_insert_with(|| Sketch::read(odb, came[to].1));
            let (Some(old), Some(new)) = (old, new) else { continue };
            let score = old.similarity(new);
            if score >= SIMILAR {
                let other_name = name(gone[from].0) != name(came[to].0);
                pairs.push((score, other_name, to, from));
            }
        }
    }
    pairs
}

/// Whether files of these sizes can share enough.
fn is_possible(a: usize, b: usize) -> bool {
    part(a.min(b), a.max(b)) >= SIMILAR
}

#[allow(clippy::cast_precision_loss, reason = "files are at most a MiB")]
fn part(bytes: usize, of: usize) -> f64 {
    bytes as f64 / of as f64
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// How many bytes a file has.
enum Size {
    Known(usize),
    /// Empty or too large, or no file at all: similar to nothing.
    Unfit,
    Missing(ObjectId),
}

impl Size {
    fn of(odb: &Odb<'_>, id: ObjectId) -> Self {
        match oid(id).and_then(|id| odb.read_header(id)) {
            Ok((size, ObjectType::Blob)) if (1..=LARGEST).contains(&size) => Self::Known(size),
            Ok(_) => Self::Unfit,
            Err(_) => Self::Missing(id),
        }
    }

    fn known(self) -> Option<usize> {
        if let Self::Known(size) = self { Some(size) } else { None }
    }
}

/// How many bytes of a file lie in which chunks. A chunk is a line, or 64 bytes of a longer one. In a text,
/// CR before LF counts for nothing.
struct Sketch {
    size: usize,
    bytes_of: HashMap<u64, usize>,
}

impl Sketch {
    fn read(odb: &Odb<'_>, id: ObjectId) -> Option<Self> {
        Some(Self::of(odb.read(oid(id).ok()?).ok()?.data()))
    }

    fn of(content: &[u8]) -> Self {
        let is_text = !content[..content.len().min(BEGIN)].contains(&0);
        let mut bytes_of = HashMap::new();
        let mut add = |chunk: &[u8]| *bytes_of.entry(hash(chunk)).or_default() += chunk.len();
        for line in content.split_inclusive(|&byte| byte == b'\n') {
            match line.strip_suffix(b"\r\n") {
                Some(text) if is_text => [text, b"\n"].concat().chunks(CHUNK).for_each(&mut add),
                _ => line.chunks(CHUNK).for_each(&mut add),
            }
        }
        Self { size: content.len(), bytes_of }
    }

    /// The bytes that both have, as a part of the larger one.
    fn similarity(&self, other: &Self) -> f64 {
        let shared =
            self.bytes_of.iter().map(|(hash, &bytes)| other.bytes_of.get(hash).map_or(0, |&others| others.min(bytes)));
        part(shared.sum(), self.size.max(other.size))
    }
}

/// FNV-1a.
fn hash(chunk: &[u8]) -> u64 {
    chunk.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
