//! A document's Markdown into the HTML of a page's body.
//!
//! 1. `outline`: the headings and their anchors, for the contents and for links from other pages.
//! 2. `writer`: the pieces of the parser become markup; `link`, `note`, `code` and `raw` do the parts.
//! 3. `event`, `drawing` and `diagram`: what the site adds to timelines, five whys, fishbones and Mermaid diagrams.
//! 4. `sanitise`: pages that hold raw HTML go through ammonia as a whole.

mod code;
mod diagram;
mod drawing;
mod event;
mod figure;
mod footnote;
mod heading;
mod highlight;
mod inert;
mod link;
mod math;
mod note;
mod outline;
mod raw;
mod reference;
mod sanitise;
mod table;
mod vocabulary;
mod writer;

pub(in crate::site) use link::{Links, Target};
pub(in crate::site) use outline::Outline;
pub(in crate::site) use sanitise::own_text;

use super::words::Words;
use crate::document::markdown;
use crate::postmortem::Record;
use crate::text::Html;

/// The body of a record's page.
pub(super) fn body(record: &Record, outline: &Outline, links: &Links<'_>, words: &Words) -> Html {
    let document = &record.document;
    markdown::pieces(&document.text, document.body, |pieces| {
        let written = writer::write(&pieces, record, outline, links, words);
        let html = if written.has_raw { sanitise::clean(&written.html) } else { written.html };
        figure::put(&html, &written.figures)
    })
}
