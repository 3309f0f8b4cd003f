//! GitHub's Markdown, for a comment, an issue or a page: nothing in a cell is markup, and nobody is called by name.

use std::io;

use super::{Cell, Sheet, Shown, Table};
use crate::report::Style;
use crate::report::markdown::text::{cell, inline};
use crate::text::Printable;

pub(super) fn write(sheet: &Sheet, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    for sentence in sheet.lead.iter().filter(|sentence| !sentence.as_str().is_empty()) {
        writeln!(out, "{}\n", plain(sentence))?;
    }
    for (number, table) in sheet.tables.iter().filter(|table| !table.data_only && !table.rows.is_empty()).enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        self::table(table, out)?;
    }
    Ok(())
}

fn table(table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    let shown: Vec<usize> = (0..table.columns.len()).filter(|&at| table.columns[at].shown != Shown::AsData).collect();
    if !table.title.as_str().is_empty() {
        writeln!(out, "### {}\n", plain(&table.title))?;
    }
    let headings: Vec<String> = shown.iter().map(|&at| plain(&table.columns[at].heading)).collect();
    writeln!(out, "| {} |", headings.join(" | "))?;
    let is_number = |at: usize| table.rows.iter().any(|row| matches!(row.get(at), Some(Cell::Number(_))));
    let rule: Vec<&str> = shown.iter().map(|&at| if is_number(at) { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |", rule.join(" | "))?;
    for cells in &table.rows {
        let texts: Vec<String> = shown
            .iter()
            .map(|&at| cells.get(at).map(|cell| plain(&Printable::block(&cell.shown()))).unwrap_or_default())
            .collect();
        writeln!(out, "| {} |", texts.join(" | "))?;
    }
    Ok(())
}

/// Text as text, in a cell or a heading.
fn plain(text: &Printable) -> String {
    cell(&inline(text))
}
