//! Postmortems that name no cause, and what they may mean.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pmdoc::document::Document;
use pmdoc::knowledge::{KnowledgeBase, RecordIndex, Similarity, SuggestedCause, SuggestionReason};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions};
use pmdoc::text::RelPath;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content-example");

fn base(files: &[(String, String)]) -> KnowledgeBase {
    let reader = Reader::new(ReaderOptions::default());
    let record = |(path, text): &(String, String)| {
        let hint = if path.starts_with("causes/") { Hint::Cause } else { Hint::Postmortem };
        let name = RelPath::new(Path::new(path)).expect("a path");
        reader.read(name, path.clone(), Document::parse(text.clone()), hint)
    };
    KnowledgeBase::new(files.iter().map(record).collect())
}

fn suggested(base: &KnowledgeBase, record: RecordIndex) -> Vec<SuggestedCause> {
    let similar = Similarity::new(base).of_each(&[record], 8).remove(0);
    base.suggested_causes(record, &similar)
}

fn of_path(base: &KnowledgeBase, path: &str) -> RecordIndex {
    base.records.iter().position(|record| record.path.as_str() == path).expect("a document")
}

#[test]
fn a_name_that_the_text_says_comes_before_what_similar_incidents_name() {
    let files = [
        ("causes/pool.md", "---\nid: pool\ntitle: {en: Pool exhaustion, ko: 커넥션 풀 고갈}\n---\nText.\n"),
        ("causes/old.md", "---\nid: old\ntitle: Connection leak\ndeprecated: true\n---\nText.\n"),
        (
            "a.md",
            "---\ndate: 2026-03-04\n---\n# 결제 지연\n## 근본 원인\n배치가 시작되자 커넥션 풀 고갈이 일어났다. A connection leak.\n",
        ),
        ("b.md", "---\ndate: 2026-02-04\nroot_causes: [pool]\n---\n# 결제\n## 근본 원인\n배치\n"),
        ("c.md", "---\ndate: 2026-04-04\n---\n# Slow\n## Root cause\nThe pool held; exhaustion of patience.\n"),
        ("d.md", "---\nkind: drill\ndate: 2026-04-05\n---\n# Drill\n## Root cause\nPool exhaustion.\n"),
    ];
    let base = base(&files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let spoken = SuggestedCause { id: "pool".into(), reason: SuggestionReason::Spoken("커넥션 풀 고갈".into()) };
    assert_eq!(suggested(&base, of_path(&base, "a.md")).first(), Some(&spoken), "and no cause that is out of use");
    assert_eq!(suggested(&base, of_path(&base, "b.md")), [], "it names one");
    assert_eq!(suggested(&base, of_path(&base, "d.md")), [], "an exercise has none");
    let other = suggested(&base, of_path(&base, "c.md"));
    assert!(other.iter().all(|suggested| !matches!(suggested.reason, SuggestionReason::Spoken(_))), "{other:?}");
}

fn files_below(folder: &Path, below: &str, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").flatten().map(|it| it.path()).collect();
    entries.sort();
    for path in entries {
        let name = format!("{below}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            files_below(&path, &format!("{name}/"), found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
}

/// Each document of the demo in turn forgets its causes, and is suggested one of them again. Causes of which no other
/// document tells cannot be.
#[test]
fn what_a_document_forgot_is_suggested_again() {
    let mut files = Vec::new();
    files_below(Path::new(DEMO), "", &mut files);
    let whole = base(&files);
    let (mut asked, mut right) = (0, 0);
    for (index, record) in whole.records.iter().enumerate().filter(|(index, _)| whole.is_current(*index)) {
        let own: BTreeSet<&String> = whole.causes_of[index].iter().collect();
        if !own.iter().any(|id| whole.causes[*id].told.len() > 2) {
            continue;
        }
        let forgetful: Vec<(String, String)> = files
            .iter()
            .map(|(path, text)| {
                let keeps = |line: &&str| path != record.path.as_str() || !line.starts_with("root_causes");
                (path.clone(), text.lines().filter(keeps).collect::<Vec<_>>().join("\n"))
            })
            .collect();
        let forgetful = base(&forgetful);
        let suggested = suggested(&forgetful, of_path(&forgetful, record.path.as_str()));
        asked += 1;
        right += usize::from(suggested.iter().any(|suggested| own.contains(&suggested.id)));
    }
    assert!(asked >= 10, "{asked}");
    assert!(right * 10 >= asked * 7, "{right} of {asked}");
}
