//! Finds fenced Mermaid diagrams that Mermaid cannot draw.

mod grammar;

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Block, BlockKind, mermaid};
use crate::postmortem::{Kind, Record};
use crate::text::Span;
use grammar::Refusal;

const META: Meta = Meta {
    code: "PM069",
    name: "invalid-mermaid",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("invalid_mermaid.md"),
};

pub(super) struct InvalidMermaid;

impl Rule for InvalidMermaid {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if record.postmortem.kind == Kind::Template {
            return;
        }
        let text = &record.document.text;
        for block in &record.document.blocks {
            block.walk(&mut |block| found.extend(diagram(block).and_then(|code| judged(block, code, text))));
        }
    }
}

/// The code of a block that is fenced as `mermaid`.
fn diagram(block: &Block) -> Option<&str> {
    let BlockKind::Code { info, text } = &block.kind else { return None };
    mermaid::is_mermaid(info).then_some(text)
}

fn judged(block: &Block, code: &str, text: &str) -> Option<Diagnostic> {
    let refusal = grammar::refusal(code)?;
    let first = code.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let diagnostic = |at: usize| Diagnostic::new(META.name, line_of(block, code, at, text)).about(first);
    Some(match refusal {
        Refusal::Empty => diagnostic(0).variant("empty"),
        Refusal::NoKind => {
            let at = code.find(first).unwrap_or_default();
            diagnostic(at).variant("no-kind").with("first", first)
        }
        Refusal::Syntax { at, reason } => diagnostic(at).with("reason", reason),
    })
}

/// The line of the document that holds a place of the code.
fn line_of(block: &Block, code: &str, at: usize, text: &str) -> Span {
    place::line_of_code(block.span, code[..floor(code, at)].matches('\n').count(), text)
}

/// The nearest begin of a character at or before a place; the end of a text has its last line.
fn floor(code: &str, at: usize) -> usize {
    let mut at = at.min(code.trim_end().len());
    while !code.is_char_boundary(at) {
        at -= 1;
    }
    at
}
