//! Recurrence worked out by hand on small repositories.

use std::path::Path;

use pmdoc::document::Document;
use pmdoc::knowledge::{KnowledgeBase, Verdict};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions, Record};
use pmdoc::text::RelPath;

/// A postmortem of a cause, with one preventive action.
fn incident(id: &str, date: &str, cause: &str, action: &str) -> (String, String) {
    let text =
        format!("---\nid: {id}\ntitle: {id}\ndate: {date}\nroot_causes: [{cause}]\n---\n## Action items\n{action}\n");
    (format!("postmortems/{id}.md"), text)
}

fn base(files: &[(String, String)]) -> KnowledgeBase {
    let reader = Reader::new(ReaderOptions::default());
    let record = |(path, text): &(String, String)| -> Record {
        let hint = if path.starts_with("causes/") { Hint::Cause } else { Hint::Postmortem };
        let path = RelPath::new(Path::new(path)).expect("a path");
        reader.read(path, String::new(), Document::parse(text.clone()), hint)
    };
    KnowledgeBase::new(files.iter().map(record).collect())
}

const REGISTRY: (&str, &str) = (
    "causes/pool.md",
    "---\nid: pool\ntitle: {en: Pool exhaustion, ko: 커넥션 풀 고갈}\naliases: [connection starvation]\n---\nText.\n",
);

fn registry() -> (String, String) {
    (REGISTRY.0.to_owned(), REGISTRY.1.to_owned())
}

fn verdicts(base: &KnowledgeBase, cause: &str) -> Vec<(Option<i32>, Verdict)> {
    base.causes[cause].occurrences.iter().map(|occurrence| (occurrence.days_since, occurrence.verdict)).collect()
}

#[test]
fn a_cause_is_known_by_id_title_and_alias_in_any_language() {
    let base = base(&[
        registry(),
        incident("PM-2026-001", "2026-01-10", "pool", ""),
        incident("PM-2026-002", "2026-02-10", "Connection Starvation", ""),
        incident("PM-2026-003", "2026-03-10", "커넥션풀 고갈", ""),
        incident("PM-2026-004", "2026-03-11", "something else", ""),
    ]);
    assert_eq!(
        verdicts(&base, "pool"),
        [(None, Verdict::First), (Some(31), Verdict::Unpromised), (Some(28), Verdict::Unpromised)]
    );
    assert_eq!(base.causes["pool"].title("ko-KR"), "커넥션 풀 고갈");
    assert_eq!(base.causes["something else"].record, None, "an unregistered cause is a cause all the same");
}

#[test]
fn what_was_promised_decides_what_a_recurrence_means() {
    let base = base(&[
        incident("PM-2026-001", "2026-01-10", "pool", "- [x] Prevent: bound it (Owner: @a, Due: 2026-01-20)"),
        incident("PM-2026-002", "2026-02-10", "pool", "- [ ] Prevent: bound it again (Owner: @a, Due: 2026-02-20)"),
        incident("PM-2026-003", "2026-03-10", "pool", "- [x] Detect: alert"),
        incident("PM-2026-101", "2026-01-10", "late", "- [x] Prevent: mend (Owner: @a, Due: 2026-06-01)"),
        incident("PM-2026-102", "2026-02-10", "late", ""),
    ]);
    assert_eq!(
        verdicts(&base, "pool"),
        [(None, Verdict::First), (Some(31), Verdict::AfterFix), (Some(28), Verdict::Unfixed)]
    );
    assert_eq!(verdicts(&base, "late")[1].1, Verdict::Unfixed, "done by now, but not yet when it came back");
}

#[test]
fn superseded_documents_drills_and_near_misses_are_no_occurrence() {
    let with = |id: &str, date: &str, extra: &str| {
        let (path, text) = incident(id, date, "pool", "");
        (path, text.replace("title:", &format!("{extra}\ntitle:")))
    };
    let base = base(&[
        with("PM-2026-001", "2026-01-10", "superseded_by: PM-2026-002"),
        with("PM-2026-002", "2026-01-10", "supersedes: PM-2026-001"),
        with("PM-2026-003", "2026-02-10", "kind: drill"),
        with("PM-2026-004", "2026-03-10", "kind: near-miss"),
        with("PM-2026-005", "2026-04-10", "translation_of: PM-2026-002"),
    ]);
    assert_eq!(base.causes["pool"].occurrences.len(), 1);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let mut files = vec![
        registry(),
        incident("PM-2026-002", "2026-02-10", "pool", "See [[PM-2026-001]]."),
        incident("PM-2026-001", "2026-01-10", "pool", "- [x] Prevent: bound it"),
    ];
    let one = base(&files);
    files.reverse();
    let other = base(&files);
    assert_eq!(format!("{:?}", one.causes), format!("{:?}", other.causes));
    assert_eq!((&one.names, &one.named_by), (&other.names, &other.named_by));
    assert_eq!(one.names.iter().flatten().count(), 1, "a mention is a link");
}

#[test]
fn promises_of_a_near_miss_count_and_either_side_may_declare_what_it_replaces() {
    let (path, text) =
        incident("PM-2026-001", "2026-01-10", "pool", "- [ ] Prevent: bound it (Owner: @a, Due: 2026-01-20)");
    let near_miss = (path, text.replace("title:", "kind: near-miss\ntitle:"));
    let (path, text) = incident("PM-2026-004", "2026-04-01", "pool", "");
    let newer = (path, text.replace("title:", "supersedes: PM-2026-003\ntitle:"));
    let translation = incident("PM-2026-004", "2026-04-01", "pool", "").1;
    let base = base(&[
        near_miss,
        incident("PM-2026-002", "2026-02-10", "pool", ""),
        incident("PM-2026-003", "2026-04-01", "pool", ""),
        newer,
        ("postmortems/PM-2026-004.ko.md".to_owned(), translation),
    ]);
    assert_eq!(verdicts(&base, "pool"), [(None, Verdict::First), (Some(50), Verdict::Unfixed)]);
}
