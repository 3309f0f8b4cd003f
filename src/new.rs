//! What a writer knows of an incident, and the postmortems that are there, into a new postmortem: its path, its id and
//! its text, all as this repository is used to. Pure; nothing is written.

mod habit;
mod own;

use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Settings;
use crate::document::Document;
use crate::postmortem::{Hint, Kind, Language, Reader, Record};
use crate::rules::Policy;
use crate::template::Draft;
use crate::text::RelPath;
use habit::Habit;

/// What a writer knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What the incident is called.
    pub title: String,
    /// Its day.
    pub date: Date,
    /// What sort of postmortem it is to be.
    pub kind: Kind,
    /// How bad it was.
    pub severity: Option<String>,
    /// Who writes.
    pub authors: Vec<String>,
    /// In which language.
    pub language: Language,
    /// Whether the writer asked for that language; a template of the repository in another one is then not used.
    pub is_language_chosen: bool,
}

/// A postmortem that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPostmortem {
    /// Where it belongs, below the root of the sources.
    pub path: RelPath,
    /// What it says.
    pub text: String,
    /// The template of the repository that it was made from.
    pub template: Option<RelPath>,
}

/// A new postmortem beside `records`; `home` is the folder that holds postmortems where there are none yet.
pub fn postmortem(
    wish: &Wish,
    records: &[Arc<Record>],
    settings: &Settings,
    reader: &Reader,
    home: &str,
) -> Option<NewPostmortem> {
    let habit = Habit::of(records, home);
    let named = habit.name(&wish.title, wish.date, records);
    let path = RelPath::new(std::path::Path::new(&named.path))?;
    let mut draft = Draft {
        title: wish.title.clone(),
        id: named.id,
        date: wish.date,
        kind: wish.kind,
        severity: wish.severity.clone(),
        authors: wish.authors.clone(),
        language: wish.language,
        sections: Vec::new(),
        fields: Vec::new(),
    };
    let read =
        |text: String| reader.read(path.clone(), path.as_str().to_owned(), Document::parse(text), Hint::Postmortem);
    // What is asked of it depends on where it is, on its severity, status and kind.
    let bare = [read(draft.text(reader.lexicon())).into()];
    let policy = Policy::new(&bare, settings, reader.lexicon());
    draft.sections.clone_from(&policy.of(0).sections);
    draft.fields.clone_from(&policy.of(0).fields);
    let template = own::template(wish, records);
    let filled = template.and_then(|template| Some((template, own::fill(template, &draft, reader.lexicon())?)));
    let (template, text) = match filled {
        Some((template, text)) => (Some(template.path.clone()), text),
        None => (None, draft.text(reader.lexicon())),
    };
    let is_understood = template.is_some() || read(text.clone()).postmortem.language == wish.language;
    let text = if is_understood { text } else { with_language(&text, wish.language) };
    Some(NewPostmortem { path, text, template })
}

/// Says the language where the headings alone do not show it.
fn with_language(text: &str, language: Language) -> String {
    text.replacen("\n---\n", &format!("\nlanguage: {}\n---\n", language.tag()), 1)
}
