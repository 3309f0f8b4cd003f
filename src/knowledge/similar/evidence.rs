//! What two documents can have in common to the letter: alerts, error messages, and a service at about one time.

use std::collections::BTreeMap;

use super::Reason;
use crate::document::{Block, BlockKind, MarkKind};
use crate::postmortem::{Field, Record};
use crate::text::fold_label;

/// Errors of a document that are remembered.
const MOST: usize = 32;
/// Letters of an error message; shorter ones are names, longer ones are stories.
const SHORTEST: usize = 10;
const LONGEST: usize = 160;
/// Days within which trouble with the same service may be the same trouble.
const NEAR: i32 = 90;

/// Words of which an error message has one.
const ERRORS: [&str; 16] = [
    "error",
    "fail",
    "exception",
    "timeout",
    "timed out",
    "refused",
    "denied",
    "panic",
    "fatal",
    "killed",
    "unavailable",
    "exceeded",
    "invalid",
    "cannot",
    "could not",
    "not found",
];

/// Alerts and errors of one document: as they are compared, and as they are written.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    alerts: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

impl Evidence {
    pub(super) fn of(record: &Record) -> Self {
        let mut evidence = Self::default();
        if !record.postmortem.kind.is_postmortem() {
            return evidence;
        }
        let alerts = record.postmortem.values(Field::Alerts);
        evidence.alerts = alerts.map(|alert| (fold_label(alert), alert.to_owned())).collect();
        for block in &record.document.blocks {
            block.walk(&mut |block| evidence.block(block));
        }
        evidence
    }

    /// Code is what errors are quoted as.
    fn block(&mut self, block: &Block) {
        if let BlockKind::Code { text, .. } = &block.kind {
            text.lines().for_each(|line| self.error(line));
        }
        for inline in block.inlines() {
            let code = inline.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
            code.for_each(|mark| self.error(&inline.text[mark.range.clone()]));
        }
    }

    fn error(&mut self, text: &str) {
        let text = text.trim();
        if !(SHORTEST..=LONGEST).contains(&text.len()) || self.errors.len() >= MOST {
            return;
        }
        let folded = folded(text);
        if folded.contains(' ') && ERRORS.iter().any(|word| folded.contains(word)) {
            self.errors.entry(folded).or_insert_with(|| text.to_owned());
        }
    }

    /// One alert and one error that both have.
    pub(super) fn shared(&self, other: &Self) -> impl Iterator<Item = Reason> {
        let first = |own: &BTreeMap<String, String>, others: &BTreeMap<String, String>| {
            own.iter().find(|(key, _)| others.contains_key(*key)).map(|(_, text)| text.clone())
        };
        let alert = first(&self.alerts, &other.alerts).map(Reason::SameAlert);
        let error = first(&self.errors, &other.errors).map(Reason::SameError);
        alert.into_iter().chain(error)
    }
}

/// Small letters, every number the same, white space once.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii_digit() && out.ends_with('#') => {}
            c if c.is_ascii_digit() => out.push('#'),
            c if c.is_whitespace() && out.ends_with(' ') => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The first service of a record that the other hurt too, about the same time.
pub(super) fn same_service(record: &Record, other: &Record) -> Option<Reason> {
    let day = |record: &Record| record.postmortem.date.as_ref().map(|fact| fact.value);
    let days = (day(record)? - day(other)?).get_days().abs();
    let theirs: Vec<String> = other.postmortem.values(Field::Services).map(fold_label).collect();
    let service = record.postmortem.values(Field::Services).find(|service| theirs.contains(&fold_label(service)))?;
    (days <= NEAR).then(|| Reason::SameService { service: service.to_owned(), days })
}
