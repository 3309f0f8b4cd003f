//! Tables, bullets, paragraphs and sub-headings that begin with a time, into timeline entries.

use std::cell::LazyCell;
use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::moment::{date_in, moment_near, zone_in};
use super::outline::{Outline, Part};
use super::sections::Effective;
use super::{Lexicon, Moment, SectionName, TimelineEntry};
use crate::document::{Block, BlockKind, Inline, Table};
use crate::text::Span;

/// The entries of every section of a name (timeline or communication), in the order of the document.
pub(super) fn entries(
    outline: &Outline<'_>,
    effective: &Effective,
    section: SectionName,
    day: Option<Date>,
    lexicon: &Lexicon,
) -> Vec<TimelineEntry> {
    let mut series = Series { lexicon, day, entries: Vec::new(), zone: None, series: 0 };
    for (part, names) in outline.parts.iter().zip(effective) {
        if names.contains(&section) {
            series.part(part);
        }
    }
    series.entries
}

struct Series<'l> {
    lexicon: &'l Lexicon,
    /// The day that times without one belong to.
    day: Option<Date>,
    zone: Option<TimeZone>,
    entries: Vec<TimelineEntry>,
    series: usize,
}

impl Series<'_> {
    fn part(&mut self, part: &Part<'_>) {
        let own = part.naming.is_some();
        if own {
            self.series += 1;
            self.zone = zone_in(&part.label);
        }
        match self.moment(&part.label) {
            Some((moment, range)) if !own && moment.time.is_some() => {
                let text = strip_separator(&part.label[range.end..]).to_owned();
                let written = part.label[range].trim().to_owned();
                self.push(written, moment, text, part.span);
                return;
            }
            _ => {
                let date = date_in(&part.label).map(|(date, _)| date);
                self.day = date.or_else(|| self.moment(&part.label)?.0.date).or(self.day);
            }
        }
        if let Some(rest) = &part.rest {
            self.lines(rest);
        }
        part.blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Table(table) => self.table(table),
            BlockKind::List { items, .. } => {
                for item in items {
                    item.blocks.iter().for_each(|block| self.block(block));
                }
            }
            BlockKind::Paragraph(text) => self.lines(text),
            BlockKind::Quote(blocks) | BlockKind::Admonition { blocks, .. } => {
                blocks.iter().for_each(|block| self.block(block));
            }
            _ => {}
        }
    }

    /// Every line that begins with a time is an entry; a line of a date alone sets the day.
    fn lines(&mut self, text: &Inline) {
        let lines: Vec<Inline> = text.lines().map(|range| text.part(range)).collect();
        for (index, line) in lines.iter().enumerate() {
            let Some((moment, said)) = self.moment(&line.text) else {
                self.day = self.day_of_all(&line.text).or(self.day);
                continue;
            };
            let rest = strip_separator(&line.text[said.end..]);
            let below = lines.get(index + 1).filter(|next| self.moment(&next.text).is_none());
            let event = if rest.is_empty() { below.map_or("", |next| next.text.as_str()) } else { rest };
            if moment.time.is_none() && moment.date.is_some() && event.is_empty() {
                self.day = moment.date;
            } else {
                let written = line.text[said].trim().to_owned();
                self.push(written, moment, event.to_owned(), line.span);
            }
        }
    }

    /// The day that a sentence about all times names: `All times are UTC on 2026-03-04`.
    fn day_of_all(&self, text: &str) -> Option<Date> {
        const LONGEST: usize = 200;
        let is_short = text.len() <= LONGEST;
        date_in(text).filter(|_| is_short && self.lexicon.telling().is_of_all_times(text)).map(|(date, _)| date)
    }

    /// The moment that a text begins with; days without a year belong to the year of the incident.
    fn moment(&self, text: &str) -> Option<(Moment, Range<usize>)> {
        moment_near(text, self.day)
    }

    fn table(&mut self, table: &Table) {
        let time_column = table.head.iter().position(|cell| self.lexicon.is_time_column(&cell.text));
        let zone = time_column.and_then(|column| zone_in(&table.head[column].text));
        let before = self.zone.clone();
        self.zone = zone.or(before.clone());
        let column = time_column.unwrap_or(0);
        let times = table.rows.iter().filter_map(|row| row.cells.get(column));
        let named = table.head.iter().position(|cell| self.lexicon.is_text_column(&cell.text));
        let times: Vec<&str> = times.map(|cell| cell.text.trim()).collect();
        let day = self.day;
        let is_mostly_timed = LazyCell::new(move || {
            times.iter().filter(|cell| moment_near(cell, day).is_some()).count() * 2 >= table.rows.len()
        });
        for row in &table.rows {
            let Some(cell) = row.cells.get(column).map(|cell| cell.text.trim()).filter(|cell| !cell.is_empty()) else {
                continue;
            };
            let text = row_text(&row.cells, named, column);
            match self.moment(cell) {
                Some((mut moment, range)) => {
                    moment.date = moment.date.or_else(|| self.date_beside(&row.cells, column));
                    self.push(cell[range].trim().to_owned(), moment, text, row.span);
                }
                // `不明`, `same day`: an event whose time nobody knows, among others that have one.
                None if *is_mostly_timed => {
                    self.push(cell.to_owned(), Moment::default(), text, row.span);
                }
                None => {}
            }
        }
        self.zone = before;
    }

    /// The day of a row that has a column of its own for it: a cell before that of the time which says nothing else.
    fn date_beside(&self, cells: &[Inline], time: usize) -> Option<Date> {
        let mut days = cells.iter().take(time).filter_map(|cell| {
            let text = cell.text.trim();
            let (moment, said) = self.moment(text)?;
            moment.date.filter(|_| moment.time.is_none() && said.len() == text.len())
        });
        days.next_back()
    }

    fn push(&mut self, written: String, mut moment: Moment, text: String, span: Span) {
        match moment.date {
            Some(date) => self.day = Some(date),
            None if moment.time.is_some() => moment.date = self.day,
            None => {}
        }
        if moment.zone.is_none() {
            moment.zone = self.zone.clone();
        }
        self.entries.push(TimelineEntry { written, moment, text, span, series: self.series });
    }
}

/// What a row tells: the column that is named for it, else all but that of the time.
fn row_text(cells: &[Inline], named: Option<usize>, time: usize) -> String {
    let texts = cells.iter().enumerate().filter(|(index, cell)| match named {
        Some(column) => *index == column,
        None => *index != time && !cell.text.trim().is_empty(),
    });
    texts.map(|(_, cell)| cell.text.trim()).collect::<Vec<_>>().join(" — ")
}

/// Removes what stands between a time and its event.
fn strip_separator(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '：' | ']' | ')' | '|' | ',' | '*' | '>')
    })
    .trim()
}
