//! Every key that pmdoc reads from `book.toml`: adding a setting is a line here and a field in `Settings`.

use toml::de::DeValue;

use super::{Settings, SourceSettings};
use crate::diagnostic::Level;

/// A key, how its value gets into the settings, and what it must be.
pub(super) struct Key {
    /// Dotted path; a last part `*` stands for any name.
    path: &'static str,
    /// Puts the value in; false where it has the wrong type. Gets the last part of the path.
    pub(super) take: fn(&mut Settings, &str, &DeValue<'_>) -> bool,
    /// What the value must be: a term of the message catalogue.
    pub(super) expects: &'static str,
}

impl Key {
    pub(super) fn matches(&self, path: &str) -> bool {
        match self.path.strip_suffix(".*") {
            Some(table) => path.rsplit_once('.').is_some_and(|(parent, _)| parent == table),
            None => self.path == path,
        }
    }

    /// Whether the key lies below a table of this path.
    pub(super) fn is_below(&self, table: &str) -> bool {
        self.path.strip_prefix(table).is_some_and(|rest| rest.starts_with('.'))
    }

    /// The part of the path that comes right after `parent`.
    pub(super) fn child_of(&self, parent: &str) -> Option<&'static str> {
        let rest = if parent.is_empty() { self.path } else { self.path.strip_prefix(parent)?.strip_prefix('.')? };
        rest.split('.').next().filter(|name| *name != "*")
    }
}

/// Tables that belong to mdBook or to other tools.
pub(super) fn is_foreign(path: &str) -> bool {
    const FREE: [&str; 3] = ["preprocessor", "rust", "output.html"];
    FREE.iter().any(|table| path.strip_prefix(table).is_some_and(|rest| rest.starts_with('.')))
        || path == "rust"
        || path == "preprocessor"
        || path.strip_prefix("output.").is_some_and(|name| !name.contains('.') && name != "pmdoc" && name != "html")
}

pub(super) const KEYS: &[Key] = &[
    Key { path: "book.title", expects: "a-text", take: |s, _, v| text(v, &mut s.title) },
    Key { path: "book.description", expects: "a-text", take: |s, _, v| text(v, &mut s.description) },
    Key { path: "book.authors", expects: "a-list-of-texts", take: |s, _, v| texts(v, &mut s.authors) },
    Key { path: "book.language", expects: "a-text", take: |s, _, v| text(v, &mut s.language) },
    Key { path: "book.src", expects: "a-relative-path", take: |s, _, v| relative(v, &mut s.src) },
    Key { path: "book.text-direction", expects: "a-text", take: |_, _, v| v.as_str().is_some() },
    Key { path: "build.build-dir", expects: "a-text", take: |s, _, v| text(v, &mut s.build_dir) },
    Key { path: "build.create-missing", expects: "true-or-false", take: |_, _, v| v.as_bool().is_some() },
    Key { path: "build.use-default-preprocessors", expects: "true-or-false", take: |_, _, v| v.as_bool().is_some() },
    Key { path: "build.extra-watch-dirs", expects: "a-list-of-texts", take: |_, _, v| texts(v, &mut Vec::new()) },
    Key {
        path: "output.html.git-repository-url",
        expects: "a-text",
        take: |s, _, v| some_text(v, &mut s.repository_url, '/'),
    },
    Key {
        path: "output.html.edit-url-template",
        expects: "a-text",
        take: |s, _, v| some_text(v, &mut s.edit_url_template, '\0'),
    },
    Key { path: "output.pmdoc.command", expects: "a-text", take: |_, _, v| v.as_str().is_some() },
    Key { path: "output.pmdoc.optional", expects: "true-or-false", take: |_, _, v| v.as_bool().is_some() },
    Key { path: "output.pmdoc.postmortems", expects: "a-list-of-globs", take: |s, _, v| globs(v, &mut s.postmortems) },
    Key { path: "output.pmdoc.causes", expects: "a-list-of-globs", take: |s, _, v| globs(v, &mut s.causes) },
    Key { path: "output.pmdoc.exclude", expects: "a-list-of-globs", take: |s, _, v| globs(v, &mut s.exclude) },
    Key { path: "output.pmdoc.theme", expects: "a-relative-path", take: |s, _, v| some_relative(v, &mut s.theme) },
    Key { path: "output.pmdoc.timezone", expects: "a-zone", take: |s, _, v| zone(v, &mut s.timezone) },
    Key { path: "output.pmdoc.severities", expects: "a-list-of-texts", take: |s, _, v| texts(v, &mut s.severities) },
    Key {
        path: "output.pmdoc.required-sections",
        expects: "a-list-of-sections",
        take: |s, _, v| texts(v, &mut s.required_sections),
    },
    Key {
        path: "output.pmdoc.required-fields",
        expects: "a-list-of-texts",
        take: |s, _, v| texts(v, &mut s.required_fields),
    },
    Key {
        path: "output.pmdoc.sections.lead-paragraph-is-summary",
        expects: "true-or-false",
        take: |s, _, v| yes(v, &mut s.lead_paragraph_is_summary),
    },
    Key { path: "output.pmdoc.sections.aliases.*", expects: "a-list-of-texts", take: aliases },
    Key {
        path: "output.pmdoc.source.name",
        expects: "a-name",
        take: |s, _, v| source(s, |source| name(v, &mut source.name)),
    },
    Key {
        path: "output.pmdoc.source.path",
        expects: "a-text",
        take: |s, _, v| source(s, |source| some_text(v, &mut source.path, '/')),
    },
    Key {
        path: "output.pmdoc.source.url",
        expects: "a-fetchable-url",
        take: |s, _, v| source(s, |source| url(v, &mut source.url)),
    },
    Key {
        path: "output.pmdoc.source.rev",
        expects: "a-text",
        take: |s, _, v| source(s, |source| some_text(v, &mut source.rev, '\0')),
    },
    Key {
        path: "output.pmdoc.source.src",
        expects: "a-relative-path",
        take: |s, _, v| source(s, |source| relative(v, &mut source.src)),
    },
    Key {
        path: "output.pmdoc.source.git-repository-url",
        expects: "a-text",
        take: |s, _, v| source(s, |source| some_text(v, &mut source.repository_url, '/')),
    },
    Key {
        path: "output.pmdoc.stale-draft-days",
        expects: "a-number-of-days",
        take: |s, _, v| count(v, &mut s.stale_draft_days),
    },
    Key {
        path: "output.pmdoc.company-domains",
        expects: "a-list-of-texts",
        take: |s, _, v| texts(v, &mut s.company_domains),
    },
    Key { path: "output.pmdoc.rules.*", expects: "a-level", take: level },
];

/// The table whose entries are repeated, one for each other repository.
pub(super) const SOURCES: &str = "output.pmdoc.source";

/// Sets something of the source that is being read.
fn source(settings: &mut Settings, set: impl FnOnce(&mut SourceSettings) -> bool) -> bool {
    settings.sources.last_mut().is_some_and(set)
}

/// A word that can be a folder: letters, digits, `-` and `_`.
fn name(value: &DeValue<'_>, into: &mut String) -> bool {
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    value.as_str().filter(is_name).map(|name| name.clone_into(into)).is_some()
}

/// Only what `pmdoc fetch` may open.
fn url(value: &DeValue<'_>, into: &mut Option<String>) -> bool {
    let good = value.as_str().filter(|url| ["https://", "file://"].iter().any(|scheme| url.starts_with(scheme)));
    good.map(|url| *into = Some(url.to_owned())).is_some()
}

fn text(value: &DeValue<'_>, into: &mut String) -> bool {
    value.as_str().map(|text| text.clone_into(into)).is_some()
}

fn some_text(value: &DeValue<'_>, into: &mut Option<String>, trimmed: char) -> bool {
    value.as_str().map(|text| *into = Some(text.trim_end_matches(trimmed).to_owned())).is_some()
}

/// A path that stays where it is: absolute ones and ones that climb are refused.
fn relative(value: &DeValue<'_>, into: &mut String) -> bool {
    value
        .as_str()
        .filter(|path| !path.starts_with('/') && !path.contains('\\') && !path.split('/').any(|part| part == ".."))
        .map(|path| path.trim_start_matches("./").trim_end_matches('/').clone_into(into))
        .is_some()
}

fn some_relative(value: &DeValue<'_>, into: &mut Option<String>) -> bool {
    let mut path = String::new();
    let good = relative(value, &mut path);
    if good {
        *into = Some(path);
    }
    good
}

fn texts(value: &DeValue<'_>, into: &mut Vec<String>) -> bool {
    let Some(items) = value.as_array() else { return false };
    let texts: Option<Vec<String>> = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
    texts.map(|texts| *into = texts).is_some()
}

fn globs(value: &DeValue<'_>, into: &mut Vec<String>) -> bool {
    let mut found = Vec::new();
    let good = texts(value, &mut found) && found.iter().all(|glob| globset::Glob::new(glob).is_ok());
    if good {
        *into = found;
    }
    good
}

fn yes(value: &DeValue<'_>, into: &mut bool) -> bool {
    value.as_bool().map(|yes| *into = yes).is_some()
}

/// A whole number from 1.
fn count(value: &DeValue<'_>, into: &mut u32) -> bool {
    let number = value.as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
    number.filter(|number| *number > 0).map(|number| *into = number).is_some()
}

fn zone(value: &DeValue<'_>, into: &mut Option<String>) -> bool {
    let known = value.as_str().filter(|name| jiff::tz::TimeZone::get(name).is_ok());
    known.map(|name| *into = Some(name.to_owned())).is_some()
}

fn aliases(settings: &mut Settings, section: &str, value: &DeValue<'_>) -> bool {
    let mut found = Vec::new();
    let good = texts(value, &mut found);
    settings.section_aliases.insert(section.to_owned(), found);
    good
}

fn level(settings: &mut Settings, rule: &str, value: &DeValue<'_>) -> bool {
    let level = match value.as_str() {
        Some("off") => None,
        Some("note") => Some(Level::Note),
        Some("warning") => Some(Level::Warning),
        Some("error") => Some(Level::Error),
        _ => return false,
    };
    settings.levels.insert(rule.to_owned(), level);
    true
}
