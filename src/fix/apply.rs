//! One pass of changes to one text.

use crate::diagnostic::{Edit, Fix};
use crate::document::Document;

/// The text with every change that does not get in the way of one before it in the list, and which changes these are.
/// What stands in the body is never replaced: there, only insertions are made.
pub fn apply(document: &Document, fixes: &[&Fix]) -> (String, Vec<usize>) {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut taken = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let fits =
            fix.edits.iter().all(|edit| is_allowed(document, edit) && !edits.iter().any(|other| meet(edit, other)));
        if fits && !fix.edits.is_empty() {
            edits.extend(&fix.edits);
            taken.push(index);
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let text = &document.text;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.text.replace('\n', line_end));
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    (out, taken)
}

fn is_allowed(document: &Document, edit: &Edit) -> bool {
    let span = edit.span;
    let in_front_matter = document.front_matter.format.is_some() && span.end <= document.front_matter.span.end;
    document.text.get(span.start..span.end).is_some() && (span.start == span.end || in_front_matter)
}

/// Whether two edits overlap, or begin at one place.
fn meet(a: &Edit, b: &Edit) -> bool {
    a.span.start == b.span.start || (a.span.start < b.span.end && b.span.start < a.span.end)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::diagnostic::Fix;
    use crate::document::Document;
    use crate::text::Span;

    fn applied(text: &str, fixes: &[Fix]) -> (String, Vec<usize>) {
        apply(&Document::parse(text.to_owned()), &fixes.iter().collect::<Vec<_>>())
    }

    #[test]
    fn the_first_wins_and_the_second_waits() {
        let text = "---\ndate: x\n---\nbody\n";
        let fixes = [
            Fix::edit(Span::new(10, 11), "1"),
            Fix::edit(Span::new(9, 11), "2"),
            Fix::edit(Span::at(text.len()), "end\n"),
        ];
        assert_eq!(applied(text, &fixes), ("---\ndate: 1\n---\nbody\nend\n".to_owned(), vec![0, 2]));
    }

    #[test]
    fn prose_is_never_replaced() {
        let text = "---\ndate: x\n---\nbody\n";
        assert_eq!(applied(text, &[Fix::edit(Span::new(16, 20), "other")]), (text.to_owned(), vec![]));
    }

    #[test]
    fn line_ends_are_those_of_the_document() {
        let text = "a\r\nb\r\n";
        assert_eq!(applied(text, &[Fix::edit(Span::at(3), "x\n\ny\n")]).0, "a\r\nx\r\n\r\ny\r\nb\r\n");
    }
}
