//! A baseline into text: TOML with one line for each entry.

use super::{Baseline, Entry};
use crate::text::Printable;

const HEAD: &str = "\
# What `pmdoc check` found before this file was written, and does not tell any more.
# It only shrinks: `pmdoc check --write-baseline` takes out what is mended, and adds nothing.
version = 1
findings = [
";

impl Baseline {
    /// The text, as [`Baseline::parse`] reads it.
    pub fn to_text(&self) -> String {
        let lines: String = self.entries.iter().map(line).collect();
        format!("{HEAD}{lines}]\n")
    }
}

fn line(entry: &Entry) -> String {
    let key = &entry.key;
    let [path, rule, subject] = [&key.path, &key.rule, &key.subject].map(|text| quoted(text));
    let draft = if key.draft { ", draft = true" } else { "" };
    format!("  {{ path = {path}, rule = {rule}, subject = {subject}, count = {}{draft} }},\n", entry.count)
}

/// A TOML string on one line, with everything that does not show itself written as its number.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        let mut buffer = [0; 4];
        let plain: &str = c.encode_utf8(&mut buffer);
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ':' | '#' => out.push(c),
            _ if Printable::line(plain).as_str() == plain => out.push(c),
            _ => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}
