//! A baseline against what is found now: which findings it keeps quiet, and which of its entries are too many.

use std::collections::{BTreeMap, HashMap};

use super::{Baseline, Entry, Key, Place};
use crate::diagnostic::Diagnostic;

/// What a baseline and the findings come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// For each finding, whether it is kept quiet. Of several with one key the last are new.
    pub quiet: Vec<bool>,
    /// The entries that keep more quiet than there is.
    pub stale: Vec<Stale>,
    /// The baseline without those, at the paths that documents have now.
    pub rest: Baseline,
}

/// An entry that keeps more quiet than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// What it names; the path is the one that the document has now.
    pub key: Key,
    /// Where it stands in the baseline's text.
    pub place: Place,
    /// How many findings it is for.
    pub count: usize,
    /// How many there are.
    pub found: usize,
}

impl Stale {
    /// What there is to say, about a place in the baseline's text. `is_gone` says that there is no such document.
    pub fn diagnostic(&self, is_gone: bool) -> Diagnostic {
        let Key { path, rule, subject, .. } = &self.key;
        let variant = match self.found {
            _ if is_gone => "gone",
            0 => "",
            _ => "fewer",
        };
        Diagnostic::new("stale-baseline", if is_gone { self.place.path } else { self.place.subject })
            .variant(variant)
            .with("path", path.as_str())
            .with("rule", rule.as_str())
            .with("subject", if subject.is_empty() { "—" } else { subject })
            .with("count", self.count)
            .with("found", self.found)
            .about(format!("{path} {rule} {subject}").trim())
    }
}

impl Baseline {
    /// Settles the findings. `moved` gives the new path of a document by an old one; entries that `judged` refuses are
    /// for findings that this run cannot know of: they stay.
    pub fn settle(&self, found: &[Key], moved: &BTreeMap<String, String>, judged: impl Fn(&Key) -> bool) -> Settled {
        let entries = self.entries.iter().map(|entry| at_new_path(entry, moved)).collect();
        let mut rest = Self::sorted(entries, |one, other| one + other);
        let mut left: HashMap<&Key, usize> = rest.entries.iter().map(|entry| (&entry.key, entry.count)).collect();
        let quiet: Vec<bool> = found.iter().map(|key| take(&mut left, key)).collect();
        let left: Vec<usize> = rest.entries.iter().map(|entry| left.get(&entry.key).copied().unwrap_or(0)).collect();
        let mut stale = Vec::new();
        for (entry, left) in rest.entries.iter_mut().zip(left) {
            if left > 0 && judged(&entry.key) {
                let found = entry.count - left;
                stale.push(Stale { key: entry.key.clone(), place: entry.place, count: entry.count, found });
                entry.count = found;
            }
        }
        rest.entries.retain(|entry| entry.count > 0);
        stale.sort_by_key(|stale| stale.place);
        Settled { quiet, stale, rest }
    }
}

fn at_new_path(entry: &Entry, moved: &BTreeMap<String, String>) -> Entry {
    let mut entry = entry.clone();
    if let Some(path) = moved.get(&entry.key.path) {
        entry.key.path.clone_from(path);
    }
    entry
}

/// Takes one from what is left for a key. What a finished document was forgiven, a draft is too.
fn take(left: &mut HashMap<&Key, usize>, key: &Key) -> bool {
    let finished = Key { draft: false, ..key.clone() };
    for key in [key, &finished] {
        if let Some(count) = left.get_mut(key).filter(|count| **count > 0) {
            *count -= 1;
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{Baseline, Key, Settled};

    fn key(path: &str, subject: &str) -> Key {
        Key::new(path, "broken-link", subject, false)
    }

    fn settle(baseline: &Baseline, found: &[Key]) -> Settled {
        baseline.settle(found, &BTreeMap::new(), |_| true)
    }

    #[test]
    fn of_what_was_there_twice_the_third_is_new_and_the_second_may_go() {
        let baseline = Baseline::of([key("a.md", "x"), key("a.md", "x"), key("b.md", "x")]);
        let more = settle(&baseline, &[key("a.md", "x"), key("a.md", "x"), key("a.md", "x"), key("b.md", "x")]);
        assert_eq!((more.quiet, more.stale.len()), (vec![true, true, false, true], 0));
        let fewer = settle(&baseline, &[key("a.md", "x")]);
        let stale: Vec<_> =
            fewer.stale.iter().map(|stale| (stale.key.path.as_str(), stale.count, stale.found)).collect();
        assert_eq!(stale, [("a.md", 2, 1), ("b.md", 1, 0)]);
        assert_eq!(fewer.rest, Baseline::of([key("a.md", "x")]));
    }

    #[test]
    fn debt_moves_with_its_document() {
        let baseline = Baseline::of([key("a.md", "x")]);
        let moved = BTreeMap::from([("a.md".to_owned(), "2025/a.md".to_owned())]);
        let settled = baseline.settle(&[key("2025/a.md", "x")], &moved, |_| true);
        assert_eq!((settled.quiet, settled.stale.len()), (vec![true], 0));
        assert!(settled.rest.to_text().contains("\"2025/a.md\""));
    }

    #[test]
    fn a_draft_that_is_finished_owes_what_it_lacks() {
        let lacks = |draft| Key::new("a.md", "missing-section", "lessons", draft);
        let while_draft = Baseline::of([lacks(true)]);
        assert_eq!(settle(&while_draft, &[lacks(true)]).quiet, [true]);
        assert_eq!(settle(&while_draft, &[lacks(false)]).quiet, [false]);
        assert_eq!(settle(&Baseline::of([lacks(false)]), &[lacks(true)]).quiet, [true]);
    }

    #[test]
    fn what_cannot_be_judged_stays() {
        let baseline = Baseline::of([key("a.md", "x")]);
        let settled = baseline.settle(&[], &BTreeMap::new(), |_| false);
        assert_eq!((settled.stale.len(), settled.rest), (0, baseline));
    }

    fn any_key() -> impl Strategy<Value = Key> {
        ("[a-c가 \\PC]{1,6}", prop_oneof![Just("secret"), Just("broken-link")], any::<String>(), any::<bool>())
            .prop_map(|(path, rule, subject, draft)| Key::new(&path, rule, &subject, draft))
    }

    proptest! {
        #[test]
        fn what_was_written_down_is_quiet_in_the_next_run(found in proptest::collection::vec(any_key(), 0..40)) {
            let text = Baseline::of(found.clone()).to_text();
            prop_assert_eq!(text.lines().count(), 5 + text.matches("{ path = ").count(), "one line for each");
            let read = Baseline::parse(&text);
            prop_assert!(read.is_ok(), "{:?}\n{}", read, text);
            let baseline = read.unwrap_or_default();
            let settled = settle(&baseline, &found);
            prop_assert!(settled.quiet.iter().all(|quiet| *quiet));
            prop_assert!(settled.stale.is_empty());
            prop_assert_eq!(settled.rest.to_text(), text);
        }

        #[test]
        fn any_text_is_a_baseline_or_has_a_place_that_is_wrong(text in "(version = 1\n)?(findings = \\[\n)?\\PC{0,80}") {
            if let Err(mistakes) = Baseline::parse(&text) {
                prop_assert!(mistakes.iter().all(|mistake| mistake.span.start <= text.len()));
            }
        }
    }
}
