//! How much a part really says: characters of content, and texts that stand for something unwritten.

use std::sync::LazyLock;

use regex::Regex;

use super::Lexicon;
use crate::document::{Block, BlockKind, Document, Inline, MarkKind};
use crate::text::Span;

/// A whole text that is a slot to be filled: `{summary}`, `<describe>`, `[기능]`, `YYYY-MM-DD`, `HH:MM`, `...`, `___`.
static SLOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^(?: \{[^{}":]*\} | \{\{[^{}":]*\}\} | <[^<>@:/]{2,}> | \[[^\[\]xX\d\s:\#@][^\[\]:\#@]{1,60}\]
          | yyyy[-./년]\s*mm.* | hh:mm.* | xx:xx | \.{3,} | … | _{3,} | \?{3,} | x{3,} | lorem\ ipsum.* )$"#,
    )
    .ok()
});
/// A text that begins as a reminder to its writer. Upper case only: Portuguese `todo` is a word.
static REMINDER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:TODO|TBD|FIXME|TBA|WIP|T\.B\.D\.?)(?:[:：\s(\])].{0,80})?$").ok());

/// What a run of blocks holds.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Content {
    /// Characters that are no white space, placeholders not counted.
    pub(super) characters: usize,
    /// The placeholders.
    pub(super) placeholders: Vec<Span>,
}

/// An image says something without a letter.
const IMAGE: usize = 20;

impl Content {
    pub(super) fn block(&mut self, block: &Block, lexicon: &Lexicon) {
        block.walk(&mut |block| match &block.kind {
            BlockKind::Paragraph(text) => self.text(text, lexicon),
            BlockKind::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.cell(cell, lexicon));
            }
            BlockKind::Code { text, .. } => self.characters += count(text),
            _ => {}
        });
    }

    /// `TODO` in a cell is a state, and so are its likes.
    fn cell(&mut self, cell: &Inline, lexicon: &Lexicon) {
        let word = cell.text.split(['(', '（', '[', ':', '：']).next().unwrap_or_default();
        if lexicon.state(word).is_some() {
            self.characters += count(&cell.text);
        } else {
            self.text(cell, lexicon);
        }
    }

    pub(super) fn text(&mut self, text: &Inline, lexicon: &Lexicon) {
        let images = text.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Image(_))).count();
        self.characters += images * IMAGE;
        for line in text.lines() {
            let words = text.text[line.clone()].trim();
            let is_code = text.marks.iter().any(|mark| mark.kind == MarkKind::Code && mark.range.start == line.start);
            // What a template says is no content, but it need not be wrong where it stands.
            if words.is_empty() || lexicon.is_of_template(words) {
                continue;
            }
            if !is_code && is_placeholder(words, lexicon) {
                self.placeholders.push(text.part(line).span);
            } else {
                self.characters += count(words);
            }
        }
    }
}

fn count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// The lines of a document that say something: what a template teaches.
pub(super) fn lines(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        block.walk(&mut |block| {
            if !matches!(block.kind, BlockKind::Heading { .. }) {
                lines.extend(block.inlines().iter().flat_map(|inline| inline.text.lines()).map(str::to_owned));
            }
        });
    }
    lines
}

/// Whether a whole text stands for something not written yet.
pub fn is_placeholder(text: &str, lexicon: &Lexicon) -> bool {
    let matches = |regex: &LazyLock<Option<Regex>>| regex.as_ref().is_some_and(|regex| regex.is_match(text));
    lexicon.is_placeholder(text) || matches(&SLOT) || matches(&REMINDER)
}
