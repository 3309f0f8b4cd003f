//! What a reviewer wants to know of a document besides its findings. Plain data: whoever knows the repository
//! fills it in, and only reports for people ask for it.

use jiff::civil::Date;

use crate::messages::Locale;
use crate::text::{Printable, RelPath, SafeUrl};

/// One document that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The file below the root of its repository.
    pub file: RelPath,
    /// The language in which it is told of.
    pub locale: Locale,
    /// Its title.
    pub title: Printable,
    /// Where it can be read as it was checked; a line's number may follow as `#L7`.
    pub url: Option<SafeUrl>,
    /// The day of the incident.
    pub date: Option<Date>,
    /// The author's word for how bad it was; may be empty.
    pub severity: Printable,
    /// The sections that it must have, in the order of the demand.
    pub parts: Vec<Part>,
    /// Its causes that struck before.
    pub again: Vec<Again>,
    /// What was promised after these, and is still open.
    pub open: Vec<Promise>,
    /// The past incidents that are most like it, the nearest first.
    pub similar: Vec<Similar>,
}

/// A section that a document must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its name: a term of the message catalogue.
    pub name: &'static str,
    /// How far it is.
    pub state: PartState,
}

/// How far a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// It says something.
    Complete,
    /// It has only its heading.
    Empty,
    /// It is not there.
    Missing,
}

/// A document or a cause that is pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is called.
    pub text: Printable,
    /// Where it can be read.
    pub url: Option<SafeUrl>,
    /// Its day.
    pub date: Option<Date>,
}

/// A cause that struck before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The cause.
    pub cause: Link,
    /// The incidents before, the latest first.
    pub before: Vec<Link>,
    /// How many of them were in the twelve months before this one.
    pub recent: usize,
    /// Whether this is one more incident; a near miss or a drill is none.
    pub counts: bool,
    /// In spite of what it came back: a phrase of the message catalogue.
    pub verdict: Option<&'static str>,
}

/// A promised piece of work that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// What is to be done.
    pub text: Printable,
    /// Who does it; empty for nobody.
    pub owner: Printable,
    /// By when.
    pub due: Option<Date>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// The postmortem that promised it.
    pub from: Link,
}

/// A past incident like this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// The postmortem.
    pub postmortem: Link,
    /// Why it is taken to be like this one, in words.
    pub reason: Printable,
}
