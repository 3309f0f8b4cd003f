//! A map of the site for language models (llms.txt): what is here, each with its one sentence and the way to its Markdown.

use std::fmt::Write as _;

use super::twin;
use crate::knowledge::RecordIndex;
use crate::site::view::standfirst;
use crate::site::{Address, Site};

/// So many incidents are listed; the rest is in the data.
const MOST: usize = 1_000;

/// The map.
pub(in crate::site) fn map(site: &Site<'_>) -> Vec<u8> {
    let words = site.words();
    let mut text = format!("# {}\n\n", plain(&site.settings.title));
    if !site.settings.description.is_empty() {
        let _ = writeln!(text, "> {}\n", plain(&site.settings.description));
    }
    let incidents = site.incidents();
    section(&mut text, site, words.text("incidents.title"), incidents.iter().copied().take(MOST));
    let causes = site.base.causes.values().filter_map(|cause| cause.record);
    section(&mut text, site, words.text("causes.title"), causes);
    section(&mut text, site, words.text("guides.title"), site.base.guides().into_iter());
    let _ = writeln!(text, "## Data\n");
    for name in super::data::NAMES {
        let _ = writeln!(text, "- [{name}]({})", link(site, &Address::new(format!("data/{name}"))));
    }
    text.into_bytes()
}

fn section(text: &mut String, site: &Site<'_>, title: &str, records: impl Iterator<Item = RecordIndex>) {
    let lines: Vec<String> = records.filter_map(|index| line(site, index)).collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "## {title}\n\n{}\n", lines.join("\n"));
    }
}

/// `- [Title](incidents/pm-1/index.md): 2026-03-04 SEV2. What happened.`
fn line(site: &Site<'_>, index: RecordIndex) -> Option<String> {
    let postmortem = &site.base.records[index].postmortem;
    let page = site.directory.record(index)?;
    let facts = [
        postmortem.date.as_ref().map(|date| date.value.to_string()),
        postmortem.severity.as_ref().map(|severity| plain(&severity.value.label)),
        Some(plain(&standfirst(postmortem))).filter(|lead| !lead.is_empty()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let told = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(" ")) };
    Some(format!("- [{}]({}){told}", plain(&postmortem.title.value), link(site, &twin(page))))
}

fn link(site: &Site<'_>, address: &Address) -> String {
    if site.root().is_some() { site.web(address) } else { Address::new("llms.txt").link_to(address) }
}

/// One line of text that begins no markup of its own.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if matches!(c, '[' | ']' | '<' | '\\' | '`') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}
