//! Findings into bytes: one file per format. Every text that comes from a document passes through
//! `Printable` here, before any format sees it.

mod concise;
mod excerpt;
mod human;
mod json;
mod statistics;

use std::io;

use crate::diagnostic::{Diagnostic, Level};
use crate::document::Document;
use crate::messages::{self, Locale};
use crate::text::{Position, Printable};
pub use excerpt::Excerpt;
pub use human::Human;
pub use statistics::{Fate, Statistic, statistics};

/// A finding in words, ready for any format.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file as the user would type it.
    pub path: Printable,
    /// Where it begins.
    pub start: Position,
    /// Where it ends (exclusive).
    pub end: Position,
    /// How much it weighs.
    pub level: Level,
    /// The rule's name.
    pub rule: &'static str,
    /// The rule's code; empty for problems of the configuration.
    pub code: &'static str,
    /// What is wrong.
    pub message: Printable,
    /// What to do; may be empty.
    pub help: Printable,
    /// What it is about, independent of lines.
    pub subject: Printable,
    /// The line it is on; `None` where the file could not be read.
    pub excerpt: Option<Excerpt>,
    /// The language of what it says.
    pub locale: Locale,
}

impl Entry {
    /// Puts a diagnostic about a document into words.
    pub fn new(
        shown: &str,
        document: &Document,
        level: Level,
        code: &'static str,
        diagnostic: &Diagnostic,
        locale: Locale,
    ) -> Self {
        let sentences = messages::sentences(diagnostic, locale);
        let position = |offset| document.lines.position(&document.text, offset);
        Self {
            path: Printable::path(shown),
            start: position(diagnostic.span.start),
            end: position(diagnostic.span.end),
            level,
            rule: diagnostic.rule,
            code,
            message: Printable::line(&sentences.message),
            help: Printable::line(&sentences.help),
            subject: Printable::line(&diagnostic.subject),
            excerpt: Excerpt::new(document, diagnostic, &sentences),
            locale,
        }
    }
}

/// Findings of one document that no report shows: there are too many.
#[derive(Debug, Clone)]
pub struct Hidden {
    /// The file as the user would type it.
    pub path: Printable,
    /// How many notes, warnings and errors.
    pub counts: [usize; 3],
}

impl Hidden {
    /// How many of a level.
    pub fn count(&self, level: Level) -> usize {
        self.counts[level as usize]
    }

    /// How many in all.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The findings, sorted by path and place; those about other files than documents come last.
    pub entries: Vec<Entry>,
    /// What is left out of `entries`, by document.
    pub hidden: Vec<Hidden>,
    /// How many findings documents ask to be silent about.
    pub ignored: usize,
    /// How many findings the baseline keeps quiet.
    pub baselined: usize,
    /// How often each rule found something, where that was asked for.
    pub statistics: Option<Vec<Statistic>>,
    /// How many documents were looked at.
    pub documents: usize,
    /// How many of them are postmortems.
    pub postmortems: usize,
    /// The language of the summary.
    pub locale: Locale,
}

impl Run {
    /// How many findings have a level, those that are not shown included.
    pub fn count(&self, level: Level) -> usize {
        let shown = self.entries.iter().filter(|entry| entry.level == level).count();
        shown + self.hidden.iter().map(|hidden| hidden.count(level)).sum::<usize>()
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours and bold.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// A way to write a run down.
pub trait Report {
    /// Writes all of it.
    ///
    /// # Errors
    /// Those of the stream.
    fn write(&self, run: &Run, style: Style, out: &mut dyn io::Write) -> io::Result<()>;
}

/// The formats by name: adding one is a file and a line here.
pub const FORMATS: &[(&str, &dyn Report)] =
    &[("human", &human::Human), ("concise", &concise::Concise), ("json", &json::Json)];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static dyn Report> {
    FORMATS.iter().find(|(known, _)| *known == name).map(|(_, report)| *report)
}
