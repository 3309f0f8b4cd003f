//! A document in which nothing was found is not read again, and is told all the same what becomes wrong with it.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

mod asked_support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use asked_support::{OTHERS, OWN, a_repository, digesting, files_below, question};
use jiff::civil::{Date, date};
use pmdoc::config::Settings;
use pmdoc::history::ObjectId;
use pmdoc::knowledge::{KnowledgeBase, RecordIndex};
use pmdoc::postmortem::Hint;
use pmdoc::repository::{self, Digesting, Extent, Input, Question};
use pmdoc::rules::{self, Context, Judged, Policy, Wanted};
use pmdoc::source::{Content, SourceFile};
use pmdoc::text::RelPath;

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
            let record = &base.records[index];
            (!record.document.is_abridged).then(|| !found.contains(&index) && rules::may_be_abridged(record))
        };
        let anew = recalled.to_keep(&base, &is_silent, &digesting(&reader));
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

/// The same with another id, in another folder.
fn elsewhere(n: usize, id: &str) -> String {
    clean(n).replace(&format!("CLEAN-{n:03}"), id).replace("(./", "(../clean/")
}

const LESSON: &str = "A disk that only fills needs an alert well before it is full.";

/// Something that happens elsewhere, and what it makes wrong with documents that did not change.
struct Happening {
    what: &'static str,
    rule: &'static str,
    subject: &'static str,
    make: fn(&Desk),
}

const HAPPENINGS: [Happening; 10] = [
    Happening {
        what: "a successor no longer says what it replaces",
        rule: "superseded-without-link",
        subject: "superseded",
        make: |desk| desk.write("old/2.md", &elsewhere(3, "OLD-002")),
    },
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
        what: "causes are registered, and one document names none",
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
    let bare = elsewhere(5, "BARE-001").replace("root_causes: [disk-full]\n", "");
    let bare = bare.replace("![graph](../pictures/graph.png) ", "").replace(" and [[CLEAN-007]]", "");
    files.push(("bare/1.md".to_owned(), bare));
    // It says that it is replaced, and what replaces it says what that is.
    let old = elsewhere(1, "OLD-001").replace("## Summary", "This document is superseded by another.\n\n## Summary");
    let old = old.replace("Logs were", "As [[OLD-002]] tells, logs were");
    files.push(("old/1.md".to_owned(), old));
    files.push(("old/2.md".to_owned(), elsewhere(3, "OLD-002").replace("owner:", "supersedes: OLD-001\nowner:")));
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
        let new: Vec<_> = now.found.difference(&seen.found).collect();
        assert!(new.contains(&&(rule, subject.to_owned())), "{what}: {new:?}");
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

/// After a checkout every file is new, and only Git knows that nothing has changed.
#[test]
fn what_git_holds_is_known_again_whenever_the_files_were_written() {
    let files: Vec<(String, String)> = (0..60).map(|n| (format!("clean/{n}.md"), clean(n))).collect();
    let desk = Desk::new(&files);
    let inputs = Arc::new(desk.inputs());
    let id = |text: &str| ObjectId(blake3::hash(text.as_bytes()).as_bytes()[..20].try_into().expect("twenty bytes"));
    let held = || {
        let text = |input: &Input| std::fs::read_to_string(desk.folder.path().join(input.file.path.as_str()));
        inputs.iter().map(|input| Some(id(&text(input).expect("a text")))).collect::<Vec<_>>()
    };
    let recall = |contents: &(dyn Fn() -> Vec<Option<ObjectId>> + Sync), kept: Option<Vec<u8>>| {
        let mut reader = repository::reader(&desk.settings);
        // Everything was written just now.
        let (begun, before) = (SystemTime::UNIX_EPOCH, || kept.clone());
        let question = Question { contents, begun, ..question(&|_| false, &before) };
        let (base, recalled) = repository::recall(&inputs, &mut reader, &question);
        let with = Digesting { contents, ..digesting(&reader) };
        let read = base.records.iter().filter(|record| !record.document.is_abridged).count();
        (read, recalled.and_then(|recalled| recalled.to_keep(&base, &|_| None, &with)))
    };
    let (read, kept) = recall(&held, None);
    assert_eq!(read, 60);
    assert!(recall(&Vec::new, kept.clone()).0 == 60, "files that are new are read where Git says nothing");
    assert_eq!(recall(&held, kept.clone()).0, 0);
    desk.write("clean/5.md", &clean(5).replace("Logs", "The logs"));
    assert_eq!(recall(&held, kept).0, 1, "the one that Git holds no more");
}
