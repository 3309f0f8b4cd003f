//! Names in `book.toml` that mean nothing, with the nearest that does.

use crate::config::{Settings, Word, WordKind};
use crate::diagnostic::Diagnostic;
use crate::postmortem::{Field, Kind, Lexicon, SectionName, Status, severity_rank};
use crate::repository;
use crate::rules::{self, RULES};
use crate::text::{fold_key, nearest};

/// A diagnostic for each name that no rule, section, field, severity, status or kind has.
pub(super) fn unknown(settings: &Settings) -> Vec<Diagnostic> {
    if settings.words.is_empty() {
        return Vec::new();
    }
    let reader = repository::reader(settings);
    let is_unknown = |word: &&Word| !is_known(word, settings, reader.lexicon());
    settings.words.iter().filter(is_unknown).map(|word| explain(word, settings)).collect()
}

fn is_known(word: &Word, settings: &Settings, lexicon: &Lexicon) -> bool {
    let text = word.text.as_str();
    match word.kind {
        WordKind::Rule => rules::rule(text).is_some(),
        WordKind::Section => SectionName::from_name(text).is_some(),
        WordKind::Field => Field::from_key(&fold_key(text)).is_some(),
        WordKind::Severity => severity_rank(text, &settings.severities, lexicon).is_some(),
        WordKind::Status => lexicon.status(text).is_some(),
        WordKind::Kind => rules::kind(text, lexicon).is_some(),
    }
}

fn explain(word: &Word, settings: &Settings) -> Diagnostic {
    let (noun, known): (&'static str, Vec<&str>) = match word.kind {
        WordKind::Rule => ("rule", RULES.iter().map(|rule| rule.meta().name).collect()),
        WordKind::Section => ("section", SectionName::ALL.map(SectionName::name).to_vec()),
        WordKind::Field => ("field", Field::ALL.iter().map(|(_, key)| *key).collect()),
        WordKind::Severity => ("severity", severities(settings)),
        WordKind::Status => ("status", Status::ALL.map(Status::name).to_vec()),
        WordKind::Kind => {
            ("kind", Kind::ALL.iter().filter(|kind| **kind != Kind::Unreadable).map(|kind| kind.name()).collect())
        }
    };
    let diagnostic = Diagnostic::new("invalid-config", word.span).with("name", word.text.as_str()).term("noun", noun);
    match nearest(&word.text, known.iter().copied()) {
        Some(near) => diagnostic.variant("unknown-name-near").with("nearest", near),
        None if word.kind == WordKind::Rule => diagnostic.variant("unknown-rule"),
        None => diagnostic.variant("unknown-name").with("known", known.join(", ")),
    }
}

/// What severities are called here, for somebody who looks for the right word.
fn severities(settings: &Settings) -> Vec<&str> {
    if settings.severities.is_empty() {
        vec!["SEV1", "SEV2", "SEV3", "SEV4", "SEV5"]
    } else {
        settings.severities.iter().map(String::as_str).collect()
    }
}
