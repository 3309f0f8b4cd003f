//! The knowledge base as data: JSON held against a published schema, and the same as CSV, a line for each.

mod actions;
mod causes;
mod incidents;

use serde::Serialize;

use crate::site::Site;
use crate::text::{csv_line, csv_text};

/// The number of the schema: a field may be added to it; what is there keeps its name and meaning.
const VERSION: u32 = 1;
const SCHEMA: &str = include_str!("data/schema.json");

/// What the folder `data` holds.
pub(super) const NAMES: [&str; 7] =
    ["incidents.json", "causes.json", "actions.json", "incidents.csv", "causes.csv", "actions.csv", "schema.json"];

/// A file, by the place of its name.
pub(in crate::site) fn file(site: &Site<'_>, number: usize) -> Vec<u8> {
    match number {
        0 => json("incidents", &incidents::all(site)),
        1 => json("causes", &causes::all(site)),
        2 => json("actions", &actions::all(site)),
        3 => csv(&incidents::all(site)),
        4 => csv(&causes::all(site)),
        5 => csv(&actions::all(site)),
        _ => SCHEMA.as_bytes().to_vec(),
    }
}

/// One object in a line each, so that a change to one changes a line.
fn json<T: Serialize>(name: &str, rows: &[T]) -> Vec<u8> {
    let mut text = format!("{{\"version\":{VERSION},\"schema\":\"schema.json\",\"{name}\":[\n");
    for (number, row) in rows.iter().enumerate() {
        text.push_str(if number == 0 { "" } else { ",\n" });
        text.push_str(&serde_json::to_string(row).unwrap_or_default());
    }
    text.push_str("\n]}\n");
    text.into_bytes()
}

/// The columns are the fields of the objects; lists are joined by `;`, objects left out.
fn csv<T: Serialize + Columns>(rows: &[T]) -> Vec<u8> {
    let mut text = csv_line(T::COLUMNS.iter().map(|&name| name.to_owned()));
    for row in rows {
        let value = serde_json::to_value(row).unwrap_or_default();
        text.push_str(&csv_line(T::COLUMNS.iter().map(|&name| cell(value.get(name)))));
    }
    text.into_bytes()
}

/// The fields that a line of CSV has.
trait Columns {
    const COLUMNS: &'static [&'static str];
}

fn cell(value: Option<&serde_json::Value>) -> String {
    match value {
        Some(serde_json::Value::String(text)) => csv_text(text),
        Some(serde_json::Value::Array(values)) => {
            let texts: Vec<&str> = values.iter().filter_map(serde_json::Value::as_str).collect();
            csv_text(&texts.join(";"))
        }
        Some(value @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_))) => value.to_string(),
        _ => String::new(),
    }
}
