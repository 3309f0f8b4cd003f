//! `pmdoc inspect`: what was understood of each document, one JSON object a line. The keys are a contract:
//! they are only added to.

mod related;
mod told;

use std::collections::BTreeMap;

use serde::Serialize;

use super::args::{Cli, InspectArgs};
use super::project::Ask;
use super::stdin::Given;
use super::terminal::Terminal;
use super::{Outcome, project};
use crate::knowledge::{KnowledgeBase, LifeCycles, RecordIndex, Relations};
use crate::postmortem::{ActionKind, ActionState, Carrier, Kind, Record, SectionName, Status, TimelineEntry};
use crate::text::{Printable, Span};

#[derive(Serialize)]
struct Line<'r> {
    path: &'r str,
    kind: Kind,
    title: &'r str,
    id: &'r str,
    date: Option<String>,
    status: Option<Status>,
    /// The author's word for it.
    severity: Option<&'r str>,
    /// 1 the worst, 5 the mildest.
    severity_rank: Option<u8>,
    language: &'static str,
    fields: BTreeMap<&'static str, Vec<&'r str>>,
    sections: Vec<Section<'r>>,
    actions: Vec<Action<'r>>,
    timeline: Vec<Entry<'r>>,
    communication: Vec<Entry<'r>>,
    five_whys: Vec<&'r str>,
    fishbone: Vec<Bone<'r>>,
    checklists: Vec<Checklist<'r>>,
    objectives: Vec<Objective<'r>>,
    root_causes: Vec<&'r str>,
    mentions: Vec<&'r str>,
    problems: Vec<Problem>,
    /// What it has to do with, and why; the strongest reasons first.
    relations: Vec<related::Relation<'r>>,
    /// What says it has to do with it.
    backlinks: Vec<related::Relation<'r>>,
    /// What Git says; absent where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    git: Option<told::History<'r>>,
}

#[derive(Serialize)]
struct Section<'r> {
    section: SectionName,
    heading: &'r str,
    line: usize,
    carrier: Carrier,
}

#[derive(Serialize)]
struct Action<'r> {
    text: &'r str,
    owner: Option<&'r str>,
    due: Option<String>,
    r#type: Option<ActionKind>,
    /// `null` for a row of a table that has no status cell.
    state: Option<ActionState>,
    /// Why it was dropped.
    reason: Option<&'r str>,
    ticket: Option<&'r str>,
    link: Option<&'r str>,
    line: usize,
    /// The commit that wrote it down, by Git; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<told::Moment<'r>>,
    /// The commit that closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<told::Moment<'r>>,
}

#[derive(Serialize)]
struct Entry<'r> {
    time: &'r str,
    instant: Option<String>,
    text: &'r str,
    line: usize,
}

#[derive(Serialize)]
struct Bone<'r> {
    category: &'r str,
    causes: Vec<&'r str>,
}

#[derive(Serialize)]
struct Checklist<'r> {
    heading: &'r str,
    line: usize,
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct Objective<'r> {
    of: &'r str,
    rto: Option<&'r str>,
    rpo: Option<&'r str>,
    line: usize,
}

#[derive(Serialize)]
struct Problem {
    rule: &'static str,
    line: usize,
}

pub(super) fn run(cli: &Cli, args: &InspectArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = match Given::read(&args.paths, args.stdin_filename.as_deref(), &args.state)? {
        Some(given) => project::open_given(cli, &given, &args.state, Ask::LifeCycles, terminal)?,
        None => project::open(cli, &args.paths, &args.state, Ask::LifeCycles, terminal)?,
    };
    let zone = project.settings.timezone.as_deref().and_then(|name| jiff::tz::TimeZone::get(name).ok());
    let relations = Relations::of(&project.base);
    terminal.results(|out| {
        for index in (0..project.base.records.len()).filter(|&index| project.is_asked(index)) {
            let json = serde_json::to_string(&line(&project.base, &relations, index, zone.as_ref()))?;
            writeln!(out, "{}", escaped(&json))?;
        }
        Ok(Outcome::Clean)
    })
}

/// JSON with everything that a terminal could take for a command written as `\u` escapes: the same value,
/// harmless to print.
pub(super) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let mut buffer = [0; 4];
        let plain = c.encode_utf8(&mut buffer);
        if c.is_ascii() || Printable::line(plain).as_str() == plain {
            out.push(c);
        } else {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out.replace("##[", "##\\u005b").replace("##vso[", "##vso\\u005b")
}

fn line<'r>(
    base: &'r KnowledgeBase,
    relations: &'r Relations,
    index: RecordIndex,
    zone: Option<&jiff::tz::TimeZone>,
) -> Line<'r> {
    let record = &base.records[index];
    let postmortem = &record.postmortem;
    let at = |span: Span| record.document.line(span);
    Line {
        path: &record.shown,
        kind: postmortem.kind,
        title: &postmortem.title.value,
        id: &postmortem.id.value,
        date: postmortem.date.as_ref().map(|fact| fact.value.to_string()),
        status: postmortem.status.as_ref().map(|fact| fact.value),
        severity: postmortem.severity.as_ref().map(|fact| fact.value.label.as_str()),
        severity_rank: postmortem.severity.as_ref().map(|fact| fact.value.rank),
        language: postmortem.language.tag(),
        fields: postmortem
            .fields
            .iter()
            .map(|(field, facts)| (field.key(), facts.iter().map(|fact| fact.value.as_str()).collect()))
            .collect(),
        sections: postmortem
            .sections
            .iter()
            .map(|section| Section {
                section: section.name,
                heading: &section.heading,
                line: at(section.span),
                carrier: section.carrier,
            })
            .collect(),
        actions: actions(record, &base.life_cycles[index]),
        timeline: entries(record, &postmortem.timeline, zone),
        communication: entries(record, &postmortem.communication, zone),
        five_whys: postmortem.whys.iter().map(|fact| fact.value.as_str()).collect(),
        fishbone: postmortem.fishbone.iter().map(bone).collect(),
        checklists: postmortem
            .checklists
            .iter()
            .map(|list| Checklist { heading: &list.heading, line: at(list.span), done: list.done, total: list.total })
            .collect(),
        objectives: postmortem
            .objectives
            .iter()
            .map(|o| Objective { of: &o.of, rto: o.rto.as_deref(), rpo: o.rpo.as_deref(), line: at(o.span) })
            .collect(),
        root_causes: postmortem.root_causes.iter().map(|fact| fact.value.as_str()).collect(),
        mentions: postmortem.mentions.iter().map(|fact| fact.value.as_str()).collect(),
        problems: record
            .document
            .problems
            .iter()
            .map(|problem| Problem { rule: problem.rule, line: at(problem.span) })
            .collect(),
        relations: related::relations(base, &relations.to[index]),
        backlinks: related::relations(base, &relations.back[index]),
        git: base.history_of(index).map(told::History::of),
    }
}

fn bone(bone: &crate::postmortem::Bone) -> Bone<'_> {
    Bone { category: &bone.category.value, causes: bone.causes.iter().map(|fact| fact.value.as_str()).collect() }
}

fn entries<'r>(record: &'r Record, entries: &'r [TimelineEntry], zone: Option<&jiff::tz::TimeZone>) -> Vec<Entry<'r>> {
    let instant = |entry: &TimelineEntry| {
        zone.or(entry.moment.zone.as_ref())
            .and_then(|zone| entry.moment.instant(zone))
            .map(|instant| instant.to_string())
    };
    entries
        .iter()
        .map(|entry| Entry {
            time: &entry.written,
            instant: instant(entry),
            text: &entry.text,
            line: record.document.line(entry.span),
        })
        .collect()
}

fn actions<'r>(record: &'r Record, lives: &'r LifeCycles) -> Vec<Action<'r>> {
    record
        .postmortem
        .actions
        .iter()
        .enumerate()
        .map(|(number, action)| Action {
            text: &action.text,
            owner: action.owner.as_ref().map(|fact| fact.value.as_str()),
            due: action.due.as_ref().map(|fact| fact.value.to_string()),
            r#type: action.kind,
            state: action.tracked.then_some(action.state),
            reason: action.reason.as_deref(),
            ticket: action.ticket.as_deref(),
            link: action.link.as_deref(),
            line: action.line,
            opened: told::Moment::opened(lives.current.get(number)),
            closed: told::Moment::closed(lives.current.get(number)),
        })
        .collect()
}
