//! What a document without front matter already says about its incident, as the front matter it could have.
//! Text in, text out: the body is never touched, and a document that has front matter is left alone.

use crate::document::{Document, scalar};
use crate::postmortem::{Fact, Field, Kind, Moment, Postmortem, Record};

/// A proposal for one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The front matter with its fences, in the line ends of the document.
    pub front_matter: String,
    /// The whole document with it.
    pub text: String,
}

/// Fields that are lists, in the order in which they are written.
const LISTS: [(Field, &str); 6] = [
    (Field::Services, "services"),
    (Field::Teams, "teams"),
    (Field::Authors, "authors"),
    (Field::Reviewers, "reviewers"),
    (Field::RootCauses, "root_causes"),
    (Field::Related, "related"),
];

/// The front matter that a postmortem could have; `None` for one that has some, and for what is no postmortem.
pub fn propose(record: &Record) -> Option<Proposal> {
    let (document, postmortem) = (&record.document, &record.postmortem);
    if document.front_matter.format.is_some() || !document.problems.is_empty() || !postmortem.kind.is_postmortem() {
        return None;
    }
    let line_end = if document.text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines = vec!["---".to_owned()];
    lines.extend(entries(postmortem).into_iter().map(|(key, value)| format!("{key}: {value}")));
    lines.push("---".to_owned());
    let front_matter: String = lines.iter().flat_map(|line| [line.as_str(), line_end]).collect();
    Some(Proposal { text: joined(document, &front_matter, line_end), front_matter })
}

/// The front matter before the body, behind a byte order mark; a blank line between, unless there is one.
fn joined(document: &Document, front_matter: &str, line_end: &str) -> String {
    let body = document.text.strip_prefix('\u{FEFF}');
    let mark = if body.is_some() { "\u{FEFF}" } else { "" };
    let body = body.unwrap_or(&document.text);
    let gap = if body.starts_with(['\n', '\r']) || body.is_empty() { "" } else { line_end };
    format!("{mark}{front_matter}{gap}{body}")
}

fn entries(postmortem: &Postmortem) -> Vec<(&'static str, String)> {
    let mut entries = vec![("title", scalar(&postmortem.title.value)), ("id", scalar(&postmortem.id.value))];
    let mut push = |key, value: Option<String>| entries.extend(value.map(|value| (key, value)));
    push("date", postmortem.date.as_ref().map(|fact| fact.value.to_string()));
    push("status", postmortem.status.as_ref().map(|fact| fact.value.name().to_owned()));
    push("kind", (postmortem.kind != Kind::Incident).then(|| postmortem.kind.name().to_owned()));
    push("severity", postmortem.severity.as_ref().map(|fact| scalar(&fact.value.label)));
    let moments = &postmortem.moments;
    for (key, field, moment) in [
        ("started", Field::Started, &moments.started),
        ("detected", Field::Detected, &moments.detected),
        ("acknowledged", Field::Acknowledged, &moments.acknowledged),
        ("mitigated", Field::Mitigated, &moments.mitigated),
        ("resolved", Field::Resolved, &moments.resolved),
    ] {
        // Only what is stated as such: what a timeline merely suggests is for the reader to judge.
        push(key, moment.as_ref().filter(|_| postmortem.fields.contains_key(&field)).and_then(written));
    }
    push("owner", postmortem.value(Field::Owner).map(scalar));
    for (field, key) in LISTS {
        let values: Vec<String> = postmortem.values(field).map(scalar).collect();
        push(key, (!values.is_empty()).then(|| format!("[{}]", values.join(", "))));
    }
    push("trigger", postmortem.value(Field::Trigger).map(scalar));
    entries
}

/// RFC 3339 where the zone is known, else the local time; `None` where day or time is not known exactly.
fn written(fact: &Fact<Moment>) -> Option<String> {
    let moment = &fact.value;
    let (date, time) = (moment.date?, moment.time?);
    let local = jiff::civil::DateTime::from_parts(date, time);
    if moment.approximate {
        return None;
    }
    match &moment.zone {
        Some(zone) => {
            let zoned = zone.to_ambiguous_zoned(local).compatible().ok()?;
            Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
        }
        None => Some(local.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
    }
}
