//! One JSON object, version 1: each table under its name as a list of objects. What is not known is `null`; days are
//! `YYYY-MM-DD`. Keys are only added within a version.

use std::io;

use serde_json::{Map, Value};

use super::{Cell, Sheet, Table};
use crate::report::Style;
use crate::text::Printable;

pub(super) fn write(sheet: &Sheet, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut whole = Map::from_iter([("version".to_owned(), Value::from(1))]);
    whole.extend(sheet.tables.iter().map(|table| (table.name.to_owned(), self::table(table))));
    serde_json::to_writer_pretty(&mut *out, &Value::Object(whole))?;
    writeln!(out)
}

fn table(table: &Table) -> Value {
    let row = |cells: &Vec<Cell>| {
        let columns = table.columns.iter().zip(cells).filter(|(column, _)| column.is_data());
        Value::Object(columns.map(|(column, cell)| (column.name.to_owned(), value(cell))).collect())
    };
    table.rows.iter().map(row).collect()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::None => Value::Null,
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Texts(texts) => texts.iter().map(Printable::as_str).collect(),
        Cell::Number(n) => Value::from(*n),
        Cell::Numbers(numbers) => Value::from(numbers.as_slice()),
        Cell::Day(day) => Value::from(day.to_string()),
        Cell::Flag(flag) => Value::from(*flag),
    }
}
