//! Where a finding about a whole document points: one line that a reader knows it by.

use crate::diagnostic::Fix;
use crate::document::BlockKind;
use crate::postmortem::{Fact, Record};
use crate::text::Span;

/// The first heading, else the title in front matter, else the first line that says something.
pub(super) fn title(record: &Record) -> Span {
    let document = &record.document;
    let heading = document.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading { .. }));
    if let Some(heading) = heading.filter(|heading| matches!(heading.kind, BlockKind::Heading { level: 1, .. })) {
        return first_line(heading.span, &document.text);
    }
    if record.postmortem.title.span != Span::at(0) {
        return first_line(record.postmortem.title.span, &document.text);
    }
    let start = document.text.len() - document.text.trim_start().len();
    first_line(Span::new(start.min(document.text.len()), document.text.len()), &document.text)
}

/// The part of a span on its first line.
pub(super) fn first_line(span: Span, text: &str) -> Span {
    let length = span.slice(text).lines().next().map_or(0, |line| line.trim_end().len());
    Span::new(span.start, span.start + length)
}

/// Where a fact stands; the title, if it was taken from the file's name.
pub(super) fn of_fact<T>(fact: &Fact<T>, record: &Record) -> Span {
    if fact.span == Span::at(0) { title(record) } else { first_line(fact.span, &record.document.text) }
}

/// The part of a span that says `value`, one of several there; else its first line.
pub(super) fn within(span: Span, value: &str, text: &str) -> Span {
    let found = span.slice(text).find(value).map(|at| span.start + at);
    found.map_or_else(|| first_line(span, text), |start| Span::new(start, start + value.len()))
}

/// The change of a value or key in front matter into another word. Quotes and comments stay; `None` where the author
/// wrote it in a way that hides it (escapes, several lines).
pub(super) fn respelt(span: Span, old: &str, new: &str, text: &str) -> Option<Fix> {
    let old = old.trim();
    let written = span.slice(text);
    let at = written.find(old).filter(|_| !old.is_empty() && written.matches(old).count() == 1)?;
    let span = Span::new(span.start + at, span.start + at + old.len());
    Some(Fix::edit(span, new))
}

/// The line of a fenced block's code of a number, from 0. A fence inside a list or a quote is indented, so lines are counted,
/// and bytes are not.
pub(super) fn line_of_code(block: Span, number: usize, text: &str) -> Span {
    let lines = block.slice(text).split_inclusive('\n');
    let start = block.start + lines.take(number + 1).map(str::len).sum::<usize>();
    let line = first_line(Span::new(start, block.end.max(start)), text);
    let written = line.slice(text).trim_start_matches([' ', '\t', '>']);
    if written.is_empty() { first_line(block, text) } else { Span::new(line.end - written.len(), line.end) }
}
