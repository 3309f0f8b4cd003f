//! One cause, built around its time strip: what it is, when it struck, what was promised each time and
//! what became of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::{Cause, CauseKind, Occurrence};
use crate::output::OutputFile;
use crate::postmortem::Field;
use crate::site::html::{self, Links};
use crate::site::view::{
    CauseLink, Fact, IncidentRow, Promises, Revisions, Strip, VerdictMark, revisions, triggered, written,
};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};
use crate::text::Html;

#[derive(Serialize)]
pub(super) struct CausePage {
    id: String,
    title: String,
    kind: String,
    is_trigger: bool,
    registered: bool,
    owner: Option<String>,
    parent: Option<CauseLink>,
    children: Vec<CauseLink>,
    aliases: Vec<String>,
    /// How often, when last, and after what.
    summary: String,
    verdict: Option<VerdictMark>,
    strip: Option<Strip>,
    body_language: &'static str,
    body_html: Html,
    occurrences: Vec<Strike>,
    services: Vec<Service>,
    /// For a trigger: the incidents that it set off.
    set_off: Vec<IncidentRow>,
    /// How its description came to be, where it has one.
    written: Vec<Fact>,
    history: Option<Revisions>,
}

/// One time that a cause struck.
#[derive(Serialize)]
struct Strike {
    number: usize,
    row: IncidentRow,
    /// The time since the one before.
    interval: Option<String>,
    verdict: Option<VerdictMark>,
    promises: Promises,
}

#[derive(Serialize)]
struct Service {
    name: String,
    times: String,
}

pub(super) fn render(site: &Site<'_>, id: &str) -> Result<OutputFile, SiteError> {
    let words = site.words();
    let here = site.directory.cause(id).cloned().unwrap_or_else(|| Address::folder("causes"));
    let page = page(site, &here, id);
    let frame = Frame::new(site, here, Part::Causes, &page.title, words);
    finish(site, "cause.html", &frame, &page, words)
}

/// A cause, as the page at an address shows it.
pub(super) fn page(site: &Site<'_>, here: &Address, id: &str) -> CausePage {
    let words = site.words();
    let cause = &site.base.causes[id];
    let (body_language, body_html) = body(site, here, cause, words);
    let set_off = set_off(site, here, cause, words);
    // A few postmortems name a trigger among their root causes; then it has a history like one.
    let is_trigger = cause.kind == CauseKind::Trigger && cause.occurrences.is_empty();
    let kind = if cause.kind == CauseKind::Trigger { "cause.trigger" } else { "cause.root_cause" };
    CausePage {
        id: cause.id.clone(),
        title: cause.title(&words.tag).to_owned(),
        kind: words.text(kind).to_owned(),
        is_trigger,
        registered: cause.record.is_some(),
        owner: cause.owner.clone(),
        parent: cause.parent.as_deref().and_then(|parent| CauseLink::new(site, here, parent, words)),
        children: children(site, here, cause, words),
        aliases: cause.aliases.clone(),
        summary: if is_trigger { words.count("cause.set_off_sum", set_off.len(), &[]) } else { summary(cause, words) },
        verdict: cause.occurrences.last().and_then(|last| VerdictMark::new(last.verdict, words)),
        strip: Strip::of(cause, site.today, words),
        body_language,
        body_html,
        occurrences: strikes(site, here, cause, words),
        services: services(site, cause, words),
        set_off,
        written: cause.record.map(|index| written(site, index, words)).unwrap_or_default(),
        history: cause.record.and_then(|index| revisions(site, index, words)),
    }
}

/// The definition, in the language that it is written in.
fn body(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> (&'static str, Html) {
    let Some(index) = cause.record else { return ("", Html::default()) };
    let record = &site.base.records[index];
    let links = Links { site, from: here, record: index };
    (record.postmortem.language.tag(), html::body(record, &site.outlines[index], &links, words))
}

fn children(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Vec<CauseLink> {
    let causes = site.base.causes.values().filter(|child| child.parent.as_deref() == Some(cause.id.as_str()));
    causes.filter_map(|child| CauseLink::new(site, here, &child.id, words)).collect()
}

/// `It struck 5 times; the last was on 28 July 2026. The median interval is 8 months.`
fn summary(cause: &Cause, words: &Words) -> String {
    let Some(last) = cause.occurrences.last() else { return words.text("cause.never").to_owned() };
    let day = last.date.map_or_else(|| words.text("date.unknown").to_owned(), |date| words.date(date));
    let mut intervals: Vec<i32> = cause.occurrences.iter().filter_map(|occurrence| occurrence.days_since).collect();
    intervals.sort_unstable();
    let mut summary = words.count("cause.struck", cause.occurrences.len(), &[("day", &day)]);
    if let Some(&median) = intervals.get(intervals.len() / 2).filter(|_| intervals.len() > 1) {
        summary.push(' ');
        summary.push_str(&words.fill("cause.interval", &[("interval", &words.days(median))]));
    }
    summary
}

/// The occurrences, newest first: what matters is whether the last promises hold.
fn strikes(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Vec<Strike> {
    let strike = |(at, occurrence): (usize, &Occurrence)| {
        Some(Strike {
            number: at + 1,
            row: IncidentRow::new(site, here, occurrence.record, words)?,
            interval: occurrence.days_since.map(|days| words.days(days)),
            verdict: VerdictMark::new(occurrence.verdict, words),
            promises: Promises::preventive_first(&site.base.records[occurrence.record].postmortem, site.today, words),
        })
    };
    cause.occurrences.iter().enumerate().rev().filter_map(strike).collect()
}

fn services(site: &Site<'_>, cause: &Cause, words: &Words) -> Vec<Service> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for occurrence in &cause.occurrences {
        for service in site.base.records[occurrence.record].postmortem.values(Field::Services) {
            *counts.entry(service.trim()).or_default() += 1;
        }
    }
    let mut services: Vec<(&str, usize)> = counts.into_iter().collect();
    services.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    let service = |(name, count): (&str, usize)| Service {
        name: name.to_owned(),
        times: words.count("recurrence.times", count, &[]),
    };
    services.into_iter().map(service).collect()
}

/// The incidents whose trigger is this cause, newest first.
fn set_off(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Vec<IncidentRow> {
    triggered(site, cause).into_iter().filter_map(|index| IncidentRow::new(site, here, index, words)).collect()
}
