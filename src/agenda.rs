//! A postmortem into the pack for its review meeting: a time-boxed agenda of what the document tells, and a question
//! for whatever it does not tell.
//!
//! 1. `items`, `discussion`, `promises`: one function for each item of the agenda; `passages`: the document's own points.
//! 2. `markdown`, `calendar`: the pack as a document, and the follow-up as a calendar entry. JSON is the data itself.

mod calendar;
mod discussion;
mod items;
mod markdown;
mod passages;
mod promises;
mod texts;

use jiff::civil::Date;
use serde::Serialize;

pub use calendar::calendar;
pub use markdown::markdown;

use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Language, Lexicon, Postmortem};
use crate::text::Printable;
use texts::Texts;

/// The pack for one review meeting.
#[derive(Debug, Clone, Serialize)]
pub struct Agenda {
    /// The version of this form.
    pub version: u32,
    /// The postmortem's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The language of the pack, as a BCP 47 tag.
    pub language: &'static str,
    /// What the pack is called.
    pub heading: String,
    /// How long it takes, in words.
    pub length: String,
    /// How many minutes the meeting takes.
    pub minutes: u32,
    /// What is done, in order.
    pub items: Vec<Item>,
    /// When the actions are looked at again.
    pub follow_up: FollowUp,
}

/// An item of the agenda.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// `before`, `goal`, `timeline`, `notes`, `topics`, `discussion`, `actions`, `owner` or `follow-up`.
    pub name: &'static str,
    /// What it is called.
    pub title: String,
    /// Its time box; 0 for what is done before the meeting.
    pub minutes: u32,
    /// The time box in words; empty before the meeting.
    pub length: String,
    /// What belongs to it.
    pub points: Vec<Point>,
}

/// Something to be said, checked, noted or answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What is to be done with it.
    pub kind: PointKind,
    /// Its words.
    pub text: String,
}

/// What is done with a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PointKind {
    /// How the item is done.
    Guide,
    /// To be read aloud.
    Say,
    /// A heading above the points that follow.
    Topic,
    /// What the document tells.
    Told,
    /// What the document tells, to be ticked off.
    Check,
    /// What the document does not tell: the meeting answers it.
    Ask,
}

/// When the actions are looked at again.
#[derive(Debug, Clone, Serialize)]
pub struct FollowUp {
    /// The day.
    #[serde(serialize_with = "iso")]
    pub date: Date,
    /// Whether nobody named it: it is a proposal.
    pub proposed: bool,
    /// What the entry in a calendar is called.
    pub title: String,
    /// What it says.
    pub text: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn iso<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// What the functions of the items look at.
struct View<'a> {
    base: &'a KnowledgeBase,
    index: RecordIndex,
    postmortem: &'a Postmortem,
    texts: &'static Texts,
    lexicon: &'a Lexicon,
    language: Language,
    today: Date,
}

impl Agenda {
    /// The pack for a record, in a language; one that there are no texts in is English. Days are counted from `today`.
    pub fn new(base: &KnowledgeBase, index: RecordIndex, language: Language, lexicon: &Lexicon, today: Date) -> Self {
        let (language, texts) = texts::texts(language);
        let postmortem = &base.records[index].postmortem;
        let view = View { base, index, postmortem, texts, lexicon, language, today };
        let title = printable(&postmortem.title.value);
        let follow_up = view.follow_up();
        let items = vec![
            view.before(),
            view.goal(),
            view.timeline(),
            view.notes(),
            view.topics(),
            view.discussion(),
            view.actions(),
            view.owner(),
            view.closing(&follow_up),
        ];
        let minutes: u32 = items.iter().map(|item| item.minutes).sum();
        Self {
            version: 1,
            id: postmortem.id.value.clone(),
            heading: texts.fill("heading", &[("title", &title)]),
            length: texts.fill("minutes", &[("n", &minutes.to_string())]),
            language: language.tag(),
            title,
            minutes,
            items,
            follow_up,
        }
    }
}

impl View<'_> {
    fn item(&self, name: &'static str, minutes: u32, points: Vec<Point>) -> Item {
        let length = if minutes == 0 { String::new() } else { self.fill("minutes", &[("n", &minutes.to_string())]) };
        Item { name, title: self.texts.text(name).to_owned(), minutes, length, points }
    }

    fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.texts.fill(key, values)
    }

    /// A point in pmdoc's own words.
    fn own(&self, kind: PointKind, key: &str) -> Point {
        self.with(kind, key, &[])
    }

    /// A point in pmdoc's own words, with the document's in them.
    fn with(&self, kind: PointKind, key: &str, values: &[(&str, &str)]) -> Point {
        Point::new(kind, &self.fill(key, values))
    }
}

impl Point {
    fn new(kind: PointKind, text: &str) -> Self {
        Self { kind, text: printable(text) }
    }
}

/// One line in which nothing is invisible.
fn printable(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    Printable::line(&words.join(" ")).as_str().to_owned()
}
