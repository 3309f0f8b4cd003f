//! What pmdoc has to say: findings about documents (`Diagnostic`) and remarks about the surroundings (`Note`).
//! Data only; a diagnostic carries the parts of its message, and `messages` puts them into a language.

use crate::text::{RelPath, Span};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Should be mended.
    Warning,
    /// Fails the check by default.
    Error,
}

impl Level {
    /// The level's name as written in `book.toml` and in every report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One value that a message names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Text of the document or the configuration, shown as it is.
    Text(String),
    /// A word of pmdoc's own (`root-cause`, `owner`), shown in the reader's language.
    Term(&'static str),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Text(number.to_string())
    }
}

/// One finding of one rule at one place in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, such as `missing-section`.
    pub rule: &'static str,
    /// Which of the rule's messages: the entry of that name in the message catalogue, `""` for the only one.
    pub variant: &'static str,
    /// The place.
    pub span: Span,
    /// What the message names, by the names that the catalogue uses.
    pub values: Vec<(&'static str, Value)>,
    /// A second place that explains the first, such as the other definition of an id.
    pub related: Option<Span>,
    /// Other files that it comes from as much as from this one: a change to them can cause it.
    pub elsewhere: Vec<RelPath>,
    /// What the finding is about, independent of lines: the key that a baseline stores.
    pub subject: String,
    /// Places whose text must not be shown, such as that of a password.
    pub concealed: Vec<Span>,
    /// A change that mends it and cannot be wrong; `None` where only its author knows.
    pub fix: Option<Fix>,
}

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fix {
    /// Places in the document and what they are to say, in order, without overlap.
    pub edits: Vec<Edit>,
    /// Files that are to be there.
    pub creates: Vec<NewFile>,
}

/// A place and what it is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// By what; its line ends become those of the document.
    pub text: String,
}

/// A file that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Below the root of the sources.
    pub path: RelPath,
    /// What it says.
    pub text: String,
}

impl Fix {
    /// One place of the document.
    pub fn edit(span: Span, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit { span, text: text.into() }], creates: Vec::new() }
    }

    /// One file beside the document.
    pub fn create(path: RelPath, text: impl Into<String>) -> Self {
        Self { edits: Vec::new(), creates: vec![NewFile { path, text: text.into() }] }
    }
}

impl Diagnostic {
    /// A finding of `rule` at `span`.
    pub fn new(rule: &'static str, span: Span) -> Self {
        Self {
            rule,
            variant: "",
            span,
            values: Vec::new(),
            related: None,
            elsewhere: Vec::new(),
            subject: String::new(),
            concealed: Vec::new(),
            fix: None,
        }
    }

    /// Gives a change that mends it, if there is one that cannot be wrong.
    #[must_use]
    pub fn mended_by(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Chooses one of the rule's messages.
    #[must_use]
    pub fn variant(mut self, variant: &'static str) -> Self {
        self.variant = variant;
        self
    }

    /// Gives the message a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Gives the message one of pmdoc's own words.
    #[must_use]
    pub fn term(self, name: &'static str, term: &'static str) -> Self {
        self.with(name, Value::Term(term))
    }

    /// Names what it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Names other files that it comes from.
    #[must_use]
    pub fn because_of(mut self, files: impl IntoIterator<Item = RelPath>) -> Self {
        self.elsewhere.extend(files);
        self
    }

    /// Names a place whose text no report may show.
    #[must_use]
    pub fn concealing(mut self, span: Span) -> Self {
        self.concealed.push(span);
        self
    }

    /// Points at a second place of the same document.
    #[must_use]
    pub fn and_at(mut self, span: Span) -> Self {
        self.related = Some(span);
        self
    }
}

/// A remark about the surroundings (which folder was taken, what was left out): goes to stderr and never
/// changes the exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub String);
