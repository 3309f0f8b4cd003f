//! Who asks about one document is told what is told of it among all of them.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

mod asked_support;

use std::collections::BTreeMap;
use std::path::Path;

use asked_support::{OTHERS, OWN, a_repository, files_below, made, question, to_keep};
use jiff::civil::date;
use pmdoc::config::Settings;
use pmdoc::diagnostic::{Diagnostic, Level};
use pmdoc::document::Document;
use pmdoc::knowledge::{KnowledgeBase, RecordIndex};
use pmdoc::postmortem::{Hint, Reader};
use pmdoc::repository::{self, Extent, Input, Question};
use pmdoc::rules::{self, Context, Finding, Judged, Policy, Wanted};
use pmdoc::source::{Content, SourceFile};
use pmdoc::text::RelPath;

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

#[test]
fn what_is_kept_of_the_others_is_enough() {
    assert_kept_is_enough(&a_repository(), 1);
    if Path::new(OTHERS).is_dir() {
        assert_kept_is_enough(&files_below(Path::new(OTHERS)), 120);
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
