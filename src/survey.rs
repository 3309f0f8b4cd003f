//! The knowledge base into the answers of `pmdoc actions`, `causes` and `stats`: sentences and tables in the reader's
//! language, figures and stable names for programs.

mod actions;
mod cause;
mod causes;
mod completeness;
mod figures;
mod stats;
mod suggestions;
mod sums;
mod words;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::knowledge::{Cause, KnowledgeBase, RecordIndex};
use crate::messages::Locale;
use crate::report::Cell;
use words::Words;

/// A knowledge base on a day, for readers of a language.
pub struct Survey<'b> {
    base: &'b KnowledgeBase,
    today: Date,
    zone: TimeZone,
    words: Words,
}

impl<'b> Survey<'b> {
    /// Days are counted until `today`; Git's are those of `zone`.
    pub fn new(base: &'b KnowledgeBase, today: Date, zone: TimeZone, locale: Locale) -> Self {
        Self { base, today, zone, words: Words { locale } }
    }

    fn id(&self, index: RecordIndex) -> Cell {
        Cell::text(&self.base.records[index].postmortem.id.value)
    }

    fn path(&self, index: RecordIndex) -> Cell {
        Cell::text(&self.base.records[index].shown)
    }

    fn title_of(&self, cause: &'b Cause) -> &'b str {
        cause.title(self.words.tag())
    }
}
