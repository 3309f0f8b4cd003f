//! Drawings of the craft: the five whys as a chain, which is the author's own list; a fishbone diagram above the list (or the
//! fenced block) that it is drawn from; above a checklist, how much of it is ticked.

use super::writer::Writer;
use crate::postmortem::{Checklist, Postmortem, Record};
use crate::site::chart::Fish;
use crate::site::chart::fishbone::parse;
use crate::text::{Html, Span};

/// What is still to be drawn on a page, and what was.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    /// Where each answer of the five whys stands.
    whys: Vec<usize>,
    /// The diagram, and where its first bone stands.
    fish: Option<(usize, Fish)>,
    /// How much is ticked of each checklist, and where that stands; the last first.
    checklists: Vec<(usize, usize, usize)>,
    /// How many diagrams there were.
    pub(super) diagrams: usize,
    /// How deep the lists of the chain are nested in each other.
    chain: usize,
}

impl Drawings {
    /// The figures of a document.
    pub(super) fn of(record: &Record) -> Self {
        let postmortem = &record.postmortem;
        let whys: Vec<usize> = postmortem.whys.iter().map(|why| why.span.start).collect();
        // A list without boxes may be worked through elsewhere.
        let has_boxes = |list: &&Checklist| {
            let source = list.span.slice(&record.document.text);
            list.done > 0 || ["[ ]", "[x]", "[X]"].iter().any(|mark| source.contains(mark))
        };
        let ticked = postmortem.checklists.iter().filter(|list| list.total > 1).filter(has_boxes);
        let mut checklists: Vec<_> = ticked.map(|list| (list.span.start, list.done, list.total)).collect();
        checklists.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        Self {
            checklists,
            whys: if whys.len() > 1 { whys } else { Vec::new() },
            fish: fish(postmortem),
            ..Self::default()
        }
    }
}

fn fish(postmortem: &Postmortem) -> Option<(usize, Fish)> {
    let begin = postmortem.fishbone.first()?.category.span.start;
    let bones = postmortem.fishbone.iter().map(|bone| {
        let causes = bone.causes.iter().map(|cause| cause.value.clone()).collect();
        (bone.category.value.clone(), causes)
    });
    Some((begin, Fish { head: postmortem.title.value.clone(), bones: bones.collect() }))
}

impl Writer<'_> {
    /// Before a block of the page itself: the diagram, if the block begins it.
    pub(super) fn before_block(&mut self, block: Span) {
        let begins = self.drawings.fish.as_ref().is_some_and(|(at, _)| (block.start..block.end).contains(at));
        if let Some((_, fish)) = self.drawings.fish.take_if(|_| begins) {
            self.draw(&fish);
        }
        while let Some((_, done, total)) = self.drawings.checklists.pop_if(|(at, ..)| *at < block.end) {
            self.ticked(done, total);
        }
    }

    /// `3 of 8 are ticked`, with a bar.
    fn ticked(&mut self, done: usize, total: usize) {
        let mut figure = Html::default();
        figure.push_literal("<figure class=\"ticked\"><svg height=\"8\" aria-hidden=\"true\"><line class=\"track\" x1=\"0%\" x2=\"100%\" y1=\"4\" y2=\"4\" stroke=\"currentColor\"/><line x1=\"0%\" x2=\"");
        figure.push_number(done * 100 / total.max(1));
        figure.push_literal("%\" y1=\"4\" y2=\"4\" stroke=\"currentColor\" stroke-width=\"4\"/></svg><figcaption>");
        figure.push_text(&self.words.count("document.ticked", total, &[("done", &done.to_string())]));
        figure.push_literal("</figcaption></figure>\n");
        self.figure(figure);
    }

    fn draw(&mut self, fish: &Fish) {
        let Some(drawing) = fish.layout() else { return };
        let mut figure = Html::default();
        figure.push_literal("<figure class=\"fishbone\">");
        figure.push(&drawing.svg(self.words.text("document.fishbone")));
        figure.push_literal("</figure>\n");
        self.figure(figure);
    }

    /// Opens a list, as a chain where its items are the five whys.
    pub(super) fn open_list(&mut self, list: Span, ordered: bool) -> bool {
        let own = self.drawings.whys.iter().filter(|&&at| (list.start..list.end).contains(&at)).count();
        if own < 2 || self.drawings.chain > 0 || self.is_full() {
            return false;
        }
        self.drawings.chain += 1;
        if ordered {
            self.open("<ol class=\"chain\">", "</ol>");
        } else {
            self.open("<ul class=\"chain\">", "</ul>");
        }
        true
    }

    /// A fenced `fishbone` block: the diagram, and its lines as nested lists.
    pub(super) fn fishbone_block(&mut self, source: &str) {
        let mut fish = parse(source);
        if fish.head.is_empty() {
            let index = self.links.record;
            fish.head = self.links.site.base.records[index].postmortem.title.value.clone();
        }
        self.draw(&fish);
        self.out.push_literal("<ul>");
        for (name, causes) in &fish.bones {
            self.out.push_literal("<li>");
            self.out.push_text(name);
            if !causes.is_empty() {
                self.out.push_literal("<ul>");
                for cause in causes {
                    self.out.push_literal("<li>");
                    self.out.push_text(cause);
                    self.out.push_literal("</li>");
                }
                self.out.push_literal("</ul>");
            }
            self.out.push_literal("</li>\n");
        }
        self.out.push_literal("</ul>\n");
    }
}
