//! The comment on a pull request and the summary of a CI step: what a reviewer reads. Per document what is
//! complete and what is missing, the findings, and what its causes did before.
//!
//! 1. `text`: untrusted text into Markdown that shows it and does nothing else.
//! 2. `document`: a document with its findings into blocks; `past`: what came before into blocks.
//! 3. `page`: blocks into a page that a summary has room for.

mod document;
mod page;
mod past;
pub(super) mod text;

use std::collections::BTreeMap;
use std::io;

use document::Reviewed;
use page::Page;

use super::human::counted;
use super::{Account, Entry, Hidden, Report, Run, Style};
use crate::diagnostic::{Level, Value};
use crate::messages;
use crate::text::RelPath;

/// Bytes of a report: GitHub drops a whole summary of more than 1 MiB.
const ROOM: usize = 900 * 1024;

pub(super) struct Markdown;

impl Report for Markdown {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut page = Page::new(ROOM);
        page.push(&head(run));
        let mut told = 0;
        for reviewed in documents(run) {
            told += reviewed.write(&mut page);
        }
        if page.is_full() {
            let n = [("n", Value::from(run.total() - told))];
            page.finish(&format!("\n*{}*\n", messages::phrase("review-cut", &n, run.locale)));
        }
        out.write_all(page.text().as_bytes())
    }

    fn tells_of_documents(&self) -> bool {
        true
    }

    fn tells_of_similar(&self) -> bool {
        true
    }
}

/// The first comment is a mark by which a program finds the comment that it is to replace.
fn head(run: &Run) -> String {
    let levels = [("error", Level::Error), ("warning", Level::Warning), ("note", Level::Note)];
    let counts = levels.map(|(name, level)| (name, run.count(level)));
    let counts: Vec<String> =
        counts.iter().filter(|(_, n)| *n > 0).map(|(name, n)| counted(name, *n, run.locale)).collect();
    let clean = || messages::phrase("review-clean", &[], run.locale);
    let what = if counts.is_empty() { clean() } else { counts.join(", ") };
    let title = messages::phrase("review-title", &[("what", Value::Text(what))], run.locale);
    let documents = [("documents", Value::Text(counted("document", run.documents, run.locale)))];
    let checked = match run.is_change {
        true if run.documents == 0 => "review-untouched",
        true => "review-touched",
        false => "review-checked",
    };
    format!("<!-- pmdoc check -->\n## {title}\n\n{}\n", messages::phrase(checked, &documents, run.locale))
}

/// The documents to tell of: those with findings before the others, and of these only what a change touches.
fn documents(run: &Run) -> Vec<Reviewed<'_>> {
    let mut found: BTreeMap<&RelPath, Vec<&Entry>> = BTreeMap::new();
    run.entries.iter().for_each(|entry| found.entry(&entry.file).or_default().push(entry));
    let accounts: BTreeMap<&RelPath, &Account> = run.accounts.iter().map(|account| (&account.file, account)).collect();
    let mut reviewed: Vec<Reviewed<'_>> = found
        .iter()
        .map(|(file, entries)| Reviewed {
            account: accounts.get(file).copied(),
            hidden: run.hidden.iter().filter(|hidden| hidden.path == entries[0].path).map(Hidden::total).sum(),
            entries: entries.clone(),
        })
        .collect();
    let clean = run.accounts.iter().filter(|account| run.is_change && !found.contains_key(&account.file));
    reviewed.extend(clean.map(|account| Reviewed { account: Some(account), hidden: 0, entries: Vec::new() }));
    reviewed
}
