//! Who asks about one document is told what is told of it among all of them.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use pmdoc::config::Settings;
use pmdoc::document::Document;
use pmdoc::knowledge::{KnowledgeBase, RecordIndex};
use pmdoc::postmortem::{Hint, Reader};
use pmdoc::repository;
use pmdoc::rules::{self, Context, Finding, Judged, Policy, Wanted};
use pmdoc::text::RelPath;

const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content-example/postmortems");
const OTHERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/docs");

/// Documents with every kind of finding that other files have a part in.
fn made() -> Vec<(String, String)> {
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

fn files_below(folder: &Path) -> Vec<(String, String)> {
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

struct Checked {
    settings: Settings,
    reader: Reader,
    base: KnowledgeBase,
}

impl Checked {
    fn new(files: Vec<(String, String)>) -> Self {
        let levels = [("possible-recurrence".to_owned(), Some(pmdoc::diagnostic::Level::Note))];
        let settings = Settings { levels: BTreeMap::from(levels), ..Settings::default() };
        let reader = repository::reader(&settings);
        let read = |(name, text): (String, String)| {
            let path = RelPath::new(Path::new(&name)).expect("a path");
            reader.read(path, name, Document::parse(text), Hint::Postmortem)
        };
        let base = KnowledgeBase::new(files.into_iter().map(read).collect());
        Self { settings, reader, base }
    }

    fn judge(&self, wanted: &(dyn Fn(RecordIndex) -> Wanted + Sync)) -> Judged {
        let policy = Policy::new(&self.base.records, &self.settings, self.reader.lexicon());
        rules::judge(&Context {
            base: &self.base,
            settings: &self.settings,
            policy: &policy,
            lexicon: self.reader.lexicon(),
            today: date(2026, 11, 21),
            exists: &|path| self.base.records.iter().any(|record| record.path == *path),
            attachments: &[],
            is_whole: true,
            wanted,
        })
    }

    /// Asks about every `step`th document alone.
    fn assert_alike(&self, step: usize) {
        let whole = self.judge(&|_| Wanted::All);
        for asked in (0..self.base.records.len()).step_by(step) {
            let alone = self.judge(&|index| if index == asked { Wanted::All } else { Wanted::Nothing });
            let is_of_it = |finding: &&Finding| finding.record == asked;
            assert_eq!(alone.findings, whole.findings.iter().filter(is_of_it).cloned().collect::<Vec<_>>());
            assert_eq!(alone.ignored, whole.ignored.iter().filter(is_of_it).cloned().collect::<Vec<_>>());
        }
        let from_elsewhere = |judged: Judged| {
            let findings = judged.findings.into_iter().filter(|finding| !finding.diagnostic.elsewhere.is_empty());
            findings.collect::<Vec<Finding>>()
        };
        assert_eq!(from_elsewhere(self.judge(&|_| Wanted::FromElsewhere)), from_elsewhere(whole));
    }
}

#[test]
fn one_document_is_told_what_all_are_told_of_it() {
    let checked = Checked::new(made());
    checked.assert_alike(1);
    let told = checked.judge(&|_| Wanted::FromElsewhere).findings;
    assert!(told.iter().any(|finding| finding.diagnostic.rule == "duplicate-id"));
    assert!(told.iter().any(|finding| finding.diagnostic.rule == "broken-link"));
    let shown = format!("{:?}", told.iter().map(|finding| &finding.diagnostic.values).collect::<Vec<_>>());
    assert!(!shown.contains("2mVbT"), "what a rule that was not asked would hide is hidden: {shown}");
}

#[test]
fn so_it_is_with_real_documents() {
    Checked::new(files_below(Path::new(OWN))).assert_alike(1);
    if Path::new(OTHERS).is_dir() {
        Checked::new(files_below(Path::new(OTHERS))).assert_alike(240);
    }
}
