//! The text of `book.toml` into settings, or into everything that is wrong with it.

use toml::de::{DeArray, DeTable, DeValue};

use super::keys::{KEYS, Key, OVERRIDES, PRESET, SOURCES, is_foreign};
use super::values::{Name, Refused};
use super::{Override, Settings, SourceSettings};
use crate::diagnostic::Diagnostic;
use crate::text::{Span, nearest};

/// The name under which configuration problems are reported.
const RULE: &str = "invalid-config";

/// Everything wrong with a `book.toml`; spans are places in its text.
#[derive(Debug, thiserror::Error)]
#[error("book.toml has {} problem(s)", .0.len())]
pub struct ConfigError(pub Vec<Diagnostic>);

/// Reads the text of a `book.toml`.
///
/// # Errors
/// All problems at once: syntax, unknown keys (with the nearest known one), and values of the wrong type.
pub fn parse(text: &str) -> Result<Settings, ConfigError> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut problems: Vec<Diagnostic> = errors
        .iter()
        .map(|error| {
            let span = error.span().map_or(Span::at(0), Span::from);
            Diagnostic::new(RULE, span).variant("syntax").with("reason", error.message())
        })
        .collect();
    let mut settings = Settings::default();
    walk(table.get_ref(), "", &mut settings, &mut problems);
    if problems.is_empty() { Ok(settings) } else { Err(ConfigError(problems)) }
}

fn walk(table: &DeTable<'_>, prefix: &str, settings: &mut Settings, problems: &mut Vec<Diagnostic>) {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.get_ref() != PRESET);
    for (name, value) in entries {
        let path = if prefix.is_empty() { name.get_ref().to_string() } else { format!("{prefix}.{}", name.get_ref()) };
        let name = Name { text: name.get_ref(), span: name.span().into() };
        let is_repeated = path == SOURCES || path == OVERRIDES;
        match (KEYS.iter().find(|key| key.matches(&path)), value.get_ref()) {
            (Some(key), inner) => problems.extend(take(key, &path, &name, inner, value.span().into(), settings)),
            (None, _) if is_foreign(&path) => {}
            (None, DeValue::Array(items)) if is_repeated => repeated(items, &path, settings, problems),
            (None, DeValue::Table(_)) if is_repeated => {
                problems.push(Diagnostic::new(RULE, name.span).variant("not-repeated").with("key", path));
            }
            (None, DeValue::Table(inner)) if KEYS.iter().any(|key| key.is_below(&path)) => {
                walk(inner, &path, settings, problems);
            }
            (None, _) => problems.push(unknown(&path, name.span)),
        }
    }
}

/// `[[output.pmdoc.source]]` and `[[output.pmdoc.override]]`, one table for each.
fn repeated(items: &DeArray<'_>, path: &str, settings: &mut Settings, problems: &mut Vec<Diagnostic>) {
    for item in items {
        let span = Span::from(item.span());
        let Some(table) = item.get_ref().as_table() else {
            problems.push(Diagnostic::new(RULE, span).variant("not-repeated").with("key", path));
            continue;
        };
        let before = problems.len();
        let judge = if path == SOURCES {
            settings.sources.push(SourceSettings::default());
            source
        } else {
            settings.overrides.push(Override::default());
            override_table
        };
        walk(table, path, settings, problems);
        if problems.len() == before {
            problems.extend(judge(settings, span));
        }
    }
}

/// What is wrong with the source that was read last, as a whole.
fn source(settings: &Settings, span: Span) -> Option<Diagnostic> {
    let (source, others) = settings.sources.split_last()?;
    if source.name.is_empty() || source.path.is_some() == source.url.is_some() {
        let diagnostic = Diagnostic::new(RULE, span).variant("wrong-value");
        return Some(diagnostic.with("key", SOURCES).term("expected", "a-source"));
    }
    let twice = others.iter().any(|other| other.name == source.name);
    twice.then(|| Diagnostic::new(RULE, span).variant("duplicate-source").with("name", source.name.as_str()))
}

/// What is wrong with the override that was read last, as a whole.
fn override_table(settings: &Settings, span: Span) -> Option<Diagnostic> {
    let this = settings.overrides.last()?;
    match (this.has_condition(), this.has_effect()) {
        (false, _) => Some(Diagnostic::new(RULE, span).variant("override-of-all")),
        (true, false) => Some(Diagnostic::new(RULE, span).variant("override-of-nothing")),
        (true, true) => None,
    }
}

fn take(
    key: &Key,
    path: &str,
    name: &Name<'_>,
    value: &DeValue<'_>,
    span: Span,
    settings: &mut Settings,
) -> Option<Diagnostic> {
    let Err(Refused { part, reason }) = (key.take)(settings, name, value) else { return None };
    let diagnostic = Diagnostic::new(RULE, part.unwrap_or(span)).with("key", path).term("expected", key.expects);
    Some(match reason {
        Some(reason) => diagnostic.variant("wrong-value-because").with("reason", reason),
        None => diagnostic.variant("wrong-value"),
    })
}

fn unknown(path: &str, span: Span) -> Diagnostic {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let siblings = KEYS.iter().filter_map(|key| key.child_of(parent));
    let diagnostic = Diagnostic::new(RULE, span).with("key", path.to_owned());
    match nearest(name, siblings) {
        Some(sibling) => diagnostic.variant("unknown-key-near").with("nearest", sibling),
        None => diagnostic.variant("unknown-key"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, parse};

    #[test]
    fn an_mdbook_file_is_read_as_mdbook_reads_it() {
        let settings = parse(
            "[book]\ntitle = \"장애 기록\"\nlanguage = \"ko\"\nsrc = \"content\"\n[build]\nbuild-dir = \"site\"\n\
             [output.html]\ngit-repository-url = \"https://example.com/x/\"\nfold.enable = true\n[preprocessor.x]\na = 1\n\
             [output.pmdoc]\npostmortems = [\"pm/**\"]\n[output.pmdoc.rules]\nmissing-section = \"warning\"\nbroken-link = \"off\"\n\
             [output.pmdoc.sections]\naliases.actions = [\"할 일\"]\n",
        )
        .expect("valid");
        assert_eq!(
            (settings.title.as_str(), settings.src.as_str(), settings.build_dir.as_str()),
            ("장애 기록", "content", "site")
        );
        assert_eq!(settings.repository_url.as_deref(), Some("https://example.com/x"));
        assert_eq!(settings.levels.len(), 2);
        assert_eq!(settings.section_aliases["actions"], ["할 일"]);
        assert_eq!(parse("").expect("empty is valid"), Settings::default());
    }

    #[test]
    fn a_number_of_days_is_whole_and_positive() {
        let days =
            |value: &str| parse(&format!("[output.pmdoc]\nstale-draft-days = {value}\n")).map(|s| s.stale_draft_days);
        assert_eq!(days("1_4").ok(), Some(14));
        assert_eq!(parse("").map(|settings| settings.stale_draft_days).ok(), Some(30));
        for wrong in ["0", "-1", "1.5", "\"30\"", "99999999999"] {
            assert_eq!(days(wrong).expect_err(wrong).0[0].variant, "wrong-value");
        }
    }

    #[test]
    fn every_problem_is_named_with_its_place_and_the_nearest_key() {
        let text = "[book]\ntitel = \"x\"\n[output.pmdoc]\nrequired-sections = \"summary\"\nzzz = 1\n[pmdoc]\n";
        let problems = parse(text).expect_err("three mistakes").0;
        let found: Vec<(&str, &str)> = problems.iter().map(|p| (p.variant, p.span.slice(text))).collect();
        assert_eq!(
            found,
            [
                ("unknown-key-near", "titel"),
                ("wrong-value", "\"summary\""),
                ("unknown-key", "zzz"),
                ("unknown-key", "pmdoc")
            ]
        );
    }
}
