//! Two states of the same files into what one changed against the other.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::git::{blob_id, joined};
use super::{Content, Snapshot, SourceError, SourceFile, read};
use crate::history::ObjectId;
use crate::text::RelPath;

/// Files of up to so many bytes are compared by what they hold; larger ones count as changed.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What changed between a base and now. Paths are those of the documents' root.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Files that are new or hold something else.
    pub touched: BTreeSet<RelPath>,
    /// Files that hold what another file held in the base, and that file is gone.
    pub moved: BTreeSet<RelPath>,
    /// Where those were in the base, by where they are now, as far as that is certain.
    pub from: BTreeMap<RelPath, RelPath>,
    /// Paths that the base has and that are no more.
    pub gone: BTreeSet<RelPath>,
    /// What the base held where files are gone or hold something else now.
    pub before: Vec<SourceFile>,
}

impl Changes {
    /// Compares files with a base; `folder` is where they are below the root of both snapshots.
    ///
    /// # Errors
    /// Where the base cannot be read.
    pub fn between(
        base: Option<&Snapshot>,
        now: &Snapshot,
        folder: &str,
        files: &[SourceFile],
    ) -> Result<Self, SourceError> {
        let base_files = match base {
            Some(base) if base.exists(folder) || folder.is_empty() => base.walk(folder, folder)?.files,
            _ => Vec::new(),
        };
        let before: BTreeMap<&RelPath, ObjectId> =
            base_files.iter().filter_map(|file| Some((&file.path, stored_id(file)?))).collect();
        let exists = |path: &RelPath| now.exists(&joined(folder, path.as_str()));
        let gone: BTreeMap<&RelPath, ObjectId> =
            before.iter().filter(|(path, _)| !exists(path)).map(|(path, id)| (*path, *id)).collect();
        let mut gone_content: BTreeMap<ObjectId, Vec<&RelPath>> = BTreeMap::new();
        gone.iter().for_each(|(path, id)| gone_content.entry(*id).or_default().push(path));
        let mut changes = Self { gone: gone.into_keys().cloned().collect(), ..Self::default() };
        let differing: Vec<(&RelPath, Option<&[&RelPath]>)> = files
            .par_iter()
            .filter_map(|file| {
                let ids = content_ids(file);
                let same = before.get(&file.path).is_some_and(|id| ids.contains(id));
                let is_new = !before.contains_key(&file.path);
                let from = ids.iter().find_map(|id| gone_content.get(id)).map(Vec::as_slice);
                (!same).then_some((&file.path, from.filter(|_| is_new)))
            })
            .collect();
        for (path, from) in differing {
            let set = if from.is_some() { &mut changes.moved } else { &mut changes.touched };
            set.insert(path.clone());
            let from = from.and_then(|gone| origin(gone, path)).cloned();
            changes.from.extend(from.map(|from| (path.clone(), from)));
        }
        let is_other_now =
            |file: &SourceFile| changes.gone.contains(&file.path) || changes.touched.contains(&file.path);
        changes.before = base_files.into_iter().filter(is_other_now).collect();
        Ok(changes)
    }
}

/// Which of several files that held the same a moved one was: the only one, else the only one of its name.
fn origin<'p>(gone: &[&'p RelPath], now: &RelPath) -> Option<&'p RelPath> {
    let mut same_name = gone.iter().filter(|path| path.file_name() == now.file_name());
    match (gone, same_name.next(), same_name.next()) {
        ([only], ..) | (_, Some(only), None) => Some(only),
        _ => None,
    }
}

fn stored_id(file: &SourceFile) -> Option<ObjectId> {
    match &file.content {
        Content::Blob { id, .. } => Some(*id),
        Content::Disk(_) | Content::Memory(_) => None,
    }
}

/// Whether a file holds the content of an id.
pub fn holds(file: &SourceFile, id: ObjectId) -> bool {
    content_ids(file).contains(&id)
}

/// The ids that a file's content may have. Git may have changed line ends when it wrote the file to disk: they
/// make no difference.
fn content_ids(file: &SourceFile) -> Vec<ObjectId> {
    if let Some(own) = stored_id(file) {
        return vec![own];
    }
    let Ok(bytes) = read(file, LARGEST) else { return Vec::new() };
    let mut ids: Vec<ObjectId> = blob_id(&bytes).into_iter().collect();
    if bytes.contains(&b'\r') {
        ids.extend(blob_id(&unix_lines(&bytes)));
    }
    ids
}

fn unix_lines(bytes: &[u8]) -> Vec<u8> {
    let is_end = |index: usize| bytes[index] == b'\r' && bytes.get(index + 1) == Some(&b'\n');
    (0..bytes.len()).filter(|&index| !is_end(index)).map(|index| bytes[index]).collect()
}
