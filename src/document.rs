//! One file's text into a [`Document`]: front matter with spans, a tree of blocks with spans, and the
//! problems met on the way. No knowledge of postmortems.
//!
//! 1. [`front_matter`]: the block at the top becomes entries.
//! 2. [`markdown`]: the rest becomes events; dialects are made alike.
//! 3. `tree`: events become blocks.
//! 4. `suppression`: comments to pmdoc become what they mean.

pub mod block;
mod container;
mod emoji;
mod emphasis;
pub mod front_matter;
mod html;
mod json;
pub mod markdown;
mod mask;
pub mod mermaid;
mod suppression;
mod toml;
mod tree;
mod yaml;

pub use block::{Block, BlockKind, Inline, Item, Mark, MarkKind, Row, Table};
pub use front_matter::{Entry, Format, FrontMatter, Node, Value, scalar};
pub use suppression::{Scope, Suppression};

use crate::diagnostic::Diagnostic;
use crate::text::{LineIndex, Span};

/// A parsed file. All spans are byte offsets into `text`.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The whole file.
    pub text: String,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// The block at the top; empty where there is none.
    pub front_matter: FrontMatter,
    /// Where the Markdown begins.
    pub body: usize,
    /// The Markdown, block by block.
    pub blocks: Vec<Block>,
    /// What asks for silence about something.
    pub suppressions: Vec<Suppression>,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
    /// Whether there is more to it, which was not read.
    pub is_abridged: bool,
}

impl Document {
    /// Parses a file. Never fails: what cannot be read becomes a problem, and the rest is still there.
    pub fn parse(text: String) -> Self {
        let mut problems = Vec::new();
        let front_matter = front_matter::read(&text, &mut problems);
        let body = front_matter.body;
        let (blocks, comments) = tree::build(&text, body);
        let suppressions = suppression::read(&text, &front_matter, &blocks, &comments);
        let is_abridged = false;
        Self { lines: LineIndex::new(&text), front_matter, body, blocks, suppressions, problems, is_abridged, text }
    }

    /// A document of which only some entries of its front matter and its links are known, and where its Markdown begins.
    pub fn abridged(body: usize, entries: Vec<Entry>, links: Vec<Mark>) -> Self {
        let front_matter = FrontMatter { entries, ..FrontMatter::default() };
        let paragraph = Inline { marks: links, ..Inline::default() };
        let block = Block { span: Span::default(), kind: BlockKind::Paragraph(paragraph) };
        Self { front_matter, body, blocks: vec![block], is_abridged: true, ..Self::default() }
    }

    /// Stands for a file that could not be read.
    pub fn unreadable(problem: Diagnostic) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }

    /// The line (from 1) of a place.
    pub fn line(&self, span: Span) -> usize {
        self.lines.line(span.start)
    }
}
