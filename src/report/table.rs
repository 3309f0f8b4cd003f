//! Tables into a terminal, JSON, CSV and Markdown. Cells are made of `Printable`, whatever the format.
//!
//! A [`Sheet`] is what a command answers: sentences for people, then tables. JSON and CSV have the tables alone, under
//! the names that do not depend on a language, also those that are too long for a person.

mod csv;
mod json;
mod layout;
mod markdown;
mod terminal;

use std::io;

use jiff::civil::Date;

use super::Style;
use crate::text::Printable;

/// What a command answers.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// What it comes to, in sentences.
    pub lead: Vec<Printable>,
    /// The figures behind them.
    pub tables: Vec<Table>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its name in JSON and CSV.
    pub name: &'static str,
    /// Its title for people; empty for a table that needs none.
    pub title: Printable,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows: as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Whether only JSON and CSV have it.
    pub data_only: bool,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in JSON and CSV; empty for a column that they have as figures and stable words under other names.
    pub name: &'static str,
    /// Its heading for people.
    pub heading: Printable,
    /// Who sees it.
    pub shown: Shown,
}

/// Who sees a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Everybody. Where there is too little room, the text in it is broken.
    Always,
    /// People only where there is room for it.
    WithRoom,
    /// JSON and CSV.
    AsData,
}

/// What stands at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or not known.
    None,
    /// Text.
    Text(Printable),
    /// Several texts.
    Texts(Vec<Printable>),
    /// A number.
    Number(i64),
    /// Several numbers.
    Numbers(Vec<i64>),
    /// A day.
    Day(Date),
    /// Whether something is so.
    Flag(bool),
}

impl Cell {
    /// A text of a document or a catalogue.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::None } else { Self::Text(Printable::line(text)) }
    }

    /// Several texts.
    pub fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self::Texts(texts.into_iter().map(Printable::line).collect())
    }

    /// A count.
    pub fn count(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// A number that may not be known.
    pub fn number(n: Option<impl Into<i64>>) -> Self {
        n.map_or(Self::None, |n| Self::Number(n.into()))
    }

    /// A day that may not be known.
    pub fn day(day: Option<Date>) -> Self {
        day.map_or(Self::None, Self::Day)
    }

    /// What people read; nothing for what is not known.
    fn shown(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => text.as_str().to_owned(),
            Self::Texts(texts) => texts.iter().map(Printable::as_str).collect::<Vec<_>>().join(", "),
            Self::Number(n) => n.to_string(),
            Self::Numbers(numbers) => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
            Self::Day(day) => day.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

impl Column {
    /// A column that everybody sees; without a name, people alone.
    pub fn new(name: &'static str, heading: &str) -> Self {
        Self { name, heading: Printable::line(heading), shown: Shown::Always }
    }

    /// The same for others.
    #[must_use]
    pub fn shown(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    /// A column of JSON and CSV.
    pub fn data(name: &'static str) -> Self {
        Self::new(name, "").shown(Shown::AsData)
    }

    fn is_data(&self) -> bool {
        !self.name.is_empty()
    }
}

/// A way to write a sheet down.
pub type WriteSheet = fn(&Sheet, Style, &mut dyn io::Write) -> io::Result<()>;

/// The formats by name: adding one is a file and a line here.
pub const TABLE_FORMATS: &[(&str, WriteSheet)] =
    &[("table", terminal::write), ("json", json::write), ("csv", csv::write), ("markdown", markdown::write)];

/// The format of a name.
pub fn table_format(name: &str) -> Option<WriteSheet> {
    TABLE_FORMATS.iter().find(|(known, _)| *known == name).map(|(_, write)| *write)
}
