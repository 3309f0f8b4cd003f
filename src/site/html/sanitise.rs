//! A page body with raw HTML in it into one that is well formed and holds nothing but the page's own
//! vocabulary. The writer has let through no class, id, URL or script of the author's; this is the second
//! lock, and it closes what the author left open.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::text::Html;

const TAGS: [&str; 66] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
    "i",
    "strike",
    "tt",
    "center",
    "aside",
    "header",
    "footer",
    "article",
];

/// Attributes that the writer itself writes, on any element.
const ATTRIBUTES: [&str; 9] = ["class", "id", "lang", "dir", "title", "role", "tabindex", "aria-label", "aria-hidden"];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style", "svg", "math", "iframe", "object", "template"]))
        .generic_attributes(HashSet::from(ATTRIBUTES))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "rel"])),
            ("img", HashSet::from(["src", "alt", "loading"])),
            ("input", HashSet::from(["type", "disabled", "checked"])),
            ("ol", HashSet::from(["start"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("time", HashSet::from(["datetime"])),
            ("details", HashSet::from(["open"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// The body, cleaned.
pub(super) fn clean(html: &Html) -> Html {
    Html::sanitised(SANITISER.clean(html.as_str()).to_string())
}

/// Markdown of pmdoc's own into markup.
pub(in crate::site) fn own_text(markdown: &str) -> Html {
    let parser = pulldown_cmark::Parser::new_ext(markdown, pulldown_cmark::Options::ENABLE_TABLES);
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, parser);
    Html::sanitised(SANITISER.clean(&html).to_string())
}
