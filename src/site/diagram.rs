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

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

pub(in crate::site) use said::Said;

use super::Address;
use crate::postmortem::Language;
use crate::text::RelPath;

/// The folder of the pictures, below the site's.
const FOLDER: &str = "diagrams";

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
    svg: Arc<str>,
}

impl Picture {
    /// The file's name changes with what it holds, so that a browser may keep it for ever.
    #[cfg_attr(not(feature = "mermaid"), allow(dead_code, reason = "nothing is drawn then"))]
    fn new(svg: String, size: (usize, usize)) -> Self {
        let hash = blake3::hash(svg.as_bytes()).to_hex();
        Self { address: Address::new(format!("{FOLDER}/{}.svg", &hash[..16])), size, svg: svg.into() }
    }
}

/// The language that decides how letters look, and the source.
type Key = (Language, String);

/// The diagrams that pages of a site show, drawn as pages ask for them.
#[derive(Debug, Default)]
pub(in crate::site) struct Diagrams {
    /// The files, by path.
    shown: Mutex<BTreeMap<RelPath, Arc<str>>>,
}

/// What this run drew: `pmdoc serve` draws a diagram again only where it changed.
static DRAWN: LazyLock<Mutex<BTreeMap<Key, Option<Arc<Diagram>>>>> = LazyLock::new(Mutex::default);
/// More than this is not kept.
const MOST: usize = 4096;

impl Diagrams {
    /// The drawing of a source, if there is one, for a page that shows it.
    pub(in crate::site) fn get(&self, language: Language, source: &str) -> Option<Arc<Diagram>> {
        let key = (language, source.trim().to_owned());
        let known = DRAWN.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let diagram = known.unwrap_or_else(|| {
            let diagram = drawing(&key.1, key.0).map(Arc::new);
            let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
            if drawn.len() >= MOST {
                drawn.clear();
            }
            drawn.insert(key, diagram.clone());
            diagram
        })?;
        let pictures = std::iter::once(&diagram.day).chain(&diagram.night);
        let files = pictures.filter_map(|picture| Some((picture.address.path()?, Arc::clone(&picture.svg))));
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
        Some(diagram)
    }

    /// The file at a path, where a page that was made so far shows it.
    pub(in crate::site) fn file(&self, path: &RelPath) -> Option<Arc<str>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    /// The files that pages show, once all are made.
    pub(in crate::site) fn files(&self) -> BTreeMap<RelPath, Arc<str>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a file may be one of a diagram.
    pub(in crate::site) fn may_be(path: &RelPath) -> bool {
        path.parent() == FOLDER
    }
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
