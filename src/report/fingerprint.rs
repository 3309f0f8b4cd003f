//! Findings into names that stay the same while lines move: rule, file and subject, and a number for repeats.

use std::collections::HashMap;

use super::Entry;

/// Gives out fingerprints, in the order of the findings.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: HashMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding, in 16 hexadecimal digits, and which one it is of those that have
    /// the same, from 1.
    pub(super) fn next(&mut self, entry: &Entry) -> (String, usize) {
        let hash = hash(&[entry.rule, entry.file.as_str(), entry.subject.as_str()]);
        let number = self.seen.entry(hash.clone()).or_insert(0);
        *number += 1;
        (hash, *number)
    }

    /// The same in one text that no other finding has.
    pub(super) fn unique(&mut self, entry: &Entry) -> String {
        let (hash, number) = self.next(entry);
        if number == 1 { hash } else { self::hash(&[&hash, &number.to_string()]) }
    }
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
