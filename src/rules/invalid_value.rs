//! Finds values of known front matter fields that cannot be understood.

use std::sync::LazyLock;

use regex::Regex;

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{
    Field, Kind, Language, Record, Status, Visibility, date_in, entries, is_placeholder,
};
use crate::text::fold_key;

const META: Meta = Meta {
    code: "PM016",
    name: "invalid-value",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("invalid_value.md"),
};

const DAY: &str = "day";
const TIME: &str = "time";

/// What is written like a day, real or not: `2026-02-30`, `30.02.2026`
static LIKE_A_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:19|20)\d\d\s*[-/.년年]\s*\d{1,2}\s*[-/.월月]\s*\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:19|20)\d\d").ok()
});
/// A time of day that no clock shows, behind its day or alone. In some countries hours are counted on after midnight
/// (`25:30`), and once in a while a minute has 61 seconds.
static NO_TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[-\d./년월일年月日]{6,14}[T\s]+)?(?:[3-9]\d:\d\d|\d{1,2}:(?:6[1-9]|[7-9]\d))\b").ok()
});

pub(super) struct InvalidValue;

impl Rule for InvalidValue {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn level(&self, variant: &str) -> Level {
        // A team may have its own words; nobody has a calendar of their own.
        if variant == DAY || variant == TIME { Level::Error } else { META.level }
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        for entry in entries(&record.document) {
            let Some(field) = context.lexicon.field_of_key(&entry.key) else { continue };
            let Some(&(value, span)) = entry.node.texts().first() else { continue };
            let unsaid = context.lexicon.is_nothing(value) || is_placeholder(value, context.lexicon);
            let wrong = if unsaid { None } else { wrong(context, record, field, &entry.key, value) };
            if let Some((variant, mut allowed)) = wrong {
                allowed.sort_by_key(|word| distance(word, value));
                let meant = context.lexicon.value_meant(field, value).map(str::to_owned);
                let fix = meant.as_ref().filter(|_| context.lexicon.is_one_value(field, value));
                let fix = fix.and_then(|meant| super::place::respelt(span, value, meant, &record.document.text));
                allowed.retain(|word| Some(word) != meant.as_ref());
                let allowed: Vec<String> = meant.into_iter().chain(allowed).map(|word| format!("`{word}`")).collect();
                found.push(
                    Diagnostic::new(META.name, super::place::first_line(span, &record.document.text))
                        .variant(variant)
                        .term("field", field.key())
                        .with("value", shown(value))
                        .with("allowed", allowed.join(", "))
                        .about(field.key())
                        .mended_by(fix),
                );
            }
        }
    }
}

/// Which message a value deserves, and what it could be instead; `None` where it is understood.
fn wrong(context: &Context<'_>, record: &Record, field: Field, key: &str, value: &str) -> Option<(&'static str, Vec<String>)> {
    let postmortem = &record.postmortem;
    let no_day = || date_in(value).is_none();
    let like_a_day = || LIKE_A_DAY.as_ref().is_some_and(|regex| regex.is_match(value));
    let no_time = || NO_TIME.as_ref().is_some_and(|regex| regex.is_match(value));
    match field {
        Field::Status if postmortem.status.is_none() => Some(("", statuses())),
        Field::Severity if postmortem.severity.is_none() => Some(("severity", severities(context))),
        // Other tools mean other things by `type`.
        Field::Kind if fold_key(key) == field.key() && !is_kind(context, value) => Some(("", kinds())),
        Field::Visibility if context.lexicon.visibility(value).is_none() => Some(("", visibilities())),
        Field::Language if !is_language(value) => Some(("language", languages(value))),
        Field::Date if no_day() => Some((DAY, Vec::new())),
        Field::ReviewDate | Field::Published if like_a_day() && no_day() => Some((DAY, Vec::new())),
        Field::Started | Field::Detected | Field::Acknowledged | Field::Mitigated | Field::Resolved => {
            ((like_a_day() && no_day()) || no_time()).then(|| (TIME, Vec::new()))
        }
        Field::Duration | Field::Rto | Field::Rpo | Field::Recovery if !is_length(value) => Some(("length", Vec::new())),
        _ => None,
    }
}

fn names(all: impl IntoIterator<Item = &'static str>) -> Vec<String> {
    all.into_iter().map(str::to_owned).collect()
}

fn statuses() -> Vec<String> {
    names([Status::Draft, Status::InReview, Status::Final, Status::Closed].map(Status::name))
}

fn severities(context: &Context<'_>) -> Vec<String> {
    match context.settings.severities.as_slice() {
        [] => names(["SEV1", "SEV2", "SEV3", "SEV4", "SEV5"]),
        own => own.to_vec(),
    }
}

const KINDS: [Kind; 5] = [Kind::Incident, Kind::NearMiss, Kind::Drill, Kind::ErrorBudget, Kind::Guide];

fn kinds() -> Vec<String> {
    names(KINDS.map(Kind::name))
}

fn is_kind(context: &Context<'_>, value: &str) -> bool {
    let others = [Kind::Cause, Kind::Template, Kind::Index];
    let named = || KINDS.into_iter().chain(others).any(|kind| kind.name().eq_ignore_ascii_case(value.trim()));
    context.lexicon.kind(value).is_some() || named()
}

fn visibilities() -> Vec<String> {
    names(Visibility::ALL.map(Visibility::name))
}

/// Codes of countries and names of languages that are written where the tag of a language belongs.
const NO_TAGS: [(&str, Language); 12] = [
    ("kr", Language::Ko),
    ("korean", Language::Ko),
    ("한국어", Language::Ko),
    ("jp", Language::Ja),
    ("japanese", Language::Ja),
    ("日本語", Language::Ja),
    ("cn", Language::ZhHans),
    ("chinese", Language::ZhHans),
    ("中文", Language::ZhHans),
    ("english", Language::En),
    ("german", Language::De),
    ("french", Language::Fr),
];

/// Whether a value has the shape of a language tag, of whatever language.
fn is_language(value: &str) -> bool {
    let mut parts = value.trim().split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    let shaped = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    shaped && parts.all(is_part) && meant_by(primary).is_none()
}

fn meant_by(value: &str) -> Option<Language> {
    let value = value.trim().to_lowercase();
    NO_TAGS.iter().find(|(word, _)| *word == value).map(|(_, language)| *language)
}

fn languages(value: &str) -> Vec<String> {
    match meant_by(value) {
        Some(language) => names([language.tag()]),
        None => names([Language::En, Language::Ko, Language::Ja, Language::ZhHans].map(Language::tag)),
    }
}

/// Whether a value says how long: a number, or the word for a unit.
fn is_length(value: &str) -> bool {
    const UNITS: [&str; 25] = [
        "sec", "min", "hour", "day", "night", "week", "month", "heure", "jour", "hora", "dia", "día", "stunde", "tag",
        "time", "dag", "초", "분", "시간", "일", "주", "달", "秒", "時", "日",
    ];
    let lower = value.to_lowercase();
    lower.chars().any(char::is_numeric) || UNITS.iter().any(|unit| lower.contains(unit)) || lower.contains(['分', '时', '天', '週', '周', '월', '月'])
}

/// How far a word is from what was written.
fn distance(word: &str, value: &str) -> usize {
    strsim::osa_distance(&word.to_lowercase(), &shown(value).to_lowercase())
}

/// The begin of a value, so that the message stays on one line.
fn shown(value: &str) -> String {
    const LONGEST: usize = 48;
    value.chars().take(LONGEST).collect()
}
