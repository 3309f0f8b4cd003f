//! Finds root causes that are a person, or that a person erred, and nothing else.

use super::{Context, Meta, Rule, place, said};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Record, SectionName};
use crate::text::{Span, is_cjk};

const META: Meta = Meta {
    code: "PM027",
    name: "blame-language",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("blame_language.md"),
};

pub(super) struct BlameLanguage;

impl Rule for BlameLanguage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn is_opt_in(&self) -> bool {
        true
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        let blamed = named(context, record).or_else(|| told(context, record));
        found.extend(blamed.map(|(span, who, variant)| {
            Diagnostic::new(META.name, span).variant(variant).with("text", who.clone()).about(who)
        }));
    }
}

/// A place, what is blamed there, and the message for it.
type Blamed = (Span, String, &'static str);

/// Every cause that front matter names is somebody's error.
fn named(context: &Context<'_>, record: &Record) -> Option<Blamed> {
    let causes = &record.postmortem.root_causes;
    let words = context.lexicon.blame();
    let all = causes.iter().all(|cause| words.is_error(&cause.value.replace(['-', '_'], " "), record.postmortem.language));
    let first = causes.first().filter(|_| all)?;
    Some((place::of_fact(first, record), first.value.clone(), ""))
}

/// The root-cause section is one sentence that says who or whose error it was, and not why that could happen.
fn told(context: &Context<'_>, record: &Record) -> Option<Blamed> {
    let section = record.postmortem.section(SectionName::RootCause).filter(|section| section.level > 0)?;
    let said = said::by(section, record);
    let sentence = only_sentence(&said)?;
    let words = context.lexicon.blame();
    let language = record.postmortem.language;
    if words.goes_deeper(sentence, language) {
        return None;
    }
    let span = place::within(section.body, sentence, &record.document.text);
    let error = words.error_in(sentence, language).map(|word| (span, word.to_owned(), ""));
    error.or_else(|| Some((span, person_in(context, record, sentence)?, "person")))
}

/// The text, if it is no more than a short sentence.
fn only_sentence(said: &str) -> Option<&str> {
    const LONGEST: usize = 120;
    let text = said.trim();
    let inner = text.trim_end_matches(['.', '。', '!']);
    let ends = inner.contains(['\n', '。', '!', '?']) || inner.contains(". ");
    let length: usize = text.chars().map(|c| 1 + usize::from(is_cjk(c))).sum();
    (!text.is_empty() && !ends && length <= LONGEST).then_some(text)
}

/// A handle, or a person whom the document itself names as one.
fn person_in(context: &Context<'_>, record: &Record, sentence: &str) -> Option<String> {
    let teams: Vec<&str> = record.postmortem.values(Field::Teams).collect();
    let is_person = |handle: &&str| {
        let name = handle.trim_start_matches('@');
        name.chars().count() > 1 && !teams.contains(&name) && !name.to_lowercase().contains("team")
    };
    let handles = sentence.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '（' | '）' | '、'));
    let handle = |word: &'_ str| -> Option<usize> {
        word.starts_with('@').then(|| word[1..].find(|c: char| !is_handle(c)).map_or(word.len(), |at| at + 1))
    };
    let mut handles = handles.filter_map(|word| Some(&word[..handle(word)?]));
    let fields = [Field::Owner, Field::Authors, Field::Reviewers, Field::Attendees];
    let people = fields.into_iter().flat_map(|field| record.postmortem.values(field));
    let mut people = people.chain(context.settings.owners.iter().map(String::as_str)).filter(is_person);
    let named = || people.find(|name| !name.starts_with('@') && mentions(sentence, name)).map(str::to_owned);
    handles.find(is_person).map(str::to_owned).or_else(named)
}

fn is_handle(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Whether a sentence names a person, as a word of its own.
fn mentions(sentence: &str, name: &str) -> bool {
    const SHORTEST: usize = 3;
    let letters: usize = name.chars().map(|c| 1 + usize::from(is_cjk(c))).sum();
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    letters > SHORTEST
        && sentence.match_indices(name).any(|(at, _)| {
            !is_letter(sentence[..at].chars().next_back()) && !is_letter(sentence[at + name.len()..].chars().next())
        })
}
