//! A name with one or more values: a line of the margin beside a document.

use serde::Serialize;

use super::{Day, SeverityMark};
use crate::site::words::Words;
use crate::text::SafeUrl;

/// A fact: its name, and one or more values.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Fact {
    name: String,
    values: Vec<Value>,
}

impl Fact {
    /// A fact by the key of its name; none without a value.
    pub(super) fn new(key: &str, values: Vec<Value>, words: &Words) -> Option<Self> {
        (!values.is_empty()).then(|| Self { name: words.text(key).to_owned(), values })
    }
}

/// A value: words or a day, perhaps with a link; or a severity.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) day: Option<Day>,
    pub(super) href: Option<String>,
    pub(super) outside: bool,
    /// It only adds to the value before it.
    pub(super) quiet: bool,
    pub(super) severity: Option<SeverityMark>,
}

impl Value {
    /// Words alone.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words that lead out of the site.
    pub(super) fn outside(text: impl Into<String>, url: &SafeUrl) -> Self {
        Self { text: text.into(), href: Some(url.to_string()), outside: true, ..Self::default() }
    }
}
