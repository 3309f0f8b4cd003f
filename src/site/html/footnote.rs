//! Footnotes: numbered in the order they are referred to, with links there and back.

use super::writer::Writer;
use crate::text::Html;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// Names in the order of first mention, each with how often it is referred to.
    referred: Vec<(String, usize)>,
    /// Texts by name.
    texts: Vec<(String, Html)>,
    /// What was being written when a text began.
    outer: Vec<(String, Html)>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let notes = &mut self.footnotes;
        let known = notes.referred.iter().position(|(known, _)| known == name);
        let number = known.unwrap_or(notes.referred.len());
        if known.is_none() {
            notes.referred.push((name.to_owned(), 0));
        }
        notes.referred[number].1 += 1;
        let time = notes.referred[number].1;
        self.out.push_literal("<sup><a href=\"#");
        self.note_id("fn:");
        self.out.push_number(number + 1);
        self.out.push_literal("\" id=\"");
        self.note_id("fnref:");
        self.back(number + 1, time);
        self.out.push_literal("\">");
        self.out.push_number(number + 1);
        self.out.push_literal("</a></sup>");
    }

    pub(super) fn open_footnote(&mut self, name: &str) {
        let outer = std::mem::take(&mut self.out);
        self.footnotes.outer.push((name.to_owned(), outer));
        self.closers.push("");
    }

    pub(super) fn close_footnote(&mut self) {
        if let Some((name, outer)) = self.footnotes.outer.pop() {
            let text = std::mem::replace(&mut self.out, outer);
            self.footnotes.texts.push((name, text));
        }
    }

    /// The list at the end. Texts that nothing refers to come last, without a link back.
    pub(super) fn write_footnotes(&mut self) {
        let texts = std::mem::take(&mut self.footnotes.texts);
        let referred = std::mem::take(&mut self.footnotes.referred);
        if texts.is_empty() && referred.is_empty() {
            return;
        }
        self.out.push_literal("<section class=\"footnotes\" role=\"doc-endnotes\"><ol>");
        for (index, (name, times)) in referred.iter().enumerate() {
            self.out.push_literal("<li id=\"");
            self.note_id("fn:");
            self.out.push_number(index + 1);
            self.out.push_literal("\">");
            if let Some((_, text)) = texts.iter().find(|(known, _)| known == name) {
                self.out.push(text);
            }
            (1..=*times).for_each(|time| self.back_link(index + 1, time));
            self.out.push_literal("</li>");
        }
        for (name, text) in &texts {
            if !referred.iter().any(|(known, _)| known == name) {
                self.out.push_literal("<li>");
                self.out.push(text);
                self.out.push_literal("</li>");
            }
        }
        self.out.push_literal("</ol></section>");
    }

    fn back_link(&mut self, number: usize, time: usize) {
        self.out.push_literal(" <a href=\"#");
        self.note_id("fnref:");
        self.back(number, time);
        self.out.push_literal("\" aria-label=\"");
        self.out.push_text(self.words.text("document.back"));
        self.out.push_literal("\">↩</a>");
    }

    /// How the id of a note or a reference begins.
    fn note_id(&mut self, kind: &'static str) {
        let outline = self.outline;
        self.out.push_text(&outline.prefix);
        self.out.push_literal(kind);
    }

    /// The name of a reference; slugs hold no colon, so that no heading is called so.
    fn back(&mut self, number: usize, time: usize) {
        self.out.push_number(number);
        if time > 1 {
            self.out.push_literal(":");
            self.out.push_number(time);
        }
    }
}
