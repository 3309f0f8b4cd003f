//! Documents that name each other in all ways, and what a run asks that may recall an earlier one.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use pmdoc::knowledge::KnowledgeBase;
use pmdoc::postmortem::Reader;
use pmdoc::repository::{Digesting, Extent, Question, Recalled};
use pmdoc::rules;
use pmdoc::text::RelPath;

pub const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content-example/postmortems");
pub const OTHERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/docs");

/// Documents with every kind of finding that other files have a part in.
pub fn made() -> Vec<(String, String)> {
    let secret = ["glpat-", "x9Kq-2mVbT_4wRz8NcJd"].concat();
    let one =
        format!("# PM-2026-001 결제 지연\n\n{secret} was revoked.\n\n[그때](gone-{secret}.md) [b](b.md#nowhere)\n");
    let silent = "<!-- pmdoc-ignore-file broken-link, secret: because -->\n\n";
    vec![
        ("a.md".to_owned(), format!("---\nid: {secret}\nroot_causes: [lost]\n---\n{one}")),
        ("b.md".to_owned(), format!("---\nid: {secret}\n---\n{silent}{one}")),
        ("c.md".to_owned(), format!("{silent}# PM-2026-003\n\n## 근본 원인\n사람의 실수\n\n[[PM-2026-777]]\n")),
    ]
}

pub fn files_below(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            folders.extend(std::fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let below = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            found.push((below, text));
        }
    }
    found
}

pub fn question<'q>(is_asked: &'q (dyn Fn(&RelPath) -> bool + Sync), kept: &'q Bytes<'q>) -> Question<'q> {
    // The files were written just now: what is kept of them counts from a later moment on.
    let begun = SystemTime::now() + Duration::from_mins(1);
    let (basis, rules) = ("a test".to_owned(), String::new());
    let (leads_to, contents) = (&rules::places_linked, &Vec::new);
    Question { is_asked, extent: Extent::Texts, leads_to, contents, kept, basis, rules, begun }
}

pub fn digesting(reader: &Reader) -> Digesting<'_> {
    Digesting { contents: &Vec::new, pictures: &rules::pictures, lexicon: reader.lexicon() }
}

/// What an earlier run kept.
pub type Bytes<'k> = dyn Fn() -> Option<Vec<u8>> + Sync + 'k;

/// What a run that judged nothing keeps.
pub fn to_keep(recalled: Option<&Recalled>, base: &KnowledgeBase, reader: &Reader) -> Option<Vec<u8>> {
    recalled?.to_keep(base, &|_| None, &digesting(reader))
}

/// A team's documents, which name each other in all ways, and enough others that it is worth to keep them.
pub fn a_repository() -> Vec<(String, String)> {
    let mut files = made();
    files.extend(files_below(Path::new(OWN)));
    files.extend((0..40).map(|n| {
        let text = format!(
            "---\nid: PM-2025-{n:03}\ndate: 2025-01-{:02}\nstatus: Completed\nroot_causes: [disk-full]\n---\n# Disk full {n}\n\n\
             ## Actions\n\n| Action | Type | Owner | Status |\n|---|---|---|---|\n| Alert at 80 % | prevent | @mina | open |\n\n\
             See [[PM-2025-{:03}]] and [that](../more/{}.md#nowhere).\n",
            n % 28 + 1,
            n + 7,
            n / 2
        );
        (format!("more/{n}.md"), text)
    }));
    files.extend(editions());
    files
}

/// What was promised in the first no longer counts, as the second replaces it: so the third finds nothing open, though all
/// that it shares with the second is what it shares with the first.
pub fn editions() -> [(String, String); 3] {
    let told = |id: &str, day: &str, more: &str, actions: &str| {
        let text = format!("---\nid: {id}\ndate: {day}\n{more}\n---\n# Queue lag\n\n## Actions\n\n{actions}\n");
        (format!("editions/{id}.md"), text)
    };
    let open = "| Action | Type | Owner | Status |\n|---|---|---|---|\n| Bound the queue | prevent | @mina | open |";
    [
        told("ED-1", "2025-03-01", "root_causes: [queue-lag]", open),
        told("ED-2", "2025-03-02", "supersedes: ED-1", "None."),
        told("ED-3", "2025-06-01", "root_causes: [queue-lag]", "None."),
    ]
}
