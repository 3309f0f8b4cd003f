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
pub(super) fn can_be_document(path: &str) -> bool {
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
    pub(super) unsure: bool,
}

/// What a commit did, as far as can be told.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// By path.
    pub(super) changes: Vec<RawChange>,
    /// An object without which something is not known.
    pub(super) missing: Option<ObjectId>,
}

/// The changes of a commit, given its tree and those of its parents.
pub(super) fn changes(
    trees: &Trees<'_>,
    odb: &Odb<'_>,
    scope: &Scope,
    tree: ObjectId,
    parents: &[ObjectId],
) -> Result<Compared, git2::Error> {
    let first = parents.first().copied();
    let deltas = in_folder(trees, &scope.folder, first, tree)?;
    let mut found = Vec::new();
    for delta in deltas.iter().filter(|delta| scope.covers(&delta.path)) {
        let mut old: Vec<_> = first.iter().map(|_| delta.old.map(|id| (delta.path.clone(), id))).collect();
        for &parent in parents.iter().skip(1) {
            let entry = trees.at(parent, &delta.path)?;
            let file = entry.filter(|(kind, _)| *kind == EntryKind::File);
            old.push(file.map(|(_, id)| (delta.path.clone(), id)));
        }
        found.push(RawChange { path: delta.path.clone(), new: delta.new, old, moved_away: false, unsure: false });
    }
    let mut comparison = Comparison { trees, odb, scope, tree, found, missing: None };
    for (index, &parent) in parents.iter().enumerate() {
        comparison.find_moves(index, parent, &deltas)?;
    }
    Ok(Compared { changes: comparison.found, missing: comparison.missing })
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

/// Whether a merge took a file as one of its parents has it.
fn is_taken_over(change: &RawChange) -> bool {
    change.old.iter().flatten().any(|(path, id)| Some(*id) == change.new && *path == change.path)
}

/// A commit's changes while moves are looked for.
struct Comparison<'a, 't, 'o> {
    trees: &'a Trees<'t>,
    odb: &'a Odb<'o>,
    scope: &'a Scope,
    tree: ObjectId,
    found: Vec<RawChange>,
    missing: Option<ObjectId>,
}

impl Comparison<'_, '_, '_> {
    /// Finds where files that a parent does not have under their names came from: first from the folder, then,
    /// for what is left, from anywhere; and which of those that went are somewhere else now.
    fn find_moves(&mut self, parent: usize, tree: ObjectId, first: &[Delta]) -> Result<(), git2::Error> {
        if self.is_settled(parent) {
            return Ok(());
        }
        let own;
        let inside = if parent == 0 {
            first
        } else {
            own = in_folder(self.trees, &self.scope.folder, Some(tree), self.tree)?;
            &own
        };
        let mut missing = self.match_sources(parent, inside, None);
        let mut outside = Vec::new();
        if !self.scope.folder.is_empty() && !self.is_settled(parent) {
            outside = difference(self.trees, Some(tree), Some(self.tree))?;
            let whole_folder = Scope { every_file: true, ..self.scope.clone() };
            outside.retain(|delta| !whole_folder.covers(&delta.path));
            missing = self.match_sources(parent, &outside, missing);
        }
        if parent == 0 {
            let uncovered = inside.iter().filter(|delta| !self.scope.covers(&delta.path));
            let places: Vec<&Delta> = uncovered.chain(&outside).collect();
            missing = self.match_targets(&places, missing);
        }
        if missing.is_some() {
            self.doubt(parent);
            self.missing = missing;
        }
        Ok(())
    }

    /// Whether nothing is left to be found out.
    fn is_settled(&self, parent: usize) -> bool {
        self.came(parent).is_empty() && (parent > 0 || self.gone().is_empty())
    }

    /// Changes that made a file which this parent does not have under its name, and which no parent has as it is.
    fn came(&self, parent: usize) -> Vec<usize> {
        let is_open =
            |change: &RawChange| change.new.is_some() && change.old[parent].is_none() && !is_taken_over(change);
        (0..self.found.len()).filter(|&index| is_open(&self.found[index])).collect()
    }

    /// Changes that took a file away, and nothing is known of where it went.
    fn gone(&self) -> Vec<usize> {
        let is_open = |change: &RawChange| change.new.is_none() && !change.moved_away;
        (0..self.found.len()).filter(|&index| is_open(&self.found[index])).collect()
    }

    /// Looks for the origins of what came among what went. Gives what is missing for that, or was before.
    fn match_sources(&mut self, parent: usize, deltas: &[Delta], missing: Option<ObjectId>) -> Option<ObjectId> {
        let open = self.came(parent);
        let is_moved = |path: &str| self.place(path).is_some_and(|index| self.found[index].moved_away);
        let is_free = |delta: &&Delta| delta.new.is_none() && (parent > 0 || !is_moved(&delta.path));
        let gone: Vec<File<'_>> =
            deltas.iter().filter(is_free).filter_map(|delta| Some((delta.path.as_str(), delta.old?))).collect();
        let came: Vec<(String, ObjectId)> =
            open.iter().filter_map(|&index| Some((self.found[index].path.clone(), self.found[index].new?))).collect();
        let came: Vec<File<'_>> = came.iter().map(|(path, id)| (path.as_str(), *id)).collect();
        let moves = moved(self.odb, &gone, &came, missing);
        for (&index, source) in open.iter().zip(moves.from) {
            let Some((path, id)) = source else { continue };
            self.found[index].old[parent] = Some((path.to_owned(), id));
            if parent == 0
                && let Some(from) = self.place(path)
            {
                self.found[from].moved_away = true;
            }
        }
        moves.missing
    }

    /// Looks for what went among files that came, and that are not followed themselves.
    fn match_targets(&mut self, places: &[&Delta], missing: Option<ObjectId>) -> Option<ObjectId> {
        let gone: Vec<(String, ObjectId)> =
            self.gone().into_iter().filter_map(|index| self.found[index].old[0].clone()).collect();
        let gone: Vec<File<'_>> = gone.iter().map(|(path, id)| (path.as_str(), *id)).collect();
        let came: Vec<File<'_>> = places
            .iter()
            .filter(|delta| delta.old.is_none())
            .filter_map(|delta| Some((delta.path.as_str(), delta.new?)))
            .collect();
        let moves = moved(self.odb, &gone, &came, missing);
        for (path, _) in moves.from.into_iter().flatten() {
            if let Some(index) = self.place(path) {
                self.found[index].moved_away = true;
            }
        }
        moves.missing
    }

    fn place(&self, path: &str) -> Option<usize> {
        self.found.binary_search_by(|change| change.path.as_str().cmp(path)).ok()
    }

    /// What was not matched is not known.
    fn doubt(&mut self, parent: usize) {
        let gone = if parent == 0 { self.gone() } else { Vec::new() };
        for index in self.came(parent).into_iter().chain(gone) {
            self.found[index].unsure = true;
        }
    }
}
