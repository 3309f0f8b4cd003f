//! Findings into bytes: one file per format. Every text that comes from a document passes through
//! `Printable` here, before any format sees it.

mod account;
mod concise;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod statistics;
mod table;

use std::io;

use crate::diagnostic::{Diagnostic, Level};
use crate::document::Document;
use crate::messages::{self, Locale};
use crate::text::{Position, Printable, RelPath, Span};
pub use account::{Account, Again, Link, Part, PartState, Promise, Similar};
pub use excerpt::Excerpt;
pub use human::{Human, summary};
pub use markdown::text::inline as inline_markdown;
pub use statistics::{Counted, Fate, Statistic, statistics};
pub use table::{Cell, Column, Sheet, Shown, TABLE_FORMATS, Table, WriteSheet, table_format};

/// A finding in words, ready for any format.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file as the user would type it.
    pub path: Printable,
    /// The file below the root of its repository: what forges and other programs look up.
    pub file: RelPath,
    /// Where it begins.
    pub start: Position,
    /// Where it ends (exclusive).
    pub end: Position,
    /// Where it ends on the line on which it begins (exclusive).
    pub line_end: Position,
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
    /// Whether `--fix` mends it.
    pub fixable: bool,
    /// The language of what it says.
    pub locale: Locale,
}

impl Entry {
    /// Puts a diagnostic about a document into words. `shown` and `file` are the document's path as the user
    /// would type it, and below the root of its repository.
    pub fn new(
        (shown, file): (&str, &RelPath),
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
            file: file.clone(),
            start: position(diagnostic.span.start),
            end: position(diagnostic.span.end),
            line_end: position(end_on_line(document, diagnostic.span)),
            level,
            rule: diagnostic.rule,
            code,
            message: Printable::line(&sentences.message),
            help: Printable::line(&sentences.help),
            subject: Printable::line(&diagnostic.subject),
            excerpt: Excerpt::new(document, diagnostic, &sentences),
            fixable: diagnostic.fix.is_some(),
            locale,
        }
    }
}

/// Where a span ends on the line on which it begins.
fn end_on_line(document: &Document, span: Span) -> usize {
    let next = document.lines.start_of(document.lines.line(span.start) + 1, &document.text);
    let line = document.text.get(span.start..next).unwrap_or_default().trim_end_matches(['\n', '\r']);
    span.end.min(span.start + line.len())
}

/// A rule as reports explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFacts {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its level without configuration.
    pub level: Level,
    /// What it is, in one line.
    pub summary: &'static str,
    /// Why it matters; Markdown.
    pub reason: &'static str,
    /// How to fix what it finds; Markdown.
    pub cure: &'static str,
    /// Its page without title and examples; Markdown.
    pub page: &'static str,
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
    /// How many findings were mended before this was written.
    pub fixed: usize,
    /// How often each rule found something, where that was asked for.
    pub statistics: Option<Vec<Statistic>>,
    /// How many documents were looked at.
    pub documents: usize,
    /// How many of them are postmortems.
    pub postmortems: usize,
    /// Each of them, by path; empty where no report asks for them (see [`Report::tells_of_documents`]).
    pub accounts: Vec<Account>,
    /// Whether only the documents of a change were looked at.
    pub is_change: bool,
    /// The rules that are on, by name.
    pub rules: Vec<RuleFacts>,
    /// The language of the summary.
    pub locale: Locale,
}

impl Run {
    /// How many findings have a level, those that are not shown included.
    pub fn count(&self, level: Level) -> usize {
        let shown = self.entries.iter().filter(|entry| entry.level == level).count();
        shown + self.hidden.iter().map(|hidden| hidden.count(level)).sum::<usize>()
    }

    /// How many findings `--fix` mends.
    pub fn fixable(&self) -> usize {
        self.entries.iter().filter(|entry| entry.fixable).count()
    }

    /// How many findings there are, those that are not shown included.
    pub fn total(&self) -> usize {
        self.entries.len() + self.hidden.iter().map(Hidden::total).sum::<usize>()
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

    /// Whether it tells more of documents than what was found in them: then `run.accounts` must be there.
    fn tells_of_documents(&self) -> bool {
        false
    }

    /// Whether it also tells which past incidents are like them: finding these takes a while.
    fn tells_of_similar(&self) -> bool {
        false
    }
}

/// The formats by name: adding one is a file and a line here.
pub const FORMATS: &[(&str, &dyn Report)] = &[
    ("human", &human::Human),
    ("concise", &concise::Concise),
    ("markdown", &markdown::Markdown),
    ("github", &github::GitHub),
    ("gitlab", &gitlab::GitLab),
    ("sarif", &sarif::Sarif),
    ("junit", &junit::JUnit),
    ("rdjson", &rdjson::RdJson),
    ("json", &json::Json),
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static dyn Report> {
    FORMATS.iter().find(|(known, _)| *known == name).map(|(_, report)| *report)
}
