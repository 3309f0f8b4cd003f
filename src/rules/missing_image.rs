//! Finds pictures whose file is not there.

use super::{Context, Meta, Needs, Rule, link, place, raw_html};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Kind, Record};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM058",
    name: "missing-image",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("missing_image.md"),
};

pub(super) struct MissingImage;

impl Rule for MissingImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let text = &record.document.text;
        for (source, span) in pictures(record) {
            let missing = link::missing(record, &source, context.exists);
            if !missing.is_empty() {
                let place = place::first_line(span, text);
                let diagnostic = Diagnostic::new(META.name, place).with("target", source.as_str());
                // Only the file itself is a picture.
                found.push(diagnostic.about(source).because_of(missing.into_iter().take(1)));
            }
        }
    }
}

/// Whether an image is written as Markdown does, and not as `![[…]]`.
fn is_plain(written: &str) -> bool {
    written.starts_with("![") && !written.starts_with("![[")
}

/// The pictures of Markdown and of raw HTML. What `![[…]]` shows may lie anywhere.
pub fn pictures(record: &Record) -> Vec<(String, Span)> {
    let text = &record.document.text;
    // Of an abridged document there are no others.
    let is_markdown = |span: Span| record.document.is_abridged || is_plain(span.slice(text));
    let images = link::links(record).into_iter().filter(|link| link.is_image && is_markdown(link.span));
    let mut found: Vec<(String, Span)> = images.map(|link| (link.destination.to_owned(), link.span)).collect();
    if record.postmortem.kind != Kind::Template {
        let tags = raw_html::start_tags(&record.document).into_iter().filter(|tag| tag.name == "img");
        found.extend(tags.filter_map(|tag| Some((tag.attributes.get("src")?.clone(), tag.span))));
    }
    found.sort_by_key(|(_, span)| span.start);
    found
}
