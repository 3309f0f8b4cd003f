//! Tables into regions that scroll on their own and can be reached by keyboard.

use pulldown_cmark::{Alignment, Event, TagEnd};

use super::writer::Writer;
use crate::document::markdown::{Piece, Placed};

/// Where the writer is in a table.
#[derive(Debug, Default)]
pub(super) struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    pub(super) is_in_cell: bool,
}

impl Writer<'_> {
    pub(super) fn open_table(&mut self, alignments: &[Alignment]) {
        self.open_scroll();
        self.closers.push("</tbody></table></div>");
        self.table = TableState { alignments: alignments.to_vec(), ..TableState::default() };
    }

    /// A region that scrolls sideways. Markup that is closed by `</table></div>`.
    pub(super) fn open_scroll(&mut self) {
        self.out.push_literal("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
        self.numbered("document.table");
        self.out.push_literal("\"><table>");
    }

    pub(super) fn open_head(&mut self) {
        self.table.head = true;
        self.table.column = 0;
        self.out.push_literal("<thead><tr>");
        self.closers.push("</tr></thead><tbody>");
    }

    pub(super) fn open_row(&mut self) {
        self.table.head = false;
        self.table.column = 0;
        self.open("<tr>", "</tr>");
    }

    /// A cell; a header without text heads nothing.
    pub(super) fn open_cell(&mut self, inside: &[Placed<'_>]) {
        let is_empty = matches!(inside.first(), Some((Piece::Markdown(Event::End(TagEnd::TableCell)), _)));
        let alignment = self.table.alignments.get(self.table.column).copied().unwrap_or(Alignment::None);
        self.table.column += 1;
        self.table.is_in_cell = true;
        let (open, close) = if self.table.head && !is_empty { ("<th", "</th>") } else { ("<td", "</td>") };
        self.open(open, close);
        self.out.push_literal(match alignment {
            Alignment::Right => " class=\"to-right\">",
            Alignment::Center => " class=\"to-middle\">",
            Alignment::Left | Alignment::None => ">",
        });
    }
}

/// How many pieces a header without any text has: `| | |` above a table of metadata is not shown.
pub(super) fn empty_head(pieces: &[Placed<'_>]) -> Option<usize> {
    for (at, (piece, _)) in pieces.iter().enumerate() {
        match piece {
            Piece::Markdown(Event::End(TagEnd::TableHead)) => return Some(at + 1),
            Piece::Markdown(Event::Start(_) | Event::End(_)) => {}
            _ => return None,
        }
    }
    None
}
