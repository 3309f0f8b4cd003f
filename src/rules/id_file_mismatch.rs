//! Finds documents whose file is named after another id than the one they declare.

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Field, Record, document_name, id_in};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM018",
    name: "id-file-mismatch",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("id_file_mismatch.md"),
};

pub(super) struct IdFileMismatch;

impl Rule for IdFileMismatch {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        let name = document_name(&record.path);
        let (Some(named), Some((id, span))) = (id_in(name), declared(record)) else { return };
        if is_another(id, named) {
            found.push(
                Diagnostic::new(META.name, place::within(span, id, &record.document.text))
                    .with("id", id)
                    .with("named", named)
                    .with("file", renamed(record, named, id))
                    .about(id),
            );
        }
    }
}

/// The file, or its folder, with the one id in the place of the other.
fn renamed(record: &Record, named: &str, id: &str) -> String {
    let (name, file) = (document_name(&record.path), record.path.file_name());
    if name == record.path.stem() { file.replace(named, id) } else { format!("{}/{file}", name.replace(named, id)) }
}

/// The id that the document gives itself, in its metadata or at the begin of its title, and where.
fn declared(record: &Record) -> Option<(&str, Span)> {
    let postmortem = &record.postmortem;
    let fact = postmortem.fields.get(&Field::Id).and_then(|facts| facts.first());
    let in_title = || {
        let title = &postmortem.title;
        let id = id_in(&title.value).filter(|id| title.value.trim_start().starts_with(id))?;
        (title.span != Span::at(0)).then_some((id, title.span))
    };
    fact.map(|fact| (fact.value.as_str(), fact.span)).or_else(in_title)
}

/// Whether two ids of one scheme have different numbers. Ids of two schemes (`INC-512` in a file that begins with
/// `PM-2026-034`, the number of a ticket beside a day) may well belong to one document.
fn is_another(id: &str, other: &str) -> bool {
    let (a, b) = (parts(id), parts(other));
    let like = |(a, b): (&String, &String)| a.len().abs_diff(b.len()) <= 1;
    let one_scheme = a.0 == b.0 && a.1.len() == b.1.len() && a.1.iter().zip(&b.1).all(like);
    one_scheme && a.1 != b.1
}

/// `PM-2026-034` → `pm`, and `2026`, `34`.
fn parts(id: &str) -> (String, Vec<String>) {
    let letters = id.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let numbers = id.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    (letters, numbers.map(|digits| digits.trim_start_matches('0').to_owned()).collect())
}
