//! How a document came to be, as facts: since when it is published, when it was changed last, by whom, and
//! where to read and change its source.

use std::collections::BTreeSet;

use super::Day;
use super::commit_text;
use super::fact::{Fact, Value};
use crate::history::DocumentHistory;
use crate::knowledge::RecordIndex;
use crate::site::Site;
use crate::site::words::Words;

/// More people than this are only counted.
const MOST_PEOPLE: usize = 8;

/// What is known of them; without Git and a repository on the web, nothing.
pub(in crate::site) fn written(site: &Site<'_>, index: RecordIndex, words: &Words) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(history) = site.history_of(index) {
        let published = history.first().and_then(|commit| Day::of(commit, site, words));
        let changed = changed(site, history, published.as_ref(), words);
        facts.extend(Fact::new("facts.published", published.map(on).into_iter().collect(), words));
        facts.extend(Fact::new("facts.updated", changed, words));
        facts.extend(Fact::new("facts.contributors", people(history, words), words));
    }
    facts.extend(Fact::new("facts.source", source(site, index, words), words));
    facts
}

fn on(day: Day) -> Value {
    Value { day: Some(day), ..Value::default() }
}

/// The day of the last commit, with the way to all of them, and what came after it. A day that was just
/// given as that of the first is not given again.
fn changed(site: &Site<'_>, history: &DocumentHistory, published: Option<&Day>, words: &Words) -> Vec<Value> {
    let day = history.last().and_then(|commit| Day::of(commit, site, words));
    let day = day.filter(|day| history.edited || published != Some(day));
    let linked = |day| Value { href: Some(super::history::ANCHOR.to_owned()), ..on(day) };
    let edited = history.edited.then(|| Value { quiet: true, ..Value::text(words.text("facts.edited")) });
    day.map(linked).into_iter().chain(edited).collect()
}

/// Everybody who wrote a commit, by name alone; one name is written once, whatever addresses it had.
fn people(history: &DocumentHistory, words: &Words) -> Vec<Value> {
    let mut known = BTreeSet::new();
    let names = history.contributors().into_iter().filter_map(|person| commit_text::name(&person.name));
    let names: Vec<String> = names.filter(|name| known.insert(name.clone())).collect();
    let more = names.len().checked_sub(MOST_PEOPLE + 1).map(|more| words.count("home.more", more + 1, &[]));
    let more = more.map(|more| Value { quiet: true, ..Value::text(more) });
    names.into_iter().take(MOST_PEOPLE).map(Value::text).chain(more).collect()
}

/// The file in the repository, and the way to change it.
fn source(site: &Site<'_>, index: RecordIndex, words: &Words) -> Vec<Value> {
    let path = &site.base.records[index].path;
    let file = site.file_link(index, path);
    let file = file.map(|url| Value::outside(path.file_name(), &url));
    let edit = site.edit_link(index).map(|url| Value::outside(words.text("document.edit"), &url));
    file.into_iter().chain(edit).collect()
}
