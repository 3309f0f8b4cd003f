//! Where in a document a section that it lacks belongs, and the change that puts it there.

use crate::diagnostic::Fix;
use crate::document::{BlockKind, Document};
use crate::postmortem::{Carrier, Lexicon, Record, Section, SectionName};
use crate::template;
use crate::text::Span;

/// The level of headings where a document has none.
const USUAL: u8 = 2;
/// A byte order mark.
const MARK: char = '\u{FEFF}';

/// Where a section belongs.
pub(super) struct Site {
    /// The level of its heading: that of the document's other sections.
    pub(super) level: u8,
    /// The line that it comes after, where that is the end of the section before it.
    pub(super) after: Option<usize>,
    /// The begin of a line, or the end of the document.
    at: usize,
}

impl Site {
    /// Behind the sections that usually come before, else before those that usually come after, else at the end: always
    /// where the next heading is of the same level or a higher one, so that what follows does not become part of it.
    pub(super) fn of(record: &Record, name: SectionName) -> Self {
        let document = &record.document;
        let end = document.text.len();
        let is_headed = |section: &&Section| section.carrier == Carrier::Heading && (1..=6).contains(&section.level);
        let headed = || record.postmortem.sections.iter().filter(is_headed);
        let Some(level) = headed().map(|section| section.level).min() else { return Self::without(record, name) };
        let place = |section: &Section| SectionName::ALL.iter().position(|other| *other == section.name);
        let own = SectionName::ALL.iter().position(|other| *other == name);
        let before = headed().filter(|section| section.level == level && place(section) < own);
        let after = headed().filter(|section| section.level == level && place(section) > own);
        if let Some(before) = before.max_by_key(|section| section.body.end) {
            let body = before.span.to(before.body).trimmed(&document.text);
            let line = document.lines.line(body.end.saturating_sub(1));
            let at = line_start(&document.text, before.body.end);
            return Self { level, after: Some(line), at: before_notes(&document.text, at) };
        }
        let at = after.map(|section| section.span.start).min().map_or(end, |at| line_start(&document.text, at));
        Self { level, after: None, at: before_notes(&document.text, at) }
    }

    /// In a document whose sections are no headings: the summary before its first heading, everything else at the end.
    fn without(record: &Record, name: SectionName) -> Self {
        let document = &record.document;
        let headings = document.blocks.iter().enumerate().filter_map(|(index, block)| match block.kind {
            BlockKind::Heading { level, html: false, .. } if level > 1 || index > 0 => Some((level, block.span.start)),
            _ => None,
        });
        let levels = headings.clone().map(|(level, _)| level);
        let level = levels.min().unwrap_or(USUAL).max(USUAL);
        let first = headings.map(|(_, at)| at).next().filter(|_| name == SectionName::Summary);
        let is_first = |at: &usize| record.postmortem.sections.iter().all(|section| section.span.start >= *at);
        let at = first.filter(is_first).map_or(document.text.len(), |at| line_start(&document.text, at));
        Self { level, after: None, at: before_notes(&document.text, at) }
    }

    /// Whether a heading here would take something from what is read as it stands: from a few paragraphs that are
    /// sections by what they tell, or from a timeline whose days are headings of its own level.
    fn is_amid(&self, record: &Record) -> bool {
        let postmortem = &record.postmortem;
        let tells = |section: &Section| section.carrier == Carrier::LeadProse && section.name != SectionName::Summary;
        let goes_on = |section: &Section| {
            section.name == SectionName::Timeline
                && section.body.end <= self.at
                && postmortem.timeline.iter().any(|entry| entry.span.start >= self.at)
        };
        postmortem.sections.iter().any(|section| tells(section) || goes_on(section))
    }

    /// The change: a heading with guidance that counts as no content. `None` where the document ends inside something
    /// that was never closed, or is written in another form.
    pub(super) fn fix(&self, record: &Record, name: SectionName, lexicon: &Lexicon) -> Option<Fix> {
        let document = &record.document;
        let text = &document.text;
        if self.at == text.len() && ends_open(document) || self.is_amid(record) {
            return None;
        }
        let skeleton = template::skeleton(self.level, name, record.postmortem.language, lexicon);
        let (before, after) = text.split_at(self.at);
        let gap = match before.trim_start_matches(MARK) {
            "" => "",
            before if before.ends_with("\n\n") || before.ends_with("\r\n\r\n") => "",
            before if before.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let skeleton = match after {
            "" if !before.is_empty() && !before.ends_with('\n') => skeleton.trim_end(),
            "" => &skeleton,
            _ => &format!("{skeleton}\n"),
        };
        Some(Fix::edit(Span::at(self.at), format!("{gap}{skeleton}")))
    }
}

/// Where the line of an offset begins, behind a byte order mark; the end of the text stays.
fn line_start(text: &str, at: usize) -> usize {
    let first = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    if at >= text.len() { text.len() } else { text[..at].rfind('\n').map_or(first, |newline| newline + 1) }
}

/// Before the comments to pmdoc that stand above a heading and belong to it.
fn before_notes(text: &str, at: usize) -> usize {
    let mut at = at;
    loop {
        let before = text[..at].trim_end();
        let open = before.rfind("<!--").filter(|&open| {
            before.ends_with("-->")
                && text[open..].trim_start_matches("<!--").trim_start().starts_with("pmdoc-")
                && text[..open].ends_with('\n')
        });
        match open {
            Some(open) => at = open,
            None => return at,
        }
    }
}

/// Whether what is written at the end would become part of a fence, comment or container without an end.
fn ends_open(document: &Document) -> bool {
    let end = document.text.trim_end();
    let Some(last) = document.blocks.last() else { return false };
    match &last.kind {
        BlockKind::Code { .. } => !end.ends_with("```") && !end.ends_with("~~~"),
        BlockKind::Comment(_) => !end.ends_with("-->"),
        BlockKind::Admonition { .. } => {
            document.text[last.span.start..].trim_start().starts_with(":::") && !end.ends_with(":::")
        }
        _ => false,
    }
}
