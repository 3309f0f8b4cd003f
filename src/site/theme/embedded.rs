//! The files of `themes/default`, as the binary carries them.

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../themes/default/", $name)))),*]
    };
}

/// Names below the theme folder, and texts.
pub(super) const FILES: &[(&str, &str)] = &files![
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
    "404.html",
    "i18n/en.toml",
    "i18n/ko.toml",
    "i18n/ja.toml",
    "i18n/zh-Hans.toml",
    "i18n/zh-Hant.toml",
    "assets/site.css",
    "assets/site.js",
    "assets/favicon.svg",
];
