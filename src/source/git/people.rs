//! Names and e-mail addresses of commits into the people that `.mailmap` says they are.

use git2::{Mailmap, Odb, Signature, Time};

use super::commit::CommitObject;
use super::tree::{EntryKind, Trees, oid};
use crate::history::{ObjectId, Person};

/// The most a `.mailmap` may have, in bytes.
const LARGEST: usize = 1024 * 1024;

/// The `.mailmap` of one state of a repository.
pub(super) struct Authors(Option<Mailmap>);

impl Authors {
    /// Of a commit: what it holds at its root. Git itself would look into the work tree and the configuration,
    /// and give two answers for one commit.
    pub(super) fn at(odb: &Odb<'_>, commit: ObjectId) -> Result<Self, git2::Error> {
        let object = odb.read(oid(commit)?)?;
        let Some(commit) = CommitObject::parse(object.data()) else { return Ok(Self(None)) };
        let trees = Trees::new(odb);
        let Some((EntryKind::File, id)) = trees.at(commit.tree, ".mailmap")? else { return Ok(Self(None)) };
        let size = odb.read_header(oid(id)?)?.0;
        if size > LARGEST {
            return Ok(Self(None));
        }
        let text = String::from_utf8_lossy(odb.read(oid(id)?)?.data()).replace('\0', "");
        Ok(Self(Mailmap::from_buffer(&text).ok()))
    }

    /// Who a name and an address mean.
    pub(super) fn resolve(&self, name: &str, email: &str) -> Person {
        let written = || Person { name: name.to_owned(), email: email.to_owned() };
        let Some(mailmap) = &self.0 else { return written() };
        let signature = Signature::new(name, email, &Time::new(0, 0));
        let Ok(resolved) = signature.and_then(|signature| mailmap.resolve_signature(&signature)) else {
            return written();
        };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Person { name: text(resolved.name_bytes()), email: text(resolved.email_bytes()) }
    }
}
