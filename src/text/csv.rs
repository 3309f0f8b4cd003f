//! Cells into lines of CSV (RFC 4180) that no spreadsheet takes for a formula.

/// A line, with its end.
pub fn csv_line(cells: impl IntoIterator<Item = String>) -> String {
    let quoted = |cell: String| {
        let needs = cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ');
        if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let line: Vec<String> = cells.into_iter().map(quoted).collect();
    format!("{}\r\n", line.join(","))
}

/// A text as a cell: one that a spreadsheet would take for a formula begins with an apostrophe.
pub fn csv_text(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{csv_line, csv_text};

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        let cells = ["plain", "a,b", "say \"hi\"", "two\nlines", " space"].map(str::to_owned);
        assert_eq!(csv_line(cells), "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" space\"\r\n");
        assert_eq!(csv_text("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(csv_text("결제"), "결제");
    }
}
