//! What a person reads: sentences, then aligned columns.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::layout::{GAP, Lane, lanes, wrapped};
use super::{Cell, Sheet, Table};
use crate::report::Style;

/// A cell with more lines than this is cut.
const MOST_LINES: usize = 4;

pub(super) fn write(sheet: &Sheet, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    for sentence in sheet.lead.iter().filter(|sentence| !sentence.as_str().is_empty()) {
        for line in wrapped(sentence.as_str(), style.width) {
            writeln!(out, "{line}")?;
        }
    }
    for (number, table) in sheet.tables.iter().filter(|table| !table.data_only && !table.rows.is_empty()).enumerate() {
        if number > 0 || !sheet.lead.is_empty() {
            writeln!(out)?;
        }
        self::table(table, style, out)?;
    }
    Ok(())
}

fn table(table: &Table, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    if !table.title.as_str().is_empty() {
        heading(table.title.as_str(), style, out)?;
    }
    let lanes = lanes(table, style.width);
    let headings: Vec<String> = lanes.iter().map(|lane| table.columns[lane.at].heading.as_str().to_owned()).collect();
    if headings.iter().any(|heading| !heading.is_empty()) {
        row(&headings, &lanes, out)?;
        let rules: Vec<String> = lanes.iter().map(|lane| "-".repeat(lane.width)).collect();
        row(&rules, &lanes, out)?;
    }
    for cells in &table.rows {
        let texts: Vec<String> =
            lanes.iter().map(|lane| cells.get(lane.at).map(Cell::shown).unwrap_or_default()).collect();
        row(&texts, &lanes, out)?;
    }
    Ok(())
}

fn heading(text: &str, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    if style.colour { writeln!(out, "\u{1b}[1m{text}\u{1b}[0m") } else { writeln!(out, "{text}") }
}

/// One row, in as many lines as its longest cell needs.
fn row(texts: &[String], lanes: &[Lane], out: &mut dyn io::Write) -> io::Result<()> {
    let cells: Vec<Vec<String>> = texts.iter().zip(lanes).map(|(text, lane)| cell(text, lane.width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for number in 0..height {
        let mut line = String::new();
        for (at, (cell, lane)) in cells.iter().zip(lanes).enumerate() {
            let text = cell.get(number).map_or("", String::as_str);
            let room = " ".repeat(lane.width.saturating_sub(text.width()));
            let gap = if at == 0 { "" } else { &"  "[..GAP] };
            let aligned = if lane.right { format!("{gap}{room}{text}") } else { format!("{gap}{text}{room}") };
            line.push_str(&aligned);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn cell(text: &str, width: usize) -> Vec<String> {
    let mut lines = wrapped(text, width);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            while last.width() + 1 > width && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}
