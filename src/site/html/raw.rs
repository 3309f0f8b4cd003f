//! Raw HTML in a document into markup of the page's own kind: tags of a fixed vocabulary with few
//! attributes, links and images through the same checks as Markdown's. Classes and ids are dropped, as are
//! scripts and styles with all that is in them. The sanitiser sees the result afterwards.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, Spanned, Token, Tokenizer};
use pulldown_cmark::{Event, TagEnd};

use super::link::Target;
use super::vocabulary::{ATTRIBUTES, SILENT, TAGS};
use super::writer::Writer;
use crate::document::markdown::{Piece, Placed};

/// More open tags than this are not opened.
const DEEPEST: usize = 48;

/// The raw HTML that is open.
#[derive(Debug, Default)]
pub(super) struct RawState {
    /// Whether there was any that the sanitiser must see.
    pub(super) seen: bool,
    open: Vec<(String, &'static str)>,
    /// Within a line of text: a heading there is only bold.
    pub(super) inline: bool,
    /// The element that is being dropped.
    pub(super) silent: Option<String>,
}

impl Writer<'_> {
    /// Writes a block of raw HTML; the number of pieces that it is made of.
    pub(super) fn html_block(&mut self, inside: &[Placed<'_>]) -> usize {
        let mut html = String::new();
        for (at, (piece, _)) in inside.iter().enumerate() {
            match piece {
                Piece::Markdown(Event::Html(part) | Event::Text(part)) => html.push_str(part),
                Piece::Markdown(Event::End(TagEnd::HtmlBlock)) => {
                    self.raw_html(&html);
                    self.raw.silent = None;
                    return at + 1;
                }
                _ => {}
            }
        }
        inside.len()
    }

    /// Writes raw HTML that stands in a text.
    pub(super) fn raw_html(&mut self, html: &str) {
        let mut emitter = DefaultEmitter::<()>::default();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let attributes = tag.attributes.iter().map(|(key, value)| (lossy(key), lossy(&value.value)));
                    self.open_raw(&lossy(&tag.name), &attributes.collect(), tag.self_closing);
                }
                Token::EndTag(tag) => self.close_raw(&lossy(&tag.name)),
                Token::String(Spanned { value, .. }) if self.raw.silent.is_none() => self.text(&lossy(&value)),
                _ => {}
            }
        }
    }

    fn open_raw(&mut self, name: &str, attributes: &BTreeMap<String, String>, closed: bool) {
        if self.raw.silent.is_some() {
            return;
        }
        if SILENT.contains(&name) {
            self.raw.silent = (!closed).then(|| name.to_owned());
            return;
        }
        match name {
            "br" => return self.out.push_literal("<br>"),
            "hr" => return self.out.push_literal("<hr>"),
            "img" => {
                let value = |key: &str| attributes.get(key).map_or("", String::as_str);
                return self.image(value("src"), value("alt"));
            }
            _ => {}
        }
        self.raw.seen = true;
        self.end_sibling(name);
        let room = self.raw.open.len() < DEEPEST || heading(name).is_some();
        let close = if room { self.open_element(name, attributes) } else { "" };
        self.raw.open.push((name.to_owned(), close));
    }

    /// Writes a start tag; what ends it.
    fn open_element(&mut self, name: &str, attributes: &BTreeMap<String, String>) -> &'static str {
        let name = match heading(name) {
            Some(_) if self.raw.inline => "strong",
            Some(_) => return self.open_raw_heading(name),
            None => name,
        };
        match name {
            "a" => {
                let target = attributes.get("href").map_or(Target::Nowhere, |href| self.links.resolve(href));
                if self.open_link(&target) { "</a>" } else { "" }
            }
            "table" => {
                self.open_scroll();
                "</table></div>"
            }
            _ => match TAGS.iter().find(|(tag, ..)| *tag == name) {
                Some((_, open, close)) => {
                    self.out.push_literal(open);
                    self.attributes(attributes);
                    self.out.push_literal(">");
                    close
                }
                None => "",
            },
        }
    }

    fn open_raw_heading(&mut self, name: &str) -> &'static str {
        let outline = self.outline;
        if outline.headings.get(self.heading).is_some_and(|heading| heading.is_title) {
            self.heading_anchors(true);
            self.raw.silent = Some(name.to_owned());
            return "";
        }
        self.open_heading();
        self.closers.pop().unwrap_or_default()
    }

    fn attributes(&mut self, attributes: &BTreeMap<String, String>) {
        for (key, value) in attributes {
            if let Some((_, markup)) = ATTRIBUTES.iter().find(|(name, _)| name == key) {
                self.out.push_literal(markup);
                self.out.push_text(value);
                self.out.push_literal("\"");
            }
        }
    }

    /// An item or cell ends the one before it that nobody ended.
    fn end_sibling(&mut self, name: &str) {
        let siblings: &[&str] = match name {
            "p" => &["p"],
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "td" | "th" => &["td", "th"],
            _ => return,
        };
        if self.raw.open.last().is_some_and(|(open, _)| siblings.contains(&open.as_str())) {
            self.close_last();
        }
    }

    fn close_raw(&mut self, name: &str) {
        if self.raw.silent.as_deref() == Some(name) {
            self.raw.silent = None;
        }
        if self.raw.silent.is_some() {
            return;
        }
        if let Some(depth) = self.raw.open.iter().rposition(|(open, _)| open == name) {
            while self.raw.open.len() > depth {
                self.close_last();
            }
        }
    }

    fn close_last(&mut self) {
        if let Some((_, close)) = self.raw.open.pop() {
            self.out.push_literal(close);
        }
    }
}

/// Level, text and place of the headings in a chunk of raw HTML, in the order in which the writer meets them.
pub(super) fn headings(html: &str) -> Vec<(u8, String, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(u8, String, usize)> = None;
    let mut silent: Option<String> = None;
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) if silent.is_none() => {
                let name = lossy(&tag.name);
                if let Some(level) = heading(&name) {
                    found.extend(open.replace((level, String::new(), tag.span.start)));
                } else if SILENT.contains(&name.as_str()) && !tag.self_closing {
                    silent = Some(name);
                }
            }
            Token::EndTag(tag) => {
                let name = lossy(&tag.name);
                if silent.as_deref() == Some(name.as_str()) {
                    silent = None;
                } else if heading(&name).is_some() {
                    found.extend(open.take());
                }
            }
            Token::String(text) if silent.is_none() => {
                if let Some((_, words, _)) = &mut open {
                    words.push_str(&lossy(&text.value));
                }
            }
            _ => {}
        }
    }
    found.extend(open);
    found
        .into_iter()
        .map(|(level, text, at)| (level, text.split_whitespace().collect::<Vec<_>>().join(" "), at))
        .collect()
}

fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
