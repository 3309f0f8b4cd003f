//! What is known of a new postmortem into its text: front matter, and the headings of its sections with guidance.

use jiff::civil::Date;

use super::guidance::guidance;
use super::skeleton;
use crate::document::scalar;
use crate::postmortem::{Field, Kind, Language, Lexicon, SectionName};

/// What is known of a postmortem that nobody has written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// Its id.
    pub id: String,
    /// The day of the incident.
    pub date: Date,
    /// What sort of postmortem it is.
    pub kind: Kind,
    /// How bad it was, as the team writes it.
    pub severity: Option<String>,
    /// Who writes it.
    pub authors: Vec<String>,
    /// The language of its headings.
    pub language: Language,
    /// The sections that it has to have.
    pub sections: Vec<SectionName>,
    /// The fields that it has to have.
    pub fields: Vec<Field>,
}

/// Sections that every review asks for; a light postmortem has no more than it must have.
const USUAL: [SectionName; 2] = [SectionName::Impact, SectionName::Timeline];
/// Fewer sections than this are a light postmortem.
const LIGHT: usize = 4;
/// What lessons are made of.
const LESSONS: [SectionName; 3] = [SectionName::WentWell, SectionName::WentWrong, SectionName::Lucky];

impl Draft {
    /// The keys and values of its front matter; those that its writer must fill in are empty.
    pub fn entries(&self) -> Vec<(String, String)> {
        let mut entries = vec![
            ("title".to_owned(), scalar(&self.title)),
            ("id".to_owned(), scalar(&self.id)),
            ("date".to_owned(), self.date.to_string()),
            ("status".to_owned(), "draft".to_owned()),
        ];
        if self.kind != Kind::Incident {
            entries.push(("kind".to_owned(), self.kind.name().to_owned()));
        }
        entries.extend(self.severity.as_ref().map(|severity| ("severity".to_owned(), scalar(severity))));
        let authors: Vec<String> = self.authors.iter().map(|author| scalar(author)).collect();
        if !authors.is_empty() {
            entries.push(("authors".to_owned(), format!("[{}]", authors.join(", "))));
        }
        // Whoever promises something is asked when that is looked at again.
        let review = (self.sections.contains(&SectionName::Actions)).then_some(Field::ReviewDate);
        for field in self.fields.iter().copied().chain(review) {
            let key = field.key().replace('-', "_");
            if !entries.iter().any(|(known, _)| *known == key) {
                entries.push((key, String::new()));
            }
        }
        entries
    }

    /// The whole text.
    pub fn text(&self, lexicon: &Lexicon) -> String {
        let mut text = "---\n".to_owned();
        for (key, value) in self.entries() {
            text.push_str(format!("{key}: {value}").trim_end());
            text.push('\n');
        }
        text.push_str("---\n");
        text + &self.body(lexicon)
    }

    /// The sections alone.
    pub(super) fn body(&self, lexicon: &Lexicon) -> String {
        let mut text = String::new();
        let wanted =
            |name: &SectionName| self.sections.contains(name) || (self.sections.len() >= LIGHT && USUAL.contains(name));
        for name in SectionName::ALL.into_iter().filter(wanted) {
            text.push('\n');
            text.push_str(&self.section(2, name, lexicon));
            let parts =
                LESSONS.into_iter().filter(|part| name == SectionName::Lessons && !self.sections.contains(part));
            for part in parts {
                text.push('\n');
                text.push_str(&self.section(3, part, lexicon));
            }
        }
        text
    }

    fn section(&self, level: u8, name: SectionName, lexicon: &Lexicon) -> String {
        let skeleton = skeleton(level, name, self.language, lexicon);
        match guidance(self.language).beginning(name).trim() {
            "" => skeleton,
            beginning => format!("{skeleton}\n{beginning}\n"),
        }
    }
}
