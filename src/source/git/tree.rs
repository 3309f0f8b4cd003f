//! Tree objects as Git stores them: `mode name\0id`, sorted. Read as bytes, so that two of them are compared
//! without taking either apart.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use git2::{ObjectType, Odb, OdbObject, Oid};

use crate::history::{IdMap, ObjectId};

/// How deep folders may be nested.
const DEEPEST: usize = 64;

/// The most bytes that the mode of an entry takes, with the space after it.
const LONGEST_MODE: usize = 8;

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum EntryKind {
    File,
    Folder,
    /// A symbolic link or a submodule: never read.
    Other,
}

/// One entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) kind: EntryKind,
    /// Whatever bytes the name has.
    pub(super) name: &'a [u8],
    pub(super) id: ObjectId,
    /// The mode as written.
    pub(super) mode: &'a [u8],
}

impl Entry<'_> {
    /// Git's order: a folder is sorted as if its name ended with a slash.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let end = |entry: &Self| if entry.kind == EntryKind::Folder { b'/' } else { 0 };
        let common = self.name.len().min(other.name.len());
        let next = |entry: &Self| entry.name.get(common).copied().unwrap_or_else(|| end(entry));
        self.name[..common].cmp(&other.name[..common]).then_with(|| next(self).cmp(&next(other)))
    }
}

/// Takes the first entry off the bytes of a tree; `None` at the end, and where the bytes are damaged.
pub(super) fn next_entry<'a>(bytes: &mut &'a [u8]) -> Option<Entry<'a>> {
    let space = memchr::memchr(b' ', &bytes[..bytes.len().min(LONGEST_MODE)])?;
    let (mode, rest) = (&bytes[..space], &bytes[space + 1..]);
    let end = memchr::memchr(0, rest)?;
    let id: [u8; 20] = rest.get(end + 1..end + 21)?.try_into().ok()?;
    let kind = match mode {
        b"40000" | b"040000" => EntryKind::Folder,
        b"120000" | b"160000" => EntryKind::Other,
        _ => EntryKind::File,
    };
    *bytes = &rest[end + 21..];
    Some(Entry { kind, name: &rest[..end], id: ObjectId(id), mode })
}

/// Every entry of a tree.
pub(super) fn entries(mut bytes: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    std::iter::from_fn(move || next_entry(&mut bytes))
}

/// Reads trees of one repository, and remembers the last ones: neighbours in history share most of theirs.
/// One thread's own.
pub(super) struct Trees<'a> {
    odb: &'a Odb<'a>,
    recent: RefCell<IdMap<Rc<OdbObject<'a>>>>,
}

/// A file of a tree: path below the tree, content, and its kind.
pub(super) struct Listed {
    pub(super) path: Vec<u8>,
    pub(super) id: ObjectId,
    pub(super) kind: EntryKind,
    /// Whether it is a submodule.
    pub(super) submodule: bool,
}

impl<'a> Trees<'a> {
    pub(super) fn new(odb: &'a Odb<'a>) -> Self {
        Self { odb, recent: RefCell::default() }
    }

    /// The bytes of a tree.
    ///
    /// # Errors
    /// Where the object is missing (a partial clone) or is no tree.
    pub(super) fn read(&self, id: ObjectId) -> Result<Rc<OdbObject<'a>>, git2::Error> {
        const MOST: usize = 512;
        if let Some(tree) = self.recent.borrow().get(&id) {
            return Ok(Rc::clone(tree));
        }
        let object = self.odb.read(oid(id)?)?;
        if object.kind() != ObjectType::Tree {
            return Err(git2::Error::from_str("not a tree"));
        }
        let tree = Rc::new(object);
        let mut recent = self.recent.borrow_mut();
        if recent.len() >= MOST {
            recent.clear();
        }
        recent.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    /// The entry at a `/`-separated path; `None` where there is none. `""` is the tree itself.
    pub(super) fn at(&self, root: ObjectId, path: &str) -> Result<Option<(EntryKind, ObjectId)>, git2::Error> {
        let mut found = (EntryKind::Folder, root);
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if found.0 != EntryKind::Folder {
                return Ok(None);
            }
            let tree = self.read(found.1)?;
            let Some(entry) = entries(tree.data()).find(|entry| entry.name == part.as_bytes()) else { return Ok(None) };
            found = (entry.kind, entry.id);
        }
        Ok(Some(found))
    }

    /// The folder at a path, if that is one.
    pub(super) fn folder(&self, root: ObjectId, path: &str) -> Result<Option<ObjectId>, git2::Error> {
        Ok(self.at(root, path)?.filter(|(kind, _)| *kind == EntryKind::Folder).map(|(_, id)| id))
    }

    /// The names of the folders in a folder.
    pub(super) fn folders(&self, root: ObjectId, path: &str) -> Result<Vec<Vec<u8>>, git2::Error> {
        let Some(tree) = self.folder(root, path)? else { return Ok(Vec::new()) };
        let tree = self.read(tree)?;
        let folders = entries(tree.data()).filter(|entry| entry.kind == EntryKind::Folder);
        Ok(folders.map(|entry| entry.name.to_vec()).collect())
    }

    /// Everything below a tree that is no folder, in Git's order; folders for whose path `enter` says no
    /// are left out. At most `most` entries.
    pub(super) fn list(
        &self,
        tree: ObjectId,
        enter: &dyn Fn(&[u8]) -> bool,
        most: usize,
    ) -> Result<Vec<Listed>, git2::Error> {
        let mut found = Vec::new();
        self.list_into(tree, &mut Vec::new(), 0, enter, most, &mut found)?;
        Ok(found)
    }

    fn list_into(
        &self,
        tree: ObjectId,
        path: &mut Vec<u8>,
        depth: usize,
        enter: &dyn Fn(&[u8]) -> bool,
        most: usize,
        found: &mut Vec<Listed>,
    ) -> Result<(), git2::Error> {
        let bytes = self.read(tree)?;
        for entry in entries(bytes.data()) {
            let length = path.len();
            path.extend_from_slice(entry.name);
            if entry.kind == EntryKind::Folder {
                if depth < DEEPEST && enter(path) {
                    path.push(b'/');
                    self.list_into(entry.id, path, depth + 1, enter, most, found)?;
                }
            } else if found.len() < most {
                let submodule = entry.mode == b"160000";
                found.push(Listed { path: path.clone(), id: entry.id, kind: entry.kind, submodule });
            }
            path.truncate(length);
        }
        Ok(())
    }
}

/// The same id for libgit2.
pub(super) fn oid(id: ObjectId) -> Result<Oid, git2::Error> {
    Oid::from_bytes(&id.0)
}

/// The same id for us; `None` for one that is no SHA-1.
pub(super) fn object_id(oid: Oid) -> Option<ObjectId> {
    oid.as_bytes().try_into().ok().map(ObjectId)
}

/// The id that Git gives a file's content.
pub(in crate::source) fn blob_id(content: &[u8]) -> Option<ObjectId> {
    Oid::hash_object(ObjectType::Blob, content).ok().and_then(object_id)
}
