//! Finds raw HTML and links that run something or bring something in, which the site leaves out.

use std::collections::BTreeSet;

use super::raw_html::{StartTag, start_tags};
use super::{Context, Meta, Rule, link, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;

const META: Meta = Meta {
    code: "PM064",
    name: "unsafe-html",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("unsafe_html.md"),
};

/// The message about what a reader of the site misses.
const NOT_SHOWN: &str = "not-shown";
/// Elements that run, load or send something. The site drops them, most of them with all that is in them.
const ACTIVE: [&str; 17] = [
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "base", "link", "meta", "form", "input",
    "button", "select", "textarea", "template",
];
/// Those of them that need no attribute to do harm or to take the text after them along. The others, bare, are usually
/// placeholders (`see <link>`).
const BARE: [&str; 6] = ["script", "iframe", "object", "select", "textarea", "template"];
/// Elements that show something, and that the site does not show.
const SHOWN: [&str; 5] = ["svg", "math", "video", "audio", "canvas"];
/// Attributes that hold an address.
const ADDRESSES: [&str; 7] = ["href", "src", "xlink:href", "action", "formaction", "data", "poster"];

pub(super) struct UnsafeHtml;

impl Rule for UnsafeHtml {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn level(&self, variant: &str) -> Level {
        // Nothing bad can happen; a reader of the site only misses it.
        if variant == NOT_SHOWN { Level::Note } else { META.level }
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let text = &record.document.text;
        let mut hidden = BTreeSet::new();
        for tag in start_tags(&record.document) {
            let diagnostic = Diagnostic::new(META.name, place::first_line(tag.span, text));
            let judged = judged(&tag, diagnostic);
            // A drawing among twenty is told of once.
            found.extend(judged.filter(|judged| judged.variant != NOT_SHOWN || hidden.insert(tag.name)));
        }
        for link in link::links(record).into_iter().filter(|link| runs(link.destination)) {
            let diagnostic = Diagnostic::new(META.name, place::first_line(link.span, text)).variant("address");
            let scheme = scheme(link.destination);
            found.push(diagnostic.about(scheme.clone()).with("scheme", scheme));
        }
    }
}

/// What is wrong with a tag: the element, an attribute that runs something, or an address that does.
fn judged(tag: &StartTag, diagnostic: Diagnostic) -> Option<Diagnostic> {
    let is_checkbox = tag.name == "input" && tag.attributes.get("type").is_some_and(|kind| kind == "checkbox");
    let is_active = ACTIVE.contains(&tag.name.as_str()) && (!tag.attributes.is_empty() || BARE.contains(&tag.name.as_str()));
    if is_active && !is_checkbox {
        return Some(diagnostic.with("tag", tag.name.as_str()).about(tag.name.as_str()));
    }
    if let Some(name) = tag.attributes.keys().find(|name| is_handler(name)) {
        return Some(diagnostic.variant("handler").with("name", name.as_str()).about(name.as_str()));
    }
    let mut addresses = tag.attributes.iter().filter(|(name, _)| ADDRESSES.contains(&name.as_str()));
    if let Some((_, address)) = addresses.find(|(_, address)| runs(address)) {
        let scheme = scheme(address);
        return Some(diagnostic.variant("address").about(scheme.clone()).with("scheme", scheme));
    }
    let is_hidden = SHOWN.contains(&tag.name.as_str());
    is_hidden.then(|| diagnostic.variant(NOT_SHOWN).with("tag", tag.name.as_str()).about(tag.name.as_str()))
}

/// `onclick`, `onerror`, …
fn is_handler(name: &str) -> bool {
    name.strip_prefix("on").is_some_and(|event| event.len() > 2 && event.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Whether a browser would run an address, however it is disguised: browsers skip white space and control characters.
fn runs(address: &str) -> bool {
    let scheme = scheme(address);
    matches!(scheme.as_str(), "javascript" | "vbscript") || (scheme == "data" && !is_picture(address))
}

fn is_picture(address: &str) -> bool {
    let kind = address.trim_start().get("data:".len()..).unwrap_or_default().to_ascii_lowercase();
    kind.starts_with("image/") && !kind.starts_with("image/svg")
}

/// What stands before the first `:`, as a browser reads it; empty where there is none.
fn scheme(address: &str) -> String {
    const LONGEST: usize = 40;
    let plain: String = address.chars().take(LONGEST).filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let scheme = plain.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if is_scheme { scheme.to_ascii_lowercase() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::{is_handler, runs};

    #[test]
    fn addresses_that_run_are_known_through_disguises() {
        for address in ["javascript:x()", " JaVa\tScript:x", "\u{1}vbscript:x", "data:text/html,x", "data:image/svg+xml,x"] {
            assert!(runs(address), "{address:?}");
        }
        for address in ["https://a/javascript:x", "a.md#javascript:x", "data:image/png;base64,AA", "javascript", "가:나"] {
            assert!(!runs(address), "{address:?}");
        }
    }

    #[test]
    fn handlers_are_attributes_of_events() {
        assert!(is_handler("onclick") && is_handler("onerror"));
        assert!(!is_handler("on") && !is_handler("once-only") && !is_handler("open"));
    }
}
