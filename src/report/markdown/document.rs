//! One document with its findings: its title, how far its sections are, and a row for each finding.

use super::page::Page;
use super::past;
use super::text::{cell, code, inline, link};
use crate::diagnostic::{Level, Value};
use crate::messages::{self, Locale};
use crate::report::{Account, Entry, Part, PartState};
use crate::text::{Printable, RelPath, SafeUrl};

/// More findings of one document are only counted.
const MOST: usize = 50;

/// A document and what was found in it.
pub(super) struct Reviewed<'r> {
    /// What is known of it; `None` for one that the change breaks from elsewhere.
    pub(super) account: Option<&'r Account>,
    /// Its findings, by place.
    pub(super) entries: Vec<&'r Entry>,
    /// How many more there are.
    pub(super) hidden: usize,
}

impl Reviewed<'_> {
    /// Writes it down in its own language, and says of how many findings the page tells.
    pub(super) fn write(&self, page: &mut Page) -> usize {
        let locale = self.locale();
        if !page.push(&self.head(locale)) {
            return 0;
        }
        let mut told = 0;
        if !self.entries.is_empty() {
            let columns =
                ["review-line", "review-level", "review-finding"].map(|name| messages::phrase(name, &[], locale));
            page.push(&format!("\n| {} |\n|--:|---|---|\n", columns.join(" | ")));
        }
        let url = self.account.and_then(|account| account.url.as_ref());
        for entry in self.entries.iter().take(MOST) {
            if !page.push(&row(entry, url)) {
                return told;
            }
            told += 1;
        }
        let total = self.entries.len() + self.hidden;
        if total > told && page.push(&more(total - told, locale)) {
            told = total;
        }
        if let Some(account) = self.account {
            past::blocks(account, locale).iter().all(|block| page.push(block));
        }
        told
    }

    fn locale(&self) -> Locale {
        let told = self.entries.first().map(|entry| entry.locale);
        self.account.map(|account| account.locale).or(told).unwrap_or_default()
    }

    fn head(&self, locale: Locale) -> String {
        let Some(account) = self.account else {
            let path = self.entries.first().map(|entry| path(&entry.file));
            return format!("\n### {}\n", path.unwrap_or_default());
        };
        let title = inline(&account.title);
        let title = if title.trim().is_empty() { inline(&Printable::line(account.file.file_name())) } else { title };
        let facts = [
            path(&account.file),
            account.date.map(|date| date.to_string()).unwrap_or_default(),
            inline(&account.severity),
        ];
        let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let parts = parts(&account.parts, locale);
        format!("\n### {}\n\n{}\n{parts}", link(&title, account.url.as_ref()), facts.join(" · "))
    }
}

/// A file as its repository knows it, wherever pmdoc ran: a reviewer sees the repository only.
fn path(file: &RelPath) -> String {
    code(Printable::name(file.as_str()).as_str())
}

/// `✓ summary · ✗ **root cause** (missing)`
fn parts(parts: &[Part], locale: Locale) -> String {
    let words: Vec<String> = parts
        .iter()
        .map(|part| {
            let name = messages::term(part.name, locale);
            match part.state {
                PartState::Complete => format!("✓ {name}"),
                PartState::Empty => format!("✗ **{name}** ({})", messages::phrase("review-empty", &[], locale)),
                PartState::Missing => format!("✗ **{name}** ({})", messages::phrase("review-missing", &[], locale)),
            }
        })
        .collect();
    if words.is_empty() { String::new() } else { format!("\n{}\n", words.join(" · ")) }
}

fn row(entry: &Entry, url: Option<&SafeUrl>) -> String {
    let line = entry.start.line;
    let place = url.and_then(|url| SafeUrl::web(&format!("{url}#L{line}")));
    let level = messages::phrase(entry.level.name(), &[], entry.locale);
    let level = if entry.level == Level::Error { format!("**{level}**") } else { level };
    let help = inline(&entry.help);
    let help = if help.is_empty() { help } else { format!("<br>→ {help}") };
    let text = format!("{}{help}", inline(&entry.message));
    let rule = entry.rule;
    format!("| {} | {level}<br>{rule} | {} |\n", link(&line.to_string(), place.as_ref()), cell(&text))
}

fn more(n: usize, locale: Locale) -> String {
    format!("| | | {} |\n", messages::phrase("review-more", &[("n", Value::from(n))], locale))
}
