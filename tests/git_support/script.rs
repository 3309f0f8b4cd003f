//! Many commits at once, for `git fast-import`.

use std::collections::BTreeMap;

use super::BEGIN;

/// The files of a commit, by path.
pub type Tree = BTreeMap<String, String>;

/// Commits, written down one after the other; each is a minute after the one before.
#[derive(Debug, Default, Clone)]
pub struct Script {
    bytes: Vec<u8>,
    commits: usize,
    times: Vec<i64>,
}

impl Script {
    /// Adds a commit that holds exactly these files; its number, from 0 on. The last one is `main`.
    pub fn commit(&mut self, parents: &[usize], tree: &Tree) -> usize {
        let minutes = i64::try_from(self.commits).expect("few commits");
        self.commit_at(BEGIN + 60 * minutes, parents, tree)
    }

    /// The same, at a time.
    pub fn commit_at(&mut self, time: i64, parents: &[usize], tree: &Tree) -> usize {
        let number = self.commits;
        self.commits += 1;
        self.times.push(time);
        let mark = number + 1;
        // A branch of its own for each, and `main` for the last: fast-import would add parents by itself.
        let mut text = format!("reset refs/heads/main\ncommit refs/heads/main\nmark :{mark}\n");
        text += &format!("author Amelia Park <amelia@example.com> {time} +0900\n");
        text += &format!("committer Build Robot <robot@example.com> {time} +0900\n");
        let subject = format!("Commit {number}");
        text += &format!("data {}\n{subject}\n", subject.len());
        for (index, parent) in parents.iter().enumerate() {
            text += &format!("{} :{}\n", if index == 0 { "from" } else { "merge" }, parent + 1);
        }
        text += "deleteall\n";
        for (path, content) in tree {
            text += &format!("M 100644 inline \"{path}\"\ndata {}\n{content}\n", content.len());
        }
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(b'\n');
        number
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
