//! The files that a repository begins with: its own template, and what stands in its registry of causes.

use super::guidance::guidance;
use super::postmortem::Draft;
use crate::postmortem::{Kind, Language, Lexicon, SectionName};

/// A template that `pmdoc new` fills in, and that a team changes as it likes.
pub fn own_template(sections: Vec<SectionName>, language: Language, lexicon: &Lexicon) -> String {
    let draft = Draft {
        title: String::new(),
        id: String::new(),
        date: jiff::civil::Date::MIN,
        kind: Kind::Incident,
        severity: None,
        authors: Vec::new(),
        language,
        sections,
        fields: Vec::new(),
    };
    let front =
        "---\ntitle: \"\"\nid: \"\"\ndate: YYYY-MM-DD\nstatus: draft\nseverity: \"\"\nauthors: []\nreview_date:\n---\n";
    format!("{front}{}", draft.body(lexicon))
}

/// What a repository of postmortems is called.
pub fn book_title(language: Language) -> &'static str {
    guidance(language).text("book-title")
}

/// The README of the registry of causes.
pub fn causes_readme(language: Language) -> String {
    let guidance = guidance(language);
    format!("# {}\n\n{}\n", guidance.text("causes"), guidance.text("causes-introduction"))
}
