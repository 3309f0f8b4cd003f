//! Recovery objectives (RTO, RPO) from front matter, tables, and `RTO: …` lines in text and in code.

use std::sync::LazyLock;

use regex::Regex;

use super::Field;
use super::metadata::Fields;
use crate::document::{Block, BlockKind, Document, Table};
use crate::text::Span;

/// What recovery was promised of something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Objective {
    /// Of what: a tier, a service; empty for the document as a whole.
    pub of: String,
    /// How long recovery may take, as written.
    pub rto: Option<String>,
    /// How much data may be lost, as written.
    pub rpo: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// `RTO: "15분"`, `RPO = 5 min`
static LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?m)^[\s\-*"]*(RTO|RPO)"?\s*[:：=]\s*["']?([^"'\n,]+)"#).ok());
/// `Mission_Critical:`: the entry of a plan in code that the lines below it belong to
static ENTRY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\s]*([\p{L}\d_\- ]+)\s*:\s*\{?\s*$").ok());

/// The objectives of a document, in its order.
pub(super) fn objectives(document: &Document, fields: &Fields) -> Vec<Objective> {
    // A table that states them is read as a table below.
    let stated = |field| fields.get(&field)?.first().filter(|fact| fact.span.start < document.body);
    let mut found = Vec::new();
    if let Some(fact) = stated(Field::Rto).or(stated(Field::Rpo)) {
        let value = |field| stated(field).map(|fact| fact.value.clone());
        found.push(Objective { of: String::new(), rto: value(Field::Rto), rpo: value(Field::Rpo), span: fact.span });
    }
    for block in &document.blocks {
        block.walk(&mut |block| match &block.kind {
            BlockKind::Table(table) => found.extend(from_table(table)),
            BlockKind::Code { text, .. } => found.extend(from_code(text, block)),
            _ => {}
        });
    }
    found
}

fn from_table(table: &Table) -> Vec<Objective> {
    let column = |name: &str| {
        let says =
            |text: &str| text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.eq_ignore_ascii_case(name));
        table.head.iter().position(|cell| says(&cell.text))
    };
    let (rto, rpo) = (column("rto"), column("rpo"));
    if rto.is_none() && rpo.is_none() {
        return Vec::new();
    }
    let rows = table.rows.iter().map(|row| {
        let cell = |index: Option<usize>| row.cells.get(index?).map(|cell| cell.text.trim().to_owned());
        // A tier's number says less than its name.
        let names = row.cells.iter().enumerate().filter(|(index, _)| Some(*index) != rto && Some(*index) != rpo);
        let named = names.map(|(_, cell)| cell.text.trim()).find(|text| text.contains(char::is_alphabetic));
        let of = named.unwrap_or_default().to_owned();
        Objective { of, rto: cell(rto), rpo: cell(rpo), span: row.span }
    });
    rows.filter(|objective| objective.rto.is_some() || objective.rpo.is_some()).collect()
}

/// Lines of a plan in YAML or JavaScript; each belongs to the entry last begun above it.
fn from_code(text: &str, block: &Block) -> Vec<Objective> {
    let (Some(line_pattern), Some(entry)) = (LINE.as_ref(), ENTRY.as_ref()) else { return Vec::new() };
    let mut found: Vec<Objective> = Vec::new();
    let mut of = String::new();
    for line in text.lines() {
        if let Some(begun) = entry.captures(line).and_then(|found| found.get(1)) {
            begun.as_str().trim().clone_into(&mut of);
        }
        let Some(said) = line_pattern.captures(line) else { continue };
        let value = said.get(2).map(|value| value.as_str().trim().to_owned());
        if found.last().is_none_or(|last| last.of != of) {
            found.push(Objective { of: of.clone(), span: block.span, ..Objective::default() });
        }
        if let Some(last) = found.last_mut() {
            match said.get(1).map(|name| name.as_str()) {
                Some("RTO") => last.rto = value,
                _ => last.rpo = value,
            }
        }
    }
    found
}
