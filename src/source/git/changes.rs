//! One commit and its parents into the files of a folder that it changed, with what each parent had in their
//! place: what `git log -c -M` compares.

use git2::Odb;

use super::difference::{Delta, difference};
use super::renames::{File, moved};
use super::tree::{EntryKind, Trees};
use crate::history::ObjectId;

/// The files that a log is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Scope {
    /// Below the root of the repository; `""` for all of it.
    pub(super) folder: String,
    /// Whether every file counts, or only those that can be documents.
    pub(super) every_file: bool,
}

impl Scope {
    /// Whether a path is one of them.
    pub(super) fn covers(&self, path: &str) -> bool {
        let below =
            self.folder.is_empty() || path.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        below && (self.every_file || can_be_document(path))
    }
}

/// By its name alone: Markdown, or no ending at all.
fn can_be_document(path: &str) -> bool {
    const ENDINGS: [&str; 6] = ["md", "markdown", "mdx", "qmd", "erb", "txt"];
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_none_or(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// As [`super::log::Change`], with paths written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawChange {
    pub(super) path: String,
    pub(super) new: Option<ObjectId>,
    pub(super) old: Vec<Option<(String, ObjectId)>>,
    pub(super) moved_away: bool,
}

/// The changes of a commit, given its tree and those of its parents; by path.
pub(super) fn changes(
    trees: &Trees<'_>,
    odb: &Odb<'_>,
    scope: &Scope,
    tree: ObjectId,
    parents: &[ObjectId],
) -> Result<Vec<RawChange>, git2::Error> {
    let first = parents.first().copied();
    let deltas = in_folder(trees, &scope.folder, first, tree)?;
    if !deltas.iter().any(|delta| scope.covers(&delta.path)) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for delta in deltas.iter().filter(|delta| scope.covers(&delta.path)) {
        let mut old: Vec<_> = first.iter().map(|_| delta.old.map(|id| (delta.path.clone(), id))).collect();
        for &parent in parents.iter().skip(1) {
            let entry = trees.at(parent, &delta.path)?;
            let file = entry.filter(|(kind, _)| *kind == EntryKind::File);
            old.push(file.map(|(_, id)| (delta.path.clone(), id)));
        }
        found.push(RawChange { path: delta.path.clone(), new: delta.new, old, moved_away: false });
    }
    if let Some(parent) = first {
        find_moves(trees, odb, scope, (parent, tree), &deltas, &mut found)?;
    }
    Ok(found)
}

/// The differences below a folder, with paths below the root.
fn in_folder(trees: &Trees<'_>, folder: &str, old: Option<ObjectId>, new: ObjectId) -> Result<Vec<Delta>, git2::Error> {
    let before = old.map(|tree| trees.folder(tree, folder)).transpose()?.flatten();
    let mut deltas = difference(trees, before, trees.folder(new, folder)?)?;
    if !folder.is_empty() {
        deltas.iter_mut().for_each(|delta| delta.path = format!("{folder}/{}", delta.path));
    }
    Ok(deltas)
}

/// Finds where files that seem new came from: first from the folder, then, for what is left, from anywhere.
fn find_moves(
    trees: &Trees<'_>,
    odb: &Odb<'_>,
    scope: &Scope,
    (parent, tree): (ObjectId, ObjectId),
    deltas: &[Delta],
    found: &mut [RawChange],
) -> Result<(), git2::Error> {
    match_up(odb, deltas, found);
    if scope.folder.is_empty() || !found.iter().any(is_new) {
        return Ok(());
    }
    let mut elsewhere = difference(trees, Some(parent), Some(tree))?;
    let inside = Scope { every_file: true, ..scope.clone() };
    elsewhere.retain(|delta| !inside.covers(&delta.path));
    match_up(odb, &elsewhere, found);
    Ok(())
}

/// Whether no parent has the file in any form.
fn is_new(change: &RawChange) -> bool {
    change.new.is_some() && change.old.iter().all(Option::is_none)
}

/// Whether a merge made the file what it is, and the first parent has none of that name.
fn may_have_moved(change: &RawChange) -> bool {
    let taken_over = change.old.iter().flatten().any(|(_, id)| Some(*id) == change.new);
    change.new.is_some() && change.old.first().is_some_and(Option::is_none) && !taken_over
}

fn match_up(odb: &Odb<'_>, deltas: &[Delta], found: &mut [RawChange]) {
    let gone: Vec<File<'_>> = deltas
        .iter()
        .filter(|delta| delta.new.is_none())
        .filter_map(|delta| Some((delta.path.as_str(), delta.old?)))
        .collect();
    let open: Vec<usize> = (0..found.len()).filter(|&index| may_have_moved(&found[index])).collect();
    let came: Vec<(String, ObjectId)> =
        open.iter().filter_map(|&index| Some((found[index].path.clone(), found[index].new?))).collect();
    let came: Vec<File<'_>> = came.iter().map(|(path, id)| (path.as_str(), *id)).collect();
    for (&index, source) in open.iter().zip(moved(odb, &gone, &came)) {
        let Some((path, id)) = source else { continue };
        found[index].old[0] = Some((path.to_owned(), id));
        if let Ok(from) = found.binary_search_by(|change| change.path.as_str().cmp(path)) {
            found[from].moved_away = true;
        }
    }
}
