//! Events into blocks, with a stack instead of recursion and a bound on depth.

mod inline;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::block::{Block, BlockKind, Inline, Item, MarkKind, Row, Table};
use super::html;
use super::markdown::{self, Piece, Placed, pieces};
use crate::text::Span;
pub(super) use inline::{InlineBuilder, html_mark};

/// Blocks nested deeper than this become part of the block around them: nobody reads them, and every
/// consumer may then recurse.
const DEEPEST: usize = 64;

/// The blocks of the Markdown from `body` on, and the HTML comments inside of texts.
pub(super) fn build(text: &str, body: usize) -> (Vec<Block>, Vec<Span>) {
    pieces(text, body, |pieces| {
        let mut builder = Builder::new(text);
        for placed in pieces {
            builder.piece(placed);
        }
        builder.finish()
    })
}

/// A block that is still open.
enum Frame {
    /// Holds blocks.
    Blocks {
        holder: Holder,
        span: Span,
        blocks: Vec<Block>,
    },
    List {
        ordered: bool,
        span: Span,
        items: Vec<Item>,
    },
    Table {
        span: Span,
        table: Table,
        row: Row,
    },
}

enum Holder {
    Root,
    Quote,
    Admonition(Option<String>),
    Footnote,
    Item(Option<bool>),
}

/// A text that is still open.
enum Leaf {
    Heading(u8),
    Paragraph,
    Cell,
    Code(String),
    Html,
}

struct Builder<'s> {
    source: &'s str,
    stack: Vec<Frame>,
    leaf: Option<(Leaf, Span, InlineBuilder)>,
    /// Openings beyond the depth bound that have not been closed yet.
    beyond: usize,
    /// HTML comments inside of texts.
    comments: Vec<Span>,
    /// Inside of `<code>` or the like, in the open text.
    in_code: bool,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        let root = Frame::Blocks { holder: Holder::Root, span: Span::default(), blocks: Vec::new() };
        Self { source, stack: vec![root], leaf: None, beyond: 0, comments: Vec::new(), in_code: false }
    }

    fn finish(mut self) -> (Vec<Block>, Vec<Span>) {
        self.close_leaf();
        while self.stack.len() > 1 {
            self.close_frame();
        }
        let blocks = match self.stack.pop() {
            Some(Frame::Blocks { blocks, .. }) => blocks,
            _ => Vec::new(),
        };
        (blocks, self.comments)
    }

    fn piece(&mut self, (piece, span): Placed<'_>) {
        match piece {
            Piece::Open(admonition) => self.open(Holder::Admonition(admonition.title), span),
            Piece::Close => self.end_frame(),
            Piece::Markdown(event) => self.event(event, span),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.inline(span).text(&text, span),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.inline(span).marked(MarkKind::Code, &text, span);
            }
            Event::SoftBreak | Event::HardBreak => self.inline(span).text("\n", span),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Html(_) | Event::FootnoteReference(_) => {}
            Event::Rule => self.push(Block { span, kind: BlockKind::Rule }),
            Event::TaskListMarker(done) => {
                if let Some(Frame::Blocks { holder: Holder::Item(task), .. }) = self.stack.last_mut() {
                    *task = Some(done);
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.begin(Leaf::Paragraph, span),
            Tag::Heading { level, .. } => self.begin(Leaf::Heading(markdown::level(level)), span),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    pulldown_cmark::CodeBlockKind::Fenced(info) => info.trim().to_owned(),
                    pulldown_cmark::CodeBlockKind::Indented => String::new(),
                };
                self.begin(Leaf::Code(info), span);
            }
            Tag::HtmlBlock => self.begin(Leaf::Html, span),
            Tag::BlockQuote(_) => self.open(Holder::Quote, span),
            Tag::FootnoteDefinition(_) => self.open(Holder::Footnote, span),
            Tag::List(first) => self.open_frame(Frame::List { ordered: first.is_some(), span, items: Vec::new() }),
            Tag::DefinitionList => self.open_frame(Frame::List { ordered: false, span, items: Vec::new() }),
            Tag::Item => self.open(Holder::Item(None), span),
            Tag::DefinitionListTitle => {
                self.close_term();
                self.open(Holder::Item(None), span);
            }
            Tag::Table(_) => {
                self.open_frame(Frame::Table { span, table: Table::default(), row: Row::default() });
            }
            Tag::TableHead | Tag::TableRow => self.begin_row(span),
            Tag::TableCell => self.begin(Leaf::Cell, span),
            Tag::DefinitionListDefinition | Tag::MetadataBlock(_) => self.close_leaf(),
            inline => self.start_inline(inline, span),
        }
    }

    fn start_inline(&mut self, tag: Tag<'_>, span: Span) {
        let kind = match tag {
            Tag::Strong => MarkKind::Strong,
            Tag::Emphasis => MarkKind::Emphasis,
            Tag::Strikethrough => MarkKind::Struck,
            Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. } => MarkKind::Wiki(dest_url.into_string()),
            Tag::Link { dest_url, .. } => MarkKind::Link(dest_url.into_string()),
            Tag::Image { dest_url, .. } => MarkKind::Image(dest_url.into_string()),
            _ => MarkKind::Html(String::new()),
        };
        self.inline(span).open(kind, span);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {
                self.close_leaf();
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::Item | TagEnd::List(_) | TagEnd::Table => {
                self.end_frame();
            }
            TagEnd::DefinitionList => {
                self.close_term();
                self.end_frame();
            }
            TagEnd::TableHead => self.end_row(true),
            TagEnd::TableRow => self.end_row(false),
            _ => {
                if let Some((_, _, inline)) = &mut self.leaf {
                    inline.close();
                }
            }
        }
    }

    /// The text being written; a tight list item begins one without saying so.
    fn inline(&mut self, span: Span) -> &mut InlineBuilder {
        let (_, whole, inline) = self.leaf.get_or_insert_with(|| (Leaf::Paragraph, span, InlineBuilder::default()));
        *whole = whole.to(span);
        inline
    }

    fn inline_html(&mut self, tag: &str, span: Span) {
        if tag.starts_with("<!--") && !self.in_code {
            self.comments.push(span);
        }
        let name = tag.trim_start_matches(['<', '/']).trim_end_matches('>').split_whitespace().next();
        if name.is_some_and(html::is_code) {
            self.in_code = !tag.starts_with("</");
        }
        self.inline(span).html(tag, span);
    }

    fn begin(&mut self, leaf: Leaf, span: Span) {
        self.close_leaf();
        let inline = if matches!(leaf, Leaf::Html) { InlineBuilder::default() } else { InlineBuilder::at(span) };
        self.leaf = Some((leaf, span, inline));
    }

    fn close_leaf(&mut self) {
        let Some((leaf, span, inline)) = self.leaf.take() else { return };
        self.in_code = false;
        let span = span.trimmed(self.source);
        match leaf {
            Leaf::Cell => {
                if let Some(Frame::Table { row, .. }) = self.stack.last_mut() {
                    row.cells.push(inline.finish(span));
                }
            }
            Leaf::Html => {
                for block in html::blocks(span.slice(self.source), span.start) {
                    self.push(block);
                }
            }
            Leaf::Heading(level) => {
                let kind = BlockKind::Heading { level, text: inline.finish(span), html: false };
                self.push(Block { span, kind });
            }
            Leaf::Paragraph => {
                let text: Inline = inline.finish(span);
                if !text.text.trim().is_empty() || !text.marks.is_empty() {
                    self.push(Block { span, kind: BlockKind::Paragraph(text) });
                }
            }
            Leaf::Code(info) => self.push(Block { span, kind: BlockKind::Code { info, text: inline.into_text() } }),
        }
    }

    fn open(&mut self, holder: Holder, span: Span) {
        // Most items hold one block, and most tables have as many cells in a row as in the head: who makes room for more
        // leaves half of the memory unused.
        let blocks = if matches!(holder, Holder::Item(_)) { Vec::with_capacity(1) } else { Vec::new() };
        self.open_frame(Frame::Blocks { holder, span, blocks });
    }

    fn open_frame(&mut self, frame: Frame) {
        self.close_leaf();
        if self.stack.len() >= DEEPEST {
            self.beyond += 1;
        } else {
            self.stack.push(frame);
        }
    }

    fn end_frame(&mut self) {
        self.close_leaf();
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if self.stack.len() > 1 {
            self.close_frame();
        }
    }

    /// Closes the item of a definition list's last term.
    fn close_term(&mut self) {
        if matches!(self.stack.last(), Some(Frame::Blocks { holder: Holder::Item(_), .. })) {
            self.end_frame();
        }
    }

    fn close_frame(&mut self) {
        match self.stack.pop() {
            Some(Frame::Blocks { holder: Holder::Item(task), span, blocks }) => {
                if let Some(Frame::List { items, .. }) = self.stack.last_mut() {
                    items.push(Item { span: span.trimmed(self.source), task, blocks });
                }
            }
            Some(Frame::Blocks { holder, span, blocks }) => {
                let kind = match holder {
                    Holder::Admonition(title) => BlockKind::Admonition { title, blocks },
                    Holder::Footnote => BlockKind::Footnote(blocks),
                    Holder::Quote | Holder::Root | Holder::Item(_) => BlockKind::Quote(blocks),
                };
                self.push(Block { span, kind });
            }
            Some(Frame::List { ordered, span, items }) => {
                self.push(Block { span, kind: BlockKind::List { ordered, items } });
            }
            Some(Frame::Table { span, table, .. }) => self.push(Block { span, kind: BlockKind::Table(table) }),
            None => {}
        }
    }

    fn begin_row(&mut self, span: Span) {
        if let Some(Frame::Table { row, table, .. }) = self.stack.last_mut() {
            *row = Row { span: span.trimmed(self.source), cells: Vec::with_capacity(table.head.len()) };
        }
    }

    fn end_row(&mut self, head: bool) {
        self.close_leaf();
        if let Some(Frame::Table { table, row, .. }) = self.stack.last_mut() {
            let row = std::mem::take(row);
            if head {
                table.head = row.cells;
            } else {
                table.rows.push(row);
            }
        }
    }

    fn push(&mut self, block: Block) {
        match self.stack.last_mut() {
            Some(Frame::Blocks { blocks, .. }) => blocks.push(block),
            Some(Frame::List { items, .. }) => items.push(Item { span: block.span, task: None, blocks: vec![block] }),
            Some(Frame::Table { .. }) | None => {}
        }
    }
}
