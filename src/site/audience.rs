//! A knowledge base into the one that the site's readers may see, before anything else reads it: what they may not
//! see is then in no page, list, count or comparison.

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::{Audience, Settings};
use crate::document::{Document, Value};
use crate::history::ObjectId;
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Field, Lexicon, Record, Status, Visibility, date_in, entries};
use crate::text::fold_key;

/// What an audience sees of a knowledge base, and what that leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// The documents that the audience may not see, by index.
    pub records: Vec<RecordIndex>,
    /// How many of those that it sees do not say who may read them.
    pub undeclared: usize,
}

impl Withheld {
    /// Judges every document.
    pub fn new(base: &KnowledgeBase, settings: &Settings, today: Date) -> Self {
        let lexicon = Lexicon::new(&settings.section_aliases);
        let judge = Judge { lexicon: &lexicon, settings, today };
        let mut withheld = Self::default();
        for (index, record) in base.records.iter().enumerate() {
            if judge.audience(record) > settings.audience {
                withheld.records.push(index);
            } else if record.postmortem.value(Field::Visibility).is_none() {
                withheld.undeclared += 1;
            }
        }
        withheld
    }
}

/// The documents that the audience may not see after some changed, where they are judged on the same day; `before` is what
/// it was.
pub fn withheld_again(
    before: &[RecordIndex],
    base: &KnowledgeBase,
    (settings, lexicon): (&Settings, &Lexicon),
    today: Date,
    changed: &[RecordIndex],
) -> Vec<RecordIndex> {
    let judge = Judge { lexicon, settings, today };
    let mut withheld: Vec<RecordIndex> = before.iter().copied().filter(|index| !changed.contains(index)).collect();
    withheld.extend(changed.iter().filter(|&&index| judge.audience(&base.records[index]) > settings.audience));
    withheld.sort_unstable();
    withheld
}

/// The knowledge base without what its audience may not see; `None` where that is nothing.
pub(super) fn seen(base: &KnowledgeBase, settings: &Settings, today: Date) -> Option<KnowledgeBase> {
    without(base, &Withheld::new(base, settings, today).records, settings)
}

/// The knowledge base without some documents; `None` where those are none.
pub fn without(base: &KnowledgeBase, withheld: &[RecordIndex], settings: &Settings) -> Option<KnowledgeBase> {
    if withheld.is_empty() {
        return None;
    }
    let zone = settings.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
    let mut seen = base.without(withheld, &zone.unwrap_or(TimeZone::UTC));
    silence(&mut seen, base, withheld);
    Some(seen)
}

/// Takes the words out of commits that also changed a document that is withheld: they may be about that one.
fn silence(seen: &mut KnowledgeBase, base: &KnowledgeBase, withheld: &[RecordIndex]) {
    let histories = withheld.iter().filter_map(|&index| base.history_of(index));
    let commits: HashSet<ObjectId> =
        histories.flat_map(|history| history.revisions.iter().map(|revision| revision.commit.id)).collect();
    for revision in seen.history.documents.values_mut().flat_map(|history| &mut history.revisions) {
        if commits.contains(&revision.commit.id) {
            let mut commit = (*revision.commit).clone();
            commit.subject.clear();
            revision.commit = commit.into();
        }
    }
}

/// The records that are in the index of a site whatever its audience: those that are no drafts and for few only in no way.
pub(super) fn findable(
    base: &KnowledgeBase,
    settings: &Settings,
    today: Date,
    mut records: Vec<RecordIndex>,
) -> Vec<RecordIndex> {
    let lexicon = Lexicon::new(&settings.section_aliases);
    let judge = Judge { lexicon: &lexicon, settings, today };
    records.retain(|&index| {
        let record = &base.records[index];
        let is_draft = record.postmortem.status.as_ref().is_some_and(|status| status.value == Status::Draft);
        !is_draft && judge.audience(record) <= Audience::Internal
    });
    records
}

struct Judge<'s> {
    lexicon: &'s Lexicon,
    settings: &'s Settings,
    today: Date,
}

impl Judge<'_> {
    /// The widest audience of a document.
    fn audience(&self, record: &Record) -> Audience {
        // What cannot be understood is not for everybody.
        let words = record.postmortem.values(Field::Visibility);
        let said = words.map(|word| self.lexicon.visibility(word).map_or(Audience::All, allowed)).max();
        let visibility = match said {
            Some(audience) => audience,
            None if self.is_no_word(&record.document)
                || says_so(&record.document, |key, value| self.restricts(key, value)) =>
            {
                Audience::All
            }
            None => self.settings.undeclared,
        };
        let listed = if is_kept_off_lists(&record.document) { Audience::All } else { Audience::Public };
        let finished = if self.is_finished(record) { Audience::Public } else { Audience::Internal };
        visibility.max(listed).max(finished)
    }

    /// Whether front matter says who may read the document, but not in a word.
    fn is_no_word(&self, document: &Document) -> bool {
        let is_visibility = |key: &str| self.lexicon.field_of_key(key) == Some(Field::Visibility);
        entries(document).any(|entry| entry.node.value != Value::Null && is_visibility(&entry.key))
    }

    /// Whether a line that could not be read as front matter would have kept the document from some.
    fn restricts(&self, key: &str, value: &str) -> bool {
        let is_visibility = self.lexicon.field_of_key(key) == Some(Field::Visibility);
        let is_open = || matches!(self.lexicon.visibility(value), Some(Visibility::Public | Visibility::Internal));
        (is_visibility && !is_open()) || (is_unlisted(key) && !is_no(value))
    }

    /// Whether a document is agreed, and its day of publishing has come. One whose front matter is broken may say that
    /// it is not.
    fn is_finished(&self, record: &Record) -> bool {
        let postmortem = &record.postmortem;
        let status = postmortem.status.as_ref().map(|fact| fact.value);
        let published = postmortem.value(Field::Published).and_then(date_in);
        let is_early = published.is_some_and(|(date, _)| date > self.today);
        let in_drafts = record.path.parent().split('/').any(|folder| folder == "_drafts");
        let held_back = entries(&record.document)
            .any(|entry| fold_key(&entry.key) == "publish" && matches!(entry.node.value, Value::Bool(false)));
        let is_agreed = !matches!(status, Some(Status::Draft | Status::InReview));
        is_agreed && !is_early && !in_drafts && !held_back && record.document.problems.is_empty()
    }
}

fn allowed(visibility: Visibility) -> Audience {
    Audience::of_visibility(visibility.name()).unwrap_or(Audience::All)
}

fn is_kept_off_lists(document: &Document) -> bool {
    entries(document).any(|entry| {
        let said_no = match &entry.node.value {
            Value::Bool(yes) => !yes,
            _ => entry.node.texts().first().is_some_and(|(text, _)| is_no(text)),
        };
        is_unlisted(&entry.key) && !said_no
    })
}

fn is_unlisted(key: &str) -> bool {
    fold_key(key) == "unlisted"
}

fn is_no(value: &str) -> bool {
    matches!(value.trim().to_ascii_lowercase().as_str(), "false" | "no" | "off")
}

/// Whether a line at the top of a document that could not be read in full says something, as `key: value`.
fn says_so(document: &Document, is_it: impl Fn(&str, &str) -> bool) -> bool {
    const LINES: usize = 200;
    let strip = |text: &str| text.trim().trim_matches(['"', '\'', ',', '{', '}']).trim().to_owned();
    !document.problems.is_empty()
        && document.text.lines().take(LINES).any(|line| {
            let pair = line.split_once([':', '=', '：']);
            pair.is_some_and(|(key, value)| is_it(&strip(key), &strip(value)))
        })
}
