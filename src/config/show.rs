//! Settings into the text of a `book.toml` that says the same, defaults written out.

use std::collections::BTreeMap;

use super::{Override, Pattern, Settings, SourceSettings};
use crate::diagnostic::Level;
use crate::text::Printable;

/// A valid `book.toml`. What a terminal could take for a command is escaped.
pub fn show(settings: &Settings) -> String {
    let mut out = Toml::default();
    book(settings, &mut out);
    pmdoc(settings, &mut out);
    out.table("[output.pmdoc.rules]");
    settings.levels.iter().for_each(|(rule, level)| out.entry(&key(rule), &quoted(level_name(*level))));
    settings.overrides.iter().for_each(|this| override_table(this, &mut out));
    settings.sources.iter().for_each(|source| source_table(source, &mut out));
    out.0
}

fn book(settings: &Settings, out: &mut Toml) {
    out.table("[book]");
    out.text("title", &settings.title);
    out.text("description", &settings.description);
    out.texts("authors", &settings.authors);
    out.text("language", &settings.language);
    out.text("src", &settings.src);
    out.table("[build]");
    out.text("build-dir", &settings.build_dir);
    out.table("[output.html]");
    out.some_text("git-repository-url", settings.repository_url.as_deref());
    out.some_text("edit-url-template", settings.edit_url_template.as_deref());
    out.some_text("site-url", settings.site_url.as_deref());
}

fn pmdoc(settings: &Settings, out: &mut Toml) {
    out.table("[output.pmdoc]");
    out.texts("postmortems", &settings.postmortems);
    out.texts("causes", &settings.causes);
    out.texts("exclude", &settings.exclude);
    out.text("base-theme", settings.base_theme.name());
    out.some_text("theme", settings.theme.as_deref());
    out.text("audience", settings.audience.name());
    out.text("visibility", settings.undeclared.visibility());
    out.some_text("timezone", settings.timezone.as_deref());
    out.texts("severities", &settings.severities);
    out.texts("owners", &settings.owners);
    out.texts("company-domains", &settings.company_domains);
    out.texts("internal-domains", &settings.internal_domains);
    out.texts("trackers", settings.trackers.iter().map(Pattern::as_str));
    out.texts("required-sections", &settings.required_sections);
    out.texts("required-fields", &settings.required_fields);
    out.entry("stale-draft-days", &settings.stale_draft_days.to_string());
    out.entry("thin-section-words", &settings.thin_section_words.to_string());
    out.table("[output.pmdoc.sections]");
    out.entry("lead-paragraph-is-summary", &settings.lead_paragraph_is_summary.to_string());
    out.table("[output.pmdoc.sections.aliases]");
    settings.section_aliases.iter().for_each(|(section, headings)| out.texts(&key(section), headings));
}

fn override_table(this: &Override, out: &mut Toml) {
    out.table("[[output.pmdoc.override]]");
    let conditions = [
        ("paths", this.paths.written()),
        ("severities", &this.severities),
        ("statuses", &this.statuses),
        ("kinds", &this.kinds),
    ];
    conditions.iter().filter(|(_, words)| !words.is_empty()).for_each(|(name, words)| out.texts(name, *words));
    let required = [("required-sections", &this.required_sections), ("required-fields", &this.required_fields)];
    for (name, words) in required {
        words.iter().for_each(|words| out.texts(name, words));
    }
    this.thin_section_words.iter().for_each(|words| out.entry("thin-section-words", &words.to_string()));
    out.entry("rules", &inline(&this.levels));
}

fn source_table(source: &SourceSettings, out: &mut Toml) {
    out.table("[[output.pmdoc.source]]");
    out.text("name", &source.name);
    out.some_text("path", source.path.as_deref());
    out.some_text("url", source.url.as_deref());
    out.some_text("rev", source.rev.as_deref());
    out.text("src", &source.src);
    out.some_text("git-repository-url", source.repository_url.as_deref());
}

fn inline(levels: &BTreeMap<String, Option<Level>>) -> String {
    let entries: Vec<String> =
        levels.iter().map(|(rule, level)| format!("{} = {}", key(rule), quoted(level_name(*level)))).collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

fn level_name(level: Option<Level>) -> &'static str {
    level.map_or("off", Level::name)
}

/// A text that is being put together.
#[derive(Default)]
struct Toml(String);

impl Toml {
    fn table(&mut self, header: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        self.0.push_str(&format!("{gap}{header}\n"));
    }

    fn entry(&mut self, key: &str, value: &str) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.entry(key, &quoted(text));
    }

    fn some_text(&mut self, key: &str, text: Option<&str>) {
        text.iter().for_each(|text| self.text(key, text));
    }

    fn texts(&mut self, key: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        let texts: Vec<String> = texts.into_iter().map(|text| quoted(text.as_ref())).collect();
        self.entry(key, &format!("[{}]", texts.join(", ")));
    }
}

/// A key, in quotes where it needs them.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { name.to_owned() } else { quoted(name) }
}

/// A basic string; what `Printable` would not show as it is becomes an escape.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        let mut buffer = [0; 4];
        let plain: &str = c.encode_utf8(&mut buffer);
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // `##[command]` begins a log command.
            '[' if out.ends_with('#') => out.push_str("\\u005B"),
            c if Printable::line(plain).as_str() == plain => out.push(c),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out.replace("##vso[", "##vso\\u005B")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::keys::KEYS;
    use super::super::{Settings, parse};
    use super::{quoted, show};

    const EVERYTHING: &str = r#"
        book = { title = "장애 기록", description = "d", authors = ["a", "b \"c\""], language = "ko", src = "docs" }
        build = { build-dir = "out" }
        [output.html]
        git-repository-url = "https://example.com/x"
        edit-url-template = "https://example.com/{path}"
        site-url = "https://example.com/kb/"
        [output.pmdoc]
        postmortems = ["pm/**"]
        causes = ["c/**"]
        exclude = ["x.md"]
        theme = "theme"
        timezone = "Asia/Seoul"
        severities = ["치명", "보통"]
        owners = ["@minseo"]
        company-domains = ["yeoul.example"]
        internal-domains = ["wiki.yeoul.example"]
        trackers = ['OPS-\d+', '^https://tracker\.example/']
        preset = "light"
        required-fields = ["title"]
        stale-draft-days = 14
        thin-section-words = 8
        sections = { lead-paragraph-is-summary = false, aliases = { actions = ["할 일"] } }
        rules = { broken-link = "off", missing-section = "warning" }
        [[output.pmdoc.override]]
        paths = ["pm/old/**"]
        severities = ["보통"]
        statuses = ["초안"]
        kinds = ["near-miss"]
        required-sections = []
        required-fields = ["date"]
        thin-section-words = 20
        rules = { empty-section = "note" }
        [[output.pmdoc.override]]
        kinds = ["drill"]
        preset = "light"
        [[output.pmdoc.source]]
        name = "payments"
        path = "../payments"
        rev = "main"
        src = "docs"
        git-repository-url = "https://example.com/p"
        [[output.pmdoc.source]]
        name = "logistics"
        url = "https://example.com/l"
    "#;

    fn without_words(text: &str) -> Settings {
        Settings { words: Vec::new(), ..parse(text).expect("valid") }
    }

    #[test]
    fn what_is_shown_says_the_same() {
        for text in [EVERYTHING, ""] {
            assert_eq!(without_words(&show(&without_words(text))), without_words(text));
        }
    }

    #[test]
    fn every_key_that_has_an_effect_is_shown() {
        let shown = show(&without_words(EVERYTHING));
        let table: toml::Table = toml::from_str(&shown).expect("TOML");
        let is_there = |path: &str| {
            let mut value = table.get(path.split('.').next().unwrap_or_default());
            for part in path.trim_end_matches(".*").split('.').skip(1) {
                value = value.and_then(|value| match value {
                    toml::Value::Array(items) => items.iter().find_map(|item| item.get(part)),
                    value => value.get(part),
                });
            }
            value.is_some()
        };
        let silent = [
            "text-direction",
            "create-missing",
            "use-default-preprocessors",
            "extra-watch-dirs",
            "command",
            "optional",
            "preset",
        ];
        for key in KEYS.iter().filter(|key| !silent.iter().any(|name| key.path.ends_with(name))) {
            assert!(is_there(key.path), "config/show.rs does not show {}", key.path);
        }
    }

    proptest! {
        #[test]
        fn any_text_survives_and_is_harmless(text in "(\\PC|[\\x00-\\x1f\\u{202e}\\u{7f}]|##\\[|##vso\\[|\"|\\\\){0,12}") {
            let written = quoted(&text);
            let table: toml::Table = toml::from_str(&format!("a = {written}")).expect("TOML");
            prop_assert_eq!(table["a"].as_str(), Some(text.as_str()));
            let printed = crate::text::Printable::line(&written);
            prop_assert_eq!(printed.as_str(), written.as_str());
        }
    }
}
