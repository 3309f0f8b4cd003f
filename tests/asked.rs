//! Who asks about one document is told what is told of it among all of them.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::civil::{Date, date};
use pmdoc::config::Settings;
use pmdoc::diagnostic::{Diagnostic, Level};
use pmdoc::document::Document;
use pmdoc::knowledge::{KnowledgeBase, RecordIndex};
use pmdoc::postmortem::{Hint, Reader};
use pmdoc::repository::{self, Extent, Input, Question, Recalled};
use pmdoc::rules::{self, Context, Finding, Judged, Policy, Wanted};
use pmdoc::source::{Content, SourceFile};
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

fn question<'q>(is_asked: &'q (dyn Fn(&RelPath) -> bool + Sync), kept: &'q Bytes<'q>) -> Question<'q> {
    // The files were written just now: what is kept of them counts from a later moment on.
    let begun = SystemTime::now() + Duration::from_mins(1);
    let (basis, rules) = ("a test".to_owned(), String::new());
    let (leads_to, pictures) = (&rules::places_linked, &rules::pictures);
    Question { is_asked, extent: Extent::Texts, leads_to, pictures, kept, basis, rules, begun }
}

/// What an earlier run kept.
type Bytes<'k> = dyn Fn() -> Option<Vec<u8>> + Sync + 'k;

/// What a run that judged nothing keeps.
fn to_keep(recalled: Option<&Recalled>, base: &KnowledgeBase, reader: &Reader) -> Option<Vec<u8>> {
    recalled?.to_keep(base, &|_| None, &rules::pictures, reader.lexicon())
}

struct Checked {
    settings: Settings,
    reader: Reader,
    base: KnowledgeBase,
}

impl Checked {
    fn new(files: Vec<(String, String)>) -> Self {
        let levels = [("possible-recurrence".to_owned(), Some(pmdoc::diagnostic::Level::Note))];
        Self::with(files, Settings { levels: BTreeMap::from(levels), ..Settings::default() })
    }

    fn with(files: Vec<(String, String)>, settings: Settings) -> Self {
        let reader = repository::reader(&settings);
        let read = |(name, text): (String, String)| {
            let path = RelPath::new(Path::new(&name)).expect("a path");
            reader.read(path, name, Document::parse(text), Hint::Postmortem)
        };
        let base = KnowledgeBase::new(files.into_iter().map(read).collect());
        Self { settings, reader, base }
    }

    /// The same files, of which one is asked about and the others are known from what was kept of them.
    fn with_kept(&self, asked: &RelPath, inputs: &[Input], kept: &[u8], extent: Extent) -> Self {
        let mut reader = repository::reader(&self.settings);
        let is_asked = |path: &RelPath| path == asked;
        let (base, recalled) = {
            let recalled = || Some(kept.to_vec());
            let question = Question { extent, ..question(&is_asked, &recalled) };
            repository::recall(&inputs.to_vec().into(), &mut reader, &question)
        };
        assert!(to_keep(recalled.as_ref(), &base, &reader).is_none(), "everything was kept");
        let texts = base.records.iter().filter(|record| !record.document.text.is_empty()).count();
        assert!(base.is_partial || texts < base.records.len(), "not everything was read");
        Self { settings: self.settings.clone(), reader, base }
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

/// Whoever asks about one document of many has the others known from what an earlier run kept of them, and is told the
/// same. Only rules that need every text are off: with those, every text is read.
fn assert_kept_is_enough(files: &[(String, String)], step: usize) {
    let levels = [("possible-recurrence".to_owned(), None)];
    let folder = tempfile::tempdir().expect("a folder");
    let mut inputs = Vec::new();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        let below = RelPath::new(Path::new(name)).expect("a path");
        let file = SourceFile { path: below, shown: name.clone(), content: Content::Disk(path) };
        inputs.push(Input { file, hint: Hint::Postmortem });
    }
    inputs.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let mut whole = Checked::with(vec![], Settings { levels: BTreeMap::from(levels), ..Settings::default() });
    let (base, recalled) =
        repository::recall(&inputs.clone().into(), &mut whole.reader, &question(&|_| false, &|| None));
    let kept = to_keep(recalled.as_ref(), &base, &whole.reader).expect("more than a few documents");
    whole.base = base;
    let judged = whole.judge(&|_| Wanted::All);
    assert!(judged.findings.iter().any(|finding| !finding.diagnostic.elsewhere.is_empty()));
    let (mut open, mut known) = (0, 0);
    for asked in (0..whole.base.records.len()).step_by(step) {
        let path = &whole.base.records[asked].path;
        let alone = |extent: Extent| {
            let few = whole.with_kept(path, &inputs, &kept, extent);
            let is_it = |index: RecordIndex| few.base.records[index].path == *path;
            (few.judge(&|index| if is_it(index) { Wanted::All } else { Wanted::Nothing }), few.base.records.len())
        };
        let told = judged.findings.iter().filter(|finding| finding.record == asked);
        let told: Vec<_> = told.map(|finding| (finding.level, &finding.diagnostic)).collect();
        let (texts, _) = alone(Extent::Texts);
        assert_eq!(plain(&texts), told, "{path:?}");
        let (neighbours, some) = alone(Extent::Neighbours);
        // What only all documents tell is asked of all of them.
        if neighbours.is_open() {
            open += 1;
        } else {
            assert_eq!(plain(&neighbours), told, "{path:?} among its neighbours");
        }
        known += some;
    }
    let asked = whole.base.records.len().div_ceil(step);
    assert!(open * 2 < asked, "most are judged among their neighbours: {open} of {asked} were not");
    assert!(known < asked * whole.base.records.len(), "not every document is a neighbour of every other");
}

/// What was found in one document.
fn plain(judged: &Judged) -> Vec<(Level, &Diagnostic)> {
    judged.findings.iter().map(|finding| (finding.level, &finding.diagnostic)).collect()
}

/// A team's documents, which name each other in all ways, and enough others that it is worth to keep them.
fn a_repository() -> Vec<(String, String)> {
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
fn editions() -> [(String, String); 3] {
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

#[test]
fn what_is_kept_of_the_others_is_enough() {
    assert_kept_is_enough(&a_repository(), 1);
    if Path::new(OTHERS).is_dir() {
        assert_kept_is_enough(&files_below(Path::new(OTHERS)), 120);
    }
}

fn is_document(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "md")
}

/// What a check came to.
struct Seen {
    /// Documents that were read, of all.
    read: usize,
    all: usize,
    /// What was found: the rule, and about what.
    found: BTreeSet<(&'static str, String)>,
}

/// A repository on disk that is checked again and again, as its documents and the days change.
struct Desk {
    folder: tempfile::TempDir,
    settings: Settings,
    kept: Option<Vec<u8>>,
}

impl Desk {
    fn new(files: &[(String, String)]) -> Self {
        let levels = [("possible-recurrence".to_owned(), None)];
        let settings = Settings { levels: BTreeMap::from(levels), ..Settings::default() };
        let desk = Self { folder: tempfile::tempdir().expect("a folder"), settings, kept: None };
        files.iter().for_each(|(name, text)| desk.write(name, text));
        desk
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn remove(&self, name: &str) {
        std::fs::remove_file(self.folder.path().join(name)).expect("it was there");
    }

    fn inputs(&self) -> Vec<Input> {
        let input = |(name, _): (String, String)| {
            let below = RelPath::new(Path::new(&name)).expect("a path");
            let content = Content::Disk(self.folder.path().join(&name));
            let hint = if name.starts_with("causes/") { Hint::Cause } else { Hint::Postmortem };
            Input { file: SourceFile { path: below, shown: name, content }, hint }
        };
        let files = files_below(self.folder.path()).into_iter().filter(|(name, _)| is_document(name));
        let mut inputs: Vec<Input> = files.map(input).collect();
        inputs.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        inputs
    }

    /// Checks everything, with what the check before kept and without it: both must say the same.
    fn check(&mut self, today: Date) -> Seen {
        let whole = self.judged(None, today).0;
        let before = self.kept.take();
        let (recalled, read, kept) = self.judged(before, today);
        assert_eq!(recalled.findings, whole.findings);
        assert_eq!(recalled.ignored, whole.ignored);
        self.kept = kept;
        let found = whole.findings.iter().map(|finding| (finding.diagnostic.rule, finding.diagnostic.subject.clone()));
        Seen { read: read.0, all: read.1, found: found.collect() }
    }

    fn judged(&self, kept: Option<Vec<u8>>, today: Date) -> (Judged, (usize, usize), Option<Vec<u8>>) {
        let mut reader = repository::reader(&self.settings);
        let is_asked = |_: &RelPath| true;
        let rules = format!("{:?}", self.settings);
        let before = || kept.clone();
        let question = Question { extent: Extent::Findings, rules, ..question(&is_asked, &before) };
        let (mut base, recalled) = repository::recall(&self.inputs().into(), &mut reader, &question);
        let recalled = recalled.expect("all documents are there");
        let exists = |path: &RelPath| self.folder.path().join(path.as_str()).exists();
        let with = |base: &KnowledgeBase, look: &mut dyn FnMut(&Context<'_>)| {
            let policy = Policy::new(&base.records, &self.settings, reader.lexicon());
            look(&Context {
                base,
                settings: &self.settings,
                policy: &policy,
                lexicon: reader.lexicon(),
                today,
                exists: &exists,
                attachments: &[],
                is_whole: true,
                wanted: &|_| Wanted::All,
            });
        };
        let mut judged = Judged::default();
        with(&base, &mut |context| judged = rules::judge(context));
        let suspects = judged.suspects(&base);
        recalled.complete(&mut base, &suspects, &reader);
        with(&base, &mut |context| judged = rules::judge(context));
        let read = base.records.iter().filter(|record| !record.document.is_abridged).count();
        let found = judged.found_in();
        let is_silent = |index: RecordIndex| {
            let document = &base.records[index].document;
            (!document.is_abridged).then(|| document.suppressions.is_empty() && !found.contains(&index))
        };
        let anew = recalled.to_keep(&base, &is_silent, &rules::pictures, reader.lexicon());
        (judged, (read, base.records.len()), anew.or(kept))
    }
}

/// A document without fault, which shows pictures and names its neighbours. The cause of the last two is their own.
fn clean(n: usize) -> String {
    let (day, cause, other) = match n {
        59 => ("2025-05-01", "log-disk-full", 58),
        58 => ("2025-02-01", "log-disk-full", 0),
        _ => ("2025-02-01", "disk-full", n + 2),
    };
    format!(
        "---\nid: CLEAN-{n:03}\ndate: {day}\nstatus: closed\nowner: '@mina'\nseverity: SEV3\nroot_causes: [{cause}]\n---\n\
         # The log disk filled up {n}\n\n## Summary\nWrites failed for nine minutes, from 09:00 to 09:09 UTC.\n\n\
         ![graph](../pictures/graph.png) <img src=\"../pictures/{n}.svg\" alt=\"\">\n\n\
         ## Root cause\nLogs were never rotated. See [the other one](./{}.md) and [[CLEAN-{other:03}]].\n\n\
         ## Actions\n| Action | Type | Owner | Due | Status |\n|---|---|---|---|---|\n\
         | Rotate logs every hour | prevent | @mina | 2025-03-01 | done (2025-02-20) |\n\n\
         ## Lessons\n{LESSON}\n",
        (n + 1) % 60,
    )
}

const LESSON: &str = "A disk that only fills needs an alert well before it is full.";

/// Something that happens elsewhere, and what it makes wrong with documents that did not change.
struct Happening {
    what: &'static str,
    rule: &'static str,
    subject: &'static str,
    make: fn(&Desk),
}

const HAPPENINGS: [Happening; 9] = [
    Happening {
        what: "a neighbour loses the id that others name",
        rule: "unknown-postmortem-id",
        subject: "CLEAN-007",
        make: |desk| desk.write("clean/7.md", &clean(7).replace("CLEAN-007", "CLEAN-907")),
    },
    Happening {
        what: "a neighbour takes the id of another",
        rule: "duplicate-id",
        subject: "CLEAN-010",
        make: |desk| desk.write("clean/09.md", &clean(9).replace("CLEAN-009", "CLEAN-010")),
    },
    Happening {
        what: "a promise before the last recurrence opens again",
        rule: "unfixed-recurrence",
        subject: "log-disk-full",
        make: |desk| {
            let open = clean(58).replace("done (2025-02-20)", "open").replace("status: closed", "status: final");
            desk.write("clean/58.md", &open);
        },
    },
    Happening {
        what: "a document goes away",
        rule: "broken-link",
        subject: "./13.md",
        make: |desk| desk.remove("clean/13.md"),
    },
    Happening {
        what: "a picture that many show goes away",
        rule: "missing-image",
        subject: "../pictures/graph.png",
        make: |desk| desk.remove("pictures/graph.png"),
    },
    Happening {
        what: "a picture in raw HTML goes away",
        rule: "missing-image",
        subject: "../pictures/20.svg",
        make: |desk| desk.remove("pictures/20.svg"),
    },
    Happening {
        what: "causes are registered",
        rule: "unregistered-cause",
        subject: "disk-full",
        make: |desk| desk.write("causes/pool.md", "---\nid: connection-pool\ntitle: Pool\n---\nWhat it is.\n"),
    },
    Happening {
        what: "a template comes that says what they say",
        rule: "unfilled-template",
        subject: "lessons A disk that only fills needs an alert well before it is full.",
        make: |desk| desk.write("template.md", &format!("# Title\n\n## Lessons\n{LESSON}\n")),
    },
    Happening {
        what: "somebody replaces one",
        rule: "superseded-without-link",
        subject: "CLEAN-030",
        make: |desk| desk.write("clean/30.md", &clean(30).replace("owner:", "supersedes: CLEAN-031\nowner:")),
    },
];

/// Documents in which nothing was found are not read again, and yet everything is found that comes to be wrong with them as
/// their neighbours, the files beside them, the settings and the days change.
#[test]
fn a_document_without_fault_is_read_again_when_something_else_makes_it_faulty() {
    let mut files = a_repository();
    files.extend((0..60).map(|n| (format!("clean/{n}.md"), clean(n))));
    files.extend((0..60).map(|n| (format!("pictures/{n}.svg"), String::new())));
    files.push(("pictures/graph.png".to_owned(), String::new()));
    let mut desk = Desk::new(&files);
    let today = date(2026, 11, 21);
    let first = desk.check(today);
    assert_eq!(first.read, first.all, "nothing was known");
    let mut seen = desk.check(today);
    assert!(seen.read + 60 <= seen.all, "{} of {} were read, though nothing had changed", seen.read, seen.all);
    for Happening { what, rule, subject, make } in HAPPENINGS {
        make(&desk);
        let now = desk.check(today);
        assert!(now.found.difference(&seen.found).any(|found| *found == (rule, subject.to_owned())), "{what}");
        seen = desk.check(today);
        assert_eq!(seen.found, now.found, "{what}: and it goes on to be found");
    }
    let years_later = desk.check(date(2031, 1, 1)).found;
    assert!(years_later.difference(&seen.found).any(|(rule, _)| *rule == "overdue-action"));
    desk.settings.levels.insert("untracked-action".to_owned(), Some(pmdoc::diagnostic::Level::Warning));
    let now = desk.check(today);
    assert_eq!(now.read, now.all, "with other settings no silence counts");
}

#[test]
fn so_it_is_with_real_documents_that_were_checked_before() {
    let folders: Vec<&str> = [OWN, OTHERS].into_iter().filter(|folder| Path::new(folder).is_dir()).collect();
    for folder in folders {
        let mut files = files_below(Path::new(folder));
        files.extend(a_repository());
        let mut desk = Desk::new(&files);
        for today in [date(2026, 11, 21), date(2026, 11, 21), date(2030, 1, 1)] {
            desk.check(today);
        }
        for (name, text) in files.iter().step_by(31).filter(|(name, _)| is_document(name)) {
            desk.write(name, &text.replace("PM-2026-0", "PM-2027-0").replace("done", "open"));
        }
        desk.check(date(2026, 11, 21));
    }
}

/// What is kept of a file that has changed, or of other settings, or bytes that are nothing, do not count.
#[test]
fn what_is_kept_counts_as_long_as_it_is_true() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = |n: usize| {
        let path = folder.path().join(format!("{n}.md"));
        std::fs::write(&path, format!("---\nid: PM-2025-{n:03}\n---\n# {n}\n")).expect("a file");
        let below = RelPath::new(Path::new(&format!("{n}.md"))).expect("a path");
        Input {
            file: SourceFile { path: below, shown: n.to_string(), content: Content::Disk(path) },
            hint: Hint::Postmortem,
        }
    };
    let mut inputs: Vec<Input> = (0..50).map(input).collect();
    inputs.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let ask = |question: &Question<'_>| {
        let mut reader = repository::reader(&Settings::default());
        let (base, recalled) = repository::recall(&inputs.clone().into(), &mut reader, question);
        let keep = to_keep(recalled.as_ref(), &base, &reader);
        (base, keep)
    };
    let load = |kept: Option<Vec<u8>>, basis: &str| {
        ask(&Question { basis: basis.to_owned(), ..question(&|_| false, &|| kept.clone()) })
    };
    let (_, kept) = load(None, "a");
    let kept = kept.expect("fifty documents are worth keeping");
    std::fs::write(folder.path().join("7.md"), "---\nid: PM-2031-007\n---\n# Another\n").expect("a file");
    let (base, anew) = load(Some(kept.clone()), "a");
    assert!(base.ids.contains_key("PM-2031-007") && !base.ids.contains_key("PM-2025-007"));
    assert!(base.ids.contains_key("PM-2025-008") && anew.is_none());
    assert!(load(Some(kept.clone()), "b").1.is_some(), "kept with other settings");
    for cut in [0, 1, kept.len() / 2, kept.len() - 1] {
        assert_eq!(load(Some(kept[..cut].to_vec()), "a").0.records.len(), 50, "cut at {cut}");
    }
    let written = folder.path().join("49.md").metadata().and_then(|it| it.modified()).expect("a time");
    let fresh = ask(&Question { begun: written, ..question(&|_| false, &|| None) }).1;
    let fresh = load(fresh, "a test").1;
    assert!(fresh.is_some(), "a file that was written just now may be written again without a trace");
}
