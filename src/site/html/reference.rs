//! Links and images, once it is known what they point at.

use super::link::Target;
use super::writer::Writer;

impl Writer<'_> {
    /// Begins a link; its text is written even where the target may not be linked to.
    pub(super) fn start_link(&mut self, target: &Target) {
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
