//! Runs made of texts that the test chooses, as `pmdoc check` makes them of documents.

use std::path::Path;

use pmdoc::diagnostic::{Diagnostic, Level};
use pmdoc::document::Document;
use pmdoc::messages::Locale;
use pmdoc::report::{Account, Again, Entry, Link, Part, PartState, Promise, RuleFacts, Run, Similar};
use pmdoc::text::{Printable, RelPath, SafeUrl, Span};

/// The texts of one document and its finding.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    pub path: String,
    pub title: String,
    pub message: String,
    pub subject: String,
    pub body: String,
}

impl Texts {
    /// The same text everywhere.
    pub(crate) fn all(text: &str) -> Self {
        let path = format!("postmortems/{}.md", text.replace(['/', '\0'], "-"));
        Self { path, title: text.into(), message: text.into(), subject: text.into(), body: text.into() }
    }
}

/// The file below the root of its repository.
pub(crate) fn file(path: &str) -> RelPath {
    RelPath::new(Path::new(path)).unwrap_or_else(|| panic!("{path:?} is no path"))
}

/// A finding whose message, label, help, subject and excerpt hold the texts.
pub(crate) fn entry(texts: &Texts, level: Level) -> Entry {
    let document = Document::parse(format!("{}\nlast line\n", texts.body));
    let end = document.text.find('\n').unwrap_or(0);
    let diagnostic = Diagnostic::new("missing-section", Span::new(0, end))
        .variant("after")
        .with("section", texts.message.as_str())
        .with("heading", texts.message.as_str())
        .with("line", 7_usize)
        .about(texts.subject.as_str());
    Entry::new((&texts.path, &file(&texts.path)), &document, level, "PM005", &diagnostic, Locale::En)
}

/// A run with one finding of each level for each of the texts, and everything that a report can tell besides.
pub(crate) fn run(all: &[Texts]) -> Run {
    let levels = [Level::Error, Level::Warning, Level::Note];
    let entries: Vec<Entry> = all.iter().flat_map(|texts| levels.iter().map(|level| entry(texts, *level))).collect();
    Run {
        documents: all.len(),
        accounts: all.iter().map(account).collect(),
        is_change: true,
        rules: vec![rule()],
        entries,
        ..Run::default()
    }
}

/// A rule's facts.
pub(crate) fn rule() -> RuleFacts {
    RuleFacts {
        code: "PM005",
        name: "missing-section",
        level: Level::Error,
        summary: "A section is missing.",
        reason: "It is needed.",
        cure: "Write it.",
        page: "## What it checks\n\nSections.",
    }
}

fn link(texts: &Texts) -> Link {
    Link {
        text: Printable::line(&texts.title),
        url: SafeUrl::web(&format!("https://kb.example/{}", texts.path)),
        date: None,
    }
}

fn account(texts: &Texts) -> Account {
    Account {
        file: file(&texts.path),
        locale: Locale::En,
        title: Printable::line(&texts.title),
        url: SafeUrl::web("https://forge.example/blob/1/a.md?plain=1"),
        date: None,
        severity: Printable::line(&texts.title),
        parts: vec![
            Part { name: "summary", state: PartState::Complete },
            Part { name: "lessons", state: PartState::Missing },
        ],
        again: vec![Again {
            cause: link(texts),
            before: vec![link(texts), link(texts)],
            recent: 1,
            counts: true,
            verdict: Some("review-unfixed"),
        }],
        open: vec![Promise {
            text: Printable::line(&texts.message),
            owner: Printable::line(&texts.subject),
            due: None,
            overdue: false,
            from: link(texts),
        }],
        similar: vec![Similar { postmortem: link(texts), reason: Printable::line(&texts.message) }],
    }
}
