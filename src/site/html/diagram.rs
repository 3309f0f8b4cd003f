//! A drawn diagram into the page: the picture for light and for dark ground, and its source folded away beneath.

use super::writer::Writer;
use crate::site::diagram::{Diagram, Picture};
use crate::text::Html;

impl Writer<'_> {
    /// Writes the drawing of a source, if there is one.
    pub(super) fn diagram(&mut self, source: &str) -> bool {
        let record = &self.links.site.base.records[self.links.record];
        let diagrams = &self.links.site.diagrams;
        let Some(diagram) = diagrams.get(record.postmortem.language, source) else { return false };
        let figure = self.drawn(&diagram, source);
        self.figure(figure);
        true
    }

    fn drawn(&mut self, diagram: &Diagram, source: &str) -> Html {
        let said = diagram.said.in_words(self.words);
        let mut figure = Html::default();
        figure.push_literal(
            "<figure class=\"diagram\"><div class=\"drawing\" tabindex=\"0\" role=\"region\" aria-label=\"",
        );
        self.number(&mut figure, "document.diagram");
        figure.push_literal("\">");
        match &diagram.night {
            Some(night) => {
                self.picture(&mut figure, &diagram.day, "day", &said);
                self.picture(&mut figure, night, "night", &said);
            }
            None => self.picture(&mut figure, &diagram.day, "sheet", &said),
        }
        figure.push_literal("</div><details><summary>");
        figure.push_text(self.words.text("document.diagram_source"));
        figure.push_literal("</summary><pre tabindex=\"0\" role=\"region\" aria-label=\"");
        self.number(&mut figure, "document.code");
        figure.push_literal("\"><code>");
        figure.push_text(source);
        figure.push_literal("</code></pre></details></figure>\n");
        figure
    }

    /// One picture. That for the night is hidden where no style sheet says otherwise.
    fn picture(&self, figure: &mut Html, picture: &Picture, class: &'static str, said: &str) {
        figure.push_literal("<img class=\"");
        figure.push_literal(class);
        figure.push_literal(if class == "night" { "\" hidden src=\"" } else { "\" src=\"" });
        figure.push_text(&self.links.from.link_to(&picture.address));
        figure.push_literal("\" width=\"");
        figure.push_number(picture.size.0);
        figure.push_literal("\" height=\"");
        figure.push_number(picture.size.1);
        figure.push_literal("\" loading=\"lazy\" alt=\"");
        figure.push_text(said);
        figure.push_literal("\">");
    }
}
