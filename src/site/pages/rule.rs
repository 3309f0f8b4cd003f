//! One rule: its page, as `pmdoc rule NAME` prints it, with the level that it has in this repository.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::diagnostic::Level;
use crate::messages::{self, Locale};
use crate::rules::{Demands, Rule, page};
use crate::site::html::own_text;
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};
use crate::text::Html;

#[derive(Serialize)]
struct RulePage {
    code: &'static str,
    name: &'static str,
    level: String,
    summary: &'static str,
    summary_language: &'static str,
    all: String,
    parts: Vec<Shown>,
}

/// A stretch of the page: text, or code with what it is.
#[derive(Serialize)]
struct Shown {
    /// Empty for text.
    label: String,
    /// How the block is marked: `bad`, `good` or nothing.
    mark: &'static str,
    code: String,
    text_html: Html,
}

/// The level of a rule, or that it is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Error,
    Warning,
    Note,
    Off,
}

impl Weight {
    pub(super) const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Note, Self::Off];

    pub(super) fn of(level: Option<Level>) -> Self {
        match level {
            Some(Level::Error) => Self::Error,
            Some(Level::Warning) => Self::Warning,
            Some(Level::Note) => Self::Note,
            None => Self::Off,
        }
    }

    /// The key of its name in running text.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Error => "rules.level_error",
            Self::Warning => "rules.level_warning",
            Self::Note => "rules.level_note",
            Self::Off => "rules.level_off",
        }
    }

    /// The keys of a heading above the rules of this level, and of what it means.
    pub(super) fn heading(self) -> (&'static str, &'static str) {
        match self {
            Self::Error => ("rules.error", "rules.error_note"),
            Self::Warning => ("rules.warning", "rules.warning_note"),
            Self::Note => ("rules.note_level", "rules.note_level_note"),
            Self::Off => ("rules.off", "rules.off_note"),
        }
    }
}

/// The level of a rule in this repository.
pub(super) fn weight(demands: &Demands, rule: &dyn Rule) -> Weight {
    Weight::of(demands.level(rule, ""))
}

/// The place of a rule's page.
pub(super) fn address(name: &str) -> Address {
    Address::folder(&format!("rules/{name}"))
}

/// The language of what is told in a locale; there is one for Chinese, in simplified letters.
pub(super) fn script(locale: Locale) -> &'static str {
    if locale == Locale::Zh { "zh-Hans" } else { locale.tag() }
}

pub(super) fn render(site: &Site<'_>, rule: &dyn Rule) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let meta = rule.meta();
    let here = address(meta.name);
    let locale = Locale::from_tag(&words.tag).unwrap_or_default();
    let page = RulePage {
        code: meta.code,
        name: meta.name,
        level: level(site, rule, words),
        summary: messages::summary(meta.name, page::summary(meta.page), locale),
        summary_language: script(locale),
        all: here.link_to(&Address::folder("rules")),
        parts: page::parts(page::after_summary(meta.page)).into_iter().map(|part| shown(part, words)).collect(),
    };
    let frame = Frame::new(site, here, Part::None, meta.name, words).about(locale.tag(), page.summary);
    finish(site, "rule.html", &frame, &page, words)
}

/// `warning`, or `note, usually warning` where the settings say so.
fn level(site: &Site<'_>, rule: &dyn Rule, words: &Words) -> String {
    let own = weight(&Demands::general(site.settings), rule);
    let usual = Weight::of((!rule.is_opt_in()).then_some(rule.meta().level));
    let word = words.text(own.word());
    if own == usual {
        return word.to_owned();
    }
    words.fill("rules.usual", &[("level", word), ("usual", words.text(usual.word()))])
}

fn shown(part: page::Part, words: &Words) -> Shown {
    match part {
        page::Part::Text(text) => {
            Shown { label: String::new(), mark: "", code: String::new(), text_html: own_text(&text) }
        }
        page::Part::Fence { info, text } => {
            let (mark, key) = meaning(&info);
            let file = info.split_whitespace().find_map(|word| word.strip_prefix("file="));
            let label = [words.text(key), file.unwrap_or_default()];
            let label: Vec<&str> = label.into_iter().filter(|part| !part.is_empty()).collect();
            Shown { label: label.join(" · "), mark, code: text, text_html: Html::default() }
        }
    }
}

/// What a block of a rule's page is: how it is marked, and the key of its label.
fn meaning(info: &str) -> (&'static str, &'static str) {
    let words: Vec<&str> = info.split_whitespace().collect();
    match words.as_slice() {
        ["markdown", "bad", ..] => ("bad", "rules.bad"),
        ["markdown", "good", ..] => ("good", "rules.good"),
        ["markdown", "beside", ..] => ("", "rules.beside"),
        ["text", "git"] => ("", "rules.git"),
        ["text", "files"] => ("", "rules.files"),
        ["text"] => ("", "rules.output"),
        ["toml", "baseline"] => ("", "rules.baseline"),
        ["toml", ..] => ("", "rules.config"),
        _ => ("", ""),
    }
}
