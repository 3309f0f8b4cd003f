//! The files of `themes/default`, as the binary carries them.

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../themes/default/", $name)))),*]
    };
}

/// Names below the theme folder, and texts.
pub(super) const FILES: [(&str, &str); 26] = files![
    "page.html",
    "parts.html",
    "home.html",
    "incidents.html",
    "incident.html",
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
    "assets/site.css",
    "assets/site.js",
    "assets/search.js",
    "assets/find.js",
    "assets/favicon.svg",
];
