//! SARIF 2.1.0 as GitHub reads it: every rule that is on, whether it found something or not; paths relative to the
//! repository's root; one line a finding, for annotations appear only where every line is part of the change.

use std::io;

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Entry, Report, RuleFacts, Run, Style};
use crate::diagnostic::Level;
use crate::text::percent_encoded;

/// The most results that GitHub takes in one run.
const MOST: usize = 25_000;
/// The most characters of a rule's description.
const LONGEST: usize = 1024;

pub(super) struct Sarif;

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun<'r> {
    tool: Tool<'r>,
    automation_details: AutomationDetails,
    column_kind: &'static str,
    results: Vec<Finding<'r>>,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule<'r>>,
}

#[derive(Serialize)]
struct AutomationDetails {
    id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'r> {
    id: &'r str,
    name: &'r str,
    short_description: Text,
    full_description: Text,
    help: Help<'r>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help<'r> {
    text: String,
    markdown: &'r str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'r> {
    rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    partial_fingerprints: PartialFingerprints,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PartialFingerprints {
    primary_location_line_hash: String,
}

impl Report for Sarif {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut facts: Vec<&RuleFacts> = run.rules.iter().collect();
        facts.sort_by_key(|rule| rule.code);
        let mut fingerprints = Fingerprints::default();
        let results = most(run).into_iter().map(|entry| finding(entry, &facts, &mut fingerprints)).collect();
        let rules = facts.iter().map(|rule| described(rule)).collect();
        let driver = Driver { name: "pmdoc", semantic_version: env!("CARGO_PKG_VERSION"), rules };
        let run = SarifRun {
            tool: Tool { driver },
            automation_details: AutomationDetails { id: "pmdoc/" },
            column_kind: "unicodeCodePoints",
            results,
        };
        let schema = "https://json.schemastore.org/sarif-2.1.0.json";
        serde_json::to_writer_pretty(&mut *out, &Log { schema, version: "2.1.0", runs: [run] })?;
        writeln!(out)
    }
}

/// The findings, or as many as GitHub takes, the gravest before the others.
fn most(run: &Run) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = run.entries.iter().collect();
    if entries.len() > MOST {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.level));
        entries.truncate(MOST);
    }
    entries
}

fn finding<'r>(entry: &'r Entry, rules: &[&RuleFacts], fingerprints: &mut Fingerprints) -> Finding<'r> {
    let (hash, number) = fingerprints.next(entry);
    let help = entry.help.as_str();
    let region = Region {
        start_line: entry.start.line,
        start_column: entry.start.column,
        end_line: entry.line_end.line,
        end_column: entry.line_end.column,
    };
    let artifact_location = ArtifactLocation { uri: percent_encoded(entry.file.as_str()) };
    Finding {
        rule_id: if entry.code.is_empty() { entry.rule } else { entry.code },
        rule_index: rules.iter().position(|rule| rule.name == entry.rule),
        level: entry.level.name(),
        message: Text { text: format!("{}{}{help}", entry.message, if help.is_empty() { "" } else { "\n" }) },
        locations: [Location { physical_location: PhysicalLocation { artifact_location, region } }],
        partial_fingerprints: PartialFingerprints { primary_location_line_hash: format!("{hash}:{number}") },
    }
}

fn described(rule: &RuleFacts) -> Rule<'_> {
    let severity = if rule.level == Level::Note { "recommendation" } else { rule.level.name() };
    Rule {
        id: rule.code,
        name: rule.name,
        short_description: Text { text: plain(rule.summary) },
        full_description: Text { text: plain(rule.reason) },
        help: Help { text: plain(rule.cure), markdown: rule.page },
        default_configuration: Configuration { level: rule.level.name() },
        properties: Properties { tags: ["postmortem"], precision: "very-high", severity },
    }
}

/// Markdown of a rule's page as plain text, in one line.
fn plain(markdown: &str) -> String {
    let words: Vec<&str> = markdown.split_whitespace().collect();
    let text = words.join(" ").replace("**", "");
    match text.char_indices().nth(LONGEST - 1) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
