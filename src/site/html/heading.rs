//! Headings with their anchors, at the levels of the page.

use super::writer::{Writer, length};
use crate::document::markdown::Placed;

impl Writer<'_> {
    /// A heading with its anchors. One that repeats the page's title leaves only its anchor.
    pub(super) fn start_heading(&mut self, inside: &[Placed<'_>]) -> usize {
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
        let own = heading.into_iter().map(|anchor| ("", anchor));
        for (prefix, name) in own.chain(aliases.map(|name| (outline.prefix.as_str(), name))) {
            self.out.push_literal("<span id=\"");
            self.out.push_text(prefix);
            self.out.push_text(name);
            self.out.push_literal("\"></span>");
        }
        self.heading += 1;
    }
}
