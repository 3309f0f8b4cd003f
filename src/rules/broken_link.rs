//! Finds relative links whose file is not there.

use super::link::{self, Link};
use super::{Context, Meta, Needs, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;

const META: Meta = Meta {
    code: "PM010",
    name: "broken-link",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("broken_link.md"),
};

pub(super) struct BrokenLink;

impl Rule for BrokenLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let links = link::links(record);
        for (number, link) in links.iter().enumerate() {
            if link.is_image || frames_its_target(link, &links[number + 1..]) {
                continue;
            }
            let missing = link::missing(record, link.destination, context.exists);
            if !missing.is_empty() {
                let variant = if is_domain(link.destination) { "domain" } else { "" };
                let place = place::first_line(link.span, &record.document.text);
                let diagnostic = Diagnostic::new(META.name, place).variant(variant).with("target", link.destination);
                found.push(diagnostic.about(link.destination).because_of(missing));
            }
        }
    }
}

/// `[![](a.png)](a.png)`: the picture alone is reported.
fn frames_its_target(link: &Link<'_>, following: &[Link<'_>]) -> bool {
    let mut inside = following.iter().take_while(|other| other.span.start < link.span.end);
    inside.any(|other| other.is_image && other.destination == link.destination)
}

/// Whether a link begins with the name of a host, without `https://` before it.
fn is_domain(destination: &str) -> bool {
    const COMMON: [&str; 12] = ["com", "org", "net", "io", "dev", "app", "cloud", "kr", "jp", "cn", "tw", "gov"];
    let host = destination.split(['/', '?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    let plain = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    parts.len() > 1 && parts.iter().all(plain) && parts.last().is_some_and(|last| COMMON.contains(last))
}
