//! What a drawing shows, in words: what its author says of it, else its kind and its labels.

#[cfg(feature = "mermaid")]
use roxmltree::Node;

use crate::site::words::Words;

/// What is known of a drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::site) struct Said {
    /// `accTitle` and `accDescr`.
    title: String,
    description: String,
    /// The kind, as the library names it.
    kind: String,
    labels: Vec<String>,
}

/// Kinds of diagrams as the library names them, and what they are called in catalogues.
#[cfg(feature = "mermaid")]
const KINDS: [(&str, &str); 12] = [
    ("flowchart", "diagram.flowchart"),
    ("sequence", "diagram.sequence"),
    ("state", "diagram.state"),
    ("er", "diagram.er"),
    ("gantt", "diagram.gantt"),
    ("gitGraph", "diagram.git"),
    ("journey", "diagram.journey"),
    ("mindmap", "diagram.mindmap"),
    ("pie", "diagram.pie"),
    ("quadrant", "diagram.quadrant"),
    ("timeline", "diagram.timeline"),
    ("xychart", "diagram.xychart"),
];

impl Said {
    /// As a text instead of the picture.
    pub(in crate::site) fn in_words(&self, words: &Words) -> String {
        const LONGEST: usize = 300;
        let told: Vec<&str> = [&self.title, &self.description].into_iter().map(|text| text.trim()).collect();
        let told: Vec<&str> = told.into_iter().filter(|text| !text.is_empty()).collect();
        let text = if told.is_empty() {
            let kind = words.text(if self.kind.is_empty() { "diagram.any" } else { &self.kind });
            words.fill("diagram.shows", &[("kind", kind), ("labels", &self.labels.join(" · "))])
        } else {
            told.join(" — ")
        };
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// What a drawing says of itself.
    #[cfg(feature = "mermaid")]
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let child = |name: &str| {
            let node = root.children().find(|node| node.tag_name().name() == name);
            node.map(words_of).unwrap_or_default()
        };
        let kind = root.attribute("aria-roledescription").unwrap_or_default();
        let kind = KINDS.iter().find(|(name, _)| kind.starts_with(name)).map_or("", |(_, key)| key);
        Self { title: child("title"), description: child("desc"), kind: kind.to_owned(), labels: labels(root) }
    }
}

/// The labels in the order of the drawing, each once. Lines of one label are joined.
#[cfg(feature = "mermaid")]
fn labels(root: Node<'_, '_>) -> Vec<String> {
    const MOST: usize = 60;
    let mut labels: Vec<String> = Vec::new();
    let mut last = None;
    for text in root.descendants().filter(|node| node.tag_name().name() == "text") {
        let words = words_of(text);
        // Labels of several lines stand in a drawing of their own.
        let holder = text.parent().filter(|parent| parent.tag_name().name() == "svg" && *parent != root);
        let goes_on = holder.is_some() && holder == last;
        if let Some(label) = labels.last_mut().filter(|_| goes_on) {
            label.push(' ');
            label.push_str(&words);
        } else if !words.is_empty() && !labels.contains(&words) {
            labels.push(words);
        }
        last = holder;
        if labels.len() == MOST {
            break;
        }
    }
    labels
}

/// The text in an element, with single spaces.
#[cfg(feature = "mermaid")]
fn words_of(node: Node<'_, '_>) -> String {
    let texts: Vec<&str> = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
    texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
