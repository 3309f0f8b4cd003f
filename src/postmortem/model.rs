//! The record that everything after reading works with. Owned data; every fact keeps its place.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Bone, Checklist, Field, Language, Moment, Objective, SectionName};
use crate::document::Document;
use crate::text::{RelPath, Span};

/// A value and the place in the document that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where the author wrote it.
    pub span: Span,
}

impl<T> Fact<T> {
    /// A value found at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A file that was read, and what it was understood to say.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where it is below the root of the sources.
    pub path: RelPath,
    /// How the path is shown to people: as they would type it.
    pub shown: String,
    /// Its text and blocks.
    pub document: Document,
    /// What it says.
    pub postmortem: Postmortem,
}

/// What a document was understood to say. A guide has few of these facts, and that is no fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Postmortem {
    /// What sort of document this is.
    pub kind: Kind,
    /// Front matter, first heading or file name.
    pub title: Fact<String>,
    /// Unique in the knowledge base: front matter, file name, or its stem.
    pub id: Fact<String>,
    /// The day of the incident.
    pub date: Option<Fact<Date>>,
    /// How far the document is.
    pub status: Option<Fact<Status>>,
    /// How bad it was.
    pub severity: Option<Fact<Severity>>,
    /// The language it is written in.
    pub language: Language,
    /// Metadata as written, by field, whatever carried it.
    pub fields: BTreeMap<Field, Vec<Fact<String>>>,
    /// The canonical sections in the order of the document.
    pub sections: Vec<Section>,
    /// What was promised.
    pub actions: Vec<Action>,
    /// What happened when.
    pub timeline: Vec<TimelineEntry>,
    /// Who was told what when: the entries of the communication log.
    pub communication: Vec<TimelineEntry>,
    /// The answers of the five whys, from the first to the last.
    pub whys: Vec<Fact<String>>,
    /// The bones of the fishbone diagram.
    pub fishbone: Vec<Bone>,
    /// What is ticked of what.
    pub checklists: Vec<Checklist>,
    /// What recovery was promised.
    pub objectives: Vec<Objective>,
    /// Causes as the author named them; the registry resolves them.
    pub root_causes: Vec<Fact<String>>,
    /// Ids of other postmortems that the text names.
    pub mentions: Vec<Fact<String>>,
    /// The key moments.
    pub moments: Moments,
    /// The first words of the summary, for lists and previews; empty where there is none.
    pub lead: String,
}

/// What sort of document a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A postmortem of an incident.
    Incident,
    /// A postmortem of something that nearly happened.
    NearMiss,
    /// The record of an exercise.
    Drill,
    /// A postmortem of a spent error budget.
    ErrorBudget,
    /// Any other page of the knowledge base.
    Guide,
    /// A page of the cause registry.
    Cause,
    /// A template to be copied.
    Template,
    /// A README or index.
    Index,
    /// A file that could not be read.
    Unreadable,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Incident,
        Self::NearMiss,
        Self::Drill,
        Self::ErrorBudget,
        Self::Guide,
        Self::Cause,
        Self::Template,
        Self::Index,
        Self::Unreadable,
    ];

    /// Whether it is held to what a postmortem must have.
    pub fn is_postmortem(self) -> bool {
        matches!(self, Self::Incident | Self::NearMiss | Self::Drill | Self::ErrorBudget)
    }

    /// The name used in front matter, JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::NearMiss => "near-miss",
            Self::Drill => "drill",
            Self::ErrorBudget => "error-budget",
            Self::Guide => "guide",
            Self::Cause => "cause",
            Self::Template => "template",
            Self::Index => "index",
            Self::Unreadable => "unreadable",
        }
    }
}

/// How far a postmortem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Waiting for its review.
    InReview,
    /// Agreed.
    Final,
    /// Agreed, and every action is done or dropped.
    Closed,
}

impl Status {
    /// All of them, in the order in which a postmortem has them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Final, Self::Closed];

    /// The name used in front matter, JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::Final => "final",
            Self::Closed => "closed",
        }
    }
}

/// Who may read a postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Anybody.
    Public,
    /// Everybody in the company.
    Internal,
    /// Some of them.
    Restricted,
}

impl Visibility {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Restricted];

    /// The name used in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Restricted => "restricted",
        }
    }
}

/// How bad an incident was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Severity {
    /// 1 is the worst, 5 the mildest.
    pub rank: u8,
    /// The author's word for it: `SEV1`, `P0`, `높음`.
    pub label: String,
}

/// How the author marked a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// A Markdown heading.
    Heading,
    /// `<h2>…</h2>`
    HtmlHeading,
    /// A bold line, or bold words and a colon that begin a paragraph.
    BoldLabel,
    /// The same at the begin of a list item.
    ListLabel,
    /// The text before the first section.
    LeadProse,
    /// A front matter key.
    FrontMatter,
}

/// A part of a postmortem that pmdoc knows by its canonical name.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Which part it is.
    pub name: SectionName,
    /// The heading or label as the author wrote it; empty for lead prose.
    pub heading: String,
    /// Where the heading stands; for lead prose, the prose.
    pub span: Span,
    /// How it is marked.
    pub carrier: Carrier,
    /// Heading level 1 to 6; 7 for labels, 0 for lead prose and front matter.
    pub level: u8,
    /// Everything that belongs to it, sub-sections included.
    pub body: Span,
    /// How many characters of content it holds, markup, comments and placeholders not counted.
    pub characters: usize,
    /// How many words that is: two letters of Hangul, Kana or Han are one, and a picture, a link or code says as much
    /// as a paragraph.
    pub words: usize,
    /// Texts in it that stand for something not written yet.
    pub placeholders: Vec<Span>,
    /// Lines in it that come from a template.
    pub left: Vec<TemplateLine>,
}

/// A line of a template that still stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateLine {
    /// Where it stands.
    pub span: Span,
    /// Whether it speaks to the author, and not to the reader.
    pub asks: bool,
}

/// A promised piece of work.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Action {
    /// What is to be done.
    pub text: String,
    /// Where it is written.
    pub span: Span,
    /// The line of the file, counted from 1.
    pub line: usize,
    /// Whether it has a box, or is a row of a table: somebody ticks it off there.
    pub marked: bool,
    /// Who does it.
    pub owner: Option<Fact<String>>,
    /// By when.
    pub due: Option<Fact<Date>>,
    /// When it was done, where the document says so.
    pub closed: Option<Date>,
    /// What it is for.
    pub kind: Option<ActionKind>,
    /// Where it stands.
    pub state: ActionState,
    /// Why it was dropped, in the author's words.
    pub reason: Option<String>,
    /// Whether the document keeps track of that: a row of a table without a status cell says nothing, and
    /// counts as open.
    pub tracked: bool,
    /// Whether the document itself says so: by a box, a cell, a word or a heading. A bullet without any of them is
    /// taken for open, and may be done.
    pub stated: bool,
    /// Whether it is a rule to live by, which is never done: nobody can say by when.
    pub standing: bool,
    /// Its number in the document or the tracker, as written.
    pub ticket: Option<String>,
    /// A link to the tracker.
    pub link: Option<String>,
}

/// What an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// So that it does not happen again.
    Prevent,
    /// So that it is noticed sooner.
    Detect,
    /// So that it hurts less.
    Mitigate,
    /// So that people work better together.
    Process,
}

impl ActionKind {
    /// The name used in front matter, JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prevent => "prevent",
            Self::Detect => "detect",
            Self::Mitigate => "mitigate",
            Self::Process => "process",
        }
    }
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionState {
    /// Not done yet.
    Open,
    /// Done.
    Done,
    /// Decided against.
    Dropped,
}

impl ActionState {
    /// The name used in front matter, JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// The time as written.
    pub written: String,
    /// What it means.
    pub moment: Moment,
    /// What happened.
    pub text: String,
    /// The whole entry.
    pub span: Span,
    /// Which part of the document's timelines it belongs to: order is judged within one.
    pub series: usize,
}

/// The key moments of an incident; `None` where the document does not say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moments {
    /// It began.
    pub started: Option<Fact<Moment>>,
    /// Somebody or something noticed.
    pub detected: Option<Fact<Moment>>,
    /// Somebody took it on.
    pub acknowledged: Option<Fact<Moment>>,
    /// Users were no longer hurt.
    pub mitigated: Option<Fact<Moment>>,
    /// It was over.
    pub resolved: Option<Fact<Moment>>,
}

impl Postmortem {
    /// The first section of a name.
    pub fn section(&self, name: SectionName) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// A field's values as written.
    pub fn values(&self, field: Field) -> impl Iterator<Item = &str> {
        self.fields.get(&field).into_iter().flatten().map(|fact| fact.value.as_str())
    }

    /// A field's first value.
    pub fn value(&self, field: Field) -> Option<&str> {
        self.values(field).next()
    }
}
