//! A document's Markdown beside its page, for those who read it by program: front matter of the same form for every
//! document, and the text as the author wrote it, without comments, which no page shows, and with links that lead around
//! in the site.

mod destinations;

use std::borrow::Cow;
use std::fmt::Write as _;

use destinations::Edit;
use pulldown_cmark::Event;

use crate::document::markdown::{self, Piece, Placed};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Field, Record};
use crate::site::html::Links;
use crate::site::{Address, Site};
use crate::text::Span;

/// Where the Markdown of the document at a page is.
pub(in crate::site) fn address(page: &Address) -> Address {
    let folder = page.as_str().strip_suffix("index.html").unwrap_or(page.as_str());
    Address::new(format!("{folder}index.md"))
}

/// The Markdown of a record.
pub(in crate::site) fn text(site: &Site<'_>, index: RecordIndex) -> Vec<u8> {
    let record = &site.base.records[index];
    let mut text = front_matter(site, index, record);
    text.push('\n');
    let nowhere = Address::folder("");
    let page = site.directory.record(index).unwrap_or(&nowhere);
    let links = Links { site, from: page, record: index };
    text.push_str(body(record, &links).trim());
    text.push('\n');
    text.into_bytes()
}

/// YAML; every text is quoted as JSON quotes it, which YAML understands.
fn front_matter(site: &Site<'_>, index: RecordIndex, record: &Record) -> String {
    let postmortem = &record.postmortem;
    let mut text = "---\n".to_owned();
    let quoted = |value: &str| serde_json::to_string(value).unwrap_or_default();
    let mut line = |key: &str, value: String| {
        let _ = writeln!(text, "{key}: {value}");
    };
    line("title", quoted(&postmortem.title.value));
    if postmortem.kind.is_postmortem() {
        line("id", quoted(&postmortem.id.value));
    }
    line("kind", postmortem.kind.name().to_owned());
    line("language", postmortem.language.tag().to_owned());
    if let Some(date) = &postmortem.date {
        line("date", date.value.to_string());
    }
    if let Some(status) = &postmortem.status {
        line("status", status.value.name().to_owned());
    }
    if let Some(severity) = &postmortem.severity {
        line("severity", quoted(&severity.value.label));
    }
    for (key, field) in [("services", Field::Services), ("teams", Field::Teams), ("tags", Field::Tags)] {
        let values: Vec<String> = postmortem.values(field).map(quoted).collect();
        if !values.is_empty() {
            line(key, format!("[{}]", values.join(", ")));
        }
    }
    if !site.base.causes_of[index].is_empty() {
        let causes: Vec<String> = site.base.causes_of[index].iter().map(|id| quoted(id)).collect();
        line("root_causes", format!("[{}]", causes.join(", ")));
    }
    if let (Some(_), Some(page)) = (site.root(), site.directory.record(index)) {
        line("url", quoted(&site.web(page)));
    }
    text.push_str("---\n");
    text
}

/// The text behind the front matter, without comments, and with links of the site. What stands in code is no comment.
fn body<'r>(record: &'r Record, links: &Links<'_>) -> Cow<'r, str> {
    let document = &record.document;
    let behind = document.text.get(document.body..).unwrap_or_default();
    // Neither comments nor links are without these.
    if !behind.contains(['<', '[']) {
        return Cow::Borrowed(behind);
    }
    let mut edits = markdown::pieces(&document.text, document.body, |pieces| {
        let mut edits = comments(&document.text, &pieces);
        edits.extend(destinations::edits(&document.text, &pieces, links));
        edits
    });
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut text = String::with_capacity(document.text.len());
    let mut at = document.body;
    for Edit { span, text: new } in edits {
        let Some(kept) = document.text.get(at..span.start).filter(|_| document.text.is_char_boundary(span.end)) else {
            continue;
        };
        text.push_str(kept);
        text.push_str(&new);
        at = span.end;
    }
    text.push_str(&document.text[at..]);
    Cow::Owned(text)
}

/// HTML without its comments.
fn comments(text: &str, pieces: &[Placed<'_>]) -> Vec<Edit> {
    let is_html = |piece: &Piece<'_>| matches!(piece, Piece::Markdown(Event::Html(_) | Event::InlineHtml(_)));
    let mut spans: Vec<Span> = Vec::new();
    for (_, span) in pieces.iter().filter(|(piece, _)| is_html(piece)) {
        match spans.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => spans.push(*span),
        }
    }
    let html = |span: Span| Some(Edit { span, text: without_comments(text.get(span.start..span.end)?) });
    spans.into_iter().filter_map(html).collect()
}

fn without_comments(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        let Some(end) = rest[start..].find("-->") else { return kept };
        rest = &rest[start + end + 3..];
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_go_and_what_is_around_them_stays() {
        assert_eq!(without_comments("a <!-- b --> c <!-- d\n--> e"), "a  c  e");
        assert_eq!(without_comments("a <!-- never closed"), "a ");
        assert_eq!(without_comments("<p>x</p>"), "<p>x</p>");
    }
}
