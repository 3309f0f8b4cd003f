//! Pieces of the parser into markup, in one pass and without recursion: however deep a document nests, the
//! writer's own stack stays flat, and what is nested too deep keeps its text and loses its boxes.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::footnote::Footnotes;
use super::link::{Links, Target};
use super::outline::{Outline, plain};
use super::raw::RawState;
use super::table::{TableState, empty_head};
use crate::document::markdown::{Piece, Placed};
use crate::postmortem::{Language, Record};
use crate::site::words::Words;
use crate::text::{Html, is_cjk};

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
    /// Inside a link or heading: ids stay text.
    pub(super) linked: bool,
    /// How many headings were written.
    pub(super) heading: usize,
    /// How many tables and code blocks.
    regions: usize,
    /// Lines of Japanese and Chinese are joined without a space.
    unspaced: bool,
    last: Option<char>,
}

/// Writes a body; true with it if it holds raw HTML.
pub(super) fn write<'a>(
    pieces: &[Placed<'_>],
    record: &Record,
    outline: &'a Outline,
    links: &'a Links<'a>,
    words: &'a Words,
) -> (Html, bool) {
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
        linked: false,
        heading: 0,
        regions: 0,
        unspaced: matches!(language, Language::Ja | Language::ZhHans | Language::ZhHant),
        last: None,
    };
    let mut at = 0;
    while at < pieces.len() {
        at += writer.piece(&pieces[at..]);
    }
    writer.write_footnotes();
    (writer.out, writer.raw.seen)
}

impl Writer<'_> {
    /// Writes the first piece, and says how many pieces that took.
    fn piece(&mut self, pieces: &[Placed<'_>]) -> usize {
        match &pieces[0].0 {
            Piece::Open(admonition) => self.open_note(admonition),
            Piece::Close => self.close(),
            Piece::Markdown(Event::Start(tag)) => return self.start(tag, &pieces[1..]) + 1,
            Piece::Markdown(Event::End(end)) => self.end(*end),
            Piece::Markdown(event) => self.inline(event, pieces),
        }
        1
    }

    /// Opens a block.
    pub(super) fn open(&mut self, open: &'static str, close: &'static str) {
        self.out.push_literal(open);
        self.closers.push(close);
    }

    /// A region's name: regions of one page must have different ones.
    pub(super) fn numbered(&mut self, key: &str) {
        self.regions += 1;
        self.out.push_text(self.words.text(key));
        self.out.push_literal(" ");
        self.out.push_number(self.regions);
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
            Tag::CodeBlock(kind) => self.open_code(kind),
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::TableRow => self.open_row(),
            Tag::TableCell => self.open_cell(),
            Tag::Item => self.start_item(inside),
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
        self.close();
        match end {
            TagEnd::FootnoteDefinition => self.close_footnote(),
            TagEnd::CodeBlock => self.verbatim = false,
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
            Event::Text(_) | Event::Code(_) if self.raw.silent.is_some() => {}
            Event::Text(text) if self.verbatim => self.out.push_text(text),
            Event::Text(text) => self.text(text),
            Event::Code(code) => {
                self.out.push_literal("<code>");
                self.out.push_text(code);
                self.out.push_literal("</code>");
            }
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
        if let Event::Text(text) = event {
            self.last = text.chars().next_back();
        }
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

    /// A heading with its anchors. One that repeats the page's title leaves only its anchor.
    fn start_heading(&mut self, inside: &[Placed<'_>]) -> usize {
        let is_title = self.outline.headings.get(self.heading).is_some_and(|heading| heading.is_title);
        if is_title {
            self.heading_anchors(true);
            return length(inside);
        }
        self.open_heading();
        let end = length(inside);
        self.linked = true;
        let mut at = 0;
        while at + 1 < end {
            at += self.piece(&inside[at..]);
        }
        self.linked = false;
        self.close();
        end
    }

    /// Opens the next heading of the outline at its level on the page.
    pub(super) fn open_heading(&mut self) {
        let heading = self.outline.headings.get(self.heading);
        self.heading_anchors(false);
        let (open, close) = match heading.map_or(2, |heading| heading.level) {
            2 => ("<h2 id=\"", "</h2>\n"),
            3 => ("<h3 id=\"", "</h3>\n"),
            4 => ("<h4 id=\"", "</h4>\n"),
            5 => ("<h5 id=\"", "</h5>\n"),
            _ => ("<h6 id=\"", "</h6>\n"),
        };
        self.open(open, close);
        self.out.push_text(heading.map_or("", |heading| heading.anchor.as_str()));
        self.out.push_literal("\">");
    }

    /// Empty anchors in front of a heading: canonical section names, and its own where it is not shown.
    pub(super) fn heading_anchors(&mut self, own: bool) {
        let outline = self.outline;
        let heading = outline.headings.get(self.heading).filter(|_| own).map(|heading| heading.anchor.as_str());
        let aliases = outline.aliases.get(&self.heading).into_iter().flatten().copied();
        for name in heading.into_iter().chain(aliases) {
            self.out.push_literal("<span id=\"");
            self.out.push_text(name);
            self.out.push_literal("\"></span>");
        }
        self.heading += 1;
    }

    fn start_link(&mut self, target: &Target) {
        let opened = self.open_link(target);
        self.closers.push(if opened { "</a>" } else { "" });
        self.linked = true;
    }

    /// Opens a link; false where the target may not be linked to.
    pub(super) fn open_link(&mut self, target: &Target) -> bool {
        let (href, end) = match target {
            Target::Inside(href, None) => (href, "\">"),
            Target::Inside(href, Some(_)) => (href, "\" title=\""),
            Target::Outside(href) => (href, "\" rel=\"noopener noreferrer nofollow\">"),
            Target::Nowhere => return false,
        };
        self.out.push_literal("<a href=\"");
        self.out.push_text(href);
        self.out.push_literal(end);
        if let Target::Inside(_, Some(title)) = target {
            self.out.push_text(title);
            self.out.push_literal("\">");
        }
        true
    }

    /// An image of the site; a remote one as a link with its words; a missing one as its words in a box.
    pub(super) fn image(&mut self, destination: &str, alt: &str) {
        if let Some(source) = self.links.image(destination) {
            self.out.push_literal("<img src=\"");
            self.out.push_text(&source);
            self.out.push_literal("\" alt=\"");
            self.out.push_text(alt);
            self.out.push_literal("\" loading=\"lazy\">");
            return;
        }
        let target = self.links.resolve(destination);
        let words = if alt.is_empty() { self.words.text("document.image") } else { alt };
        let remote = !self.linked && matches!(target, Target::Outside(_)) && self.open_link(&target);
        self.out.push_literal(if remote { "<span class=\"figure\">" } else { "<span class=\"figure missing\">" });
        self.out.push_text(words);
        self.out.push_literal(if remote { "</span></a>" } else { "</span>" });
    }
}

/// How many pieces there are up to and including the end of what they are inside of.
fn length(inside: &[Placed<'_>]) -> usize {
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
