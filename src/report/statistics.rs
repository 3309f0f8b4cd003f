//! How often each rule found something: counted from findings, and laid out as a table.

use std::collections::BTreeMap;
use std::io;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::Level;
use crate::messages::{self, Locale};

/// How often a rule found something of one level.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Statistic {
    /// The rule's name.
    pub rule: &'static str,
    /// The rule's code.
    pub code: &'static str,
    /// The level.
    pub level: Level,
    /// Findings that are told.
    pub count: usize,
    /// Findings that the baseline keeps quiet.
    pub baselined: usize,
    /// Findings that documents ask to be silent about.
    pub ignored: usize,
    /// How many of those that are told `--fix` could mend.
    pub fixable: usize,
}

/// A finding as it is counted.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Its rule.
    pub rule: &'static str,
    /// The rule's code.
    pub code: &'static str,
    /// Its level.
    pub level: Level,
    /// What became of it.
    pub fate: Fate,
    /// Whether `--fix` could mend it.
    pub fixable: bool,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is told.
    Told,
    /// The baseline keeps it quiet.
    Baselined,
    /// Its document asks for silence.
    Ignored,
}

/// Counts findings. The most frequent come first.
pub fn statistics(findings: impl Iterator<Item = Counted>) -> Vec<Statistic> {
    let mut rows: BTreeMap<(&'static str, Level), Statistic> = BTreeMap::new();
    for Counted { rule, code, level, fate, fixable } in findings {
        let new = Statistic { rule, code, level, count: 0, baselined: 0, ignored: 0, fixable: 0 };
        let row = rows.entry((rule, level)).or_insert(new);
        match fate {
            Fate::Told => {
                row.count += 1;
                row.fixable += usize::from(fixable);
            }
            Fate::Baselined => row.baselined += 1,
            Fate::Ignored => row.ignored += 1,
        }
    }
    let mut rows: Vec<Statistic> = rows.into_values().collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.count, row.baselined, row.ignored)));
    rows
}

/// A table for people. Columns in which there is nothing are left out.
pub(super) fn table(rows: &[Statistic], locale: Locale, out: &mut dyn io::Write) -> io::Result<()> {
    let phrase = |name: &str| messages::phrase(name, &[], locale);
    let number = |count: fn(&Statistic) -> usize| rows.iter().map(|row| count(row).to_string()).collect::<Vec<_>>();
    let mut columns = vec![Column { title: phrase("statistics-count"), right: true, cells: number(|row| row.count) }];
    if rows.iter().any(|row| row.baselined > 0) {
        columns.push(Column { title: phrase("statistics-baselined"), right: true, cells: number(|row| row.baselined) });
    }
    if rows.iter().any(|row| row.ignored > 0) {
        columns.push(Column { title: phrase("statistics-ignored"), right: true, cells: number(|row| row.ignored) });
    }
    if rows.iter().any(|row| row.fixable > 0) {
        columns.push(Column { title: phrase("statistics-fixable"), right: true, cells: number(|row| row.fixable) });
    }
    let levels = rows.iter().map(|row| phrase(row.level.name())).collect();
    columns.push(Column { title: phrase("statistics-level"), right: false, cells: levels });
    let names = rows.iter().map(|row| format!("{} ({})", row.rule, row.code)).collect();
    columns.push(Column { title: messages::term("rule", locale), right: false, cells: names });
    for line in 0..=rows.len() {
        let cells: Vec<String> = columns.iter().map(|column| column.cell(line)).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

struct Column {
    title: String,
    right: bool,
    cells: Vec<String>,
}

impl Column {
    /// The title (line 0) or a cell, as wide as the widest: Korean letters take two columns of a terminal.
    fn cell(&self, line: usize) -> String {
        let width = self.cells.iter().chain([&self.title]).map(|cell| cell.width()).max().unwrap_or(0);
        let cell = if line == 0 { &self.title } else { &self.cells[line - 1] };
        let space = " ".repeat(width - cell.width());
        if self.right { format!("{space}{cell}") } else { format!("{cell}{space}") }
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{Counted, Fate, statistics, table};
    use crate::diagnostic::Level;
    use crate::messages::Locale;

    #[test]
    fn columns_stand_under_their_titles_in_every_language() {
        let told =
            Counted { rule: "missing-section", code: "PM005", level: Level::Error, fate: Fate::Told, fixable: true };
        let quiet = Counted {
            rule: "unowned-action",
            code: "PM008",
            level: Level::Warning,
            fate: Fate::Baselined,
            fixable: false,
        };
        let rows = statistics([quiet, told, told, quiet].into_iter().chain(std::iter::repeat_n(quiet, 120)));
        assert_eq!(rows.iter().map(|row| (row.count, row.baselined)).collect::<Vec<_>>(), [(2, 0), (0, 122)]);
        assert_eq!(rows.iter().map(|row| row.fixable).collect::<Vec<_>>(), [2, 0]);
        for locale in Locale::ALL {
            let mut out = Vec::new();
            table(&rows, locale, &mut out).expect("written to memory");
            let text = String::from_utf8(out).expect("UTF-8");
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines.len(), 3, "{text}");
            let rule = |line: &str, word: &str| line[..line.rfind(word).expect("the last column")].width();
            assert_eq!(rule(lines[1], "missing-section"), rule(lines[2], "unowned-action"), "{text}");
            let last = lines[0].rsplit("  ").next().expect("a title");
            assert_eq!(rule(lines[0], last), rule(lines[1], "missing-section"), "{text}");
        }
    }
}
