//! Findings with a fix into mended documents: pure, text in and text out. Each pass makes the changes that do not
//! get in each other's way, reads the documents again and checks them again, until there is nothing left to change.
//!
//! A change that would alter what a document says is not made, whatever rule proposed it: see `keeps`.

mod apply;
mod keeps;

use std::collections::{BTreeMap, BTreeSet};

pub use apply::apply;

use crate::diagnostic::{Fix, NewFile};
use crate::knowledge::{KnowledgeBase, LifeCycles};
use crate::postmortem::Record;
use crate::rules::Finding;
use crate::text::RelPath;

/// More passes than any document needs: sections that are missing in one place are put there one after the other.
const MOST_PASSES: usize = 40;

/// A document before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Where it is below the root of the sources.
    pub path: RelPath,
    /// How its path is shown to people.
    pub shown: String,
    /// Its text as it was read.
    pub before: String,
    /// Its text now.
    pub after: String,
    /// How many findings of which rule were mended.
    pub rules: BTreeMap<&'static str, usize>,
}

/// What fixing came to. Nothing is written yet.
#[derive(Debug, Default)]
pub struct Fixed {
    /// Every document as it is now.
    pub base: KnowledgeBase,
    /// What is left.
    pub findings: Vec<Finding>,
    /// The documents that changed, by path.
    pub mended: Vec<Mended>,
    /// Files that are new, by path.
    pub created: Vec<NewFile>,
}

impl Fixed {
    /// How many findings were mended in documents that were there before.
    pub fn count(&self) -> usize {
        self.mended.iter().flat_map(|mended| mended.rules.values()).sum()
    }
}

/// What fixing needs of the world around it.
pub trait Workshop {
    /// Reads the text of a document at a path, shown as such.
    fn read(&self, path: &RelPath, shown: &str, text: String) -> Record;

    /// Finds what is wrong, of what the user asked about. It may borrow the knowledge base; what it leaves there counts.
    fn check(&mut self, base: &mut KnowledgeBase) -> Vec<Finding>;
}

/// Mends whatever `check` finds and can be mended.
pub fn fix(mut base: KnowledgeBase, workshop: &mut dyn Workshop) -> Fixed {
    let mut mended: BTreeMap<RelPath, Mended> = BTreeMap::new();
    let mut created: BTreeMap<RelPath, NewFile> = BTreeMap::new();
    let mut findings = workshop.check(&mut base);
    for _ in 0..MOST_PASSES {
        let changed = pass(&mut base, &findings, workshop, &mut mended);
        let new = new_files(&base, &findings);
        if !changed && new.is_empty() {
            break;
        }
        for file in new {
            base.records.push(workshop.read(&file.path, file.path.as_str(), file.text.clone()).into());
            created.insert(file.path.clone(), file);
        }
        base = again(base);
        findings = workshop.check(&mut base);
    }
    Fixed { base, findings, mended: mended.into_values().collect(), created: created.into_values().collect() }
}

/// Changes every document once; whether any changed.
fn pass(
    base: &mut KnowledgeBase,
    findings: &[Finding],
    workshop: &dyn Workshop,
    mended: &mut BTreeMap<RelPath, Mended>,
) -> bool {
    let mut changed = false;
    for group in findings.chunk_by(|a, b| a.record == b.record) {
        let record = &base.records[group[0].record];
        let proposals: Vec<(&'static str, &Fix)> = group
            .iter()
            .filter_map(|finding| Some((finding.diagnostic.rule, finding.diagnostic.fix.as_ref()?)))
            .filter(|(_, fix)| !fix.edits.is_empty())
            .collect();
        let Some((new, rules)) = mend(record, &proposals, workshop) else { continue };
        let entry = mended.entry(record.path.clone()).or_insert_with(|| Mended {
            path: record.path.clone(),
            shown: record.shown.clone(),
            before: record.document.text.clone(),
            after: String::new(),
            rules: BTreeMap::new(),
        });
        entry.after.clone_from(&new.document.text);
        rules.into_iter().for_each(|rule| *entry.rules.entry(rule).or_default() += 1);
        // From now on it is not what the last commit says.
        if let Some(history) = base.history.documents.get_mut(&record.path) {
            history.edited = true;
        }
        base.records[group[0].record] = new.into();
        changed = true;
    }
    changed
}

/// A document with as many of the changes as can be made at once; if they do harm together, with the first of them
/// that does none alone.
fn mend(
    record: &Record,
    proposals: &[(&'static str, &Fix)],
    workshop: &dyn Workshop,
) -> Option<(Record, Vec<&'static str>)> {
    let attempt = |proposals: &[(&'static str, &Fix)]| {
        let fixes: Vec<&Fix> = proposals.iter().map(|(_, fix)| *fix).collect();
        let (text, taken) = apply(&record.document, &fixes);
        if text == record.document.text {
            return None;
        }
        let new = workshop.read(&record.path, &record.shown, text);
        let rules = taken.iter().map(|&index| proposals[index].0).collect();
        let edits = taken.iter().flat_map(|&index| &proposals[index].1.edits);
        let insertions = edits.filter(|edit| edit.span.start >= record.document.body).count();
        keeps::keeps(record, &new, insertions).then_some((new, rules))
    };
    attempt(proposals).or_else(|| (proposals.len() > 1).then(|| proposals.iter().find_map(|one| attempt(&[*one])))?)
}

/// The files that fixes ask for and that are not there, each once.
fn new_files(base: &KnowledgeBase, findings: &[Finding]) -> Vec<NewFile> {
    let there: BTreeSet<&RelPath> = base.records.iter().map(|record| &record.path).collect();
    let fixes = findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
    let wanted = fixes.flat_map(|fix| &fix.creates).filter(|file| !there.contains(&file.path));
    let by_path: BTreeMap<&RelPath, &NewFile> = wanted.map(|file| (&file.path, file)).collect();
    by_path.into_values().cloned().collect()
}

/// The knowledge that the changed records make; what Git said of them still holds.
fn again(base: KnowledgeBase) -> KnowledgeBase {
    let KnowledgeBase { records, history, life_cycles, .. } = base;
    // Files that are new stand behind the others until they are sorted in, and have no past.
    let mut lives: BTreeMap<RelPath, LifeCycles> =
        records.iter().map(|record| record.path.clone()).zip(life_cycles).collect();
    let base = KnowledgeBase::new(records);
    let life_cycles = base.records.iter().map(|record| lives.remove(&record.path).unwrap_or_default()).collect();
    KnowledgeBase { history, life_cycles, ..base }
}
