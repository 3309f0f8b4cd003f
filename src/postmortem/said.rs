//! A section into its words, without markup and comments.

use super::{Carrier, Record, Section};
use crate::document::BlockKind;
use crate::text::Span;

/// The paragraphs, items and rows of a section, one a line.
pub fn said(section: &Section, record: &Record) -> String {
    let document = &record.document;
    let body = section.body;
    if section.carrier == Carrier::FrontMatter {
        return body.slice(&document.text).trim_matches(['"', '\'', ' ', '\n']).to_owned();
    }
    let mut said = String::new();
    for block in document.blocks.iter().filter(|block| block.span.start < body.end && body.start < block.span.end) {
        block.walk(&mut |block| {
            let is_text = matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Table(_) | BlockKind::Code { .. });
            let (start, end) = (block.span.start.max(body.start), block.span.end.min(body.end));
            if is_text && start < end {
                said.push_str(plain(Span::new(start, end).slice(&document.text)).trim());
                said.push('\n');
            }
        });
    }
    said
}

/// The text without what marks it up, and without the rest of a label before it.
fn plain(text: &str) -> String {
    let text = text.trim_start_matches(['*', '_', ':', '：', ' ', '\n']);
    text.chars().filter(|c| !matches!(c, '*' | '`' | '#' | '>')).collect()
}
