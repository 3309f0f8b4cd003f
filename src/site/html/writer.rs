//! Pieces of the parser into markup, in one pass and without recursion: however deep a document nests, the
//! writer's own stack stays flat, and what is nested too deep keeps its text and loses its boxes.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::code::is_fishbone;
use super::drawing::Drawings;
use super::event::Events;
use super::footnote::Footnotes;
use super::highlight::push_code;
use super::link::Links;
use super::math::formula;
use super::outline::{Outline, plain};
use super::raw::RawState;
use super::table::{TableState, empty_head};
use crate::document::markdown::{Piece, Placed};
use crate::postmortem::{Language, Record};
use crate::site::words::Words;
use crate::text::{Html, Span, is_cjk};

/// More than any page has on purpose; browsers stop at 512.
const DEEPEST: usize = 48;

/// The page body that is being written.
pub(super) struct Writer<'a> {
    pub(super) out: Html,
    pub(super) words: &'a Words,
    pub(super) links: &'a Links<'a>,
    pub(super) outline: &'a Outline,
    /// What ends each open block, innermost last; empty for those that are not shown.
    pub(super) closers: Vec<&'static str>,
    pub(super) footnotes: Footnotes,
    pub(super) table: TableState,
    pub(super) raw: RawState,
    /// Inside code: text is text.
    pub(super) verbatim: bool,
    /// The language of the code block that is open.
    pub(super) language: Option<String>,
    /// Inside a link or heading: ids stay text.
    pub(super) linked: bool,
    /// How many headings were written.
    pub(super) heading: usize,
    /// How many tables and code blocks.
    regions: usize,
    /// Lines of Japanese and Chinese are joined without a space.
    unspaced: bool,
    last: Option<char>,
    /// What is put in after everything else.
    pub(super) figures: Vec<Html>,
    /// Where the piece that is being written stands.
    here: Span,
    pub(super) events: Events,
    pub(super) drawings: Drawings,
}

/// A body, and what is put into it at last.
pub(super) struct Written {
    pub(super) html: Html,
    /// Whether it holds raw HTML.
    pub(super) has_raw: bool,
    pub(super) figures: Vec<Html>,
}

/// Writes a body.
pub(super) fn write<'a>(
    pieces: &[Placed<'_>],
    record: &Record,
    outline: &'a Outline,
    links: &'a Links<'a>,
    words: &'a Words,
) -> Written {
    let language = record.postmortem.language;
    let mut writer = Writer {
        out: Html::default(),
        words,
        links,
        outline,
        closers: Vec::new(),
        footnotes: Footnotes::default(),
        table: TableState::default(),
        raw: RawState::default(),
        verbatim: false,
        language: None,
        linked: false,
        heading: 0,
        regions: 0,
        unspaced: matches!(language, Language::Ja | Language::ZhHans | Language::ZhHant),
        last: None,
        figures: Vec::new(),
        here: Span::default(),
        events: Events::of(record, links.site.zone.as_ref(), words),
        drawings: Drawings::of(record),
    };
    let mut at = 0;
    while at < pieces.len() {
        at += writer.piece(&pieces[at..]);
    }
    writer.write_footnotes();
    Written { html: writer.out, has_raw: writer.raw.seen, figures: writer.figures }
}

impl Writer<'_> {
    /// Writes the first piece, and says how many pieces that took.
    pub(super) fn piece(&mut self, pieces: &[Placed<'_>]) -> usize {
        self.begin(&pieces[0]);
        match &pieces[0].0 {
            Piece::Open(admonition) => self.open_note(admonition),
            Piece::Close => self.close(),
            Piece::Markdown(Event::Start(tag)) => return self.start(tag, &pieces[1..]) + 1,
            Piece::Markdown(Event::End(end)) => self.end(*end),
            Piece::Markdown(Event::Text(_)) => return self.run(pieces),
            Piece::Markdown(event) => self.inline(event, pieces),
        }
        1
    }

    /// Before a piece: what belongs there and the author did not write.
    fn begin(&mut self, (piece, span): &Placed<'_>) {
        self.here = *span;
        match piece {
            Piece::Markdown(Event::Text(_) | Event::Code(_)) => self.before_text(*span),
            Piece::Markdown(Event::Start(tag)) if is_mark(tag) => self.before_text(*span),
            Piece::Markdown(Event::Start(Tag::List(_) | Tag::Heading { .. } | Tag::CodeBlock(_)))
                if self.closers.is_empty() =>
            {
                self.before_block(*span);
            }
            _ => {}
        }
    }

    /// Opens a block.
    pub(super) fn open(&mut self, open: &'static str, close: &'static str) {
        self.out.push_literal(open);
        self.closers.push(close);
    }

    /// A region's name: regions of one page must have different ones.
    pub(super) fn numbered(&mut self, key: &str) {
        let mut name = Html::default();
        self.number(&mut name, key);
        self.out.push(&name);
    }

    /// The same, for what is put in at last.
    pub(super) fn number(&mut self, name: &mut Html, key: &str) {
        self.regions += 1;
        name.push_text(self.words.text(key));
        name.push_literal(" ");
        name.push_number(self.regions);
    }

    /// Whether another block would be nested too deep.
    pub(super) fn is_full(&self) -> bool {
        self.closers.len() >= DEEPEST
    }

    fn nest(&mut self, open: &'static str, close: &'static str) {
        if self.is_full() {
            self.closers.push("");
        } else {
            self.open(open, close);
        }
    }

    pub(super) fn close(&mut self) {
        if let Some(close) = self.closers.pop() {
            self.out.push_literal(close);
        }
    }

    /// Begins a block or a mark; the number of further pieces that it used up.
    fn start(&mut self, tag: &Tag<'_>, inside: &[Placed<'_>]) -> usize {
        match tag {
            Tag::Heading { .. } => return self.start_heading(inside),
            Tag::Image { dest_url, .. } => {
                let used = length(inside);
                self.image(dest_url, &plain(inside));
                return used;
            }
            Tag::TableHead => {
                if let Some(used) = empty_head(inside) {
                    self.out.push_literal("<tbody>");
                    return used;
                }
                self.open_head();
            }
            Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. } => {
                let target = self.links.wiki(dest_url);
                self.start_link(&target);
            }
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                let target = self.links.resolve(&format!("mailto:{dest_url}"));
                self.start_link(&target);
            }
            Tag::Link { dest_url, .. } => {
                let target = self.links.resolve(dest_url);
                self.start_link(&target);
            }
            Tag::FootnoteDefinition(name) => self.open_footnote(name),
            Tag::CodeBlock(kind) if is_fishbone(kind) => {
                self.fishbone_block(&plain(inside));
                return length(inside);
            }
            Tag::CodeBlock(kind) => return self.open_code(kind, inside),
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::TableRow => self.open_row(),
            Tag::TableCell => self.open_cell(inside),
            Tag::Item => self.start_item(inside),
            Tag::List(first) if self.open_list(self.here, first.is_some()) => {}
            Tag::List(Some(first)) if *first != 1 && !self.is_full() => {
                self.open("<ol start=\"", "</ol>");
                self.out.push_number(usize::try_from(*first).unwrap_or(1));
                self.out.push_literal("\">");
            }
            Tag::HtmlBlock => return self.html_block(inside),
            other => self.start_plain(other),
        }
        0
    }

    fn start_plain(&mut self, tag: &Tag<'_>) {
        let (open, close) = match tag {
            Tag::Paragraph => ("<p>", "</p>"),
            Tag::BlockQuote(_) => ("<blockquote>", "</blockquote>"),
            Tag::List(Some(_)) => ("<ol>", "</ol>"),
            Tag::List(None) => ("<ul>", "</ul>"),
            Tag::DefinitionList => ("<dl>", "</dl>"),
            Tag::DefinitionListTitle => ("<dt>", "</dt>"),
            Tag::DefinitionListDefinition => ("<dd>", "</dd>"),
            Tag::Emphasis => ("<em>", "</em>"),
            Tag::Strong => ("<strong>", "</strong>"),
            Tag::Strikethrough => ("<del>", "</del>"),
            Tag::Superscript => ("<sup>", "</sup>"),
            Tag::Subscript => ("<sub>", "</sub>"),
            _ => ("", ""),
        };
        self.nest(open, close);
    }

    fn end(&mut self, end: TagEnd) {
        if matches!(end, TagEnd::TableCell) {
            self.end_of_cell();
            self.table.is_in_cell = false;
        }
        self.close();
        match end {
            TagEnd::FootnoteDefinition => self.close_footnote(),
            TagEnd::CodeBlock => (self.verbatim, self.language) = (false, None),
            TagEnd::Link => self.linked = false,
            TagEnd::Paragraph => {
                self.raw.silent = None;
                self.out.push_literal("\n");
            }
            TagEnd::Item | TagEnd::List(_) | TagEnd::Table => self.out.push_literal("\n"),
            _ => {}
        }
    }

    fn inline(&mut self, event: &Event<'_>, pieces: &[Placed<'_>]) {
        match event {
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if self.raw.silent.is_some() => {}
            Event::Code(code) => self.code(code),
            Event::InlineMath(latex) => self.formula(latex, false),
            Event::DisplayMath(latex) => self.formula(latex, true),
            Event::SoftBreak => self.soft_break(pieces),
            Event::HardBreak => self.out.push_literal("<br>\n"),
            Event::Rule => self.out.push_literal("<hr>\n"),
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::TaskListMarker(done) => self.checkbox(*done),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw.inline = true;
                self.raw_html(html);
                self.raw.inline = false;
            }
            _ => {}
        }
    }

    fn code(&mut self, code: &str) {
        self.out.push_literal("<code>");
        self.out.push_text(code);
        self.out.push_literal("</code>");
    }

    /// A formula that cannot be set stays readable as its author wrote it.
    fn formula(&mut self, latex: &str, is_block: bool) {
        match formula(latex, is_block) {
            Some(formula) => self.figure(formula),
            None => self.code(latex),
        }
    }

    /// Writes a run of texts as one: the parser breaks them at every character that might have begun markup.
    fn run(&mut self, pieces: &[Placed<'_>]) -> usize {
        let texts = pieces.iter().map_while(|(piece, _)| match piece {
            Piece::Markdown(Event::Text(text)) => Some(text.as_ref()),
            _ => None,
        });
        let (mut whole, mut count) = (String::new(), 0);
        for text in texts {
            whole.push_str(text);
            count += 1;
        }
        self.last = whole.chars().next_back();
        match (&self.raw.silent, self.verbatim) {
            (Some(_), _) => {}
            (None, true) => push_code(&mut self.out, &whole, self.language.as_deref()),
            (None, false) => self.text(&whole),
        }
        count
    }

    /// A line end within a paragraph is a space, except between letters of scripts without spaces.
    fn soft_break(&mut self, pieces: &[Placed<'_>]) {
        let next = match pieces.get(1) {
            Some((Piece::Markdown(Event::Text(text)), _)) => text.chars().next(),
            _ => None,
        };
        let after_stop = self.last.is_some_and(|c| "、。，．：；！？」』）".contains(c));
        let joined = after_stop || self.last.is_some_and(is_cjk) && next.is_some_and(is_cjk);
        if !(self.unspaced && joined) {
            self.out.push_literal("\n");
        }
    }

    fn start_item(&mut self, inside: &[Placed<'_>]) {
        let is_task = inside
            .iter()
            .take_while(|(piece, _)| {
                matches!(piece, Piece::Markdown(Event::Start(Tag::Paragraph) | Event::TaskListMarker(_)))
            })
            .any(|(piece, _)| matches!(piece, Piece::Markdown(Event::TaskListMarker(_))));
        self.nest(if is_task { "<li class=\"task\">" } else { "<li>" }, "</li>");
    }

    fn checkbox(&mut self, done: bool) {
        self.out.push_literal("<input type=\"checkbox\" disabled");
        self.out.push_literal(if done { " checked" } else { "" });
        self.out.push_literal(" aria-label=\"");
        self.out.push_text(self.words.text(if done { "document.done" } else { "document.open" }));
        self.out.push_literal("\">");
    }
}

/// Whether a tag begins a mark within running text.
fn is_mark(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. })
}

/// How many pieces there are up to and including the end of what they are inside of.
pub(super) fn length(inside: &[Placed<'_>]) -> usize {
    let mut depth = 0;
    for (at, (piece, _)) in inside.iter().enumerate() {
        match piece {
            Piece::Markdown(Event::Start(_)) => depth += 1,
            Piece::Markdown(Event::End(_)) if depth == 0 => return at + 1,
            Piece::Markdown(Event::End(_)) => depth -= 1,
            _ => {}
        }
    }
    inside.len()
}
