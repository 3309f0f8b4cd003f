//! Names and e-mail addresses of commits into the people that `.mailmap` says they are: as gitmailmap(5) has it,
//! whatever the case of letters.

use std::collections::HashMap;

use git2::Odb;

use super::commit::CommitObject;
use super::tree::{EntryKind, Trees, oid};
use crate::history::{ObjectId, Person};

/// The most a `.mailmap` may have, in bytes.
const LARGEST: usize = 1024 * 1024;

/// The `.mailmap` of one state of a repository.
#[derive(Default)]
pub(super) struct Authors(HashMap<Key, Proper>);

/// An address and, where it matters, a name; in small letters.
type Key = (String, Option<String>);

/// What is written in place of a name and an address.
#[derive(Default)]
struct Proper {
    name: Option<String>,
    email: Option<String>,
}

impl Authors {
    /// Of a commit: what it holds at its root. Git itself would look into the work tree and the configuration,
    /// and give two answers for one commit.
    pub(super) fn at(odb: &Odb<'_>, commit: ObjectId) -> Result<Self, git2::Error> {
        let object = odb.read(oid(commit)?)?;
        let Some(commit) = CommitObject::parse(object.data()) else { return Ok(Self::default()) };
        let trees = Trees::new(odb);
        let Some((EntryKind::File, id)) = trees.at(commit.tree, ".mailmap")? else { return Ok(Self::default()) };
        // A partial clone may lack it; names as the commits have them are true as well.
        let Ok((..=LARGEST, _)) = odb.read_header(oid(id)?) else { return Ok(Self::default()) };
        let text = odb.read(oid(id)?).map(|blob| String::from_utf8_lossy(blob.data()).into_owned());
        Ok(text.map(|text| Self::parse(&text)).unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let mut authors = Self::default();
        text.lines().filter(|line| !line.starts_with('#')).for_each(|line| authors.line(line));
        authors
    }

    /// `Proper <proper>`, `Proper <written>`, `<proper> <written>` or `Proper <proper> Written <written>`.
    fn line(&mut self, line: &str) {
        let Some((name, email, rest)) = identity(line).filter(|(_, email, _)| !email.is_empty()) else { return };
        let small = str::to_ascii_lowercase;
        let (key, email) = match identity(rest) {
            Some((written, key, _)) => ((small(key), written.map(small)), Some(email.to_owned())),
            None => ((small(email), None), None),
        };
        self.add(key, Proper { name: name.map(str::to_owned), email });
    }

    /// Later lines win; of those about an address alone, only by what they say.
    fn add(&mut self, key: Key, proper: Proper) {
        let known = self.0.remove(&key).filter(|_| key.1.is_none()).unwrap_or_default();
        self.0.insert(key, Proper { name: proper.name.or(known.name), email: proper.email.or(known.email) });
    }

    /// Who a name and an address mean.
    pub(super) fn resolve(&self, name: &str, email: &str) -> Person {
        let key = (email.to_ascii_lowercase(), Some(name.to_ascii_lowercase()));
        let proper = self.0.get(&key).or_else(|| self.0.get(&(key.0, None)));
        let told = |told: Option<&String>, written: &str| told.map_or(written, String::as_str).to_owned();
        Person {
            name: told(proper.and_then(|proper| proper.name.as_ref()), name),
            email: told(proper.and_then(|proper| proper.email.as_ref()), email),
        }
    }
}

/// A name, where there is one, the address behind it, and the rest of the line.
fn identity(text: &str) -> Option<(Option<&str>, &str, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    let name = name.trim();
    Some(((!name.is_empty()).then_some(name), email, rest))
}
