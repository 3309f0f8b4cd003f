//! Every key that pmdoc reads from `book.toml`: adding a setting is a line here and a field in `Settings`.

use toml::de::DeValue;

use super::values::{
    Name, Refused, Taken, aliases, audience, base_theme, count, globs, level, name, patterns, preset, relative,
    some_items, some_relative, some_text, text, texts, url, visibility, words, yes, zone,
};
use super::{Globs, Override, Settings, SourceSettings, WordKind};

/// A key, how its value gets into the settings, and what it must be.
pub(super) struct Key {
    /// Dotted path; a last part `*` stands for any name.
    pub(super) path: &'static str,
    /// Puts the value in, or says why not. Gets the last part of the path.
    pub(super) take: fn(&mut Settings, &Name<'_>, &DeValue<'_>) -> Taken,
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
    Key { path: "book.text-direction", expects: "a-text", take: |_, _, v| text(v, &mut String::new()) },
    Key { path: "build.build-dir", expects: "a-text", take: |s, _, v| text(v, &mut s.build_dir) },
    Key { path: "build.create-missing", expects: "true-or-false", take: |_, _, v| yes(v, &mut false) },
    Key { path: "build.use-default-preprocessors", expects: "true-or-false", take: |_, _, v| yes(v, &mut false) },
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
    Key { path: "output.html.site-url", expects: "a-text", take: |s, _, v| some_text(v, &mut s.site_url, '/') },
    Key { path: "output.pmdoc.command", expects: "a-text", take: |_, _, v| text(v, &mut String::new()) },
    Key { path: "output.pmdoc.optional", expects: "true-or-false", take: |_, _, v| yes(v, &mut false) },
    Key { path: "output.pmdoc.postmortems", expects: "a-list-of-globs", take: |s, _, v| globs(v, &mut s.postmortems) },
    Key { path: "output.pmdoc.causes", expects: "a-list-of-globs", take: |s, _, v| globs(v, &mut s.causes) },
    Key { path: "output.pmdoc.exclude", expects: "a-list-of-globs", take: |s, _, v| globs(v, &mut s.exclude) },
    Key { path: "output.pmdoc.base-theme", expects: "a-theme", take: |s, _, v| base_theme(v, &mut s.base_theme) },
    Key { path: "output.pmdoc.theme", expects: "a-relative-path", take: |s, _, v| some_relative(v, &mut s.theme) },
    Key { path: "output.pmdoc.audience", expects: "an-audience", take: |s, _, v| audience(v, &mut s.audience) },
    Key { path: "output.pmdoc.visibility", expects: "a-visibility", take: |s, _, v| visibility(v, &mut s.undeclared) },
    Key { path: "output.pmdoc.timezone", expects: "a-zone", take: |s, _, v| zone(v, &mut s.timezone) },
    Key { path: "output.pmdoc.severities", expects: "a-list-of-texts", take: |s, _, v| texts(v, &mut s.severities) },
    Key { path: "output.pmdoc.owners", expects: "a-list-of-texts", take: |s, _, v| texts(v, &mut s.owners) },
    Key { path: "output.pmdoc.trackers", expects: "a-list-of-patterns", take: |s, _, v| patterns(v, &mut s.trackers) },
    Key {
        path: "output.pmdoc.preset",
        expects: "a-preset",
        take: |s, _, v| {
            let preset = preset(v)?;
            (s.required_sections, s.required_fields) = (preset.sections(), preset.fields());
            Ok(())
        },
    },
    Key {
        path: "output.pmdoc.required-sections",
        expects: "a-list-of-sections",
        take: |s, _, v| words(v, WordKind::Section, &mut s.words, &mut s.required_sections),
    },
    Key {
        path: "output.pmdoc.required-fields",
        expects: "a-list-of-fields",
        take: |s, _, v| words(v, WordKind::Field, &mut s.words, &mut s.required_fields),
    },
    Key {
        path: "output.pmdoc.sections.lead-paragraph-is-summary",
        expects: "true-or-false",
        take: |s, _, v| yes(v, &mut s.lead_paragraph_is_summary),
    },
    Key {
        path: "output.pmdoc.sections.aliases.*",
        expects: "a-list-of-texts",
        take: |s, n, v| aliases(v, n, &mut s.words, &mut s.section_aliases),
    },
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
        path: "output.pmdoc.thin-section-words",
        expects: "a-number-of-words",
        take: |s, _, v| count(v, &mut s.thin_section_words),
    },
    Key {
        path: "output.pmdoc.company-domains",
        expects: "a-list-of-texts",
        take: |s, _, v| texts(v, &mut s.company_domains),
    },
    Key {
        path: "output.pmdoc.internal-domains",
        expects: "a-list-of-texts",
        take: |s, _, v| texts(v, &mut s.internal_domains),
    },
    Key { path: "output.pmdoc.rules.*", expects: "a-level", take: |s, n, v| level(v, n, &mut s.words, &mut s.levels) },
    Key {
        path: "output.pmdoc.override.paths",
        expects: "a-list-of-globs",
        take: |s, _, v| {
            let mut written = Vec::new();
            globs(v, &mut written)?;
            let written = some_items(written)?;
            one_override(s, |this| this.paths = Globs::new(&written))
        },
    },
    Key {
        path: "output.pmdoc.override.severities",
        expects: "a-list-of-texts",
        take: |s, _, v| condition(s, v, WordKind::Severity, |this| &mut this.severities),
    },
    Key {
        path: "output.pmdoc.override.statuses",
        expects: "a-list-of-statuses",
        take: |s, _, v| condition(s, v, WordKind::Status, |this| &mut this.statuses),
    },
    Key {
        path: "output.pmdoc.override.kinds",
        expects: "a-list-of-kinds",
        take: |s, _, v| condition(s, v, WordKind::Kind, |this| &mut this.kinds),
    },
    Key {
        path: "output.pmdoc.override.preset",
        expects: "a-preset",
        take: |s, _, v| {
            let preset = preset(v)?;
            one_override(s, |this| {
                this.required_sections = Some(preset.sections());
                this.required_fields = Some(preset.fields());
            })
        },
    },
    Key {
        path: "output.pmdoc.override.required-sections",
        expects: "a-list-of-sections",
        take: |s, _, v| requirement(s, v, WordKind::Section, |this| &mut this.required_sections),
    },
    Key {
        path: "output.pmdoc.override.required-fields",
        expects: "a-list-of-fields",
        take: |s, _, v| requirement(s, v, WordKind::Field, |this| &mut this.required_fields),
    },
    Key {
        path: "output.pmdoc.override.thin-section-words",
        expects: "a-number-of-words",
        take: |s, _, v| {
            let mut words = 0;
            count(v, &mut words)?;
            one_override(s, |this| this.thin_section_words = Some(words))
        },
    },
    Key {
        path: "output.pmdoc.override.rules.*",
        expects: "a-level",
        take: |s, n, v| {
            let Some(this) = s.overrides.last_mut() else { return Err(Refused::default()) };
            level(v, n, &mut s.words, &mut this.levels)
        },
    },
];

/// The table whose entries are repeated, one for each other repository.
pub(super) const SOURCES: &str = "output.pmdoc.source";

/// The table whose entries are repeated, one for each set of documents that is asked for something else.
pub(super) const OVERRIDES: &str = "output.pmdoc.override";

/// The key whose effect others of the same table change, wherever it stands.
pub(super) const PRESET: &str = "preset";

/// Sets something of the source that is being read.
fn source(settings: &mut Settings, set: impl FnOnce(&mut SourceSettings) -> Taken) -> Taken {
    settings.sources.last_mut().map_or_else(|| Err(Refused::default()), set)
}

/// Sets something of the override that is being read.
fn one_override(settings: &mut Settings, set: impl FnOnce(&mut Override)) -> Taken {
    settings.overrides.last_mut().map(set).ok_or_else(Refused::default)
}

/// Words of which a document must have one.
fn condition(
    settings: &mut Settings,
    value: &DeValue<'_>,
    kind: WordKind,
    of: fn(&mut Override) -> &mut Vec<String>,
) -> Taken {
    let mut found = Vec::new();
    words(value, kind, &mut settings.words, &mut found)?;
    let found = some_items(found)?;
    one_override(settings, |this| *of(this) = found)
}

/// What a document must have.
fn requirement(
    settings: &mut Settings,
    value: &DeValue<'_>,
    kind: WordKind,
    of: fn(&mut Override) -> &mut Option<Vec<String>>,
) -> Taken {
    let mut found = Vec::new();
    words(value, kind, &mut settings.words, &mut found)?;
    one_override(settings, |this| *of(this) = Some(found))
}
