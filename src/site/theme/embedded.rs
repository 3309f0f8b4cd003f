//! The files of `themes`, as the binary carries them.

use crate::config::BaseTheme;

macro_rules! files {
    ($theme:literal: $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../themes/", $theme, "/", $name)))),*]
    };
}

const DEFAULT: &[(&str, &str)] = &files!["default":
    "page.html",
    "parts.html",
    "home.html",
    "incidents.html",
    "incident.html",
    "agenda.html",
    "causes.html",
    "cause.html",
    "guides.html",
    "guide.html",
    "rules.html",
    "rule.html",
    "facets.html",
    "actions.html",
    "promises.html",
    "promise-groups.html",
    "timeline.html",
    "metrics.html",
    "404.html",
    "search.html",
    "i18n/en.toml",
    "i18n/ko.toml",
    "i18n/ja.toml",
    "i18n/zh-Hans.toml",
    "i18n/zh-Hant.toml",
    "assets/site.css",
    "assets/site.js",
    "assets/search.js",
    "assets/find.js",
    "assets/favicon.svg",
];

const PLAIN: &[(&str, &str)] = &files!["plain": "book.html", "parts.html", "assets/site.css"];

/// The files of a theme: names below the theme folder, and texts. The words are the same in all of them.
pub(super) fn files(theme: BaseTheme) -> Vec<(&'static str, &'static str)> {
    let words = DEFAULT.iter().filter(|(name, _)| name.starts_with("i18n/"));
    match theme {
        BaseTheme::Default => DEFAULT.to_vec(),
        BaseTheme::Plain => PLAIN.iter().chain(words).copied().collect(),
    }
}
