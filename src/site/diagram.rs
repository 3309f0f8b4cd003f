//! Mermaid diagrams into pictures: every diagram that a page shows is drawn once, for light and for dark, as a file of its own.
//!
//! 1. `draw`: the source becomes an SVG, by a library that knows Mermaid's grammar and layout.
//! 2. `clean` with `style` and `value`: that SVG becomes one of known elements, attributes and values, without a style sheet.
//! 3. `said`: what the picture shows, in words.

#[cfg(feature = "mermaid")]
mod clean;
#[cfg(feature = "mermaid")]
mod draw;
mod said;
#[cfg(feature = "mermaid")]
mod style;
#[cfg(feature = "mermaid")]
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

pub(in crate::site) use said::Said;

use super::Address;
use crate::document::{BlockKind, mermaid};
use crate::knowledge::KnowledgeBase;
use crate::output::OutputFile;
use crate::postmortem::Language;

/// A drawn diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::site) struct Diagram {
    /// On light ground.
    pub(in crate::site) day: Picture,
    /// On dark ground. A diagram whose author chose colours has none: it stays on its paper.
    pub(in crate::site) night: Option<Picture>,
    /// What it shows.
    pub(in crate::site) said: Said,
}

/// A file that shows a diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::site) struct Picture {
    /// Where it is.
    pub(in crate::site) address: Address,
    /// In pixels.
    pub(in crate::site) size: (usize, usize),
    svg: String,
}

impl Picture {
    /// The file's name changes with what it holds, so that a browser may keep it for ever.
    #[cfg_attr(not(feature = "mermaid"), allow(dead_code, reason = "nothing is drawn then"))]
    fn new(svg: String, size: (usize, usize)) -> Self {
        let hash = blake3::hash(svg.as_bytes()).to_hex();
        Self { address: Address::new(format!("diagrams/{}.svg", &hash[..16])), size, svg }
    }
}

/// The language that decides how letters look, and the source.
type Key = (Language, String);
type Drawn = BTreeMap<Key, Option<Arc<Diagram>>>;

/// Every diagram of a knowledge base.
#[derive(Debug, Default)]
pub(in crate::site) struct Diagrams {
    drawn: Drawn,
}

/// What the last build of this run drew: the next one, of `pmdoc serve`, draws only what is new.
static LAST: LazyLock<Mutex<Drawn>> = LazyLock::new(Mutex::default);

impl Diagrams {
    /// Draws the diagrams of every document.
    pub(in crate::site) fn of(base: &KnowledgeBase) -> Self {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let draw = |key: Key| {
            let diagram = last.get(&key).cloned().unwrap_or_else(|| drawing(&key.1, key.0).map(Arc::new));
            (key, diagram)
        };
        let drawn: Drawn = sources(base).into_par_iter().map(draw).collect();
        LAST.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&drawn);
        Self { drawn }
    }

    /// The drawing of a source, if there is one.
    pub(in crate::site) fn get(&self, language: Language, source: &str) -> Option<&Diagram> {
        self.drawn.get(&(language, source.trim().to_owned()))?.as_deref()
    }

    /// The files that show them.
    pub(in crate::site) fn files(&self) -> impl Iterator<Item = OutputFile> {
        let diagrams = self.drawn.values().flatten();
        let pictures = diagrams.flat_map(|diagram| std::iter::once(&diagram.day).chain(&diagram.night));
        pictures.filter_map(|picture| {
            Some(OutputFile { path: picture.address.path()?, bytes: picture.svg.clone().into_bytes() })
        })
    }
}

/// The diagrams that documents hold, as the writer of pages reads them.
fn sources(base: &KnowledgeBase) -> BTreeSet<Key> {
    let mut found = BTreeSet::new();
    for record in &base.records {
        for block in &record.document.blocks {
            block.walk(&mut |block| {
                if let BlockKind::Code { info, text } = &block.kind
                    && mermaid::is_mermaid(info)
                {
                    found.insert((record.postmortem.language, text.trim().to_owned()));
                }
            });
        }
    }
    found
}

/// The pictures of a diagram; nothing if it cannot be drawn.
#[cfg(feature = "mermaid")]
fn drawing(source: &str, language: Language) -> Option<Diagram> {
    use draw::Scheme;
    let day = clean::clean(&draw::svg(source, Scheme::Day)?, language)?;
    let is_coloured = draw::has_colours(source);
    let night = if is_coloured { None } else { Some(clean::clean(&draw::svg(source, Scheme::Night)?, language)?) };
    Some(Diagram {
        said: day.said,
        day: Picture::new(day.svg, day.size),
        night: night.map(|night| Picture::new(night.svg, night.size)),
    })
}

#[cfg(not(feature = "mermaid"))]
fn drawing(_source: &str, _language: Language) -> Option<Diagram> {
    None
}
