//! CSV (RFC 4180) that no spreadsheet takes for a formula. Several tables become one, a line for each cell.

use std::io;

use super::{Cell, Sheet, Table};
use crate::report::Style;
use crate::text::{csv_line, csv_text};

pub(super) fn write(sheet: &Sheet, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    match sheet.tables.as_slice() {
        [table] => whole(table, out),
        tables => {
            line(["table", "row", "column", "value"].map(str::to_owned), out)?;
            tables.iter().try_for_each(|table| by_cell(table, out))
        }
    }
}

fn whole(table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    let columns = || table.columns.iter().enumerate().filter(|(_, column)| column.is_data());
    line(columns().map(|(_, column)| column.name.to_owned()), out)?;
    for cells in &table.rows {
        line(columns().map(|(at, _)| cells.get(at).map(value).unwrap_or_default()), out)?;
    }
    Ok(())
}

/// Rows are numbered from 1.
fn by_cell(table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    for (number, cells) in table.rows.iter().enumerate() {
        for (column, cell) in table.columns.iter().zip(cells).filter(|(column, _)| column.is_data()) {
            let (table, number) = (table.name.to_owned(), (number + 1).to_string());
            line([table, number, column.name.to_owned(), value(cell)], out)?;
        }
    }
    Ok(())
}

/// Numbers and days are what they are; texts are never formulas.
fn value(cell: &Cell) -> String {
    let text = cell.shown();
    if matches!(cell, Cell::Text(_) | Cell::Texts(_)) { csv_text(&text) } else { text }
}

fn line(cells: impl IntoIterator<Item = String>, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{}", csv_line(cells))
}
