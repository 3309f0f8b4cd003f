//! Whatever the documents: fixing twice is fixing once, prose stays as it is, and no incomplete document passes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::date;
use pmdoc::config::Settings;
use pmdoc::diagnostic::{Diagnostic, Fix, Level};
use pmdoc::diff;
use pmdoc::document::Document;
use pmdoc::fix::{Fixed, Mended, Workshop, fix};
use pmdoc::knowledge::KnowledgeBase;
use pmdoc::postmortem::{Hint, Language, Reader, Record};
use pmdoc::repository;
use pmdoc::rules::{self, Context, Finding, Policy, Wanted};
use pmdoc::template;
use pmdoc::text::{RelPath, Span};
use proptest::prelude::*;

use super::support::shared;

struct Bench {
    settings: Settings,
    reader: Reader,
}

impl Bench {
    fn new() -> Self {
        let settings = Settings { severities: vec!["SEV1".to_owned(), "SEV2".to_owned()], ..Settings::default() };
        let reader = repository::reader(&settings);
        Self { settings, reader }
    }

    fn read(&self, path: &RelPath, text: String) -> Record {
        self.reader.read(path.clone(), path.as_str().to_owned(), Document::parse(text), Hint::Postmortem)
    }

    fn check(&self, base: &KnowledgeBase) -> Vec<Finding> {
        let policy = Policy::new(&base.records, &self.settings, self.reader.lexicon());
        rules::judge(&Context {
            base,
            settings: &self.settings,
            policy: &policy,
            lexicon: self.reader.lexicon(),
            today: date(2026, 11, 21),
            exists: &|_| true,
            attachments: &[],
            is_whole: true,
            wanted: &|_| Wanted::All,
        })
        .findings
    }

    fn fix(&self, files: &BTreeMap<RelPath, String>) -> Fixed {
        let records = files.iter().map(|(path, text)| self.read(path, text.clone()));
        fix(KnowledgeBase::new(records.collect()), &mut &*self)
    }

    /// How many findings of a rule each document has.
    fn counts(base: &KnowledgeBase, findings: &[Finding], rule: &str) -> BTreeMap<RelPath, usize> {
        let mut counts = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.diagnostic.rule == rule) {
            *counts.entry(base.records[finding.record].path.clone()).or_default() += 1;
        }
        counts
    }
}

impl Workshop for &Bench {
    fn read(&self, path: &RelPath, _: &str, text: String) -> Record {
        Bench::read(self, path, text)
    }

    fn check(&mut self, base: &mut KnowledgeBase) -> Vec<Finding> {
        Bench::check(self, base)
    }
}

/// Lines that are gone stood in front matter; lines that are new in the body are blank, headings or comments.
fn assert_prose_is_kept(mended: &Mended) {
    let front = |text: &str| Document::parse(text.to_owned()).body;
    let (old, new) = (&mended.before[front(&mended.before)..], &mended.after[front(&mended.after)..]);
    let shown = mended.path.as_str();
    // Without what was inserted, every byte is where it was.
    let mut inserted = String::new();
    let mut rest = old;
    let mut in_comment = false;
    for line in new.split_inclusive('\n') {
        if let Some(after) = rest.strip_prefix(line).filter(|_| !in_comment) {
            rest = after;
            continue;
        }
        let bare = line.trim();
        // The last line of a file without a line end gets one, where something follows.
        if !bare.is_empty() && rest == bare {
            rest = "";
            continue;
        }
        let is_guidance = in_comment || bare.is_empty() || bare.starts_with('#') || bare.starts_with("<!--");
        assert!(is_guidance, "{shown}: {line:?} is neither old nor guidance\n{}", diff::unified("a", old, "b", new));
        in_comment = (in_comment || bare.starts_with("<!--")) && !bare.ends_with("-->");
        inserted.push_str(line);
    }
    let shorter = rest.trim().is_empty();
    assert!(shorter, "{shown}: {rest:?} is gone\n{}", diff::unified("a", old, "b", new));
    let crlf = mended.before.contains("\r\n");
    assert_eq!(crlf, mended.after.contains("\r\n"), "{shown}: line ends");
    assert!(!crlf || inserted.replace("\r\n", "").matches('\n').count() == 0, "{shown}: {inserted:?}");
    let is_empty = mended.before.trim_start_matches('\u{feff}').is_empty();
    assert!(is_empty || mended.before.ends_with('\n') == mended.after.ends_with('\n'), "{shown}: the end of the file");
    assert_eq!(mended.before.starts_with('\u{feff}'), mended.after.starts_with('\u{feff}'), "{shown}: the mark");
}

/// What must hold of any documents; gives back what was fixed.
fn assert_all(files: &BTreeMap<RelPath, String>) -> Fixed {
    static BENCH: LazyLock<Bench> = LazyLock::new(Bench::new);
    let bench = &*BENCH;
    let records: Vec<Record> = files.iter().map(|(path, text)| bench.read(path, text.clone())).collect();
    let base = KnowledgeBase::new(records);
    let before = bench.check(&base);
    let once = bench.fix(files);
    once.mended.iter().for_each(assert_prose_is_kept);

    let texts: BTreeMap<RelPath, String> =
        once.base.records.iter().map(|record| (record.path.clone(), record.document.text.clone())).collect();
    let twice = bench.fix(&texts);
    let again = twice.mended.first().map(|mended| diff::unified("once", &mended.before, "twice", &mended.after));
    assert_eq!(again.map(|diff| diff.chars().take(2_000).collect::<String>()), None, "a second time changes something");

    let missing = |base, findings: &[Finding]| Bench::counts(base, findings, "missing-section");
    let empty = |base, findings: &[Finding]| Bench::counts(base, findings, "empty-section");
    let (missing_before, missing_after) = (missing(&base, &before), missing(&once.base, &once.findings));
    let (empty_before, empty_after) = (empty(&base, &before), empty(&once.base, &once.findings));
    for (path, count) in missing_before {
        let of = |counts: &BTreeMap<RelPath, usize>| counts.get(&path).copied().unwrap_or_default();
        let filled = count - of(&missing_after).min(count);
        assert_eq!(
            of(&empty_after),
            of(&empty_before) + filled,
            "{}: what was missing is still to be written\n{}",
            path.as_str(),
            texts[&path]
        );
    }
    once
}

fn files_below(folder: &Path) -> BTreeMap<RelPath, String> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            folders.extend(std::fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let below = RelPath::new(path.strip_prefix(folder).expect("below")).expect("a path");
            found.insert(below, text);
        }
    }
    found
}

#[test]
fn real_documents_keep_every_word() {
    let own = files_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content-example/postmortems")));
    assert!(assert_all(&own).mended.is_empty(), "there is nothing to mend in the demo");
    let Some(corpus) = shared("corpus/docs") else { return };
    let fixed = assert_all(&files_below(&corpus));
    assert!(fixed.count() > 250, "{}", fixed.count());
    let left = fixed.findings.iter().filter(|finding| finding.diagnostic.fix.is_some()).count();
    assert!(left * 50 < fixed.count(), "{left} that look mendable cannot be mended");
    let seeds = shared("seeds").expect("beside the corpus");
    assert_all(&files_below(&seeds));
}

/// One block of a made-up document.
fn block() -> impl Strategy<Value = String> {
    let heading = prop::sample::select(vec![
        "요약",
        "Summary",
        "根本原因",
        "Root cause",
        "타임라인",
        "Action items",
        "教訓",
        "경과",
        "Impact",
        "Notes",
        "조치 항목",
        "무엇이든",
    ]);
    let heading = (1usize..5, heading).prop_map(|(level, text)| format!("{} {text}", "#".repeat(level)));
    let fixed = prop::sample::select(vec![
        "결제 승인 요청의 7.8%가 41분 동안 실패했다.",
        "**근본 원인**: 풀 상한이 없었다.",
        "**Lessons learned**",
        "- **Impact**: 3,000 orders\n- **Summary**: it was slow",
        "- [ ] Bound the queue (Owner: @amelia)",
        "| 조치 | 담당 |\n|---|---|\n| 상한 | @minseo |",
        "```sh\n## Lessons\n```",
        "<h2>요약</h2>\n<p>느렸다.</p>",
        "<!-- pmdoc-ignore missing-section: later -->",
        "<!-- ## Summary -->",
        "> ## Summary\n> quoted",
        "Summary\n-------",
        "---",
        "- 14:05 시작\n- 14:10 종료",
        "[1]: https://example.com",
        "```\nnever closed",
        "<!-- never closed",
        ":::note\nnever closed",
        "    ## indented",
        "",
    ]);
    prop_oneof![2 => heading, 3 => fixed.prop_map(str::to_owned)]
}

fn front_matter() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "title: 결제: 승인 지연",
        "authors: @minseo",
        "date: 2026. 3. 4.",
        "date: \"March 4, 2026\" # Wednesday",
        "status: 검토 중",
        "stauts: draft",
        "severity: sev-1",
        "sevrity: SEV2",
        "status: fianl",
        "tags: [a, b]",
        "started: 04/02/2026",
        "owner: `x`",
        "title: 'a: b'",
        "note: a: b # c",
        "list:\n  - x: y: z",
        "x: [a",
    ]);
    let lines = prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"));
    prop_oneof![Just(String::new()), lines.prop_map(|lines| format!("---\n{lines}\n---\n"))]
}

fn document() -> impl Strategy<Value = String> {
    let blocks = prop::collection::vec((block(), any::<bool>()), 0..9);
    let body = blocks.prop_map(|blocks| {
        let text = blocks.iter().map(|(block, gap)| format!("{block}\n{}", if *gap { "\n" } else { "" }));
        text.collect::<String>()
    });
    let form = (any::<bool>(), any::<bool>(), any::<bool>());
    (front_matter(), body, form).prop_map(|(front, body, (crlf, newline, mark))| {
        let text = format!("{front}{body}");
        let text = if newline { text } else { text.trim_end().to_owned() };
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn made_up_documents_keep_every_word(texts in prop::collection::vec(document(), 1..4)) {
        let files = texts.into_iter().enumerate().map(|(index, text)| {
            (RelPath::new(Path::new(&format!("postmortems/2026-03-0{index}.md"))).expect("a path"), text)
        });
        assert_all(&files.collect());
    }
}

/// Registers the one cause that postmortems name.
struct Registry(Bench);

impl Workshop for Registry {
    fn read(&self, path: &RelPath, shown: &str, text: String) -> Record {
        let hint = if path.as_str().starts_with("causes/") { Hint::Cause } else { Hint::Postmortem };
        self.0.reader.read(path.clone(), shown.to_owned(), Document::parse(text), hint)
    }

    fn check(&mut self, base: &mut KnowledgeBase) -> Vec<Finding> {
        let name = "커넥션 풀 고갈";
        let unregistered = |index: &usize| base.causes_of[*index].iter().any(|id| base.causes[id].record.is_none());
        let page = template::cause_page(&self.0.settings.causes, name, name, Language::Ko);
        let fix = page.map(|(path, text)| Fix::create(path, text));
        let finding = |record| Finding {
            record,
            level: Level::Warning,
            diagnostic: Diagnostic::new("unregistered-cause", Span::at(0)).mended_by(fix.clone()),
        };
        (0..base.records.len()).filter(unregistered).map(finding).collect()
    }
}

#[test]
fn a_fix_can_register_a_cause_once_for_all_who_name_it() {
    let mut registry = Registry(Bench::new());
    let text = "---\ntitle: x\ndate: 2026-03-04\nroot_causes: [커넥션 풀 고갈]\n---\n";
    let records = ["postmortems/a.md", "postmortems/b.md"]
        .map(|name| registry.read(&RelPath::new(Path::new(name)).expect("a path"), name, text.to_owned()));
    let fixed = fix(KnowledgeBase::new(records.to_vec()), &mut registry);
    let created: Vec<&str> = fixed.created.iter().map(|file| file.path.as_str()).collect();
    assert_eq!((created, fixed.findings.len(), fixed.mended.len()), (vec!["causes/커넥션-풀-고갈.md"], 0, 0));
}
