//! The text of `book.toml` into settings, or into everything that is wrong with it.

use toml::de::{DeArray, DeTable, DeValue};

use super::keys::{KEYS, Key, SOURCES, is_foreign};
use super::{Settings, SourceSettings};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

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
    for (name, value) in table {
        let path = if prefix.is_empty() { name.get_ref().to_string() } else { format!("{prefix}.{}", name.get_ref()) };
        let key_span = Span::from(name.span());
        match (KEYS.iter().find(|key| key.matches(&path)), value.get_ref()) {
            (Some(key), value_ref) => take(key, &path, value_ref, value.span().into(), settings, problems),
            (None, _) if is_foreign(&path) => {}
            (None, DeValue::Array(items)) if path == SOURCES => sources(items, settings, problems),
            (None, DeValue::Table(inner)) if KEYS.iter().any(|key| key.is_below(&path)) => {
                walk(inner, &path, settings, problems);
            }
            (None, _) => problems.push(unknown(&path, key_span)),
        }
    }
}

/// `[[output.pmdoc.source]]`, one table for each.
fn sources(items: &DeArray<'_>, settings: &mut Settings, problems: &mut Vec<Diagnostic>) {
    for item in items {
        let span = Span::from(item.span());
        let wrong = |expected: &'static str| {
            Diagnostic::new(RULE, span).variant("wrong-value").with("key", SOURCES).term("expected", expected)
        };
        let Some(table) = item.get_ref().as_table() else {
            problems.push(wrong("a-source"));
            continue;
        };
        settings.sources.push(SourceSettings::default());
        let before = problems.len();
        walk(table, SOURCES, settings, problems);
        let Some((source, others)) = settings.sources.split_last() else { continue };
        let whole = !source.name.is_empty() && source.path.is_some() != source.url.is_some();
        if before == problems.len() && !whole {
            problems.push(wrong("a-source"));
        }
        if others.iter().any(|other| other.name == source.name && !source.name.is_empty()) {
            let diagnostic = Diagnostic::new(RULE, span).variant("duplicate-source");
            problems.push(diagnostic.with("name", source.name.as_str()));
        }
    }
}

fn take(
    key: &Key,
    path: &str,
    value: &DeValue<'_>,
    span: Span,
    settings: &mut Settings,
    problems: &mut Vec<Diagnostic>,
) {
    let name = path.rsplit('.').next().unwrap_or(path);
    if !(key.take)(settings, name, value) {
        problems.push(
            Diagnostic::new(RULE, span)
                .variant("wrong-value")
                .with("key", path.to_owned())
                .term("expected", key.expects),
        );
    }
}

fn unknown(path: &str, span: Span) -> Diagnostic {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let siblings = KEYS.iter().filter_map(|key| key.child_of(parent));
    let nearest = siblings
        .map(|sibling| (strsim::damerau_levenshtein(sibling, name), sibling))
        .filter(|(distance, sibling)| *distance <= 1 + sibling.len() / 4)
        .min();
    let diagnostic = Diagnostic::new(RULE, span).with("key", path.to_owned());
    match nearest {
        Some((_, sibling)) => diagnostic.variant("unknown-key-near").with("nearest", sibling),
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
