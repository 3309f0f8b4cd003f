//! How much a part really says: characters of content, and texts that stand for something unwritten.

use std::sync::LazyLock;

use regex::Regex;

use super::outline::split_label;
use super::{Lexicon, TemplateLine};
use crate::document::{Block, BlockKind, Document, Inline, MarkKind};
use crate::text::{Span, is_cjk, is_common_cjk};

/// A whole text that is a slot to be filled, which names in a few words what goes there: `{summary}`, `<describe>`, `[기능]`, `YYYY-MM-DD`, `HH:MM`, `...`, `___`.
static SLOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^(?: \{[^{}":]{0,60}\} | \{\{[^{}":]{0,60}\}\} | <[^<>@:/]{2,60}> | \[[^\[\]xX\d\s:\#@\p{Extended_Pictographic}][^\[\]:\#@\p{Extended_Pictographic}]{1,60}\]
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
    /// Lines of templates.
    pub(super) left: Vec<TemplateLine>,
    /// A letter of CJK is one, another word two.
    half_words: usize,
    /// Whether an instruction can only be guidance here, and is no promise or step.
    tells: bool,
}

/// An image says something without a letter.
const IMAGE: usize = 20;
/// A picture, link or code says as much as so many words.
const PARAGRAPH: usize = 20;

impl Content {
    /// The content of a section that tells what happened.
    pub(super) fn telling(tells: bool) -> Self {
        Self { tells, ..Self::default() }
    }

    /// Adds what another part holds.
    pub(super) fn add(&mut self, other: &Self) {
        self.characters += other.characters;
        self.half_words += other.half_words;
        self.placeholders.extend_from_slice(&other.placeholders);
        self.left.extend_from_slice(&other.left);
    }

    pub(super) fn words(&self) -> usize {
        self.half_words.div_ceil(2)
    }

    pub(super) fn block(&mut self, block: &Block, lexicon: &Lexicon) {
        block.walk(&mut |block| match &block.kind {
            BlockKind::Paragraph(text) => self.text(text, lexicon),
            BlockKind::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.cell(cell, lexicon));
            }
            BlockKind::Code { text, .. } => {
                self.say(text);
                self.half_words += 2 * PARAGRAPH;
            }
            _ => {}
        });
    }

    /// `TODO` in a cell is a state, and so are its likes.
    fn cell(&mut self, cell: &Inline, lexicon: &Lexicon) {
        let word = cell.text.split(['(', '（', '[', ':', '：']).next().unwrap_or_default();
        if lexicon.state(word).is_some() {
            self.say(&cell.text);
        } else {
            self.text(cell, lexicon);
        }
    }

    pub(super) fn text(&mut self, text: &Inline, lexicon: &Lexicon) {
        self.pointers(text);
        for line in text.lines() {
            let words = text.text[line.clone()].trim();
            if words.is_empty() {
                continue;
            }
            let is_code = text.marks.iter().any(|mark| mark.kind == MarkKind::Code && mark.range.start == line.start);
            let is_slot = !is_code && is_placeholder(words, lexicon);
            let guidance = lexicon.guidance();
            let is_left = guidance.is_of_template(words) || (self.tells && !is_code && guidance.is_guidance(words));
            let place = || text.part(line.clone()).span;
            match (is_left, is_slot) {
                // What a template says is no content, but it need not be wrong where it stands.
                (true, _) => self.left.push(TemplateLine { span: place(), asks: is_slot || guidance.asks(words) }),
                (_, true) => self.placeholders.push(place()),
                _ => {
                    self.say(words);
                    if !is_code && guidance.holds_slot(words) {
                        self.left.push(TemplateLine { span: place(), asks: true });
                    }
                }
            }
        }
    }

    /// Pictures and links.
    fn pointers(&mut self, text: &Inline) {
        let images = text.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Image(_))).count();
        self.characters += images * IMAGE;
        self.half_words += text.destinations().count() * 2 * PARAGRAPH;
    }

    fn say(&mut self, text: &str) {
        let (characters, half_words) = if text.is_ascii() { measure_ascii(text) } else { measure(text) };
        self.characters += characters;
        self.half_words += half_words;
    }
}

/// The length of a text in halves of a word: Korean, Japanese and Chinese need two letters for one.
pub(super) fn half_words(text: &str) -> usize {
    measure(text).1
}

/// The characters that are no white space, and the halves of words.
fn measure(text: &str) -> (usize, usize) {
    let (mut characters, mut halves) = (0, 0);
    let mut inside = false;
    for c in text.chars() {
        let is_cjk = !c.is_ascii() && is_cjk(c);
        let is_letter = if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_common_cjk(c) || c.is_alphanumeric() };
        halves += match (is_letter, is_cjk) {
            (true, true) => 1,
            (true, false) if !inside => 2,
            _ => 0,
        };
        inside = (is_letter && !is_cjk) || (inside && matches!(c, '-' | '_' | '.' | '\'' | '’' | '/'));
        characters += usize::from(is_letter || !c.is_whitespace());
    }
    (characters, halves)
}

/// The same for a text that is all ASCII: most are.
fn measure_ascii(text: &str) -> (usize, usize) {
    const LETTER: u8 = 1;
    const JOINS: u8 = 2;
    const SHOWN: u8 = 4;
    const CLASSES: [u8; 128] = {
        let mut classes = [SHOWN; 128];
        let mut byte = 0;
        while byte < 128 {
            classes[byte as usize] = match byte {
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => LETTER | SHOWN,
                b'-' | b'_' | b'.' | b'\'' | b'/' => JOINS | SHOWN,
                // What Unicode calls white space, of ASCII.
                b' ' | b'\t'..=b'\r' => 0,
                _ => SHOWN,
            };
            byte += 1;
        }
        classes
    };
    let (mut characters, mut words) = (0, 0);
    let mut inside = false;
    for byte in text.bytes() {
        let class = CLASSES[usize::from(byte & 127)];
        let is_letter = class & LETTER != 0;
        words += usize::from(is_letter && !inside);
        inside = is_letter || (inside && class & JOINS != 0);
        characters += usize::from(class & SHOWN != 0);
    }
    (characters, 2 * words)
}

/// The lines of a document that say something, and what stands behind a label: what a template teaches.
pub(super) fn lines(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        block.walk(&mut |block| {
            if !matches!(block.kind, BlockKind::Heading { .. }) {
                let behind = block.inlines().filter_map(|text| split_label(text)?.1);
                lines.extend(behind.flat_map(|rest| rest.text.lines().map(str::to_owned).collect::<Vec<_>>()));
                lines.extend(block.inlines().flat_map(|inline| inline.text.lines()).map(str::to_owned));
            }
        });
    }
    lines
}

/// Whether a whole text stands for something not written yet.
pub fn is_placeholder(text: &str, lexicon: &Lexicon) -> bool {
    let matches = |regex: &LazyLock<Option<Regex>>| regex.as_ref().is_some_and(|regex| regex.is_match(text));
    // Nearly every line is known by its first letter to be none.
    let may_be_slot = text.starts_with(['{', '<', '[', 'y', 'Y', 'h', 'H', 'x', 'X', 'l', 'L', '.', '…', '_', '?']);
    let may_be_reminder = text.starts_with(['T', 'F', 'W']);
    lexicon.is_placeholder(text) || (may_be_slot && matches(&SLOT)) || (may_be_reminder && matches(&REMINDER))
}
