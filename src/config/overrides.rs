//! `[[output.pmdoc.override]]`: what is asked of some documents only.

use std::collections::BTreeMap;

use super::Globs;
use crate::diagnostic::Level;

/// Conditions, all of which a document must meet, and what then takes the place of what was asked before.
/// An empty condition is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Override {
    /// Globs below `src`.
    pub paths: Globs,
    /// Words for severities.
    pub severities: Vec<String>,
    /// Words for statuses.
    pub statuses: Vec<String>,
    /// Words for kinds of document.
    pub kinds: Vec<String>,
    /// Sections that these must have; `None` where nothing changes.
    pub required_sections: Option<Vec<String>>,
    /// Fields that these must have; `None` where nothing changes.
    pub required_fields: Option<Vec<String>>,
    /// How many words their required sections must at least have; `None` where nothing changes.
    pub thin_section_words: Option<u32>,
    /// Levels by rule name; `None` is `off`.
    pub levels: BTreeMap<String, Option<Level>>,
}

impl Override {
    /// Whether it is meant for some documents and not simply for all.
    pub(super) fn has_condition(&self) -> bool {
        let words = [&self.severities, &self.statuses, &self.kinds];
        !self.paths.written().is_empty() || words.iter().any(|words| !words.is_empty())
    }

    /// Whether it changes anything.
    pub(super) fn has_effect(&self) -> bool {
        let required = self.required_sections.is_some() || self.required_fields.is_some();
        required || self.thin_section_words.is_some() || !self.levels.is_empty()
    }
}
