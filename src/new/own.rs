//! A template of the repository's own, filled in with what is known.

use std::sync::Arc;

use super::Wish;
use crate::document::{BlockKind, Entry, Format};
use crate::postmortem::{Field, Kind, Lexicon, Record, SectionName, Status};
use crate::template::Draft;
use crate::text::Span;

/// What shows that a template is one for postmortems and not for runbooks.
const TELLING: [SectionName; 6] = [
    SectionName::Summary,
    SectionName::Impact,
    SectionName::Timeline,
    SectionName::RootCause,
    SectionName::Actions,
    SectionName::Lessons,
];

/// The template for postmortems in the language that is wanted; in any language, if none was asked for.
pub(super) fn template<'r>(wish: &Wish, records: &'r [Arc<Record>]) -> Option<&'r Record> {
    let tells = |record: &&Arc<Record>| {
        let sections = &record.postmortem.sections;
        TELLING.iter().filter(|name| sections.iter().any(|section| section.name == **name)).count() >= 2
    };
    let templates =
        || records.iter().filter(|record| record.postmortem.kind == Kind::Template).filter(tells).map(Arc::as_ref);
    let same = templates().find(|record| record.postmortem.language == wish.language);
    same.or_else(|| templates().next().filter(|_| !wish.is_language_chosen))
}

/// The template's text with the facts of a draft in its front matter, its title, and its `{{…}}`. `None` where its
/// front matter cannot be added to.
pub(super) fn fill(template: &Record, draft: &Draft, lexicon: &Lexicon) -> Option<String> {
    let document = &template.document;
    if document.front_matter.format == Some(Format::Json) || !document.problems.is_empty() {
        return None;
    }
    let mut edits = front_matter(template, draft, lexicon);
    edits.extend(title(template, draft));
    edits.sort_by_key(|(span, _)| *span);
    let mut text = String::with_capacity(document.text.len() + 512);
    let mut at = 0;
    for (span, new) in edits {
        text.push_str(&document.text[at..span.start]);
        text.push_str(&new);
        at = span.end;
    }
    text.push_str(&document.text[at..]);
    let line_end = if document.text.contains("\r\n") { "\r\n" } else { "\n" };
    Some(with_slots(&text, draft).replace("\r\n", "\n").replace('\n', line_end))
}

/// The entries of the draft: in the place of those of the template, else below them.
fn front_matter(template: &Record, draft: &Draft, lexicon: &Lexicon) -> Vec<(Span, String)> {
    let document = &template.document;
    let front = &document.front_matter;
    let between = if front.format == Some(Format::Toml) { " = " } else { ": " };
    let mut edits = Vec::new();
    let mut new = String::new();
    for (key, value) in draft.entries() {
        let value = if front.format == Some(Format::Toml) { toml_value(&value) } else { value };
        let field = lexicon.field_of_key(&key);
        let there = front.entries.iter().find(|entry| lexicon.field_of_key(&entry.key) == field);
        match there {
            Some(entry) if keeps(entry, field, lexicon) || value.is_empty() => {}
            Some(entry) => edits.extend(replaced(entry, between, &value, &document.text)),
            None if value.is_empty() && front.format.is_some() => {}
            None => new.push_str(&format!("{}\n", format!("{key}{between}{value}").trim_end())),
        }
    }
    if front.format.is_none() {
        let start = if document.text.starts_with('\u{FEFF}') { 3 } else { 0 };
        edits.push((Span::at(start), format!("---\n{new}---\n\n")));
    } else {
        let closing = document.text[..front.span.end].trim_end().rfind('\n').map_or(0, |newline| newline + 1);
        edits.push((Span::at(closing), new));
    }
    edits
}

/// Whether what the template says is as good: a draft in the team's own word.
fn keeps(entry: &Entry, field: Option<Field>, lexicon: &Lexicon) -> bool {
    let word = entry.node.texts().first().map(|(text, _)| *text).unwrap_or_default();
    field == Some(Field::Status) && lexicon.status(word) == Some(Status::Draft)
}

/// The line of an entry with another value; its comment stays. Several lines are left as they are.
fn replaced(entry: &Entry, between: &str, value: &str, text: &str) -> Option<(Span, String)> {
    let end = text[entry.key_span.end..].find(['\r', '\n']).map_or(text.len(), |at| entry.key_span.end + at);
    let written = &text[entry.key_span.end..end];
    if entry.node.span.end > end && !entry.node.span.slice(text).trim().is_empty() {
        return None;
    }
    let comment = written.find(" #").map_or("", |at| &written[at..]);
    Some((Span::new(entry.key_span.end, end), format!("{between}{value}{comment}")))
}

/// A YAML value as TOML has it: text in quotes.
fn toml_value(value: &str) -> String {
    if value.is_empty() || value.starts_with(['"', '[']) || value.parse::<jiff::civil::Date>().is_ok() {
        return value.to_owned();
    }
    serde_json::Value::String(value.to_owned()).to_string()
}

/// The first heading: the title in place of the slot in it, else in place of the whole.
fn title(template: &Record, draft: &Draft) -> Option<(Span, String)> {
    let text = &template.document.text;
    let heading = template.document.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading { .. }))?;
    let BlockKind::Heading { level: 1, html: false, .. } = heading.kind else { return None };
    let span = heading.span.trimmed(text);
    let written = span.slice(text);
    if written.contains("{{") || written.contains('\n') {
        return None;
    }
    let slot = [('{', '}'), ('<', '>'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let start = written.find(open)?;
        let end = written[start..].find(close)? + start + 1;
        Some(Span::new(span.start + start, span.start + end))
    });
    let whole = || (span, format!("# {}", draft.title));
    Some(slot.map_or_else(whole, |slot| (slot, draft.title.clone())))
}

/// The text with `{{title}}`, `{{id}}`, `{{date}}`, `{{severity}}` and `{{author}}` filled in.
fn with_slots(text: &str, draft: &Draft) -> String {
    let author = draft.authors.join(", ");
    let severity = draft.severity.clone().unwrap_or_default();
    let known = [
        ("title", draft.title.as_str()),
        ("id", &draft.id),
        ("date", &draft.date.to_string()),
        ("severity", &severity),
        ("author", &author),
    ];
    let mut out = text.to_owned();
    for (name, value) in known.into_iter().filter(|(_, value)| !value.is_empty()) {
        for slot in [format!("{{{{{name}}}}}"), format!("{{{{ {name} }}}}")] {
            out = out.replace(&slot, value);
        }
    }
    out
}
