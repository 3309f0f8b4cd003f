//! The tree that a document's Markdown becomes.

use std::ops::Range;

use crate::text::Span;

/// One block and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// From its first byte to its last.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block, whatever dialect wrote them.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading of level 1 to 6; `html` where it stood as `<h2>…</h2>`.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        text: Inline,
        /// Whether it was raw HTML.
        html: bool,
    },
    /// Running text.
    Paragraph(Inline),
    /// A list; definition lists are lists whose items begin with the term.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table.
    Table(Table),
    /// A block quote.
    Quote(Vec<Block>),
    /// A note, tip or warning in any dialect.
    Admonition {
        /// Its title, where the author gave one.
        title: Option<String>,
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// Fenced or indented code.
    Code {
        /// The info string after the fence.
        info: String,
        /// The code.
        text: String,
    },
    /// An HTML comment: never content.
    Comment(String),
    /// A footnote's text.
    Footnote(Vec<Block>),
    /// A thematic break.
    Rule,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// From the marker to the end of the item.
    pub span: Span,
    /// Whether its box is ticked; `None` without a box.
    pub task: Option<bool>,
    /// What it holds; the first is usually a paragraph.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The header cells; empty for a table without a header.
    pub head: Vec<Inline>,
    /// The rows below.
    pub rows: Vec<Row>,
}

impl Table {
    /// The cells of the head and of every row.
    fn cells(&self) -> impl Iterator<Item = &Inline> {
        self.head.iter().chain(self.rows.iter().flat_map(|row| &row.cells))
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The whole line.
    pub span: Span,
    /// Its cells.
    pub cells: Vec<Inline>,
}

/// Running text without its markup, with a way back to the source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inline {
    /// The text as a reader sees it; line breaks (`<br>` included) are `\n`.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Markup: ranges of `text`, sorted by their begin.
    pub marks: Vec<Mark>,
    /// Pairs of (offset in `text`, offset in the source), ascending, one for each run copied as it was.
    pub(super) origins: Vec<(usize, usize)>,
}

/// A range of an inline text that is marked up.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// How.
    pub kind: MarkKind,
    /// Which bytes of the text.
    pub range: Range<usize>,
    /// Where in the source.
    pub span: Span,
}

/// Kinds of inline markup.
#[derive(Debug, Clone, PartialEq)]
pub enum MarkKind {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Struck out.
    Struck,
    /// Code.
    Code,
    /// A link to the destination.
    Link(String),
    /// An image at the destination.
    Image(String),
    /// `[[target]]`.
    Wiki(String),
    /// `<u>`, `<ins>`, `<a name>` and other inline HTML without a meaning of its own.
    Html(String),
}

impl Inline {
    /// The place in the source of an offset into `text`.
    pub fn source_of(&self, offset: usize) -> usize {
        match self.origins.partition_point(|&(at, _)| at <= offset) {
            0 => self.span.start,
            n => {
                let (at, source) = self.origins[n - 1];
                (source + (offset - at)).min(self.span.end)
            }
        }
    }

    /// The source span of a range of `text`.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let end = range.end.max(range.start + 1) - 1;
        Span::new(self.source_of(range.start), (self.source_of(end) + range.end.min(end + 1) - end).min(self.span.end))
    }

    /// The lines of the text, each with its range.
    pub fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        self.text.split('\n').map(move |line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
    }

    /// A part of this text with its own marks, white space trimmed.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let slice = &self.text[range.clone()];
        let start = range.start + (slice.len() - slice.trim_start().len());
        let end = start + slice.trim().len();
        // Marks are sorted by their begin; one that encloses the part begins among the few before it.
        const ENCLOSING: usize = 64;
        let below = self.marks.partition_point(|mark| mark.range.start < end);
        let above = self.marks.partition_point(|mark| mark.range.start < start).saturating_sub(ENCLOSING);
        let marks = self.marks[above..below]
            .iter()
            .filter(|mark| mark.range.start < end && mark.range.end > start)
            .map(|mark| Mark {
                range: mark.range.start.max(start) - start..mark.range.end.min(end) - start,
                ..mark.clone()
            })
            .collect();
        let mut origins = vec![(0, self.source_of(start))];
        let first = self.origins.partition_point(|&(at, _)| at <= start);
        let inside = self.origins[first..].iter().take_while(|(at, _)| *at < end);
        origins.extend(inside.map(|&(at, source)| (at - start, source)));
        Self { text: self.text[start..end].to_owned(), span: self.span_of(start..end), marks, origins }
    }

    /// The range of bold text that begins the text, if it begins so.
    pub fn leading_strong(&self) -> Option<Range<usize>> {
        let first = self.text.find(|c: char| !c.is_whitespace() && !is_decoration(c))?;
        self.marks
            .iter()
            .find(|mark| mark.kind == MarkKind::Strong && mark.range.start <= first && mark.range.end > first)
            .map(|mark| mark.range.clone())
    }

    /// Links and images with the source span of each.
    pub fn destinations(&self) -> impl Iterator<Item = (&str, Span)> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(to) | MarkKind::Image(to) => Some((to.as_str(), mark.span)),
            _ => None,
        })
    }
}

/// Emoji and arrows that stand before a label.
fn is_decoration(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2BFF | 0xFE00..=0xFE0F | 0x1F000..=0x1FAFF | 0x200D)
}

impl Block {
    /// Calls `visit` for this block and every block inside, in the order of the text.
    pub fn walk<'b>(&'b self, visit: &mut dyn FnMut(&'b Self)) {
        visit(self);
        match &self.kind {
            BlockKind::Quote(blocks) | BlockKind::Admonition { blocks, .. } | BlockKind::Footnote(blocks) => {
                blocks.iter().for_each(|block| block.walk(visit));
            }
            BlockKind::List { items, .. } => {
                items.iter().flat_map(|item| &item.blocks).for_each(|block| block.walk(visit));
            }
            _ => {}
        }
    }

    /// The inline texts of this block alone: its own text, or its cells.
    pub fn inlines(&self) -> impl Iterator<Item = &Inline> {
        let (text, table) = match &self.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => (Some(text), None),
            BlockKind::Table(table) => (None, Some(table)),
            _ => (None, None),
        };
        text.into_iter().chain(table.into_iter().flat_map(Table::cells))
    }
}
