//! Values of `book.toml` into values of the settings, or into what is wrong with them.

use std::collections::BTreeMap;

use toml::de::{DeArray, DeValue};

use super::{Audience, BaseTheme, Globs, Pattern, Preset, Word, WordKind};
use crate::diagnostic::Level;
use crate::text::Span;

/// Why a value was refused.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// The part that is wrong; `None` for the whole value.
    pub(super) part: Option<Span>,
    /// Why, where that is not plain from what was expected.
    pub(super) reason: Option<String>,
}

/// Whether a value was taken.
pub(super) type Taken = Result<(), Refused>;

/// The last part of a key.
pub(super) struct Name<'n> {
    pub(super) text: &'n str,
    pub(super) span: Span,
}

/// Takes a value that was understood.
fn set<T>(into: &mut T, value: Option<T>) -> Taken {
    value.map(|value| *into = value).ok_or_else(Refused::default)
}

pub(super) fn text(value: &DeValue<'_>, into: &mut String) -> Taken {
    set(into, value.as_str().map(str::to_owned))
}

pub(super) fn some_text(value: &DeValue<'_>, into: &mut Option<String>, trimmed: char) -> Taken {
    set(into, value.as_str().map(|text| Some(text.trim_end_matches(trimmed).to_owned())))
}

pub(super) fn yes(value: &DeValue<'_>, into: &mut bool) -> Taken {
    set(into, value.as_bool())
}

/// A whole number from 1.
pub(super) fn count(value: &DeValue<'_>, into: &mut u32) -> Taken {
    let number = value.as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
    set(into, number.filter(|number| *number > 0))
}

/// A word that can be a folder: letters, digits, `-` and `_`.
pub(super) fn name(value: &DeValue<'_>, into: &mut String) -> Taken {
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    set(into, value.as_str().filter(is_name).map(str::to_owned))
}

/// Only what `pmdoc fetch` may open.
pub(super) fn url(value: &DeValue<'_>, into: &mut Option<String>) -> Taken {
    let good = value.as_str().filter(|url| ["https://", "file://"].iter().any(|scheme| url.starts_with(scheme)));
    set(into, good.map(|url| Some(url.to_owned())))
}

/// A path that stays where it is: absolute ones and ones that climb are refused.
pub(super) fn relative(value: &DeValue<'_>, into: &mut String) -> Taken {
    let stays =
        |path: &&str| !path.starts_with('/') && !path.contains('\\') && !path.split('/').any(|part| part == "..");
    let trimmed = |path: &str| path.trim_start_matches("./").trim_end_matches('/').to_owned();
    set(into, value.as_str().filter(stays).map(trimmed))
}

pub(super) fn some_relative(value: &DeValue<'_>, into: &mut Option<String>) -> Taken {
    let mut path = String::new();
    relative(value, &mut path)?;
    *into = Some(path);
    Ok(())
}

pub(super) fn zone(value: &DeValue<'_>, into: &mut Option<String>) -> Taken {
    let known = value.as_str().filter(|name| jiff::tz::TimeZone::get(name).is_ok());
    set(into, known.map(|name| Some(name.to_owned())))
}

pub(super) fn audience(value: &DeValue<'_>, into: &mut Audience) -> Taken {
    set(into, value.as_str().and_then(Audience::of))
}

pub(super) fn base_theme(value: &DeValue<'_>, into: &mut BaseTheme) -> Taken {
    set(into, value.as_str().and_then(BaseTheme::of))
}

/// The audience that a document's `visibility` allows.
pub(super) fn visibility(value: &DeValue<'_>, into: &mut Audience) -> Taken {
    set(into, value.as_str().and_then(Audience::of_visibility))
}

/// The texts of a list, each as `read` understands it.
fn list<T>(value: &DeValue<'_>, read: impl Fn(&str, Span) -> Result<T, Refused>) -> Result<Vec<T>, Refused> {
    let items: &DeArray<'_> = value.as_array().ok_or_else(Refused::default)?;
    let each = items.iter().map(|item| {
        let span = Span::from(item.span());
        let here = |refused: Refused| Refused { part: Some(span), ..refused };
        item.get_ref().as_str().ok_or_else(Refused::default).and_then(|text| read(text, span)).map_err(here)
    });
    each.collect()
}

pub(super) fn texts(value: &DeValue<'_>, into: &mut Vec<String>) -> Taken {
    *into = list(value, |text, _| Ok(text.to_owned()))?;
    Ok(())
}

/// Names that other parts of pmdoc must know.
pub(super) fn words(value: &DeValue<'_>, kind: WordKind, all: &mut Vec<Word>, into: &mut Vec<String>) -> Taken {
    let found = list(value, |text, span| Ok(Word { kind, text: text.to_owned(), span }))?;
    *into = found.iter().map(|word| word.text.clone()).collect();
    all.extend(found);
    Ok(())
}

pub(super) fn globs(value: &DeValue<'_>, into: &mut Vec<String>) -> Taken {
    *into =
        list(value, |text, _| Some(text.to_owned()).filter(|text| Globs::is_glob(text)).ok_or_else(Refused::default))?;
    Ok(())
}

pub(super) fn patterns(value: &DeValue<'_>, into: &mut Vec<Pattern>) -> Taken {
    let refused = |reason| Refused { part: None, reason: Some(reason) };
    *into = list(value, |text, _| Pattern::new(text).map_err(refused))?;
    Ok(())
}

/// A list that a document is to meet: an empty one is a slip, for nothing could meet it.
pub(super) fn some_items<T>(into: Vec<T>) -> Result<Vec<T>, Refused> {
    if into.is_empty() { Err(Refused::default()) } else { Ok(into) }
}

pub(super) fn preset(value: &DeValue<'_>) -> Result<Preset, Refused> {
    value.as_str().and_then(Preset::of).ok_or_else(Refused::default)
}

pub(super) fn aliases(
    value: &DeValue<'_>,
    section: &Name<'_>,
    words: &mut Vec<Word>,
    into: &mut BTreeMap<String, Vec<String>>,
) -> Taken {
    let headings = list(value, |text, _| Ok(text.to_owned()))?;
    words.push(Word { kind: WordKind::Section, text: section.text.to_owned(), span: section.span });
    into.insert(section.text.to_owned(), headings);
    Ok(())
}

pub(super) fn level(
    value: &DeValue<'_>,
    rule: &Name<'_>,
    words: &mut Vec<Word>,
    into: &mut BTreeMap<String, Option<Level>>,
) -> Taken {
    let level = match value.as_str() {
        Some("off") => None,
        Some("note") => Some(Level::Note),
        Some("warning") => Some(Level::Warning),
        Some("error") => Some(Level::Error),
        _ => return Err(Refused::default()),
    };
    words.push(Word { kind: WordKind::Rule, text: rule.text.to_owned(), span: rule.span });
    into.insert(rule.text.to_owned(), level);
    Ok(())
}
