//! Markup that pmdoc makes of a document's words (formulas) into the page that they stand in. It is put in last: the
//! sanitiser of raw HTML knows nothing of it, and a document cannot write the mark that stands for it, since no class
//! of an author's comes through.

use super::writer::Writer;
use crate::text::Html;

const MARK: &str = "<span class=\"made-";
const END: &str = "\"></span>";

impl Writer<'_> {
    /// Writes a mark that the figure takes the place of.
    pub(super) fn figure(&mut self, figure: Html) {
        self.out.push_literal(MARK);
        self.out.push_number(self.figures.len());
        self.out.push_literal(END);
        self.figures.push(figure);
    }
}

/// The page with its figures.
pub(super) fn put(page: &Html, figures: &[Html]) -> Html {
    if figures.is_empty() {
        return page.clone();
    }
    let mut out = String::with_capacity(page.as_str().len());
    let mut parts = page.as_str().split(MARK);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (number, rest) = part.split_once(END).unwrap_or(("", part));
        let figure = number.parse().ok().and_then(|number: usize| figures.get(number));
        out.push_str(figure.map_or("", Html::as_str));
        out.push_str(rest);
    }
    Html::sanitised(out)
}
