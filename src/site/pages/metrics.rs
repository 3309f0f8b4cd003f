//! The figures, honest ones: counts, distributions with every value, what came back, what was kept of what was promised; and
//! of each how much is not known. Never a mean.

use serde::Serialize;

use super::rules::Names;
use super::{Frame, Part, finish};
use crate::knowledge::{Outcome, PeriodCount, Standing, Verdict};
use crate::site::chart::{Column, Columns};
use crate::site::paging;
use crate::site::promise_lists::ListKind;
use crate::site::view::{Figure, RailLink, figures};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct MetricsPage {
    sum: String,
    counts: Option<Columns>,
    periods: Vec<PeriodRow>,
    durations: Vec<Figure>,
    /// `12 of 30 incidents with a known cause had one that had struck before.`
    recurrence: String,
    verdicts: Vec<Count>,
    intervals: Figure,
    standings: Vec<RailLink>,
    promises: Vec<Figure>,
    objectives: Vec<Objective>,
    publication: Figure,
    completeness: String,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct PeriodRow {
    name: String,
    incidents: usize,
    near_misses: usize,
    drills: usize,
}

#[derive(Serialize)]
struct Count {
    name: String,
    count: usize,
    alert: bool,
}

/// What was promised of recovery, and what became of it.
#[derive(Serialize)]
struct Objective {
    name: String,
    held: usize,
    missed: usize,
    unknown: usize,
    /// Those that missed it, the newest first.
    links: Vec<RailLink>,
}

#[derive(Serialize)]
struct Section {
    name: String,
    count: usize,
    of: usize,
    /// How far its bar reaches.
    width: String,
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = Address::folder("metrics");
    let metrics = &site.metrics;
    let found = &metrics.recurrences;
    let again = [("again", found.again.to_string()), ("n", found.with_cause.to_string())];
    let page = MetricsPage {
        sum: words.count("metrics.sum", metrics.records.len(), &[]),
        counts: Columns::new(&columns(&metrics.periods, words)),
        periods: metrics.periods.iter().map(|count| period(count, words)).collect(),
        durations: figures::durations(site, &here, words),
        recurrence: words.fill("metrics.recurrence", &again.each_ref().map(|(name, value)| (*name, value.as_str()))),
        verdicts: verdicts(site, words),
        intervals: figures::days("interval", &found.intervals, words),
        standings: standings(site, &here, words),
        promises: vec![
            figures::days("close", &metrics.days_to_close, words),
            figures::days("age", &metrics.ages, words),
        ],
        objectives: objectives(site, &here, words),
        publication: figures::days("publication", &metrics.publication, words),
        completeness: words.count(
            "metrics.complete",
            metrics.completeness.of,
            &[("complete", &metrics.completeness.complete.to_string())],
        ),
        sections: sections(site),
    };
    let frame = Frame::new(site, here.clone(), Part::Metrics, words.text("metrics.title"), words);
    finish(site, "metrics.html", &frame, &page, words)
}

fn name(count: &PeriodCount, words: &Words) -> String {
    count.period.map_or_else(|| words.text("date.unknown").to_owned(), |period| period.to_string())
}

fn period(count: &PeriodCount, words: &Words) -> PeriodRow {
    let PeriodCount { incidents, near_misses, drills, .. } = *count;
    PeriodRow { name: name(count, words), incidents, near_misses, drills }
}

/// A column for each period; of many, only the first of a year is named.
fn columns(periods: &[PeriodCount], words: &Words) -> Vec<Column> {
    const MOST_NAMES: usize = 9;
    let few = periods.len() <= MOST_NAMES;
    let column = |(at, count): (usize, &PeriodCount)| {
        let name = name(count, words);
        let shown = if few {
            name.clone()
        } else if at == 0 || name.ends_with("Q1") {
            name.split('-').next().unwrap_or_default().to_owned()
        } else {
            String::new()
        };
        let all = count.incidents + count.near_misses + count.drills;
        Column {
            counts: [count.incidents, count.near_misses, count.drills],
            title: format!("{name}: {}", words.count("incidents.count", all, &[])),
            name: shown,
        }
    };
    periods.iter().enumerate().map(column).collect()
}

/// How often a cause came back, and in spite of what.
fn verdicts(site: &Site<'_>, words: &Words) -> Vec<Count> {
    let count = |&(verdict, count): &(Verdict, usize)| Count {
        name: words.text(&format!("metrics.{}", verdict.name())).to_owned(),
        count,
        alert: count > 0 && matches!(verdict, Verdict::AfterFix | Verdict::Unfixed),
    };
    site.metrics.recurrences.verdicts.iter().map(count).collect()
}

fn standings(site: &Site<'_>, here: &Address, words: &Words) -> Vec<RailLink> {
    let link = |list: &crate::site::promise_lists::PromiseList| RailLink {
        alert: list.of == Standing::Overdue.name(),
        ..RailLink::counted(
            words.text(&format!("standing.{}", list.of)).to_owned(),
            here.link_to(&paging::address(&list.folder, 1)),
            list.entries.len(),
        )
    };
    site.promises.of(ListKind::Standing).iter().map(link).collect()
}

fn objectives(site: &Site<'_>, here: &Address, words: &Words) -> Vec<Objective> {
    const MOST: usize = 12;
    let objectives = &site.metrics.objectives;
    let mut rows = Vec::new();
    for (key, outcomes) in [("facts.rto", &objectives.rto), ("facts.rpo", &objectives.rpo)] {
        let count = |wanted: Outcome| outcomes.iter().filter(|(_, outcome)| *outcome == wanted).count();
        let missed = outcomes.iter().rev().filter(|(_, outcome)| *outcome == Outcome::Missed).take(MOST);
        let link = |&(index, _): &(usize, Outcome)| {
            let href = here.link_to(site.directory.record(index)?);
            Some(RailLink::counted(site.base.records[index].postmortem.id.value.clone(), href, 0))
        };
        if !outcomes.is_empty() {
            rows.push(Objective {
                name: words.text(key).to_owned(),
                held: count(Outcome::Held),
                missed: count(Outcome::Missed),
                unknown: count(Outcome::Unknown),
                links: missed.filter_map(link).collect(),
            });
        }
    }
    rows
}

fn sections(site: &Site<'_>) -> Vec<Section> {
    let names = Names::new(site);
    let found = &site.metrics.completeness;
    let section = |&(section, count): &(crate::postmortem::SectionName, usize)| {
        let part = i64::try_from(count * 10_000 / found.of.max(1)).unwrap_or(0);
        let name = names.section(section);
        Section { name, count, of: found.of, width: crate::site::chart::percent(part) }
    };
    found.sections.iter().map(section).collect()
}
